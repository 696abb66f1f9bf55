import pytest
from django.db import IntegrityError, transaction

from directory.models import ImportDraft
from tests import factories

pytestmark = pytest.mark.django_db


def test_import_draft_of_an_unknown_kind_is_refused_by_the_database():
    with pytest.raises(IntegrityError, match="import_draft_kind_known"), transaction.atomic():
        factories.ImportDraftFactory(kind="lain")


def test_import_draft_visible_to_its_maker_only(world):
    draft = factories.ImportDraftFactory(created_by=world.admin)
    assert list(ImportDraft.objects.visible_to(world.admin)) == [draft]
    colleague = factories.UserFactory(instansi=world.instansi, role="admin")
    assert [list(ImportDraft.objects.visible_to(u)) for u in (colleague, world.technician, world.stranger)] == [
        [],
        [],
        [],
    ]
