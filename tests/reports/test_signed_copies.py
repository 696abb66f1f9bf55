"""Documents that were signed elsewhere come back beside the one that the portal made."""

import io
from hashlib import sha256

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from activity.models import Event
from assessments.workflow import Refused
from evidence import clamd
from reports import services
from reports.models import JobState, SignedCopy
from reports.services import signing
from tests import factories
from tests.reports.signed_pdfs import ISSUER, SIGNER, plain, signed

ORIGINAL = plain()
SIGNED = signed(ORIGINAL)
NAME = "Laporan bertanda tangan.pdf"


@pytest.fixture
def job(make_job):
    return make_job(JobState.DONE, file="a.pdf", sha256=sha256(ORIGINAL).hexdigest(), size=len(ORIGINAL))


@pytest.fixture
def add(world, job):
    """`add(content, ...)`: an admin brings a file back."""

    def bring(content=SIGNED, name=NAME, by=world.admin, job=job):
        return services.add_signed_copy(job=job, file=io.BytesIO(content), name=name, by=by)

    return bring


def kept_files(settings):
    return sorted(path.name for path in (settings.REPORT_ROOT / "signed").glob("*"))


def text_of(response):
    return " ".join(response.content.decode().split())


@pytest.mark.parametrize(
    ("constraint", "changes"),
    [
        ("signed_copy_has_file", {"file": ""}),
        ("signed_copy_has_file", {"sha256": ""}),
        ("signed_copy_has_file", {"size": 0}),
        ("signed_copy_covered_by_a_signature", {"is_signed": False}),
    ],
)
def test_copy_breaking_a_constraint_is_refused(db, constraint, changes):
    copy = factories.SignedCopyFactory()

    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        SignedCopy.objects.filter(pk=copy.pk).update(**changes)


def test_same_file_twice_for_a_document_is_refused(db):
    """signed_copy_once_per_job: SQLite names the columns, PostgreSQL the constraint."""
    copy = factories.SignedCopyFactory()

    with pytest.raises(IntegrityError, match=r"signed_copy_once_per_job|job_id"), transaction.atomic():
        factories.SignedCopyFactory(job=copy.job, sha256=copy.sha256)


def test_signed_copy_is_kept_with_what_it_says(world, job, add, settings):
    copy = add()

    assert (copy.name, copy.size, copy.sha256) == (NAME, len(SIGNED), sha256(SIGNED).hexdigest())
    assert (copy.is_signed, copy.begins_with_original, copy.is_covered, copy.is_faithful) == (True, True, True, True)
    assert [(row["name"], row["issuer"], row["is_intact"]) for row in copy.signatures] == [(SIGNER, ISSUER, True)]
    with copy.file.open() as file:
        assert file.read() == SIGNED
    assert [f"signed/{name}" for name in kept_files(settings)] == [copy.file.name]
    event = Event.objects.get(verb="add_signed_copy")
    assert (event.subject, event.actor, event.note) == (f"report:{job.pk}", world.admin, NAME)


def test_copy_without_signature_is_kept_as_such(add):
    copy = add(ORIGINAL)

    assert (copy.is_signed, copy.is_covered, copy.begins_with_original, copy.signatures) == (False, False, True, [])


def test_signed_file_of_another_document_does_not_begin_with_the_original(add, job):
    other = signed(ORIGINAL.replace(b"[ 0 0 200 200 ]", b"[ 0 0 300 300 ]"))
    copy = add(other)

    assert (copy.is_signed, copy.begins_with_original, copy.is_faithful) == (True, False, False)


def test_copy_of_an_expired_draft_is_still_compared(world, make_job, add):
    job = make_job(
        JobState.EXPIRED, sha256=sha256(ORIGINAL).hexdigest(), size=len(ORIGINAL), finished_at=timezone.now(),
        expires_at=timezone.now(),
    )  # fmt: skip

    assert add(job=job).begins_with_original is True


def test_uploads_are_kept_beside_each_other_and_the_original_stays(job, add, settings):
    first, second = add(ORIGINAL), add(SIGNED)

    assert list(job.signed_copies.order_by("pk")) == [first, second]
    assert len(kept_files(settings)) == 2
    job.refresh_from_db()
    assert (job.file.name, job.sha256) == ("a.pdf", sha256(ORIGINAL).hexdigest())


def test_same_file_again_is_refused_and_leaves_one(add, settings):
    add()
    with pytest.raises(Refused, match="sudah ada"):
        add()
    assert (SignedCopy.objects.count(), len(kept_files(settings))) == (1, 1)


@pytest.mark.parametrize(
    ("content", "name", "words"),
    [
        (b"PK\x03\x04" + b"\0" * 100, "a.zip", "Hanya PDF"),
        (b"PK\x03\x04" + b"\0" * 100, "a.pdf", "isinya"),
        (b"", "a.pdf", "kosong"),
        (b"%PDF-1.7\n%%EOF", "a.pdf", "rusak"),
        (SIGNED[:-30], "a.pdf", "terpotong"),
        (b"%PDF-1.7" + b"\0" * (20 * 2**20), "a.pdf", "melebihi batas 20 MiB"),
    ],
    ids=["zip", "zip as pdf", "empty", "broken", "cut off", "large"],
)
def test_file_that_is_no_proper_pdf_is_refused(add, settings, content, name, words):
    with pytest.raises(Refused, match=words):
        add(content, name)
    assert (SignedCopy.objects.count(), kept_files(settings)) == (0, [])


