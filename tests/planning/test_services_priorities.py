"""The leadership picks, the OPD answers, the leadership decides; each step by those who may, told and remembered."""

from __future__ import annotations

import datetime
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from activity.models import Event, Notification
from assessments.models import Answer, Assessment, Stage, Status
from assessments.workflow import Refused
from planning.models import Priority, PriorityState
from planning.services.priorities import STEPS, available, change_priority, free_units_for, take, units_for
from tests import factories


def fresh(priority):
    return Priority.objects.in_full().get(pk=priority.pk)


def told(*users):
    """Who was told what since the last look, as (user, text) in order; empties the lists."""
    rows = list(Notification.objects.order_by("pk").values_list("user", "text"))
    Notification.objects.all().delete()
    assert {user for user, _ in rows} == {user.pk for user in users}
    return [text for _, text in rows]


def verbs(priority):
    return list(Event.objects.about(priority.subject).order_by("pk").values_list("verb", flat=True))


def test_pick_asks_the_operators_of_the_opd(pick, world, due_on):
    colleague = factories.UserFactory(instansi=world.instansi, unit=world.unit)
    priority = fresh(pick())
    assert (priority.state, priority.level, priority.note, priority.due_on, priority.picked_by, priority.version) == (
        PriorityState.WAITING, 1, "Paling menahan indeks", due_on, world.coordinator, 1,
    )  # fmt: skip
    assert all("Jawab sanggup atau tidak" in text for text in told(world.operator, colleague))
    event = Event.objects.about(priority.subject).get()
    assert (event.verb, event.actor, event.note, event.url) == (
        "pick_priority", world.coordinator, "Paling menahan indeks", f"/prioritas/{priority.pk}/",
    )  # fmt: skip


def test_pick_with_a_person_tells_that_person_alone(pick, world):
    factories.UserFactory(instansi=world.instansi, unit=world.unit)
    pick(person=world.operator)
    assert len(told(world.operator)) == 1


@pytest.mark.parametrize("role", ["operator", "admin", "assessor", "technician", "stranger"])
def test_pick_by_others_is_denied(pick, world, role):
    with pytest.raises(PermissionDenied):
        pick(by=getattr(world, role))
    assert not Priority.objects.exists()


def test_pick_before_the_cycle_has_opened_is_refused(pick, world):
    Assessment.objects.filter(pk=world.assessment.pk).update(stage=Stage.PREPARATION)
    with pytest.raises(Refused, match="masih persiapan"):
        pick()


def test_pick_of_a_level_that_is_not_the_next_is_refused(pick, world):
    with pytest.raises(Refused, match="yang berikutnya sekarang 1"):
        pick(level=2)
    Answer.objects.filter(pk=world.answer.pk).update(status=Status.SUBMITTED, claimed_level=3)
    with pytest.raises(Refused, match="yang berikutnya sekarang 4"):
        pick(level=1)
    assert pick(level=4).level == 4


def test_pick_above_the_top_is_refused(pick, world):
    Answer.objects.filter(pk=world.answer.pk).update(status=Status.SUBMITTED, claimed_level=5)
    with pytest.raises(Refused, match="sudah pada tingkat tertinggi"):
        pick(level=6)


def test_pick_of_another_instruments_indicator_is_refused(pick):
    with pytest.raises(Refused, match="bukan bagian dari instrumen"):
        pick(indicator=factories.small_instrument().indicators.first())


def test_pick_for_an_opd_that_does_not_answer_the_indicator_is_refused(pick, world):
    with pytest.raises(Refused, match="tidak mengisi"):
        pick(unit=world.other_unit)
    unassigned = world.instrument.indicators.order_by("position")[1]
    assert pick(unit=world.other_unit, indicator=unassigned).unit == world.other_unit
    with pytest.raises(Refused, match="tidak mengisi"):
        pick(unit=factories.UnitFactory(), indicator=unassigned)


def test_pick_with_a_person_of_another_opd_is_refused(pick, world):
    for person in (world.other_operator, world.admin):
        with pytest.raises(Refused, match="operator aktif dari OPD itu"):
            pick(person=person)


def test_pick_with_a_deadline_in_the_past_is_refused(pick):
    with pytest.raises(Refused, match="sudah lewat"):
        pick(due_on=timezone.localdate() - datetime.timedelta(days=1))
    pick(due_on=timezone.localdate())


def test_pick_of_what_the_opd_has_already_is_refused(pick, world):
    pick()
    with pytest.raises(Refused, match="sudah menjadi prioritas"):
        pick()
    factories.AssignmentFactory(assessment=world.assessment, indicator=world.indicator, unit=world.other_unit)
    assert units_for(world.assessment, world.indicator) == sorted(
        [world.unit, world.other_unit], key=lambda unit: unit.name
    )
    assert free_units_for(world.assessment, world.indicator) == [world.other_unit]
    pick(unit=world.other_unit)


def test_accept_tells_coordinator_and_admin(pick, world):
    priority = pick()
    told(world.operator)
    done = take("accept", priority, version=1, by=world.operator)
    assert (done.state, done.reply, done.answered_by, done.version) == (PriorityState.ACCEPTED, "", world.operator, 2)
    assert told(world.coordinator, world.admin) == [f"Prioritas disanggupi: {priority}"] * 2
    assert verbs(priority) == ["pick_priority", "accept_priority"]


