"""Every named constraint of the database has a test that names it."""

import pytest

from tests.sweeps.houses import MODELS, ROOT

NAMES = sorted(constraint.name for model in MODELS for constraint in model._meta.constraints)
TESTS = "\n".join(path.read_text() for path in (ROOT / "tests").rglob("test_*.py"))


@pytest.mark.parametrize("name", NAMES)
def test_constraint_is_named_by_a_test(name):
    assert name in TESTS, f"Write a test that breaks {name} and catches IntegrityError matching its name."
