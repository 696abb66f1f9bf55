"""Bytes an OPD has already: linked instead of stored or sent, told to the person, and no way to files of others."""

from __future__ import annotations

import hashlib
import io

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils import timezone

from activity.models import Event
from assessments.models import Stage
from assessments.workflow import Refused
from evidence import resumable, services
from evidence.duplicates import already_here
from evidence.models import Document, Evidence, Upload
from tests import factories
from tests.evidence import corpus
from tests.evidence.scenes import criterion_of, on_disk, set_stage, text_of, upload

PDF = corpus.pdf()
SHA256 = hashlib.sha256(PDF).hexdigest()


@pytest.fixture
def known(world) -> Document:
    """In the library of the OPD, and nowhere used."""
    document, _ = services.store_document(unit=world.unit, file=io.BytesIO(PDF), name="Perbup 4.pdf", by=world.operator)
    return document


def begin(world, **changes) -> Upload:
    values = {
        "answer": world.answer, "criterion": criterion_of(world.answer), "name": "Salinan.pdf", "sha256": SHA256,
        "length": len(PDF), "by": world.operator,
    }  # fmt: skip
    return resumable.begin(**(values | changes))


def delete(document: Document, by) -> None:
    Document.objects.filter(pk=document.pk).update(deleted_at=timezone.now(), deleted_by=by)


def used_in(world, document: Document, year: int, positions: list[int]) -> None:
    """Link the document to the indicators at these positions of the OPD's assessment of a year."""
    assessment = factories.AssessmentFactory(instansi=world.instansi, instrument=world.instrument, year=year)
    for indicator in world.instrument.indicators.filter(position__in=positions):
        assignment = factories.AssignmentFactory(assessment=assessment, unit=world.unit, indicator=indicator)
        factories.EvidenceFactory(answer=factories.AnswerFactory(assignment=assignment), document=document)


def test_sentence_of_an_unused_document_says_so(known):
    assert already_here(known) == "Berkas ini sudah ada: Perbup 4.pdf, belum dipakai."


def test_sentence_cites_the_document_and_each_use_once_newest_year_first(world, known, django_assert_num_queries):
    Document.objects.update(kind="decree", number="12", date="2023-04-01")
    used_in(world, known, 2019, [3, 1])
    used_in(world, known, 2020, [2])
    evidence = Evidence.objects.order_by("pk")[0]
    factories.EvidenceFactory(answer=evidence.answer, document=known, page="9")
    known.refresh_from_db()
    codes = [indicator.short_code for indicator in world.instrument.indicators.order_by("position")]
    with django_assert_num_queries(1):
        text = already_here(known)
    assert text == (
        f"Berkas ini sudah ada: SK 12/2023, dipakai indikator {codes[1]} (2020) serta "
        f"indikator {codes[0]} dan {codes[2]} (2019)."
    )


def test_sentence_leaves_out_what_was_taken_off_and_the_end_of_a_long_list(world, known, monkeypatch):
    monkeypatch.setattr("evidence.duplicates.SHOWN", 1)
    used_in(world, known, 2019, [1, 2, 3])
    codes = [indicator.short_code for indicator in world.instrument.indicators.order_by("position")]
    assert f"dipakai indikator {codes[0]} dan 2 lainnya (2019)." in already_here(known)
    Evidence.objects.update(removed_at=timezone.now(), removed_by=world.operator)
    assert "belum dipakai" in already_here(known)


def test_upload_of_known_bytes_ends_before_it_begins(world, known, settings):
    settings.QUOTA_GIB = 0  # it takes no room
    begun = begin(world, clause=" Pasal 5 ", page="7")
    evidence = Evidence.objects.get()
    assert (begun.evidence, begun.offset, begun.has_ended) == (evidence, len(PDF), True)
    assert (evidence.document, evidence.clause, evidence.page, evidence.added_by) == (
        known, "Pasal 5", "7", world.operator,
    )  # fmt: skip
    assert Upload.objects.get().told == "Berkas ini sudah ada: Perbup 4.pdf, belum dipakai."
    assert len(on_disk(settings)) == 1
    assert Event.objects.get(subject=world.answer.subject).verb == "evidence_add"


