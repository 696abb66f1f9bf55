"""The migrations say what the models say."""

from io import StringIO

import pytest
from django.core.management import call_command

from tests.sweeps.houses import MODELS


@pytest.mark.django_db
def test_models_have_their_migrations():
    labels = sorted({model._meta.app_label for model in MODELS})
    written = StringIO()
    try:
        call_command("makemigrations", *labels, check=True, dry_run=True, stdout=written)
    except SystemExit:
        pytest.fail(f"Run manage.py makemigrations; this is not written down yet:\n{written.getvalue()}")
