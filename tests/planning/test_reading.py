"""Targets as the dashboard reads them."""

from decimal import Decimal

import pytest

from planning.reading import Targets, targets_of
from tests import factories

pytestmark = pytest.mark.django_db


def target(world, value, **place):
    given = {"instansi": world.instansi, "instrument": world.instrument, "year": world.assessment.year, "value": value}
    return factories.TargetFactory(**(given | place), set_by=world.coordinator)


def test_targets_are_read_by_place_in_one_query(world, django_assert_num_queries):
    aspect = world.indicator.aspect
    target(world, "3.50")
    target(world, "3.00", domain=aspect.domain)
    target(world, "2.75", aspect=aspect)
    target(world, "4.00", indicator=world.indicator)

    with django_assert_num_queries(1):
        found = targets_of(world.assessment)

    assert found == Targets(Decimal("3.50"), {"D1": Decimal(3)}, {"A1": Decimal("2.75")}, {"I1": Decimal(4)})


def test_targets_of_other_years_institutions_and_instruments_are_not_ours(world):
    target(world, "3.50", year=2027)
    target(world, "3.50", instansi=factories.InstansiFactory())
    target(world, "3.50", instrument=factories.small_instrument())

    assert targets_of(world.assessment) == Targets(None, {}, {})
