"""A document and the virus scanner: what is decided, who is told, who may open the file meanwhile."""

from __future__ import annotations

import datetime
import io
import logging
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse
from django.utils import timezone

from accounts.models import Role
from activity.models import Event, Notification
from assessments.workflow import Refused
from evidence import examining, permissions, scanning, services, tasks
from evidence.models import Document, Evidence, Reading, Scan
from tests import factories
from tests.evidence import corpus, scanner
from tests.evidence.hostile.others import EICAR, docx_stored
from tests.evidence.scenes import criterion_of, text_of

PEOPLE = ["operator", "other_operator", "admin", "assessor", "coordinator", "technician", "stranger"]
SIGNATURE = "Eicar-Test-Signature"


@pytest.fixture
def away(settings, tmp_path):
    settings.CLAMD_SOCKET = str(tmp_path / "nobody")


def add(world, content: bytes, name: str = "Perbup 4.pdf"):
    return services.add_evidence(
        answer=world.answer,
        criterion=criterion_of(world.answer),
        file=io.BytesIO(content),
        name=name,
        by=world.operator,
    )


def state(document: Document) -> tuple[str, str, bool]:
    document.refresh_from_db()
    return document.scan, document.scan_note, document.scanned_at is not None


def infected(world, **values) -> Document:
    return factories.DocumentFactory(
        unit=world.unit, scan=Scan.INFECTED, scan_note=SIGNATURE, scanned_at=timezone.now(), **values
    )


def examined(**values) -> Document:
    return factories.DocumentFactory(examined_at=timezone.now(), **values)


