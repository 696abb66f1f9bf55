"""Deciding about earlier evidence: what is linked, what is taken off again, and what is never carried over."""

import datetime

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from activity.models import Event
from assessments.models import Assessment
from assessments.workflow import Refused
from evidence import services
from evidence.models import CarryOver, Document, Evidence, Review
from tests import factories
from tests.evidence.scenes import criterion_of, on_disk, set_status

pytestmark = pytest.mark.django_db


@pytest.fixture
def earlier(world):
    """Accepted last year, on level 2."""
    row = factories.earlier_evidence(world.answer, clause="Pasal 5", page="7", note="Ayat 2")
    Evidence.objects.filter(pk=row.pk).update(
        review=Review.ACCEPTED, review_note="Baik.", reviewed_at=timezone.now(), reviewed_by=world.admin
    )
    row.refresh_from_db()
    return row


def decide(world, earlier, decision, by=None) -> CarryOver:
    return services.decide(answer=world.answer, earlier=earlier, decision=decision, by=by or world.operator)


def undo(world, earlier) -> None:
    services.undo(answer=world.answer, earlier=earlier, by=world.operator)


def linked(world) -> list[Evidence]:
    return list(world.answer.evidence.linked().order_by("pk"))


def told(world) -> list[str]:
    return list(Event.objects.about(world.answer.subject).order_by("pk").values_list("verb", flat=True))


def test_yes_links_the_same_document_and_carries_no_judgement_over(world, earlier):
    row = decide(world, earlier, "yes")
    (new,) = linked(world)
    criterion = criterion_of(world.answer)
    assert (row.decision, row.result, row.decided_by) == ("yes", new, world.operator)
    assert (new.document, new.criterion, new.item, new.clause, new.page, new.note) == (
        earlier.document, criterion, criterion.evidence_items.get(), "Pasal 5", "7", "Ayat 2",
    )  # fmt: skip
    assert (new.review, new.review_note, new.reviewed_by, new.added_by) == ("waiting", "", None, world.operator)
    world.answer.refresh_from_db()
    assert (world.answer.status, world.answer.claimed_level) == ("empty", None)
    assert told(world) == ["evidence_add", "carry_over"]
    assert Event.objects.about(world.answer.subject).last().text == (
        f"{world.operator} memutuskan “Ya, masih berlaku” atas bukti tahun 2025: {earlier.document.label} "
        f"({world.answer.indicator.label}, tingkat 2)"
    )


def test_yes_links_the_same_address(world):
    earlier = factories.earlier_evidence(
        world.answer, document=None, link="https://jdih.contoh.go.id/4", added_by=world.operator
    )
    assert decide(world, earlier, "yes").result.link == "https://jdih.contoh.go.id/4"


def test_yes_said_twice_links_once(world, earlier):
    first, second = decide(world, earlier, "yes"), decide(world, earlier, "yes")
    assert (first, len(linked(world)), told(world)) == (second, 1, ["evidence_add", "carry_over"])


def test_yes_after_the_link_was_taken_off_links_it_again(world, earlier):
    services.remove(decide(world, earlier, "yes").result, by=world.operator)
    assert decide(world, earlier, "yes").result == linked(world)[0]


def test_yes_takes_the_newest_version(world, earlier):
    newer = factories.DocumentFactory(unit=world.unit, replaces=earlier.document)
    assert decide(world, earlier, "yes").result.document == newer


def test_what_was_linked_by_hand_is_not_taken_off_with_the_decision(world, earlier):
    by_hand = services.attach(
        answer=world.answer, criterion=earlier.criterion, item=earlier.item, document=earlier.document,
        clause="Pasal 5", page="7", by=world.operator,
    )  # fmt: skip
    assert decide(world, earlier, "yes").result is None
    undo(world, earlier)
    assert linked(world) == [by_hand]


