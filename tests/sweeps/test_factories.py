"""Every model has a factory, and what it makes is a row the model itself accepts."""

import inspect

import pytest
from factory.django import DjangoModelFactory

from tests import factories
from tests.sweeps.houses import MODELS

FACTORIES = {
    factory._meta.model: factory
    for _, factory in inspect.getmembers(factories, inspect.isclass)
    if issubclass(factory, DjangoModelFactory) and factory is not DjangoModelFactory
}


def test_every_model_has_a_factory():
    missing = [model.__name__ for model in MODELS if model not in FACTORIES]
    assert missing == [], f"Add to tests/factories.py: {', '.join(f'{name}Factory' for name in missing)}"


@pytest.mark.django_db
@pytest.mark.parametrize("model", [model for model in MODELS if model in FACTORIES], ids=lambda model: model.__name__)
def test_factory_makes_a_row_the_model_accepts(model):
    row = FACTORIES[model]()
    unknown = [field.name for field in model._meta.fields if field.null and getattr(row, field.attname) is None]
    row.full_clean(exclude=unknown, validate_unique=False)
    assert list(model._default_manager.filter(pk=row.pk)) == [row]
