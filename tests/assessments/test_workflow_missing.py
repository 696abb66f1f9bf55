"""Handing in without all the evidence: named, confirmed exactly, remembered."""

from __future__ import annotations

from decimal import Decimal

import pytest

from activity.models import Event
from assessments import checklist, summaries
from assessments.models import Status
from assessments.workflow import MissingEvidence, Refused, take
from tests import factories
from tests.assessments.scenes import everything, fresh, set_status


@pytest.fixture
def levels(world):
    return {row.level: row for row in world.indicator.criteria.all()}


@pytest.fixture
def partial(world, levels):
    """A draft that claims level 3 with the wanted evidence of that level only."""
    answer = set_status(world.answer, "draft", level=3)
    item = levels[3].evidence_items.get()
    factories.EvidenceFactory(answer=answer, criterion=levels[3], item=item, added_by=world.operator)
    return answer


def codes(answer):
    return checklist.read(answer).codes(answer.claimed_level)


def test_submit_with_missing_evidence_names_it_and_changes_nothing(world, partial):
    before = everything()
    with pytest.raises(MissingEvidence, match="2 bukti yang diminta belum ada") as refusal:
        take("submit", partial, by=world.operator)
    assert list(map(str, refusal.value.missing)) == ["Tingkat 1: Dokumen contoh", "Tingkat 2: Dokumen contoh"]
    assert refusal.value.can_confirm is True
    assert everything() == before


def test_submit_that_confirms_the_list_is_remembered_in_its_event(world, partial):
    taken = take("submit", partial, by=world.operator, accept_missing=codes(partial))
    assert taken.status == Status.SUBMITTED
    note = "Dikirim tanpa:\nTingkat 1: Dokumen contoh\nTingkat 2: Dokumen contoh"
    assert Event.objects.get(verb="submit").note == note
    assert summaries.sent_without(fresh(partial)) == ["Tingkat 1: Dokumen contoh", "Tingkat 2: Dokumen contoh"]


def test_submit_keeps_a_note_beside_what_is_missing(world, partial):
    take("submit", partial, by=world.operator, note="Menyusul.", accept_missing=codes(partial))
    assert Event.objects.get(verb="submit").note.startswith("Menyusul.\nDikirim tanpa:\nTingkat 1")
    assert len(summaries.sent_without(fresh(partial))) == 2


@pytest.mark.parametrize("change", ["fewer", "more", "none"])
def test_submit_that_confirms_another_list_is_asked_again(world, partial, change):
    now = codes(partial)
    accepted = {"fewer": list(now)[:1], "more": [*now, "5:99"], "none": []}[change]
    with pytest.raises(MissingEvidence):
        take("submit", partial, by=world.operator, accept_missing=accepted)
    assert fresh(partial).status == Status.DRAFT


def test_submit_with_a_list_from_before_something_was_taken_off_is_asked_again(world, partial, levels):
    row = factories.EvidenceFactory(answer=partial, criterion=levels[2], item=levels[2].evidence_items.get())
    accepted = codes(partial)
    type(row).objects.filter(pk=row.pk).update(removed_at=partial.updated_at, removed_by=world.operator)
    with pytest.raises(MissingEvidence) as refusal:
        take("submit", partial, by=world.operator, accept_missing=accepted)
    assert [missing.level for missing in refusal.value.missing] == [1, 2]


def test_submit_with_everything_there_needs_no_confirmation(world, partial, levels):
    accepted = codes(partial)
    for level in (1, 2):
        factories.EvidenceFactory(answer=partial, criterion=levels[level], item=levels[level].evidence_items.get())
    assert take("submit", partial, by=world.operator, accept_missing=accepted).status == Status.SUBMITTED
    assert Event.objects.get(verb="submit").note == ""
    assert summaries.sent_without(fresh(partial)) == []


def test_submit_without_any_evidence_at_the_level_claimed_cannot_be_confirmed(world, levels):
    answer = set_status(world.answer, "draft", level=3)
    with pytest.raises(MissingEvidence, match="satu data dukung pada tingkat 3") as refusal:
        take("submit", answer, by=world.operator, accept_missing=codes(answer))
    assert (refusal.value.can_confirm, [row.level for row in refusal.value.missing]) == (False, [1, 2, 3])


def test_submit_with_only_refused_evidence_at_the_level_claimed_is_refused(world, partial):
    partial.evidence.update(
        review="refused", review_note="Buram.", reviewed_at=partial.updated_at, reviewed_by=world.admin
    )
    with pytest.raises(Refused, match="satu data dukung pada tingkat 3"):
        take("submit", partial, by=world.operator, accept_missing=codes(partial))


def test_sent_without_stays_what_was_confirmed_whatever_is_judged_later(world, partial):
    take("submit", partial, by=world.operator, accept_missing=codes(partial))
    partial.evidence.update(
        review="refused", review_note="Buram.", reviewed_at=partial.updated_at, reviewed_by=world.admin
    )
    assert [line[:9] for line in summaries.sent_without(fresh(partial))] == ["Tingkat 1", "Tingkat 2"]


def test_sent_without_is_silent_while_the_answer_is_with_its_opd(world, partial):
    take("submit", partial, by=world.operator, accept_missing=codes(partial))
    take("return", fresh(partial), by=world.admin, note="Lengkapi.")
    assert summaries.sent_without(fresh(partial)) == []


def test_sent_without_is_of_the_last_time_it_was_handed_in(world, partial):
    take("submit", partial, by=world.operator, accept_missing=codes(partial))
    take("withdraw", fresh(partial), by=world.operator)
    take("save", fresh(partial), by=world.operator, level=Decimal(1), facts="Fakta", analysis="Analisis")
    take("submit", fresh(partial), by=world.operator)
    assert summaries.sent_without(fresh(partial)) == []