def test_file_whose_signature_cannot_be_read_is_refused(add, settings, monkeypatch):
    def fail(file):
        raise signing.Unreadable

    monkeypatch.setattr(signing, "read_signatures", fail)
    with pytest.raises(Refused, match="tidak dapat dibaca"):
        add()
    assert kept_files(settings) == []


@pytest.mark.parametrize(
    ("answer", "words"), [("Eicar", "menemukan sesuatu"), (clamd.Unreachable("tidur"), "Coba lagi nanti")]
)
def test_scanner_has_the_first_word_where_there_is_one(add, settings, monkeypatch, answer, words):
    def scan(file, address):
        if isinstance(answer, Exception):
            raise answer
        return answer

    settings.CLAMD_SOCKET = "/run/clamd.sock"
    monkeypatch.setattr(clamd, "signature", scan)
    with pytest.raises(Refused, match=words):
        add()
    assert (SignedCopy.objects.count(), kept_files(settings)) == (0, [])


@pytest.mark.parametrize("person", ["operator", "assessor", "technician", "stranger"])
def test_others_may_not_bring_copies(world, add, person):
    with pytest.raises(PermissionDenied):
        add(by=getattr(world, person))


@pytest.mark.parametrize("changes", [{"format": "xlsx"}, {"state": JobState.FAILED}])
def test_what_nobody_signs_takes_no_copies(world, make_job, add, changes):
    made = {"state": JobState.DONE, "file": "b.pdf", "sha256": "b" * 64} | changes
    with pytest.raises(PermissionDenied):
        add(job=make_job(**made))


def test_admin_brings_a_copy_and_reads_what_it_says(world, client_for, job):
    client = client_for(world.admin)
    file = SimpleUploadedFile(NAME, SIGNED, content_type="application/pdf")
    response = client.post(reverse("signed-copy-add", args=[job.pk]), {"file": file}, follow=True)
    text = text_of(response)

    assert response.redirect_chain == [(job.get_absolute_url(), 302)]
    assert f"“{NAME}” disimpan." in text
    assert f"Ditandatangani <b>{SIGNER}</b>, sertifikat dari {ISSUER}" in text
    assert "Berkas asli portal ada utuh di dalamnya." in text
    assert "keabsahan sertifikat diperiksa di layanan penerbit (misalnya BSrE)" in text
    assert reverse("verify-document", args=[job.code]) in text


@pytest.mark.parametrize(
    ("files", "words"),
    [({}, "Pilih dulu berkas PDF"), ({"file": SimpleUploadedFile("a.txt", b"halo")}, "Hanya PDF yang dapat diunggah")],
)
def test_refusal_is_said_on_the_page_of_the_document(world, client_for, job, files, words):
    response = client_for(world.coordinator).post(reverse("signed-copy-add", args=[job.pk]), files, follow=True)

    assert words in text_of(response)


def test_copy_is_downloaded_by_those_who_see_the_document(world, client_for, add):
    copy = add()
    response = client_for(world.assessor).get(copy.get_absolute_url())

    assert b"".join(response.streaming_content) == SIGNED
    assert (response["Content-Type"], response["X-Content-Type-Options"]) == ("application/pdf", "nosniff")
    assert response["Content-Disposition"].startswith("attachment; filename*=UTF-8''Laporan%20bertanda")


def test_copy_leaves_through_the_web_server_where_there_is_one(world, client_for, add, settings):
    settings.USE_X_ACCEL_REDIRECT = True
    copy = add()
    response = client_for(world.assessor).get(copy.get_absolute_url())

    assert response["X-Accel-Redirect"] == f"/terlindungi/laporan/{copy.file.name}"


@pytest.mark.parametrize("person", ["operator", "technician", "stranger"])
def test_copy_is_hidden_from_others(world, client_for, add, person):
    assert client_for(getattr(world, person)).get(add().get_absolute_url()).status_code == 404


def test_assessor_sees_copies_and_no_form(world, client_for, job, add):
    copy = add()
    text = text_of(client_for(world.assessor).get(job.get_absolute_url()))

    assert copy.get_absolute_url() in text
    assert reverse("signed-copy-add", args=[job.pk]) not in text


def test_operator_of_a_unit_report_sees_its_copies(world, client_for, make_job):
    job = make_job(JobState.DONE, kind="unit", unit=world.unit, file="u.pdf", sha256="d" * 64)
    copy = factories.SignedCopyFactory(job=job, uploaded_by=world.admin)

    assert list(SignedCopy.objects.visible_to(world.operator)) == [copy]
    assert list(SignedCopy.objects.visible_to(world.other_operator)) == []


def test_unfinished_job_says_nothing_of_copies(world, client_for, make_job):
    assert "Salinan bertanda tangan" not in text_of(client_for(world.admin).get(make_job().get_absolute_url()))


def test_page_asks_no_more_for_more_copies(world, client_for, job, django_assert_max_num_queries):
    client = client_for(world.admin)
    factories.SignedCopyFactory(job=job, uploaded_by=world.coordinator)
    with django_assert_max_num_queries(10) as one:
        client.get(job.get_absolute_url())
    for _ in range(3):
        factories.SignedCopyFactory(job=job, uploaded_by=factories.UserFactory(instansi=world.instansi))
    with django_assert_max_num_queries(10) as many:
        client.get(job.get_absolute_url())

    assert len(many) == len(one)