def test_document_of_a_predecessor_is_adopted_and_shares_its_file(world, settings, django_capture_on_commit_callbacks):
    world.unit.predecessors.set([world.other_unit])
    said = {
        "kind": "decree", "number": "12", "date": datetime.date(2023, 5, 1), "title": "Tim SPBE", "signer": "Sekda",
        "standing": "enacted", "valid_until": datetime.date(2999, 1, 1), "scan": "clean", "scanned_at": timezone.now(),
        "pages": 4,
    }  # fmt: skip
    old = factories.DocumentFactory(unit=world.other_unit, **said)
    earlier = factories.earlier_evidence(world.answer, unit=world.other_unit, document=old)
    files = on_disk(settings)
    with django_capture_on_commit_callbacks() as queued:
        own = decide(world, earlier, "yes").result.document
    assert own.pk != old.pk
    assert (own.unit, own.file.name, own.sha256, own.size, own.uploaded_by) == (
        world.unit, old.file.name, old.sha256, old.size, world.operator,
    )  # fmt: skip
    assert {name: getattr(own, name) for name in said} == said
    assert (on_disk(settings), len(queued)) == (files, 2)  # looking into it, and the warnings of its link
    assert own in Document.objects.visible_to(world.operator)
    event = Event.objects.about(own.subject).get()
    assert (event.verb, event.text) == (
        "adopt",
        f"{world.operator} mengambil {old} dari {world.other_unit} untuk {world.unit}",
    )
    again = factories.earlier_evidence(world.answer, unit=world.other_unit, document=old, level=3)
    assert decide(world, again, "yes").result.document == own
    assert Document.objects.filter(unit=world.unit).count() == 1


def test_no_is_remembered_and_links_nothing(world, earlier):
    row = decide(world, earlier, "no")
    assert (row.decision, row.result, linked(world), told(world)) == ("no", None, [], ["carry_over"])


def test_replacement_is_what_is_linked_next_at_its_place(world, earlier):
    row = decide(world, earlier, "replace")
    elsewhere = factories.DocumentFactory(unit=world.unit)
    services.attach(answer=world.answer, criterion=criterion_of(world.answer, 3), document=elsewhere, by=world.operator)
    row.refresh_from_db()
    assert row.result is None
    new = services.attach(
        answer=world.answer, criterion=earlier.criterion, item=earlier.item, link="https://contoh.go.id/baru",
        by=world.operator,
    )  # fmt: skip
    row.refresh_from_db()
    assert row.result == new
    services.attach(
        answer=world.answer, criterion=earlier.criterion, item=earlier.item, document=elsewhere, by=world.operator
    )
    row.refresh_from_db()
    assert row.result == new


def test_replacement_that_was_taken_off_gives_its_place_to_the_next(world, earlier):
    row = decide(world, earlier, "replace")
    place = {"answer": world.answer, "criterion": earlier.criterion, "item": earlier.item, "by": world.operator}
    services.remove(services.attach(**place, link="https://contoh.go.id/salah"), by=world.operator)
    right = services.attach(**place, link="https://contoh.go.id/benar")
    row.refresh_from_db()
    assert row.result == right


def test_evidence_taken_over_is_no_replacement_for_another(world, earlier):
    second = factories.earlier_evidence(world.answer)
    waiting = decide(world, earlier, "replace")
    decide(world, second, "yes")
    waiting.refresh_from_db()
    assert waiting.result is None


@pytest.mark.parametrize("decision", ["no", "replace"])
def test_decision_changed_takes_the_link_off_again(world, earlier, decision):
    decide(world, earlier, "yes")
    row = decide(world, earlier, decision)
    assert (row.decision, row.result, linked(world)) == (decision, None, [])
    assert CarryOver.objects.count() == 1
    assert told(world) == ["evidence_add", "carry_over", "evidence_remove", "carry_over"]


def test_undo_forgets_and_takes_the_link_off_again(world, earlier):
    decide(world, earlier, "yes")
    undo(world, earlier)
    undo(world, earlier)
    assert (CarryOver.objects.count(), linked(world)) == (0, [])
    assert told(world) == ["evidence_add", "carry_over", "evidence_remove", "carry_over_undo"]


def test_undo_of_a_replacement_leaves_what_somebody_added(world, earlier):
    decide(world, earlier, "replace")
    new = services.attach(
        answer=world.answer, criterion=earlier.criterion, item=earlier.item, link="https://contoh.go.id/baru",
        by=world.operator,
    )  # fmt: skip
    undo(world, earlier)
    assert (CarryOver.objects.count(), linked(world)) == (0, [new])


