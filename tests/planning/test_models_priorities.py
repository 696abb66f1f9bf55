"""What can never be false about priorities, and who may know of them."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone

from assessments.models import Assessment, Stage
from planning.models import Priority
from tests import factories

NOW = timezone.now()


@pytest.fixture
def priority(world):
    return factories.PriorityFactory(
        assessment=world.assessment, indicator=world.indicator, unit=world.unit, picked_by=world.coordinator
    )


@pytest.mark.parametrize(
    ("constraint", "change"),
    [
        ("priority_state_known", {"state": "maybe"}),
        ("priority_level_on_scale", {"level": 0}),
        ("priority_level_on_scale", {"level": 6}),
        ("priority_refused_says_why", {"state": "refused", "answered_at": NOW, "answered_by": F("picked_by")}),
        ("priority_insisted_says_why", {"state": "insisted"}),
        ("priority_answered_by_whom", {"answered_at": NOW}),
        ("priority_answer_was_given", {"state": "accepted"}),
        ("priority_version_positive", {"version": 0}),
    ],
)
def test_priority_constraint_holds(priority, constraint, change):
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        Priority.objects.filter(pk=priority.pk).update(**change)


def test_priority_of_an_opd_stands_once_and_again_when_it_was_withdrawn(world, priority):
    """Constraint priority_once_per_unit."""
    again = {"assessment": world.assessment, "indicator": world.indicator, "unit": world.unit}
    with pytest.raises(IntegrityError), transaction.atomic():
        factories.PriorityFactory(**again)
    factories.PriorityFactory(**again | {"unit": world.other_unit})
    Priority.objects.filter(pk=priority.pk).update(state="withdrawn")
    second = factories.PriorityFactory(**again)
    assert set(Priority.objects.standing().filter(unit=world.unit)) == {second}


def test_priority_is_visible_to_its_opd_and_to_those_who_see_all(world, priority):
    people = ("operator", "other_operator", "admin", "assessor", "coordinator", "technician", "stranger")

    def seeing():
        return [role for role in people if Priority.objects.visible_to(getattr(world, role)).contains(priority)]

    assert seeing() == ["operator", "admin", "assessor", "coordinator"]
    Assessment.objects.filter(pk=world.assessment.pk).update(stage=Stage.PREPARATION)
    assert seeing() == ["admin", "assessor", "coordinator"]
