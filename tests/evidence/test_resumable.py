"""Uploads in pieces, without HTTP: what is kept, what is refused, and how they end."""

from __future__ import annotations

import datetime
import errno
import fcntl
import hashlib
import io
import os

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils import timezone

from activity.models import Event
from assessments.models import Answer, Stage
from assessments.workflow import Refused
from evidence import obstacles, resumable
from evidence.inspection import Unacceptable
from evidence.models import Document, Evidence, Upload
from evidence.tasks import sweep_uploads
from tests import factories
from tests.evidence import corpus
from tests.evidence.scenes import criterion_of, on_disk, set_stage

PDF = corpus.pdf()


@pytest.fixture
def begin(world):
    def start(content: bytes = PDF, **changes) -> Upload:
        values = {
            "answer": world.answer, "criterion": criterion_of(world.answer), "name": "Perbup 4.pdf",
            "length": len(content), "by": world.operator,
        }  # fmt: skip
        return resumable.begin(**(values | changes))

    return start


def send(upload: Upload, content: bytes, offset: int | None = None, count: int | None = None, **rest) -> Upload:
    body = io.BytesIO(content)
    return resumable.append(
        upload, offset=upload.offset if offset is None else offset, count=len(content) if count is None else count,
        read=body.read, **rest,
    )  # fmt: skip


def test_pieces_become_evidence_when_the_last_has_come(begin, world, settings):
    upload = begin(clause=" Pasal 5 ", page="7", note="Ayat 2", item=criterion_of(world.answer).evidence_items.get())
    send(upload, PDF[:100])
    assert (upload.offset, Evidence.objects.count()) == (100, 0)
    send(upload, PDF[100:])
    evidence = Evidence.objects.get()
    assert upload.evidence == evidence
    assert (evidence.answer, evidence.item, evidence.clause, evidence.page, evidence.note, evidence.added_by) == (
        world.answer, criterion_of(world.answer).evidence_items.get(), "Pasal 5", "7", "Ayat 2", world.operator,
    )  # fmt: skip
    assert (evidence.document.name, evidence.document.sha256) == ("Perbup 4.pdf", hashlib.sha256(PDF).hexdigest())
    assert [path.read_bytes() for path in on_disk(settings)] == [PDF]
    assert Event.objects.get().verb == "evidence_add"


def test_piece_that_was_cut_counts_what_came(begin):
    upload = send(begin(), PDF[:100], count=len(PDF))
    assert upload.offset == Upload.objects.get().offset == 100
    assert send(upload, PDF[100:]).evidence.document.size == len(PDF)


def test_bytes_a_killed_process_wrote_but_never_counted_are_written_over(begin):
    upload = begin()
    resumable.part(upload).write_bytes(b"x" * 300)
    send(upload, PDF[:100])
    assert resumable.part(upload).read_bytes() == PDF[:100]


@pytest.mark.parametrize("offset", [0, 99, 101])
def test_piece_from_another_place_is_refused_and_changes_nothing(begin, offset):
    upload = send(begin(), PDF[:100])
    with pytest.raises(obstacles.WrongOffset) as refusal:
        send(upload, PDF[100:200], offset=offset)
    assert refusal.value.offset == 100
    assert resumable.part(upload).read_bytes() == PDF[:100]


def test_more_bytes_than_declared_are_refused_before_they_are_read(begin):
    upload = begin()
    with pytest.raises(obstacles.TooLong):
        send(upload, PDF + b"x")
    assert (upload.offset, resumable.part(upload).stat().st_size) == (0, 0)


def test_second_writer_is_told_to_wait_and_the_file_is_untouched(begin):
    upload = begin()
    with resumable.part(upload).open("r+b") as other:
        fcntl.flock(other, fcntl.LOCK_EX)
        with pytest.raises(obstacles.Busy):
            send(upload, PDF)
    assert resumable.part(upload).stat().st_size == 0


