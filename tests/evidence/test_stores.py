"""The same promises on a disk and in an S3 service: written whole or not at all, read in any range, no address."""

from __future__ import annotations

import hashlib
import io
import os
import subprocess
import sys

import pytest
from django.conf import settings as project
from django.urls import reverse

from evidence import resumable, services
from evidence.models import Document, Evidence, private_storage
from evidence.stores import StoreDown, StoreFull
from evidence.stores.s3 import PIECE
from evidence.storing import current_store, linked, opened, written
from tests import factories
from tests.evidence import corpus
from tests.evidence.scenes import criterion_of, file
from tests.evidence.stores import largest_file

PDF = corpus.pdf()
LONG = os.urandom(2 * PIECE + 3)  # in S3 three pieces
SHORT_OF_ROOM = 64 * 1024


@pytest.mark.parametrize("content", [b"x", PDF, LONG], ids=["byte", "pdf", "long"])
def test_written_keeps_exactly_the_bytes_under_a_name_that_says_nothing(store, content):
    with written(io.BytesIO(content)) as name:
        pass
    assert store.files() == {name: content}
    assert len(name) == 35
    assert current_store().size(name) == len(content)


def test_linked_keeps_the_bytes_and_leaves_the_first_name(store, settings):
    part = settings.EVIDENCE_ROOT / "parts" / "a"
    part.parent.mkdir(parents=True)
    part.write_bytes(PDF)
    with part.open("rb") as source, linked(source) as name:
        pass
    assert store.files()[name] == PDF
    assert part.read_bytes() == PDF
    if store.kind == "local":
        assert part.samefile(settings.EVIDENCE_ROOT / name), "nothing was copied"


@pytest.mark.parametrize("keep", [written, linked])
def test_block_that_fails_leaves_nothing(db, store, keep, tmp_path):
    source = tmp_path / "a"
    source.write_bytes(LONG)

    def fail_inside():
        with source.open("rb") as content, keep(content):
            assert len(store.files()) == 1
            raise OSError("not the store")

    with pytest.raises(OSError, match="not the store"):
        fail_inside()
    assert store.files() == {}


def test_opened_is_a_real_file_with_the_bytes(store, world, settings, tmp_path):
    settings.FILE_UPLOAD_TEMP_DIR = tmp_path / "copies"  # other tests use the common one at the same time
    settings.FILE_UPLOAD_TEMP_DIR.mkdir()
    document, _ = services.store_document(unit=world.unit, file=file(PDF), name="a.pdf", by=world.operator)
    with opened(document) as copy:
        assert copy.read() == PDF
        assert os.pread(copy.fileno(), 5, 0) == b"%PDF-"
    assert copy.closed
    assert list(settings.FILE_UPLOAD_TEMP_DIR.iterdir()) == []


def test_file_that_is_not_there_is_file_not_found(store, world):
    document = factories.DocumentFactory(unit=world.unit)
    store.remove(document.file.name)
    with pytest.raises(FileNotFoundError), opened(document):
        pass
    with pytest.raises(FileNotFoundError):
        current_store().size(document.file.name)
    current_store().delete(document.file.name)


@pytest.mark.parametrize(("start", "count"), [(0, 0), (0, 1), (5, 10), (len(PDF) - 1, 1), (0, len(PDF))])
def test_blocks_are_exactly_the_bytes_asked_for(store, start, count):
    store.write("ab/abc", PDF)
    assert b"".join(current_store().blocks("ab/abc", start, count)) == PDF[start : start + count]


def test_entries_are_all_files_with_their_sizes(store):
    store.write("ab/abc", b"x")
    store.write("cd/cde", PDF)
    assert [(entry.name, entry.size) for entry in current_store().entries()] == [("ab/abc", 1), ("cd/cde", len(PDF))]


def test_no_file_has_an_address(store):
    store.write("ab/abc", b"x")
    with pytest.raises(ValueError, match="no address"):
        private_storage().url("ab/abc")


def test_a_second_file_never_takes_the_place_of_the_first(store):
    store.write("ab/abc", b"first")
    name = private_storage().save("ab/abc", io.BytesIO(b"second"))
    assert name != "ab/abc"
    assert store.files() == {"ab/abc": b"first", name: b"second"}
    with private_storage().open(name) as second:
        assert second.read() == b"second"


def test_evidence_added_by_form_is_one_row_and_one_file(store, world, operator):
    target = {"target": "2", "uploads": file(PDF)}
    target["uploads"].name = "Perbup 4.pdf"
    assert operator.post(reverse("evidence-add", args=[world.answer.pk]), target).status_code == 302
    document = Document.objects.get()
    assert store.files() == {document.file.name: PDF}
    assert (document.size, document.sha256) == (len(PDF), hashlib.sha256(PDF).hexdigest())


