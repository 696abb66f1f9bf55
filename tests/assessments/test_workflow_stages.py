"""Every step of an assessment, from every stage, by every person."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied

from activity.models import Event, Notification
from assessments.models import Assessment, Stage
from assessments.workflow import STAGE_STEPS, Refused, available_moves, move
from tests import factories
from tests.assessments.scenes import PEOPLE, decide_all, everything, set_stage, set_status, told

ADMIN, COORDINATOR = {"admin"}, {"coordinator"}
# step: who takes it, from where, to where, who is told
TABLE = {
    "open": (ADMIN, "preparation", "filling", {"operator", "other_operator"}),
    "close_filling": (ADMIN, "filling", "verification", {"operator", "other_operator"}),
    "reopen_filling": (ADMIN, "verification", "filling", {"operator", "other_operator"}),
    "start_scoring": (ADMIN, "verification", "scoring", {"assessor"}),
    "back_to_verification": (ADMIN, "scoring", "verification", {"assessor"}),
    "ask_approval": ({"admin", "assessor"}, "scoring", "approval", COORDINATOR),
    "send_back": (COORDINATOR, "approval", "scoring", {"assessor", "admin"}),
    "finalise": (COORDINATOR, "approval", "final", {"admin", "assessor", "operator", "other_operator"}),
}
WITH_REASON = {"reopen_filling", "back_to_verification", "send_back"}


def test_table_names_every_step():
    assert TABLE.keys() == STAGE_STEPS.keys()


@pytest.mark.parametrize("stage", Stage.values)
@pytest.mark.parametrize("step", TABLE)
def test_step_by_stage_and_person(world, step, stage):
    doers, source, target, _ = TABLE[step]
    decide_all(world.assessment, by=world.assessor)
    assessment = set_stage(world.assessment, stage)
    before = everything()
    for name in PEOPLE:
        if name not in doers:
            with pytest.raises(PermissionDenied):
                move(step, assessment, by=getattr(world, name), note="Alasan")
    assert everything() == before

    doer = getattr(world, min(doers))
    if stage != source:
        with pytest.raises(Refused, match=f"berada pada tahap {Stage(stage).label}"):
            move(step, assessment, by=doer, note="Alasan")
        assert everything() == before
        return
    assert move(step, assessment, by=doer, note="Alasan").stage == target
    assert Assessment.objects.get().stage == target


@pytest.mark.parametrize("stage", Stage.values)
def test_available_moves_are_those_of_the_stage(world, stage):
    assessment = set_stage(world.assessment, stage)
    offered = {name: set(available_moves(assessment, getattr(world, name))) for name in PEOPLE}
    expected = {
        name: {step for step, (doers, source, *_) in TABLE.items() if source == stage and name in doers}
        for name in PEOPLE
    }
    assert offered == expected


@pytest.mark.parametrize("step", TABLE)
def test_step_is_recorded_and_told(world, step):
    doers, source, _, audience = TABLE[step]
    decide_all(world.assessment, by=world.assessor)
    assessment, doer = set_stage(world.assessment, source), getattr(world, min(doers))
    move(step, assessment, by=doer, note=" Alasan ")
    event = Event.objects.get()
    assert (event.verb, event.subject, event.actor, event.instansi, event.note, event.url) == (
        step, assessment.subject, doer, world.instansi, "Alasan", f"/penilaian/{assessment.pk}/",
    )  # fmt: skip
    assert event.text == f"{doer}: {STAGE_STEPS[step].label.lower()} (Penilaian 2026)"
    text = f"Penilaian 2026: {STAGE_STEPS[step].told}. Alasan"
    assert told() == sorted((getattr(world, name).username, text) for name in audience)


def test_operators_are_led_to_their_tasks_and_staff_to_the_assessment(world):
    decide_all(world.assessment, by=world.assessor)
    move("finalise", set_stage(world.assessment, Stage.APPROVAL), by=world.coordinator)
    urls = {row.user: (row.url, row.text) for row in Notification.objects.select_related("user")}
    text = "Penilaian 2026: disetujui dan ditetapkan final"
    assert urls[world.operator] == (f"/tugas/?penilaian={world.assessment.pk}", text)
    assert urls[world.admin] == (f"/penilaian/{world.assessment.pk}/", text)


def test_nobody_is_told_of_his_own_step(world):
    second = factories.UserFactory(instansi=world.instansi, role="admin")
    move("send_back", set_stage(world.assessment, Stage.APPROVAL), by=world.coordinator, note="Periksa lagi")
    assert {name for name, _ in told()} == {world.assessor.username, world.admin.username, second.username}


@pytest.mark.parametrize("step", sorted(TABLE))
def test_steps_back_need_a_reason(world, step):
    doers, source, target, _ = TABLE[step]
    decide_all(world.assessment, by=world.assessor)
    assessment, doer = set_stage(world.assessment, source), getattr(world, min(doers))
    before = everything()
    if step not in WITH_REASON:
        assert move(step, assessment, by=doer, note="  ").stage == target
        return
    with pytest.raises(Refused, match="Tulis alasannya"):
        move(step, assessment, by=doer, note="  ")
    assert everything() == before


def test_open_without_assignments_is_refused(world):
    empty = factories.AssessmentFactory(instansi=world.instansi, year=2027, stage=Stage.PREPARATION)
    before = everything()
    with pytest.raises(Refused, match="paling sedikit satu indikator"):
        move("open", empty, by=world.admin)
    assert everything() == before


def test_start_scoring_while_something_waits_for_review_is_refused(world):
    set_status(world.answer, "submitted")
    assessment = set_stage(world.assessment, Stage.VERIFICATION)
    before = everything()
    with pytest.raises(Refused, match="Masih ada 1 isian"):
        move("start_scoring", assessment, by=world.admin)
    assert everything() == before
    set_status(world.answer, "returned")
    assert move("start_scoring", assessment, by=world.admin).stage == Stage.SCORING


@pytest.mark.parametrize(("step", "by"), [("ask_approval", "assessor"), ("finalise", "coordinator")])
def test_approval_wants_every_indicator_decided(world, step, by):
    decide_all(world.assessment, by=world.assessor)
    last = world.assessment.verdicts.order_by("pk").last()
    type(last).objects.filter(pk=last.pk).update(final_level=None, decided_at=None, decided_by=None)
    assessment = set_stage(world.assessment, TABLE[step][1])
    before = everything()
    with pytest.raises(Refused, match="Baru 3 dari 4 indikator"):
        move(step, assessment, by=getattr(world, by))
    assert everything() == before


def test_finalise_freezes_with_who_and_when(world):
    decide_all(world.assessment, by=world.assessor)
    move("finalise", set_stage(world.assessment, Stage.APPROVAL), by=world.coordinator)
    now = Assessment.objects.get()
    assert (now.is_frozen, now.finalised_by, now.finalised_at is not None) == (True, world.coordinator, True)
    assert [available_moves(now, getattr(world, name)) for name in PEOPLE] == [[]] * len(PEOPLE)


def test_move_sent_twice_is_refused_and_moves_once(world):
    move("close_filling", world.assessment, by=world.admin)
    before = everything()
    with pytest.raises(Refused, match="tahap Verifikasi"):
        move("close_filling", world.assessment, by=world.admin)
    assert everything() == before
