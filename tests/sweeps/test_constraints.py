"""Every named constraint of the database has a test that names it."""

from tests.sweeps.houses import MODELS, ROOT


def test_every_constraint_is_named_by_a_test():
    """Write a test that breaks it and catches the IntegrityError, or the ValidationError, of that name."""
    tests = "\n".join(path.read_text() for path in (ROOT / "tests").rglob("test_*.py"))
    names = sorted(constraint.name for model in MODELS for constraint in model._meta.constraints)
    assert names
    assert [name for name in names if name not in tests] == []