def test_upload_in_pieces_ends_in_the_store_and_leaves_no_part(store, world):
    upload = resumable.begin(
        answer=world.answer, criterion=criterion_of(world.answer), name="a.pdf", length=len(PDF), by=world.operator
    )
    resumable.append(upload, offset=0, count=100, read=io.BytesIO(PDF).read)
    assert resumable.part(upload).stat().st_size == 100, "pieces stay on this machine"
    resumable.append(upload, offset=100, count=len(PDF) - 100, read=io.BytesIO(PDF[100:]).read)
    assert store.files() == {Evidence.objects.get().document.file.name: PDF}
    assert not resumable.part(upload).exists()


@pytest.mark.parametrize(
    ("asked", "answer"),
    [
        ({}, (200, PDF)),
        ({"range": "bytes=0-4"}, (206, b"%PDF-")),
        ({"range": "bytes=-7"}, (206, PDF[-7:])),
        ({"range": "bytes=999999-"}, (416, b"")),
    ],
)
def test_download_streams_what_was_asked_for(store, world, operator, asked, answer):
    document, _ = services.store_document(unit=world.unit, file=file(PDF), name="a.pdf", by=world.operator)
    response = operator.get(reverse("document-download", args=[document.pk]), headers=asked)
    assert (response.status_code, response.getvalue()) == answer
    assert response["Cache-Control"] == "private, no-store"


def test_download_of_a_missing_or_changed_file_is_404(store, world, operator, caplog):
    document, _ = services.store_document(unit=world.unit, file=file(PDF), name="a.pdf", by=world.operator)
    address = reverse("document-download", args=[document.pk])
    store.write(document.file.name, PDF + b"x")
    assert operator.get(address).status_code == 404
    store.remove(document.file.name)
    assert operator.get(address).status_code == 404
    said = [record.getMessage() for record in caplog.records if record.name == "evidence.downloads"]
    assert said == [
        f"file {document.file.name}: {found} bytes are there, {len(PDF)} in its row"
        for found in (len(PDF) + 1, None)
    ]  # fmt: skip


def test_download_from_s3_passes_through_the_portal_even_behind_nginx(bucket, world, operator, settings):
    settings.USE_X_ACCEL_REDIRECT = True
    document, _ = services.store_document(unit=world.unit, file=file(PDF), name="a.pdf", by=world.operator)
    response = operator.get(reverse("document-download", args=[document.pk]))
    assert "X-Accel-Redirect" not in response
    assert response.getvalue() == PDF


@pytest.mark.parametrize(
    "keep",
    [
        lambda bucket: lambda name, content: bucket.write(name, content.read()[:-5]),
        lambda bucket: lambda name, content: bucket.write(name, bytes(content.size)),
        lambda bucket: lambda name, content: None,
    ],
    ids=["cut", "zeros", "nothing"],
)
def test_s3_that_gives_other_bytes_back_than_were_sent_is_not_believed(keep, bucket, world, monkeypatch):
    """The service says yes to every write, and keeps not all of it."""
    store = current_store()
    monkeypatch.setattr(store, "_save", keep(bucket))
    with pytest.raises(StoreDown):
        services.store_document(unit=world.unit, file=file(PDF), name="a.pdf", by=world.operator)
    assert (Document.objects.count(), bucket.files()) == (0, {})


def test_s3_that_ignores_the_range_is_not_believed(bucket):
    bucket.write("ab/abc", PDF)
    with pytest.raises(StoreDown):
        list(current_store().blocks("ab/abc", 0, len(PDF) + 10))


def test_s3_source_that_fails_on_the_way_leaves_no_object_and_no_piece(db, bucket):
    class Broken(io.BytesIO):
        def read(self, *args):
            if self.tell() >= PIECE:
                raise RuntimeError("disk went away")
            return super().read(*args)

    with pytest.raises(RuntimeError, match="went away"), written(Broken(LONG)):
        pass
    assert (bucket.files(), bucket.unfinished()) == ({}, [])


def test_room_for_half_a_file_on_disk_leaves_nothing(world, settings):
    with largest_file(SHORT_OF_ROOM), pytest.raises(StoreFull), written(io.BytesIO(LONG)):
        pass
    assert [path for path in settings.EVIDENCE_ROOT.rglob("*") if path.is_file()] == []


def test_room_for_half_a_copy_from_s3_is_told(bucket, world):
    document = factories.DocumentFactory(unit=world.unit)
    bucket.write(document.file.name, LONG)
    with largest_file(SHORT_OF_ROOM), pytest.raises(StoreFull), opened(document):
        pass


def test_portal_without_s3_never_loads_its_client(tmp_path):
    """It would cost each web process 40 MB."""
    code = (
        "import django, sys; django.setup(); import spbe_portal.urls, spbe_portal.celery; print('boto3' in sys.modules)"
    )
    variables = {"PATH": os.environ["PATH"], "VAR_DIR": str(tmp_path), "DJANGO_SETTINGS_MODULE": "spbe_portal.settings"}
    for extra, loaded in (({}, "False"), ({"S3_BUCKET": "bukti"}, "True")):
        done = subprocess.run(
            [sys.executable, "-c", code],
            env=variables | extra, capture_output=True, text=True, cwd=project.BASE_DIR, check=True,
        )  # fmt: skip
        assert done.stdout.strip() == loaded