@pytest.mark.parametrize(
    "changes", [{"sha256": ""}, {"sha256": "0" * 64}, {"length": len(PDF) + 1}, {"name": "Salinan.png"}]
)
def test_upload_of_what_is_not_surely_the_same_is_sent(world, known, changes):
    begun = begin(world, **changes)
    assert (begun.offset, begun.has_ended, begun.told) == (0, False, "")
    assert resumable.part(begun).exists()
    assert Evidence.objects.count() == 0


def test_hash_of_another_units_file_opens_nothing(world):
    theirs, _ = services.store_document(
        unit=world.other_unit, file=io.BytesIO(PDF), name="Rahasia.pdf", by=world.other_operator
    )
    begun = begin(world)
    assert (begun.offset, begun.has_ended, begun.told) == (0, False, "")
    assert Evidence.objects.filter(document=theirs).count() == 0


def test_hash_is_for_those_who_fill_the_answer_while_it_is_open(world, known):
    for person in (world.other_operator, world.admin, world.stranger):
        with pytest.raises(PermissionDenied):
            begin(world, by=person)
        with pytest.raises(PermissionDenied):
            services.link_known(
                answer=world.answer, criterion=criterion_of(world.answer), sha256=SHA256, size=len(PDF),
                content_type=known.content_type, by=person,
            )  # fmt: skip
    set_stage(world.assessment, Stage.SCORING)
    world.answer.refresh_from_db()
    with pytest.raises(Refused, match="isian tidak dapat diubah"):
        begin(world)
    assert (Evidence.objects.count(), Upload.objects.count()) == (0, 0)


@pytest.mark.parametrize("way", ["begin", "send"])
def test_document_that_had_left_the_library_is_back_with_an_event(world, known, way):
    delete(known, world.operator)
    before = Event.objects.count()
    if way == "begin":
        begin(world)
    else:
        services.add_evidence(
            answer=world.answer, criterion=criterion_of(world.answer), file=io.BytesIO(PDF), name="a.pdf",
            by=world.operator,
        )  # fmt: skip
    assert Document.objects.kept().get() == Evidence.objects.get().document == known
    events = Event.objects.order_by("pk").values_list("verb", "subject")
    assert list(events[before:]) == [("document_restore", known.subject), ("evidence_add", world.answer.subject)]


def test_document_stays_deleted_when_linking_it_is_refused(world, known):
    delete(known, world.operator)
    before = Event.objects.count()
    with pytest.raises(Refused):
        begin(world, criterion=factories.LevelCriterionFactory())
    with pytest.raises(Refused):
        services.add_evidence(
            answer=world.answer, criterion=factories.LevelCriterionFactory(), file=io.BytesIO(PDF), name="a.pdf",
            by=world.operator,
        )  # fmt: skip
    assert (Document.objects.kept().count(), Event.objects.count()) == (0, before)


def test_known_bytes_sent_without_their_hash_are_told_at_the_end(world, known, settings):
    begun = begin(world, sha256="")
    resumable.append(begun, offset=0, count=len(PDF), read=io.BytesIO(PDF).read)
    assert Upload.objects.get().told == "Berkas ini sudah ada: Perbup 4.pdf, belum dipakai."
    assert (begun.evidence.document, len(on_disk(settings))) == (known, 1)


def test_new_bytes_are_told_nothing(world):
    begun = begin(world)
    resumable.append(begun, offset=0, count=len(PDF), read=io.BytesIO(PDF).read)
    assert (begun.told, begun.has_ended) == ("", True)


def test_form_post_tells_on_the_page_which_document_it_was(world, operator, known):
    data = {"target": "2", "uploads": [upload("Salinan.pdf"), upload("baru.png", corpus.picture("PNG"))]}
    page = text_of(operator.post(reverse("evidence-add", args=[world.answer.pk]), data, follow=True))
    assert page.count("Berkas ini sudah ada") == 1
    assert "Berkas ini sudah ada: Perbup 4.pdf, belum dipakai." in page
    assert (Evidence.objects.count(), Document.objects.count()) == (2, 2)
