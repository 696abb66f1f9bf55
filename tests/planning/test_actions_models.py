"""What can never be false about the plan's items, and who may know of them."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, transaction

from planning.models import ActionItem, ActionNote, ActionOrder
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("constraint", "change"),
    [
        ("action_state_known", {"state": "lost"}),
        ("action_source_known", {"source": "rumour"}),
        ("action_year_plausible", {"year": 2017}),
        ("action_levels_ascend", {"to_level": 2}),
        ("action_levels_on_scale", {"to_level": "5.5"}),
        ("action_levels_on_scale", {"from_level": "-1"}),
        ("action_says_something", {"text": ""}),
        ("action_budget_plausible", {"budget": 10**15 + 1}),
        ("action_percent_in_range", {"percent": 101}),
        ("action_dropped_has_reason", {"state": "dropped"}),
        ("action_dropped_has_reason", {"drop_reason": "Alasan"}),
        ("action_done_by_whom", {"state": "done"}),
        ("action_done_by_whom", {"finished_at": "2026-01-01T00:00Z"}),
        ("action_version_positive", {"version": 0}),
    ],
)
def test_item_constraint_holds(constraint, change):
    item = factories.ActionItemFactory()
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        ActionItem.objects.filter(pk=item.pk).update(**change)


def test_person_without_opd_is_refused_by_action_person_has_unit(world):
    with pytest.raises(IntegrityError, match="action_person_has_unit"), transaction.atomic():
        factories.ActionItemFactory(instansi=world.instansi, unit=None, person=world.operator)


def test_order_of_two_items_stands_once_and_never_of_itself():
    order = factories.ActionOrderFactory()
    with pytest.raises(IntegrityError), transaction.atomic():
        ActionOrder.objects.create(item=order.item, needs=order.needs)
    assert "action_order_once" in {constraint.name for constraint in ActionOrder._meta.constraints}
    with pytest.raises(IntegrityError, match="action_order_not_of_itself"), transaction.atomic():
        ActionOrder.objects.create(item=order.item, needs=order.item)


@pytest.mark.parametrize(
    ("constraint", "said"),
    [("action_note_says_something", {"text": ""}), ("action_note_percent_in_range", {"percent": 101})],
)
def test_note_constraint_holds(constraint, said):
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        factories.ActionNoteFactory(**said)


def test_note_is_never_rewritten():
    note = factories.ActionNoteFactory()
    with pytest.raises(TypeError, match="append-only"):
        ActionNote.objects.filter(pk=note.pk).update(text="Lain")


def test_items_are_visible_to_their_institution_and_an_operator_sees_his_and_what_it_waits_for(world):
    mine = factories.ActionItemFactory(instansi=world.instansi, unit=world.unit)
    awaited = factories.ActionItemFactory(instansi=world.instansi, unit=world.other_unit)
    further = factories.ActionItemFactory(instansi=world.instansi, unit=world.other_unit)
    factories.ActionOrderFactory(item=mine, needs=awaited)
    factories.ActionItemFactory()
    people = ("operator", "other_operator", "admin", "assessor", "coordinator", "technician", "stranger")
    seen = {name: list(ActionItem.objects.visible_to(getattr(world, name)).order_by("pk")) for name in people}
    everything = [mine, awaited, further]
    assert seen == {
        "operator": [mine, awaited], "other_operator": [awaited, further], "admin": everything,
        "assessor": everything, "coordinator": everything, "technician": [], "stranger": [],
    }  # fmt: skip
    assert list(ActionItem.objects.listed_for(world.operator)) == [mine]
