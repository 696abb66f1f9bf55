"""Storing, linking, taking off, judging: what is possible when, and that nothing is left behind."""

from __future__ import annotations

import datetime
import io
import threading
from pathlib import Path

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from django.utils import timezone

from accounts.models import Role
from activity.models import Event, Notification
from assessments.models import Answer, Assessment, Stage, Status
from assessments.workflow import Refused
from evidence import services
from evidence.inspection import Unacceptable
from evidence.models import Document, Evidence, Review
from tests import factories
from tests.evidence import corpus


def file(content: bytes | None = None) -> io.BytesIO:
    return io.BytesIO(content or corpus.pdf())


def on_disk(settings) -> list[Path]:
    return sorted(path for path in Path(settings.EVIDENCE_ROOT).rglob("*") if path.is_file())


def criterion_of(answer: Answer, level: int = 2):
    return answer.indicator.criteria.get(level=level)


def set_status(answer: Answer, status: str) -> Answer:
    """Bring an answer to a status with what its constraints demand."""
    now = timezone.now()
    user = factories.UserFactory(instansi=answer.assessment.instansi, role=Role.ADMIN)
    Answer.objects.filter(pk=answer.pk).update(
        status=status,
        claimed_level=3,
        verified_level=3 if status in ("verified", "assessed") else None,
        review_note="Lengkapi." if status == "returned" else "",
        submitted_at=now,
        submitted_by=user,
    )
    answer.refresh_from_db()
    return answer


def set_stage(assessment: Assessment, stage: str) -> None:
    final = {"finalised_at": timezone.now(), "finalised_by": factories.UserFactory()} if stage == Stage.FINAL else {}
    Assessment.objects.filter(pk=assessment.pk).update(stage=stage, **final)


@pytest.fixture
def linked(world):
    return services.add_evidence(
        answer=world.answer, criterion=criterion_of(world.answer), file=file(), name="Perbup 4.pdf", by=world.operator
    )


# store_document


def test_store_new_file_keeps_its_bytes_and_facts(world, settings):
    content = corpus.pdf(3)
    document, is_new = services.store_document(
        unit=world.unit, file=file(content), name=r"C:\x\Perbup.PDF", by=world.operator
    )
    assert is_new
    assert (document.name, document.size, document.pages, document.content_type, document.uploaded_by) == (
        "Perbup.pdf",
        len(content),
        3,
        "application/pdf",
        world.operator,
    )
    [stored] = on_disk(settings)
    assert stored == Path(document.file.path)
    assert stored.read_bytes() == content
    assert stored.stat().st_mode & 0o777 == 0o640
    assert "perbup" not in str(stored).lower()


def test_store_same_bytes_again_gives_the_first_document(world, settings):
    first, _ = services.store_document(unit=world.unit, file=file(), name="a.pdf", by=world.operator)
    second, is_new = services.store_document(unit=world.unit, file=file(), name="b.pdf", by=world.operator)
    assert (second, is_new, second.name) == (first, False, "a.pdf")
    assert len(on_disk(settings)) == 1


def test_store_same_bytes_by_another_unit_is_another_document(world, settings):
    first, _ = services.store_document(unit=world.unit, file=file(), name="a.pdf", by=world.operator)
    second, is_new = services.store_document(unit=world.other_unit, file=file(), name="a.pdf", by=world.other_operator)
    assert is_new
    assert second != first
    assert len(on_disk(settings)) == 2


@pytest.mark.parametrize("who", ["other_operator", "admin", "assessor", "coordinator", "technician", "stranger"])
def test_store_by_anyone_but_the_units_operator_is_denied(world, who, settings):
    with pytest.raises(PermissionDenied):
        services.store_document(unit=world.unit, file=file(), name="a.pdf", by=getattr(world, who))
    assert on_disk(settings) == []


def test_store_refused_content_leaves_nothing(world, settings):
    settings.UPLOAD_MAX_MIB = 1
    for content, name in ((b"MZ", "a.pdf"), (corpus.pdf() + bytes(2**20), "a.pdf"), (b"\x00", "a.exe")):
        with pytest.raises(Unacceptable):
            services.store_document(unit=world.unit, file=file(content), name=name, by=world.operator)
    assert (Document.objects.count(), on_disk(settings)) == (0, [])