@pytest.mark.parametrize("sent", [PDF[:200], PDF[:150]])
def test_piece_with_a_wrong_checksum_or_cut_is_kept_not_at_all(begin, sent):
    upload = begin()
    check = (hashlib.sha256(), hashlib.sha256(PDF[1:201]).digest())
    with pytest.raises(obstacles.BadChecksum):
        send(upload, sent, count=200, check=check)
    assert (Upload.objects.get().offset, resumable.part(upload).stat().st_size) == (0, 0)
    send(upload, PDF[:200], check=(hashlib.sha256(), hashlib.sha256(PDF[:200]).digest()))
    assert Upload.objects.get().offset == 200


def test_full_disk_is_told_and_keeps_what_was_there(begin):
    upload = send(begin(), PDF[:100])

    def fail(size: int) -> bytes:
        raise OSError(errno.ENOSPC, "No space left on device")

    with pytest.raises(obstacles.NoRoom):
        resumable.append(upload, offset=100, count=50, read=fail)
    assert (Upload.objects.get().offset, resumable.part(upload).stat().st_size) == (100, 100)


def test_file_that_may_not_be_evidence_ends_with_its_refusal_and_leaves_nothing(begin, settings):
    content = b"MZ\x90\x00" + bytes(400)
    upload = send(begin(content), content)
    assert "Nama berkas berakhiran .pdf" in Upload.objects.get().refusal
    assert (upload.evidence, Document.objects.count(), on_disk(settings)) == (None, 0, [])


def test_file_that_is_not_what_its_sender_hashed_is_refused(begin, settings):
    upload = send(begin(sha256="0" * 64), PDF)
    assert upload.refusal == "Isi berkas berubah di perjalanan. Unggah sekali lagi dari awal."
    assert (Document.objects.count(), on_disk(settings)) == (0, [])
    assert send(begin(sha256=hashlib.sha256(PDF).hexdigest()), PDF).evidence


def test_filling_closed_on_the_way_ends_with_its_refusal(begin, world):
    upload = begin()
    set_stage(world.assessment, Stage.SCORING)
    assert "isian tidak dapat diubah" in send(upload, PDF).refusal


def test_known_document_is_linked_and_kept_once(begin, settings):
    first, second = send(begin(), PDF), send(begin(clause="Pasal 9"), PDF)
    assert first.evidence.document == second.evidence.document
    assert first.evidence != second.evidence
    assert len(on_disk(settings)) == 1


def test_upload_left_behind_when_whole_is_settled_later_and_once(begin):
    upload = begin()
    resumable.part(upload).write_bytes(PDF)
    Upload.objects.update(offset=len(PDF))
    assert sweep_uploads() == (1, 0)
    assert sweep_uploads() == (0, 0)
    assert Upload.objects.get().evidence == Evidence.objects.get()


def test_process_killed_between_evidence_and_row_makes_no_second_one(begin):
    upload = send(begin(), PDF)
    Upload.objects.update(evidence=None)
    resumable.part(upload).write_bytes(PDF)
    assert sweep_uploads() == (1, 0)
    assert Evidence.objects.count() == 1


def test_expired_upload_is_gone_and_swept(begin, settings):
    upload = send(begin(), PDF[:100])
    Upload.objects.update(expires_at=timezone.now() - datetime.timedelta(seconds=1))
    with pytest.raises(obstacles.Gone):
        send(Upload.objects.get(pk=upload.pk), PDF[100:])
    assert sweep_uploads() == (0, 1)
    assert (Upload.objects.count(), on_disk(settings)) == (0, [])


def test_part_that_lost_bytes_is_gone_and_never_filled_with_zeros(begin):
    upload = send(begin(), PDF[:100])
    os.truncate(resumable.part(upload), 60)
    with pytest.raises(obstacles.Gone):
        send(upload, PDF[100:])
    assert resumable.part(upload).stat().st_size == 60


def test_row_read_before_another_piece_came_is_read_again(begin):
    upload = begin()
    stale = Upload.objects.get(pk=upload.pk)
    send(upload, PDF[:100])
    with pytest.raises(obstacles.WrongOffset) as refusal:
        resumable.append(stale, offset=0, count=50, read=io.BytesIO(PDF).read)
    assert (refusal.value.offset, resumable.part(upload).stat().st_size) == (100, 100)


