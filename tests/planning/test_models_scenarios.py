"""What can never be false about scenarios, and who may know of them."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from planning.models import Scenario, ScenarioLevel
from tests import factories


@pytest.mark.parametrize(
    ("constraint", "change"),
    [
        ("scenario_has_name", {"name": ""}),
        ("scenario_track_known", {"track": "rumour"}),
        ("scenario_target_on_scale", {"target": 0}),
        ("scenario_target_on_scale", {"target": "5.01"}),
        ("scenario_max_step_positive", {"max_step": 0}),
    ],
)
def test_scenario_constraint_holds(db, constraint, change):
    scenario = factories.ScenarioFactory()
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        Scenario.objects.filter(pk=scenario.pk).update(**change)


@pytest.mark.parametrize("change", ["when", "who"])
def test_scenario_deleted_by_whom(world, change):
    scenario = factories.ScenarioFactory(assessment=world.assessment)
    half = {"when": {"deleted_at": timezone.now()}, "who": {"deleted_by": world.admin}}[change]
    with pytest.raises(IntegrityError, match="scenario_deleted_by_whom"), transaction.atomic():
        Scenario.objects.filter(pk=scenario.pk).update(**half)


def test_scenario_name_once_among_those_kept(world):
    first = factories.ScenarioFactory(assessment=world.assessment, name="Baik")
    with pytest.raises(IntegrityError), transaction.atomic():
        factories.ScenarioFactory(assessment=world.assessment, name="Baik")
    assert "scenario_name_once" in {constraint.name for constraint in Scenario._meta.constraints}
    Scenario.objects.filter(pk=first.pk).update(deleted_at=timezone.now(), deleted_by=world.admin)
    factories.ScenarioFactory(assessment=world.assessment, name="Baik")
    factories.ScenarioFactory(name="Baik")


@pytest.mark.parametrize(
    ("constraint", "change"),
    [
        ("scenario_level_on_scale", {"level": -1}),
        ("scenario_level_on_scale", {"level": "5.01"}),
        ("scenario_base_on_scale", {"base": -1}),
        ("scenario_effort_positive", {"effort": 0}),
    ],
)
def test_scenario_level_constraint_holds(db, constraint, change):
    row = factories.ScenarioLevelFactory()
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        ScenarioLevel.objects.filter(pk=row.pk).update(**change)


def test_scenario_level_once(db):
    row = factories.ScenarioLevelFactory()
    with pytest.raises(IntegrityError), transaction.atomic():
        factories.ScenarioLevelFactory(scenario=row.scenario, indicator=row.indicator)
    assert "scenario_level_once" in {constraint.name for constraint in ScenarioLevel._meta.constraints}


def test_scenarios_are_visible_to_those_who_see_the_numbers(world):
    scenario = factories.ScenarioFactory(assessment=world.assessment)
    seeing = [user for user in (world.admin, world.assessor, world.coordinator, world.operator, world.technician,
                                world.stranger) if Scenario.objects.visible_to(user).contains(scenario)]  # fmt: skip
    assert seeing == [world.admin, world.assessor, world.coordinator]