def test_store_row_fails_after_the_file_was_written_leaves_no_file(world, settings, monkeypatch):
    seen = []

    def fail(*args):
        seen.extend(on_disk(settings))
        raise RuntimeError("database is gone")

    monkeypatch.setattr(services, "_insert", fail)
    with pytest.raises(RuntimeError):
        services.store_document(unit=world.unit, file=file(), name="a.pdf", by=world.operator)
    assert len(seen) == 1, "the file was there when the row failed"
    assert (Document.objects.count(), on_disk(settings)) == (0, [])


def test_store_disk_fails_leaves_no_row(world, settings, monkeypatch):
    def full(*args):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("evidence.storing.os.fsync", full)
    with pytest.raises(OSError, match="No space"):
        services.store_document(unit=world.unit, file=file(), name="a.pdf", by=world.operator)
    assert (Document.objects.count(), on_disk(settings)) == (0, [])


def test_store_same_bytes_lost_the_race_keeps_one_file(world, settings, monkeypatch):
    """Another request stores the same bytes between our look and our row."""
    theirs, _ = services.store_document(unit=world.unit, file=file(), name="a.pdf", by=world.operator)
    monkeypatch.setattr(Document.objects.all().__class__, "first", lambda self: None)
    document, is_new = services.store_document(unit=world.unit, file=file(), name="b.pdf", by=world.operator)
    assert (document, is_new) == (theirs, False)
    assert on_disk(settings) == [Path(theirs.file.path)]


# add_evidence and attach


@pytest.mark.parametrize("status", [Status.EMPTY, Status.DRAFT, Status.RETURNED])
def test_add_while_writing_links_and_leaves_the_status(world, status):
    answer = set_status(world.answer, status)
    criterion = criterion_of(answer)
    evidence = services.add_evidence(
        answer=answer,
        criterion=criterion,
        item=criterion.evidence_items.get(),
        file=file(),
        name="Perbup 4.pdf",
        clause=" Pasal 5 ",
        page="12",
        note="Ayat 2",
        by=world.operator,
    )
    answer.refresh_from_db()
    assert answer.status == status
    assert (evidence.answer, evidence.clause, evidence.page, evidence.note, evidence.review, evidence.added_by) == (
        answer,
        "Pasal 5",
        "12",
        "Ayat 2",
        "waiting",
        world.operator,
    )
    event = Event.objects.about(answer.subject).get()
    assert (event.verb, event.actor, event.instansi) == ("evidence_add", world.operator, world.instansi)
    assert event.text == f"{world.operator} menautkan Perbup 4.pdf ({answer.indicator.label}, tingkat 2)"


@pytest.mark.parametrize("status", [Status.SUBMITTED, Status.VERIFIED, Status.ASSESSED])
def test_evidence_of_a_submitted_answer_is_not_changed(world, linked, status, settings):
    set_status(world.answer, status)
    before = on_disk(settings)
    for attempt in (
        lambda: services.add_evidence(
            answer=Answer.objects.get(),
            criterion=linked.criterion,
            file=file(corpus.pdf(2)),
            name="b.pdf",
            by=world.operator,
        ),
        lambda: services.attach(
            answer=world.answer, criterion=linked.criterion, link="https://a.go.id", by=world.operator
        ),
        lambda: services.remove(linked, by=world.operator),
        lambda: services.restore(linked, by=world.operator),
    ):
        with pytest.raises(Refused, match=f"berstatus {Status(status).label.lower()}"):
            attempt()
    assert (Evidence.objects.linked().count(), on_disk(settings)) == (1, before)


@pytest.mark.parametrize("stage", [Stage.SCORING, Stage.APPROVAL, Stage.FINAL])
def test_evidence_after_filling_or_frozen_is_not_changed(world, linked, stage):
    set_stage(world.assessment, stage)
    for attempt in (
        lambda: services.attach(
            answer=world.answer, criterion=linked.criterion, link="https://a.go.id", by=world.operator
        ),
        lambda: services.remove(linked, by=world.operator),
        lambda: services.review(linked, verdict="accepted", by=world.admin),
    ):
        with pytest.raises(Refused, match=f"tahap {Stage(stage).label}"):
            attempt()
    linked.refresh_from_db()
    assert (linked.removed_at, linked.review, Evidence.objects.count()) == (None, "waiting", 1)


def test_add_after_the_deadline_is_refused(world):
    yesterday = timezone.localdate() - datetime.timedelta(days=1)
    Assessment.objects.update(filling_until=yesterday)
    with pytest.raises(Refused, match="Masa pengisian sudah berakhir"):
        services.attach(
            answer=world.answer, criterion=criterion_of(world.answer), link="https://a.go.id", by=world.operator
        )