def test_refuse_needs_a_reason_and_the_coordinator_may_insist(pick, world):
    priority = pick()
    with pytest.raises(Refused, match="Tulis alasannya"):
        take("refuse", priority, version=1, note="  ", by=world.operator)
    refused = take("refuse", priority, version=1, note="Anggaran belum ada", by=world.operator)
    assert (refused.state, refused.reply) == (PriorityState.REFUSED, "Anggaran belum ada")
    told(world.operator, world.coordinator, world.admin)
    with pytest.raises(Refused, match="Tulis pertimbangannya"):
        take("insist", refused, version=2, by=world.coordinator)
    insisted = take("insist", refused, version=2, note="Dana dari perubahan", by=world.coordinator)
    assert (insisted.state, insisted.note, insisted.reply) == (
        PriorityState.INSISTED, "Dana dari perubahan", "Anggaran belum ada",
    )  # fmt: skip
    assert told(world.operator) == [f"Prioritas tetap ditetapkan koordinator: {priority}. Dana dari perubahan"]


def test_withdraw_says_why_and_ends_it(pick, world):
    priority = pick()
    with pytest.raises(Refused, match="Tulis alasan"):
        take("withdraw", priority, version=1, by=world.coordinator)
    done = take("withdraw", priority, version=1, note="Diganti", by=world.coordinator)
    assert (done.state, available(done, world.coordinator)) == (PriorityState.WITHDRAWN, [])
    with pytest.raises(Refused, match="dibatalkan"):
        take("withdraw", done, version=2, note="Lagi", by=world.coordinator)
    pick()


@pytest.mark.parametrize("role", ["operator", "other_operator", "admin", "assessor", "coordinator", "stranger"])
def test_steps_are_for_the_opd_or_the_coordinator(pick, world, role):
    priority, by = pick(), getattr(world, role)
    may = {"operator": {"accept", "refuse"}, "coordinator": {"insist", "withdraw"}}.get(role, set())
    for step in STEPS.keys() - may:
        with pytest.raises(PermissionDenied):
            take(step, priority, version=1, note="Alasan", by=by)
    assert set(available(priority, by)) == may - {"insist"}
    assert fresh(priority).state == PriorityState.WAITING


def test_step_from_another_state_is_refused(pick, world):
    priority = take("accept", pick(), version=1, by=world.operator)
    with pytest.raises(Refused, match="Tidak sanggup tidak dapat dilakukan: prioritas ini disanggupi opd"):
        take("refuse", priority, version=2, note="Alasan", by=world.operator)


def test_step_on_what_changed_meanwhile_is_refused(pick, world, due_on):
    priority = pick()
    later = due_on + datetime.timedelta(days=7)
    change_priority(priority, unit=world.unit, person=None, due_on=later, note="", version=1, by=world.coordinator)
    with pytest.raises(Refused, match="berubah sejak Anda membukanya"):
        take("accept", priority, version=1, by=world.operator)
    with pytest.raises(Refused, match="berubah sejak Anda membukanya"):
        change_priority(priority, unit=world.unit, person=None, due_on=due_on, note="", version=1, by=world.coordinator)
    assert fresh(priority).due_on == later


def test_change_asks_the_opd_again_and_keeps_its_answer_in_the_events(pick, world, due_on):
    refused = take("refuse", pick(), version=1, note="Terlalu cepat", by=world.operator)
    told(world.operator, world.coordinator, world.admin)
    later = due_on + datetime.timedelta(days=30)
    changed = change_priority(
        refused, unit=world.unit, person=world.operator, due_on=later, note="Mundur sebulan", version=2,
        by=world.coordinator,
    )  # fmt: skip
    found = fresh(refused)
    assert found == changed
    assert (found.state, found.reply, found.answered_by, found.person, found.due_on, found.note) == (
        PriorityState.WAITING, "", None, world.operator, later, "Mundur sebulan",
    )  # fmt: skip
    assert len(told(world.operator)) == 1
    assert Event.objects.about(refused.subject).filter(note="Terlalu cepat").exists()


def test_change_to_another_opd_ends_one_and_begins_another(pick, world, due_on):
    factories.AssignmentFactory(assessment=world.assessment, indicator=world.indicator, unit=world.other_unit)
    refused = take("refuse", pick(), version=1, note="Bukan tugas kami", by=world.operator)
    told(world.operator, world.coordinator, world.admin)
    given = {"person": None, "due_on": due_on, "note": "", "by": world.coordinator}
    moved = change_priority(refused, unit=world.other_unit, version=2, **given)
    assert (fresh(refused).state, moved.state, moved.unit) == (
        PriorityState.WITHDRAWN,
        PriorityState.WAITING,
        world.other_unit,
    )
    assert told(world.operator, world.other_operator)[0].startswith("Prioritas dialihkan ke OPD lain")
    assert verbs(moved) == ["pick_priority"]
    assert not Priority.objects.visible_to(world.other_operator).contains(refused)
    with pytest.raises(Refused, match="sudah dibatalkan"):
        change_priority(refused, unit=world.unit, version=3, **given)


@pytest.mark.parametrize("role", ["operator", "admin", "assessor", "stranger"])
def test_change_by_others_is_denied(pick, world, due_on, role):
    with pytest.raises(PermissionDenied):
        change_priority(
            pick(), unit=world.unit, person=None, due_on=due_on, note="", version=1, by=getattr(world, role)
        )


def test_level_of_a_fraction_goes_to_the_next_whole_one(pick, world):
    type(world.instrument).objects.filter(pk=world.instrument.pk).update(scale_step=Decimal("0.01"))
    Answer.objects.filter(pk=world.answer.pk).update(status=Status.SUBMITTED, claimed_level=Decimal("2.75"))
    assert pick(level=3).level == 3