def test_without_a_scanner_documents_stay_unscanned(world, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        document = add(world, corpus.pdf()).document
    assert state(document) == ("unscanned", "", False)
    assert scanning.retry() == 0


def test_new_document_waits_until_the_scanner_found_it_clean(world, clamd, django_capture_on_commit_callbacks):
    content = corpus.pdf()
    with django_capture_on_commit_callbacks(execute=True):
        document = add(world, content).document
        assert state(document) == ("waiting", "", False)
    assert state(document) == ("clean", "", True)
    assert clamd.asked == [content]
    assert not Event.objects.filter(verb="document_infected").exists()


def test_infected_document_is_held_back_and_the_right_people_are_told(world, clamd, django_capture_on_commit_callbacks):
    factories.UserFactory(instansi=world.instansi, role=Role.ADMIN, is_active=False)
    content = docx_stored("word/a.bin", EICAR)
    with django_capture_on_commit_callbacks(execute=True):
        evidence = add(world, content, "SK.docx")
    document = evidence.document
    assert state(document) == ("infected", SIGNATURE, True)
    assert Path(document.file.path).read_bytes() == content, "kept for whoever must look into it"
    event = Event.objects.get(verb="document_infected")
    assert (event.subject, event.actor, event.instansi, event.url, event.text) == (
        document.subject,
        None,
        world.instansi,
        document.get_absolute_url(),
        f"Pemindai virus menahan karena {SIGNATURE}: SK.docx ({world.unit.short_name})",
    )
    assert set(Notification.objects.values_list("user", "text", "url")) == {
        (
            person.pk,
            f"SK.docx ({world.unit.short_name}) terinfeksi {SIGNATURE} dan tidak dapat dibuka siapa pun. "
            "Unggah salinan yang bersih.",
            document.get_absolute_url(),
        )
        for person in (world.operator, world.admin)
    }


def test_infected_file_is_opened_by_no_other_look(world, clamd, monkeypatch):
    seen = []
    monkeypatch.setattr(examining, "LOOKS", (scanning.scan, seen.append))
    document = factories.DocumentFactory(unit=world.unit, content_=EICAR, scan=Scan.WAITING)
    examining.examine(document.pk)
    assert (state(document)[0], seen) == ("infected", [])


def test_judged_document_is_not_judged_or_told_again(world, clamd):
    document = factories.DocumentFactory(unit=world.unit, content_=EICAR, scan=Scan.WAITING)
    other_worker = Document.objects.get()
    for row in (document, document, other_worker):
        scanning.scan(row)
    assert (Event.objects.count(), len(clamd.asked)) == (1, 1)


def test_scanner_away_leaves_the_document_waiting_until_it_is_back(world, away, settings, caplog):
    document = examined(unit=world.unit, scan=Scan.WAITING)
    scanning.scan(document)
    assert (state(document), scanning.retry()) == (("waiting", "", False), 0)
    assert [(row.levelno, "no scanner" in row.message) for row in caplog.records] == [(logging.WARNING, True)] * 2
    with scanner.running() as server:
        settings.CLAMD_SOCKET = server.address
        assert tasks.scan_waiting.delay().get() == 1
    assert state(document) == ("clean", "", True)


def test_file_too_large_for_the_scanner_waits_with_its_reason_and_is_offered_apart(world, clamd):
    clamd.limit = 5
    document = examined(unit=world.unit, scan=Scan.WAITING)
    for expected in (0, 0):
        assert scanning.retry() == expected
        assert state(document) == ("waiting", "INSTREAM size limit exceeded. ERROR", False)
    clamd.limit = 2**20
    assert (scanning.retry(), state(document)[0]) == (0, "waiting")
    assert (tasks.scan_waiting.delay(difficult=True).get(), state(document)) == (1, ("clean", "", True))


def test_documents_from_before_the_scanner_are_scanned_after_those_that_wait(world, clamd):
    old = examined(unit=world.unit)
    waiting = examined(unit=world.unit, scan=Scan.WAITING)
    never_examined = factories.DocumentFactory(unit=world.unit, scan=Scan.WAITING)
    assert scanning.retry() == 2
    assert [state(row)[0] for row in (old, waiting, never_examined)] == ["clean", "clean", "waiting"]
    assert clamd.asked == [Path(row.file.path).read_bytes() for row in (waiting, old)]


def test_file_that_cannot_be_read_does_not_keep_others_waiting(world, clamd, caplog):
    lost, kept = (examined(unit=world.unit, scan=Scan.WAITING) for _ in range(2))
    Path(lost.file.path).unlink()
    assert scanning.retry() == 1
    assert (state(lost)[0], state(kept)[0]) == ("waiting", "clean")
    assert "scanning failed" in caplog.text


def test_round_ends_in_time(world, clamd, monkeypatch):
    monkeypatch.setattr(scanning, "ROUND_SECONDS", -1)
    for _ in range(3):
        examined(unit=world.unit, scan=Scan.WAITING)
    assert scanning.retry() == 1


def test_forgotten_document_is_scanned_when_it_is_examined(world, clamd):
    document = factories.DocumentFactory(unit=world.unit, scan=Scan.WAITING)
    Document.objects.update(uploaded_at=timezone.now() - datetime.timedelta(minutes=5))
    assert (examining.recover(), state(document)[0]) == (1, "clean")


def test_command_scans_what_is_left_and_names_what_is_infected(world, clamd, capsys):
    examined(unit=world.unit)
    bad = examined(unit=world.unit, content_=EICAR, name="SK.pdf")
    call_command("scan_documents")
    bad.refresh_from_db()
    assert capsys.readouterr().out.splitlines() == [
        "     0 Belum dipindai",
        "     0 Menunggu pemindaian",
        "     1 Bersih dari virus",
        "     1 Terinfeksi",
        f"{bad.pk} SK.pdf ({world.unit}): {SIGNATURE}, {bad.file.name}",
    ]


def test_command_asks_again_about_a_document_whose_signature_was_taken_back(world, clamd, capsys):
    document = infected(world, examined_at=timezone.now())
    call_command("scan_documents", again=[document.pk])
    assert (state(document), document.examined_at) == (("clean", "", True), None)
    event = Event.objects.get()
    assert (event.verb, event.text) == (
        "document_scan_again",
        f"Pemindai virus memindai ulang {document} ({world.unit.short_name})",
    )


@pytest.mark.parametrize(("problem", "options"), [("No such documents", {"again": [999]}), ("No scanner answers", {})])
def test_command_says_what_is_wrong(world, clamd, settings, problem, options):
    if not options:
        settings.CLAMD_SOCKET = "/nobody"
    with pytest.raises(CommandError, match=problem):
        call_command("scan_documents", **options)


def test_command_without_a_scanner_says_so(db):
    with pytest.raises(CommandError, match="CLAMD_SOCKET"):
        call_command("scan_documents")


@pytest.mark.parametrize(
    ("scan", "who"),
    [
        (Scan.UNSCANNED, {"operator", "admin", "assessor", "coordinator"}),
        (Scan.CLEAN, {"operator", "admin", "assessor", "coordinator"}),
        (Scan.WAITING, {"operator"}),
        (Scan.INFECTED, set()),
    ],
)
def test_who_may_open_a_document_by_its_state(world, client_for, scan, who):
    scanned_at = timezone.now() if scan in (Scan.CLEAN, Scan.INFECTED) else None
    note = SIGNATURE if scan == Scan.INFECTED else ""
    document = factories.DocumentFactory(unit=world.unit, scan=scan, scan_note=note, scanned_at=scanned_at)
    evidence = factories.EvidenceFactory(answer=world.answer, document=document)
    seers = {"operator", "admin", "assessor", "coordinator"}
    for name in PEOPLE:
        user = getattr(world, name)
        page = client_for(user).get(reverse("document-download", args=[document.pk]))
        api = client_for(user).get(reverse("api-evidence-download", args=[evidence.pk]))
        expected = 200 if name in who else 409 if name in seers else 404
        assert (name, page.status_code, api.status_code) == (name, expected, expected)
        if expected == 409:
            assert scanning.why_withheld(document) in text_of(page)
            assert api.json() == {"detail": scanning.why_withheld(document)}
        if name in seers:
            assert permissions.can_open(user, document) == (name in who)
        page.getvalue()
        api.getvalue()
    assert Event.objects.filter(verb="download").count() == 2 * len(who), "only what was given out"


def test_infected_document_cannot_be_linked_again(world):
    document = infected(world, content_=corpus.pdf())
    with pytest.raises(Refused, match=f"menemukan {SIGNATURE}"):
        services.attach(answer=world.answer, criterion=criterion_of(world.answer), document=document, by=world.operator)
    with pytest.raises(Refused, match="mengunggah salinan yang bersih"):
        add(world, Path(document.file.path).read_bytes())
    assert Evidence.objects.count() == 0


@pytest.mark.parametrize(
    ("scan", "note", "words"),
    [
        (Scan.UNSCANNED, "", None),
        (Scan.WAITING, "", "Menunggu pemindaian"),
        (Scan.WAITING, "INSTREAM size limit exceeded. ERROR", "terlalu besar"),
        (Scan.CLEAN, "", "Bersih dari virus"),
        (Scan.INFECTED, SIGNATURE, f"menemukan {SIGNATURE}"),
    ],
)
def test_reviewer_and_owner_see_the_state_beside_the_evidence(world, client_for, scan, note, words):
    scanned_at = timezone.now() if scan in (Scan.CLEAN, Scan.INFECTED) else None
    document = factories.DocumentFactory(unit=world.unit, scan=scan, scan_note=note, scanned_at=scanned_at)
    evidence = factories.EvidenceFactory(answer=world.answer, document=document)
    for user, address in (
        (world.operator, reverse("evidence-remove", args=[evidence.pk])),
        (world.admin, reverse("evidence-review", args=[evidence.pk])),
        (world.admin, document.get_absolute_url()),
    ):
        page = text_of(client_for(user).get(address))
        if words:
            assert words in page
        else:
            assert not [label for label in Scan.labels if label in page]


def test_active_content_is_said_beside_the_evidence(world, client_for):
    evidence = factories.EvidenceFactory(answer=world.answer)
    Reading.objects.create(document=evidence.document, active="JavaScript, lampiran berkas")
    page = text_of(client_for(world.admin).get(reverse("evidence-review", args=[evidence.pk])))
    assert "PDF ini berisi JavaScript, lampiran berkas; pratinjau hanya menampilkan gambar halamannya." in page