@pytest.mark.parametrize("who", ["other_operator", "admin", "assessor", "coordinator", "technician", "stranger"])
def test_change_by_anyone_but_the_units_operator_is_denied(world, linked, who):
    user = getattr(world, who)
    for attempt in (
        lambda: services.attach(answer=world.answer, criterion=linked.criterion, link="https://a.go.id", by=user),
        lambda: services.add_evidence(
            answer=world.answer, criterion=linked.criterion, file=file(), name="a.pdf", by=user
        ),
        lambda: services.remove(linked, by=user),
        lambda: services.restore(linked, by=user),
    ):
        with pytest.raises(PermissionDenied):
            attempt()


def test_attach_forged_parts_is_refused(world, linked):
    others = world.instrument.indicators.exclude(pk=world.indicator.pk).first()
    criterion = criterion_of(world.answer)
    foreign = factories.DocumentFactory(unit=world.other_unit)
    for parts in (
        {"criterion": others.criteria.get(level=2), "link": "https://a.go.id"},
        {"criterion": criterion, "item": criterion_of(world.answer, 3).evidence_items.get(), "link": "https://a.go.id"},
        {"criterion": criterion, "document": foreign},
        {"criterion": criterion, "document": factories.DocumentFactory()},
        {"criterion": criterion},
        {"criterion": criterion, "document": linked.document, "link": "https://a.go.id"},
    ):
        with pytest.raises(Refused):
            services.attach(answer=world.answer, **parts, by=world.operator)
    assert Evidence.objects.count() == 1


def test_add_file_for_a_forged_criterion_leaves_no_file_and_no_row(world, settings):
    others = world.instrument.indicators.exclude(pk=world.indicator.pk).first()
    with pytest.raises(Refused, match="bukan bagian dari indikator ini"):
        services.add_evidence(
            answer=world.answer, criterion=others.criteria.get(level=2), file=file(), name="a.pdf", by=world.operator
        )
    assert (Document.objects.count(), on_disk(settings)) == (0, [])


@pytest.mark.parametrize(
    "link",
    [
        "javascript:alert(1)",
        "ftp://a.go.id/x",
        "file:///etc/passwd",
        "data:text/html,x",
        "a.go.id",
        "https://" + "a" * 500,
    ],
)
def test_attach_link_that_is_no_web_address_is_refused(world, link):
    with pytest.raises(ValidationError) as error:
        services.attach(answer=world.answer, criterion=criterion_of(world.answer), link=link, by=world.operator)
    assert list(error.value.message_dict) == ["link"]


def test_attach_text_too_long_is_refused(world):
    with pytest.raises(ValidationError) as error:
        services.attach(
            answer=world.answer,
            criterion=criterion_of(world.answer),
            link="https://a.go.id",
            clause="x" * 101,
            by=world.operator,
        )
    assert list(error.value.message_dict) == ["clause"]


def test_attach_twice_is_one_evidence(world, linked):
    again = services.add_evidence(
        answer=world.answer, criterion=linked.criterion, file=file(), name="lain.pdf", by=world.operator
    )
    assert again == linked
    assert (Evidence.objects.count(), Document.objects.count(), Event.objects.count()) == (1, 1, 1)


def test_attach_same_document_for_another_clause_is_another_evidence(world, linked):
    services.attach(
        answer=world.answer,
        criterion=linked.criterion,
        document=linked.document,
        clause="Pasal 9",
        by=world.operator,
    )
    assert Evidence.objects.linked().count() == 2


# remove, restore


def test_remove_then_restore_is_as_before(world, linked):
    removed = services.remove(linked, by=world.operator)
    assert (removed.removed_by, Evidence.objects.linked().count()) == (world.operator, 0)
    assert services.remove(linked, by=world.operator).removed_at == removed.removed_at
    back = services.restore(linked, by=world.operator)
    assert (back.removed_at, back.removed_by, Evidence.objects.linked().count()) == (None, None, 1)
    assert list(Event.objects.order_by("pk").values_list("verb", flat=True)) == [
        "evidence_add",
        "evidence_remove",
        "evidence_restore",
    ]
    assert Path(linked.document.file.path).exists()


# review


@pytest.mark.parametrize("status", [Status.SUBMITTED, Status.VERIFIED])
def test_review_accept_records_who_and_when(world, linked, status):
    set_status(world.answer, status)
    done = services.review(linked, verdict="accepted", by=world.admin)
    assert (done.review, done.reviewed_by, done.reviewed_at is None) == ("accepted", world.admin, False)
    assert Event.objects.get(verb="evidence_review").text.startswith(f"{world.admin} memeriksa Perbup 4.pdf: diterima")
    assert Notification.objects.count() == 0


