"""The assessor's final level: when it may be set, what it changes, what it never overwrites."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from activity.models import Event
from assessments.models import Stage, Status, Verdict
from assessments.workflow import Refused, Stale, can_decide_now, decide
from tests import factories
from tests.assessments.scenes import PEOPLE, everything, fresh, set_deadlines, set_stage, set_status


def settle(world, *, by=None, indicator=None, **change) -> Verdict:
    sent = {"level": Decimal(3), "justification": " Bukti cukup. ", "version": 0} | change
    return decide(world.assessment, indicator or world.indicator, by=by or world.assessor, **sent)


@pytest.fixture
def scoring(world):
    set_status(world.answer, "verified")
    set_stage(world.assessment, Stage.SCORING)
    return world


def test_decide_sets_the_level_and_marks_the_answers(scoring):
    verdict = settle(scoring)
    now, answer = Verdict.objects.get(), fresh(scoring.answer)
    assert (now.final_level, now.justification, now.version, now.decided_by) == (3, "Bukti cukup.", 1, scoring.assessor)
    assert (now.pk, now.external_level, now.decided_at is not None) == (verdict.pk, None, True)
    assert (answer.status, answer.version, answer.claimed_level, answer.verified_level) == (Status.ASSESSED, 2, 1, 1)


def test_decide_is_recorded_and_told_to_nobody(scoring):
    verdict = settle(scoring)
    event = Event.objects.get()
    assert (event.verb, event.subject, event.note) == ("decide", f"verdict:{verdict.pk}", "Bukti cukup.")
    assert event.text == f"{scoring.assessor} menetapkan tingkat final {scoring.indicator.label}"
    assert event.url == f"/penilaian/{scoring.assessment.pk}/indikator/{scoring.indicator.code}/"
    assert everything()["Notification"] == []


@pytest.mark.parametrize("name", [name for name in PEOPLE if name != "assessor"])
def test_decide_by_others_is_forbidden(scoring, name):
    before = everything()
    with pytest.raises(PermissionDenied):
        settle(scoring, by=getattr(scoring, name))
    assert everything() == before


def test_decide_by_the_assessor_of_another_instansi_is_forbidden(scoring):
    with pytest.raises(PermissionDenied):
        settle(scoring, by=factories.UserFactory(role="assessor"))


def test_decide_again_replaces_from_the_version_seen(scoring):
    settle(scoring)
    verdict = settle(scoring, level=Decimal(4), justification="Berubah", version=1)
    assert (verdict.final_level, verdict.version, Verdict.objects.count()) == (4, 2, 1)


@pytest.mark.parametrize("version", [0, 2, -1])
def test_decide_on_another_version_is_stale_and_shows_the_verdict(scoring, version):
    settle(scoring)
    before = everything()
    with pytest.raises(Stale) as refusal:
        settle(scoring, justification="Tulisan kedua", version=version)
    assert (refusal.value.current.justification, everything()) == ("Bukti cukup.", before)


@pytest.mark.parametrize(
    ("change", "text"),
    [
        ({"level": None}, "Pilih tingkat final"),
        ({"justification": " \n"}, "tulis pertimbangannya"),
    ],
)
def test_decide_without_level_or_justification_is_refused(scoring, change, text):
    before = everything()
    with pytest.raises(Refused, match=text):
        settle(scoring, **change)
    assert everything() == before


@pytest.mark.parametrize("level", [Decimal("3.5"), Decimal(0), Decimal(6)])
def test_decide_off_the_scale_is_refused(scoring, level):
    before = everything()
    with pytest.raises(ValidationError):
        settle(scoring, level=level)
    assert everything() == before


def test_decide_on_an_indicator_of_another_instrument_is_refused(scoring):
    foreign = factories.small_instrument().indicators.first()
    before = everything()
    with pytest.raises(Refused, match="bukan bagian dari instrumen"):
        settle(scoring, indicator=foreign)
    assert everything() == before


@pytest.mark.parametrize(
    ("stage", "statuses", "refusal"),
    [
        (Stage.PREPARATION, ["verified"], "tahap Persiapan"),
        (Stage.FILLING, [], "belum selesai diverifikasi"),
        (Stage.FILLING, ["draft"], "belum selesai diverifikasi"),
        (Stage.FILLING, ["submitted"], "menunggu verifikasi"),
        (Stage.FILLING, ["verified", "returned"], "belum selesai diverifikasi"),
        (Stage.FILLING, ["verified"], None),
        (Stage.FILLING, ["verified", "assessed"], None),
        (Stage.VERIFICATION, ["verified", "submitted"], "menunggu verifikasi"),
        (Stage.VERIFICATION, ["verified"], None),
        (Stage.SCORING, [], None),  # nobody was asked: the assessor still gives a level
        (Stage.SCORING, ["empty"], None),
        (Stage.SCORING, ["returned", "verified"], None),
        (Stage.SCORING, ["submitted"], "menunggu verifikasi"),
        (Stage.APPROVAL, ["assessed"], "tahap Persetujuan"),
        (Stage.FINAL, ["assessed"], "tahap Final"),
    ],
)
def test_decide_by_stage_and_statuses(world, stage, statuses, refusal):
    indicator = world.instrument.indicators.order_by("position").last()
    answers = [
        set_status(
            factories.AnswerFactory(assignment__assessment=world.assessment, assignment__indicator=indicator), status
        )
        for status in statuses
    ]
    set_stage(world.assessment, stage)
    before = everything()
    if refusal:
        with pytest.raises(Refused, match=refusal):
            settle(world, indicator=indicator)
        assert everything() == before
        return
    assert settle(world, indicator=indicator).final_level == 3
    become = {"verified": "assessed"}
    assert [fresh(answer).status for answer in answers] == [become.get(status, status) for status in statuses]


@pytest.mark.parametrize(("scoring_day", "is_open"), [(0, True), (-1, False)])
def test_decide_ends_at_the_deadline(scoring, scoring_day, is_open):
    assessment = set_deadlines(scoring.assessment, -9, -8, scoring_day)
    assert can_decide_now(assessment, scoring.assessor) is is_open
    if is_open:
        assert settle(scoring).version == 1
    else:
        with pytest.raises(Refused, match="Batas penilaian asesor sudah lewat"):
            settle(scoring)


def test_form_is_offered_to_the_assessor_while_deciding_is_open(world):
    offered = {stage: can_decide_now(set_stage(world.assessment, stage), world.assessor) for stage in Stage}
    assert offered == {stage: stage in ("filling", "verification", "scoring") for stage in Stage}
    assert not can_decide_now(set_stage(world.assessment, Stage.SCORING), world.admin)