@pytest.fixture
def reviewed(world, earlier):
    """Taken over, reviewed by the admin, and the answer sent back."""
    result = decide(world, earlier, "yes").result
    set_status(world.answer, "submitted")
    services.review(result, verdict="needs_work", note="Sebut ayatnya.", by=world.admin)
    set_status(world.answer, "returned")
    return result


def test_undo_leaves_what_was_reviewed(world, earlier, reviewed):
    undo(world, earlier)
    assert (CarryOver.objects.count(), linked(world)) == (0, [reviewed])


def test_change_of_what_was_reviewed_is_refused_until_it_is_taken_off(world, earlier, reviewed):
    with pytest.raises(Refused, match="sudah diperiksa Diskominfo"):
        decide(world, earlier, "no")
    assert CarryOver.objects.get().decision == "yes"
    services.remove(reviewed, by=world.operator)
    assert decide(world, earlier, "no").decision == "no"


def test_obstacle_refuses_yes_and_allows_the_others(world, earlier):
    Document.objects.update(deleted_at=timezone.now(), deleted_by=world.operator)
    with pytest.raises(Refused, match=r"sudah dihapus dari daftar bukti dukung\. Pilih Ganti"):
        decide(world, earlier, "yes")
    assert (CarryOver.objects.count(), linked(world)) == (0, [])
    assert decide(world, earlier, "replace").decision == "replace"


@pytest.mark.parametrize("decision", ["", "mungkin"])
def test_unknown_decision_is_refused(world, earlier, decision):
    with pytest.raises(Refused, match="Pilih: masih berlaku"):
        decide(world, earlier, decision)


def test_evidence_that_is_not_proposed_is_refused(world, earlier):
    for other in (factories.EvidenceFactory(), factories.earlier_evidence(world.answer, unit=world.other_unit)):
        with pytest.raises(Refused, match="tidak lagi ditawarkan"):
            decide(world, other, "yes")
    assert CarryOver.objects.count() == 0


@pytest.mark.parametrize("status", ["submitted", "verified", "assessed"])
def test_decisions_of_a_closed_answer_stay_as_they_are(world, earlier, status):
    decide(world, earlier, "yes")
    events = told(world)
    set_status(world.answer, status)
    for attempt in (
        lambda: decide(world, earlier, "no"),
        lambda: undo(world, earlier),
        lambda: services.take_all(answer=world.answer, earlier=[earlier.pk], by=world.operator),
    ):
        with pytest.raises(Refused, match="tidak dapat diubah"):
            attempt()
    assert (CarryOver.objects.get().decision, len(linked(world)), told(world)) == ("yes", 1, events)


def test_decisions_after_the_deadline_are_refused(world, earlier):
    Assessment.objects.filter(pk=world.assessment.pk).update(filling_until=datetime.date(2020, 1, 1))
    with pytest.raises(Refused, match="Masa pengisian sudah berakhir"):
        decide(world, earlier, "yes")
    assert linked(world) == []


@pytest.mark.parametrize("role", ["other_operator", "admin", "assessor", "coordinator", "technician", "stranger"])
def test_decisions_of_others_are_denied(world, earlier, role):
    person = getattr(world, role)
    for attempt in (
        lambda: decide(world, earlier, "yes", by=person),
        lambda: services.undo(answer=world.answer, earlier=earlier, by=person),
        lambda: services.take_all(answer=world.answer, earlier=[earlier.pk], by=person),
    ):
        with pytest.raises(PermissionDenied):
            attempt()
    assert (CarryOver.objects.count(), told(world)) == (0, [])


def test_all_are_taken_or_none(world, earlier):
    second = factories.earlier_evidence(world.answer, level=3)
    doubtful = factories.earlier_evidence(world.answer, level=4)
    Document.objects.filter(pk=doubtful.document_id).update(valid_until=datetime.date(2020, 1, 1))
    for wanted in ([earlier.pk, second.pk, doubtful.pk], [earlier.pk, 0], []):
        with pytest.raises(Refused):
            services.take_all(answer=world.answer, earlier=wanted, by=world.operator)
        assert (CarryOver.objects.count(), linked(world)) == (0, [])
    rows = services.take_all(answer=world.answer, earlier={earlier.pk, second.pk}, by=world.operator)
    assert [row.earlier for row in rows] == [earlier, second]
    assert [row.document for row in linked(world)] == [earlier.document, second.document]