@pytest.mark.parametrize("verdict", [Review.NEEDS_WORK, Review.REFUSED])
def test_review_that_asks_for_work_needs_a_note_and_tells_the_operators(world, linked, verdict):
    set_status(world.answer, Status.SUBMITTED)
    with pytest.raises(Refused, match="Tulis catatan"):
        services.review(linked, verdict=verdict, note="  ", by=world.admin)
    services.review(linked, verdict=verdict, note="Sebut pasalnya.", by=world.admin)
    told = Notification.objects.get()
    assert (told.user, told.url) == (world.operator, world.answer.get_absolute_url())
    assert told.text.endswith(f"bukti Perbup 4.pdf: {Review(verdict).label.lower()}. Sebut pasalnya.")


def test_review_tells_the_person_in_charge_alone(world, linked):
    colleague = factories.UserFactory(instansi=world.instansi, unit=world.unit)
    world.assignment.person = colleague
    world.assignment.save()
    set_status(world.answer, Status.SUBMITTED)
    services.review(linked, verdict="refused", note="Bukan dokumen OPD ini.", by=world.admin)
    assert [row.user for row in Notification.objects.all()] == [colleague]


def test_review_twice_the_same_is_one_event(world, linked):
    set_status(world.answer, Status.SUBMITTED)
    for _ in range(2):
        services.review(linked, verdict="refused", note="Salah berkas.", by=world.admin)
    assert Event.objects.filter(verb="evidence_review").count() == 1
    assert Notification.objects.count() == 1


@pytest.mark.parametrize("status", [Status.EMPTY, Status.DRAFT, Status.RETURNED, Status.ASSESSED])
def test_review_of_an_answer_that_is_not_submitted_is_refused(world, linked, status):
    set_status(world.answer, status)
    with pytest.raises(Refused, match="tidak sedang menunggu pemeriksaan"):
        services.review(linked, verdict="accepted", by=world.admin)


def test_review_of_removed_or_with_unknown_verdict_is_refused(world, linked):
    services.remove(linked, by=world.operator)
    set_status(world.answer, Status.SUBMITTED)
    with pytest.raises(Refused):
        services.review(linked, verdict="accepted", by=world.admin)
    Evidence.objects.update(removed_at=None, removed_by=None)
    for verdict in ("waiting", "perfect", ""):
        with pytest.raises(Refused, match="Pilih hasil"):
            services.review(linked, verdict=verdict, by=world.admin)


@pytest.mark.parametrize("who", ["operator", "other_operator", "assessor", "coordinator", "technician", "stranger"])
def test_review_by_anyone_but_the_institutions_admin_is_denied(world, linked, who):
    set_status(world.answer, Status.SUBMITTED)
    with pytest.raises(PermissionDenied):
        services.review(linked, verdict="accepted", by=getattr(world, who))


# with_evidence


def test_answers_carry_linked_evidence_by_level_in_two_queries(world, linked, django_assert_num_queries):
    high = services.attach(
        answer=world.answer, criterion=criterion_of(world.answer, 4), link="https://a.go.id", by=world.operator
    )
    low = services.attach(
        answer=world.answer, criterion=criterion_of(world.answer, 1), link="https://b.go.id", by=world.operator
    )
    gone = services.attach(
        answer=world.answer, criterion=criterion_of(world.answer, 1), link="https://c.go.id", by=world.operator
    )
    services.remove(gone, by=world.operator)
    with django_assert_num_queries(2):
        answer = Answer.objects.with_evidence().get()
        assert answer.linked_evidence == [low, linked, high]
        assert [(str(row), row.criterion.level, row.item) for row in answer.linked_evidence] == [
            ("https://b.go.id", 1, None),
            ("Perbup 4.pdf", 2, None),
            ("https://a.go.id", 4, None),
        ]


@pytest.mark.servers
@pytest.mark.django_db(transaction=True)
def test_two_people_store_the_same_file_at_once_keep_one(world, settings):
    """On a server with real concurrency: one row, one file, both get the same document."""
    results = []

    def store():
        try:
            results.append(services.store_document(unit=world.unit, file=file(), name="a.pdf", by=world.operator)[0].pk)
        finally:
            connection.close()

    threads = [threading.Thread(target=store) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert results == [Document.objects.get().pk] * 4
    assert len(on_disk(settings)) == 1
