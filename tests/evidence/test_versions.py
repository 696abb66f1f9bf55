"""A newer version: what it takes over, what stays with the old one, and which of them counts."""

from __future__ import annotations

import datetime

import pytest
from django.core.exceptions import PermissionDenied

from activity.models import Event
from assessments.models import Status
from assessments.workflow import Refused
from evidence import services, summaries
from evidence.inspection import Unacceptable
from evidence.models import Document, Evidence
from tests import factories
from tests.evidence import corpus
from tests.evidence.scenes import criterion_of, file, on_disk, set_status
from tests.evidence.test_library import cited_by_final

SAID = {"kind": "decree", "number": "12", "date": datetime.date(2023, 5, 1), "title": "Tim", "standing": "draft"}


@pytest.fixture
def old(world):
    return factories.DocumentFactory(unit=world.unit, name="lama.pdf", uploaded_by=world.operator, **SAID)


def replaced(document, by, *, pages: int = 2, evidence=()):
    return services.replace(document, file=file(corpus.pdf(pages)), name="baru.pdf", evidence=evidence, by=by)


def links(document) -> list[tuple[str, str, str, bool]]:
    rows = document.evidence.order_by("pk")
    return [(row.clause, row.page, row.review, row.removed_at is not None) for row in rows]


def test_replace_exchanges_the_chosen_link_and_leaves_the_final_and_submitted_ones(world, old):
    mine = factories.EvidenceFactory(
        answer=world.answer, document=old, clause="Pasal 5", page="7", review="accepted",
        reviewed_by=world.admin, reviewed_at=datetime.datetime.now(datetime.UTC),
    )  # fmt: skip
    sent = set_status(
        factories.AnswerFactory(
            assignment=factories.AssignmentFactory(
                assessment=world.assessment, unit=world.unit, indicator=world.instrument.indicators.last()
            )
        ),
        Status.SUBMITTED,
    )
    submitted = factories.EvidenceFactory(answer=sent, document=old)
    final = cited_by_final(world, old, 2021)
    done = replaced(old, world.operator, evidence=[mine.pk, submitted.pk, final.pk])
    assert (done.switched, done.kept) == (1, [submitted, final])
    assert links(done.document) == [("Pasal 5", "7", "waiting", False)]
    assert links(old) == [("Pasal 5", "7", "accepted", True), ("", "", "waiting", False), ("", "", "waiting", False)]
    verbs = list(Event.objects.order_by("pk").values_list("verb", "subject"))
    assert verbs == [
        ("evidence_remove", world.answer.subject), ("evidence_add", world.answer.subject),
        ("document_replace", old.subject),
    ]  # fmt: skip


def test_replace_leaves_what_was_not_chosen_or_belongs_to_another_document(world, old):
    mine = factories.EvidenceFactory(answer=world.answer, document=old)
    other = factories.EvidenceFactory(answer=world.answer)
    done = replaced(old, world.operator, evidence=[other.pk])
    assert (done.switched, done.kept) == (0, [])
    assert set(Evidence.objects.linked()) == {mine, other}


def test_replace_copies_what_was_said_but_not_the_revocation(world, old):
    Document.objects.filter(pk=old.pk).update(revoked_by="SK 5", revoked_on=datetime.date(2026, 1, 1))
    new = replaced(old, world.operator).document
    new.refresh_from_db()
    assert {name: getattr(new, name) for name in SAID} == SAID
    assert (new.replaces, new.revoked_by, new.name, new.label) == (old, "", "baru.pdf", "SK 12/2023")
    assert list(Document.objects.current()) == [new]


def test_replace_with_the_same_or_a_known_file_is_refused_in_words(world, old):
    known, _ = services.store_document(unit=world.unit, file=file(), name="lain.pdf", by=world.operator)
    with pytest.raises(Refused, match=r"sama persis dengan lain\.pdf yang sudah ada di pustaka OPD"):
        replaced(old, world.operator, pages=1)
    with pytest.raises(Refused, match="sama persis dengan versi yang sudah ada"):
        replaced(known, world.operator, pages=1)
    services.delete(known, by=world.operator)
    with pytest.raises(Refused, match="di antara dokumen terhapus"):
        replaced(old, world.operator, pages=1)
    known.refresh_from_db()
    assert known.deleted_at is not None


def test_replace_an_old_version_again_is_refused_and_leaves_nothing(world, old, settings):
    evidence = factories.EvidenceFactory(answer=world.answer, document=old)
    replaced(old, world.operator)
    before = on_disk(settings)
    with pytest.raises(Refused, match="sudah diganti dengan versi yang lebih baru"):
        replaced(old, world.operator, pages=3, evidence=[evidence.pk])
    assert (on_disk(settings), list(Evidence.objects.linked()), Document.objects.count()) == (before, [evidence], 2)


def test_replace_with_what_is_no_evidence_is_refused(world, old):
    with pytest.raises(Unacceptable):
        services.replace(old, file=file(b"MZ" + bytes(400)), name="baru.pdf", evidence=[], by=world.operator)


@pytest.mark.parametrize("who", ["other_operator", "admin", "assessor", "coordinator", "technician", "stranger"])
def test_replace_by_anyone_but_the_opd_is_denied(world, old, who):
    with pytest.raises(PermissionDenied):
        replaced(old, getattr(world, who))


def test_version_deleted_by_mistake_gives_its_place_to_the_next(world, old):
    wrong = replaced(old, world.operator).document
    services.delete(wrong, by=world.operator)
    assert list(Document.objects.kept().current()) == [old]
    right = replaced(old, world.operator, pages=3).document
    services.bring_back(Document.objects.get(pk=wrong.pk), by=world.operator)
    assert [row.pk for row in summaries.versions(old)] == [right.pk, old.pk]
    assert Document.objects.get(pk=wrong.pk).replaces is None


def test_version_brought_back_without_the_one_before_it_stands_alone(world, old):
    second = replaced(old, world.operator).document
    third = replaced(second, world.operator, pages=3).document
    for document in (third, second):
        services.delete(document, by=world.operator)
    services.bring_back(Document.objects.get(pk=third.pk), by=world.operator)
    assert [row.pk for row in summaries.versions(Document.objects.get(pk=third.pk))] == [third.pk]
    assert set(Document.objects.kept().current()) == {old, third}


def test_delete_an_old_version_while_its_newer_one_is_there_is_refused(world, old):
    new = replaced(old, world.operator).document
    with pytest.raises(Refused, match="Versi lama disimpan selama versi yang lebih baru ada"):
        services.delete(old, by=world.operator)
    services.delete(new, by=world.operator)
    assert services.delete(old, by=world.operator).deleted_at


def test_versions_are_found_from_each_of_them_in_one_query(world, old, django_assert_num_queries):
    second = replaced(old, world.operator).document
    third = replaced(second, world.operator, pages=3).document
    factories.DocumentFactory(unit=world.unit)
    for document in (old, second, third):
        with django_assert_num_queries(1):
            chain = summaries.versions(document)
        assert [row.pk for row in chain] == [third.pk, second.pk, old.pk]
        assert summaries.newest(document, chain) == (None if document == third else third)


def test_linking_the_new_version_twice_by_exchange_gives_one_link(world, old):
    criterion = criterion_of(world.answer)
    first = services.attach(answer=world.answer, criterion=criterion, document=old, page="7", by=world.operator)
    done = replaced(old, world.operator, evidence=[first.pk, first.pk])
    assert (done.switched, done.document.evidence.count()) == (1, 1)
