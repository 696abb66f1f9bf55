"""What can never be false about targets, and who may know of them."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, transaction

from planning.models import Target
from tests import factories


@pytest.mark.parametrize(
    ("constraint", "change"),
    [
        ("target_on_scale", {"value": 0}),
        ("target_on_scale", {"value": "5.01"}),
        ("target_source_known", {"source": "rumour"}),
        ("target_year_plausible", {"year": 2017}),
        ("target_other_source_named", {"source": "other", "source_text": ""}),
        ("target_version_positive", {"version": 0}),
    ],
)
def test_target_constraint_holds(db, constraint, change):
    target = factories.TargetFactory()
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        Target.objects.filter(pk=target.pk).update(**change)


def test_target_is_of_one_thing(world):
    with pytest.raises(IntegrityError, match="target_of_one_thing"), transaction.atomic():
        factories.TargetFactory(
            instansi=world.instansi, instrument=world.instrument, indicator=world.indicator,
            aspect=world.indicator.aspect,
        )  # fmt: skip


@pytest.mark.parametrize("place", ["index", "domain", "aspect", "indicator"])
def test_target_of_a_year_and_place_stands_once(world, place):
    aspect = world.indicator.aspect
    which = {"index": {}, "domain": {"domain": aspect.domain}, "aspect": {"aspect": aspect}}.get(
        place, {"indicator": world.indicator}
    )
    factories.TargetFactory(instansi=world.instansi, instrument=world.instrument, **which)
    with pytest.raises(IntegrityError), transaction.atomic():
        factories.TargetFactory(instansi=world.instansi, instrument=world.instrument, **which)
    factories.TargetFactory(instansi=world.instansi, instrument=world.instrument, year=2027, **which)
    names = {constraint.name for constraint in Target._meta.constraints}
    assert names >= {
        "target_of_index_once", "target_of_domain_once", "target_of_aspect_once", "target_of_indicator_once",
    }  # fmt: skip


def test_targets_are_visible_to_those_who_see_the_numbers(world):
    target = factories.TargetFactory(instansi=world.instansi, instrument=world.instrument)
    seeing = [user for user in (world.admin, world.assessor, world.coordinator, world.operator, world.technician,
                                world.stranger) if Target.objects.visible_to(user).contains(target)]  # fmt: skip
    assert seeing == [world.admin, world.assessor, world.coordinator]