def test_each_piece_prolongs_its_life(begin):
    upload = begin()
    Upload.objects.update(expires_at=timezone.now() + datetime.timedelta(minutes=1))
    send(upload, PDF[:100])
    assert Upload.objects.get().expires_at > timezone.now() + datetime.timedelta(days=6)


def test_cancel_forgets_row_and_bytes(begin, settings):
    upload = send(begin(), PDF[:100])
    resumable.cancel(upload)
    assert (Upload.objects.count(), on_disk(settings)) == (0, [])


def test_cancel_of_what_became_evidence_is_refused(begin):
    upload = send(begin(), PDF)
    with pytest.raises(Refused, match="sudah menjadi bukti"):
        resumable.cancel(upload)
    assert Upload.objects.get().evidence


@pytest.mark.parametrize(
    ("changes", "refusal", "text"),
    [
        ({"name": "virus.exe"}, Unacceptable, "Berkas .exe"),
        ({"length": 100 * 2**20 + 1}, obstacles.TooLarge, "melebihi batas 100 MiB"),
        ({"length": 3 * 2**20}, obstacles.OverQuota, "Ruang penyimpanan instansi"),
    ],
)
def test_begin_of_what_can_never_be_taken_is_refused_before_any_byte(begin, settings, changes, refusal, text):
    settings.QUOTA_GIB = 2 / 1024
    with pytest.raises(refusal, match=text):
        begin(**changes)
    assert (Upload.objects.count(), on_disk(settings)) == (0, [])


def test_begin_counts_open_uploads_and_documents_of_the_institution_alone(begin, settings, world):
    settings.QUOTA_GIB = 2 / 1024
    factories.UploadFactory(length=2 * 2**20)
    factories.DocumentFactory(unit=world.other_unit, size=2**20)
    begin(length=2**20 - 1)
    with pytest.raises(obstacles.OverQuota):
        begin(length=2)
    begin(length=1)


def test_begin_of_too_many_at_once_is_refused(begin, world, monkeypatch):
    monkeypatch.setattr(resumable, "AT_ONCE", 1)
    factories.UploadFactory(answer=world.answer)
    first = begin()
    with pytest.raises(Refused, match="1 unggahan yang belum selesai"):
        begin()
    send(first, PDF)
    assert begin()


def test_upload_swept_while_a_piece_is_written_is_gone(begin):
    upload = begin()

    def read(size: int) -> bytes:
        Upload.objects.all().delete()
        return PDF[:50]

    with pytest.raises(obstacles.Gone):
        resumable.append(upload, offset=0, count=50, read=read)


def test_begin_is_for_those_who_fill_the_answer_while_it_is_open(begin, world):
    for person in (world.other_operator, world.admin, world.stranger):
        with pytest.raises(PermissionDenied):
            begin(by=person)
    with pytest.raises(Refused, match="bukan bagian dari indikator"):
        begin(criterion=factories.LevelCriterionFactory())
    set_stage(world.assessment, Stage.SCORING)
    with pytest.raises(Refused, match="isian tidak dapat diubah"):
        begin(answer=Answer.objects.in_full().get(pk=world.answer.pk))


@pytest.mark.parametrize(
    ("values", "name"),
    [
        ({"offset": 1001}, "upload_within_length"),
        ({"refusal": "Kosong."}, "upload_ends_when_whole"),
        ({"sha256": "ABC"}, "upload_sha256_is_sha256"),
        ({"told": "Sudah ada."}, "upload_told_when_taken"),
    ],
)
def test_rows_that_can_never_be_true_are_refused_by_the_database(world, values, name):
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        factories.UploadFactory(answer=world.answer, **values)


def test_upload_ends_one_way(linked):
    with pytest.raises(IntegrityError, match="upload_ends_one_way"), transaction.atomic():
        factories.UploadFactory(answer=linked.answer, offset=1000, evidence=linked, refusal="Tidak.")
