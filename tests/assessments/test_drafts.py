"""Saving what an OPD wrote: double sends are taken kindly, other people's text is never overwritten."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied

from activity.models import Event
from assessments.models import Answer, Stage, Status
from assessments.workflow import Refused, Stale, save_draft, take
from tests.assessments.scenes import everything, fresh, set_deadlines, set_stage, set_status

TEXT = {"level": Decimal(1), "facts": "Fakta baru", "analysis": "Analisis baru"}


def save(world, version: int, *, by=None, **change):
    return save_draft(fresh(world.answer), version=version, by=by or world.operator, **TEXT | change)


def test_save_draft_writes_and_says_so(world):
    answer, is_written = save(world, 1)
    assert (answer.status, answer.version, is_written) == (Status.DRAFT, 2, True)
    now = fresh(answer)
    assert {"level": now.claimed_level, "facts": now.facts, "analysis": now.analysis} == TEXT


def test_save_draft_of_a_returned_answer_keeps_it_returned(world):
    set_status(world.answer, "returned")
    answer, _ = save(world, 1)
    assert (answer.status, Event.objects.get().verb) == (Status.RETURNED, "revise")


def test_save_draft_sent_twice_writes_once(world):
    save(world, 1)
    before = everything()
    answer, is_written = save(world, 1)
    assert (answer.version, is_written, everything()) == (2, False, before)


@pytest.mark.parametrize("status", ["submitted", "verified", "assessed"])
def test_save_draft_sent_again_after_it_moved_on_is_taken_kindly(world, status):
    save(world, 1)
    Answer.objects.filter(pk=world.answer.pk).update(status=status, version=5, verified_level=1)
    before = everything()
    answer, is_written = save(world, 1)
    assert (answer.status, is_written, everything()) == (status, False, before)


def test_save_draft_of_other_text_on_a_stale_version_is_refused_with_both(world):
    save(world, 1)
    before = everything()
    with pytest.raises(Stale) as refusal:
        save(world, 1, facts="Fakta lain")
    assert (refusal.value.current.facts, everything()) == ("Fakta baru", before)
    answer, is_written = save(world, 2, facts="Fakta lain")
    assert (answer.facts, answer.version, is_written) == ("Fakta lain", 3, True)


def test_save_draft_of_a_submitted_answer_is_refused(world):
    set_status(world.answer, "submitted")
    before = everything()
    with pytest.raises(Refused, match="berstatus diajukan"):
        save(world, 1)
    assert everything() == before


def test_save_draft_after_the_deadline_is_refused_unless_nothing_changed(world):
    save(world, 1)
    set_deadlines(world.assessment, -1)
    before = everything()
    with pytest.raises(Refused, match="Masa pengisian"):
        save(world, 2, facts="Fakta lain")
    assert save(world, 2)[1] is False
    assert everything() == before


def test_save_draft_into_a_frozen_assessment_is_refused(world):
    set_stage(world.assessment, Stage.FINAL)
    before = everything()
    with pytest.raises(Refused, match="tahap Final"):
        save(world, 1)
    assert everything() == before


@pytest.mark.parametrize("name", ["other_operator", "admin", "assessor", "coordinator", "technician", "stranger"])
def test_save_draft_by_others_is_forbidden_even_of_the_same_text(world, name):
    save(world, 1)
    before = everything()
    with pytest.raises(PermissionDenied):
        save(world, 2, by=getattr(world, name))
    assert everything() == before


def test_save_draft_from_a_page_of_before_a_return_is_stale(world):
    """The status chosen from is the one the page had; the version tells that it moved."""
    save(world, 1)
    seen = fresh(world.answer)
    take("submit", seen, by=world.operator)
    take("return", seen, by=world.admin, note="Lengkapi")
    with pytest.raises(Stale):
        save_draft(seen, version=seen.version, by=world.operator, **TEXT | {"facts": "Fakta lain"})
