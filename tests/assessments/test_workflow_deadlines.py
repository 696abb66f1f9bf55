"""When an answer may still move: by stage, by deadline, by an OPD's own extension."""

from __future__ import annotations

from decimal import Decimal

import pytest

from assessments.models import Stage, Status
from assessments.workflow import Refused, available, take
from tests.assessments.scenes import everything, extend, fresh, set_deadlines, set_stage, set_status

SENT = {"note": "Alasan", "level": Decimal(1), "facts": "Fakta", "analysis": "Analisis"}
FILLING = ("save", "empty", "operator"), ("revise", "returned", "operator"), ("submit", "draft", "operator")
REVIEWING = ("verify", "submitted", "admin"), ("return", "submitted", "admin"), ("unverify", "verified", "admin")
CLOSED = (Stage.PREPARATION, Stage.SCORING, Stage.APPROVAL, Stage.FINAL)


@pytest.mark.parametrize("stage", CLOSED)
@pytest.mark.parametrize(("step", "status", "by"), FILLING + REVIEWING)
def test_nothing_moves_outside_filling_and_verification(world, step, status, by, stage):
    """A frozen assessment above all; not even an extension opens it."""
    answer = set_status(world.answer, status)
    extend(answer, 30)
    set_stage(world.assessment, stage)
    before = everything()
    with pytest.raises(Refused, match=f"tahap {Stage(stage).label}"):
        take(step, answer, by=getattr(world, by), **SENT)
    assert everything() == before
    assert available(fresh(answer), getattr(world, by)) == []


@pytest.mark.parametrize(
    ("row", "days", "extended", "is_open"),
    [
        (("draft", Stage.FILLING), (0, 60), None, True),  # the last day counts
        (("draft", Stage.FILLING), (-1, 60), None, False),
        (("draft", Stage.FILLING), (-1, 60), 0, True),
        (("draft", Stage.FILLING), (-1, 60), -1, False),
        (("draft", Stage.VERIFICATION), (-1, 60), None, False),
        (("draft", Stage.VERIFICATION), (30, 60), None, False),  # closed early
        (("draft", Stage.VERIFICATION), (-1, 60), 5, True),
        (("returned", Stage.FILLING), (-1, 60), None, True),  # what comes back may be mended while review lasts
        (("returned", Stage.VERIFICATION), (-1, 0), None, True),
        (("returned", Stage.VERIFICATION), (-2, -1), None, False),
        (("returned", Stage.VERIFICATION), (-2, -1), 3, True),
    ],
)
def test_filling_ends_at_its_deadline(world, row, days, extended, is_open):
    status, stage = row
    answer = set_status(world.answer, status)
    set_deadlines(world.assessment, *days)
    set_stage(world.assessment, stage)
    if extended is not None:
        extend(answer, extended)
    before = everything()
    assert ("submit" in available(fresh(answer), world.operator)) is is_open
    if is_open:
        assert take("submit", answer, by=world.operator).status == Status.SUBMITTED
    else:
        with pytest.raises(Refused, match="Masa pengisian sudah berakhir"):
            take("submit", answer, by=world.operator)
        assert everything() == before


@pytest.mark.parametrize(
    ("verification", "extended", "is_open"),
    [(0, None, True), (-1, None, False), (-1, 0, True), (-1, -1, False), (5, -3, True)],
)
def test_review_ends_at_its_deadline_or_the_extension(world, verification, extended, is_open):
    answer = set_status(world.answer, "submitted")
    set_deadlines(world.assessment, -5, verification)
    if extended is not None:
        extend(answer, extended)
    assert ("verify" in available(fresh(answer), world.admin)) is is_open
    if is_open:
        assert take("verify", answer, by=world.admin, level=Decimal(1)).status == Status.VERIFIED
    else:
        with pytest.raises(Refused, match="Batas verifikasi sudah lewat"):
            take("verify", answer, by=world.admin, level=Decimal(1))
