"""A full disk and a store that does not answer: told in words, what was typed is kept, and nothing half-written."""

from __future__ import annotations

import base64
import io
import subprocess
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
from django.urls import reverse
from moto.server import ThreadedMotoServer
from rest_framework.test import APIClient

from activity.models import Event
from evidence import examining, obstacles, resumable, services
from evidence.models import Document, Evidence, Upload
from evidence.stores import StoreDown, StoreFull
from evidence.storing import written
from tests import factories
from tests.evidence import corpus, stores
from tests.evidence.scenes import criterion_of, file, on_disk, text_of, upload

PDF = corpus.pdf()
FULL = "Penyimpanan portal sedang penuh"
DOWN = "Penyimpanan berkas sedang tidak dapat dijangkau"


class Server:
    """An S3 server that can be stopped and started again at its address, with what it held."""

    def __init__(self) -> None:
        self.port = 0
        self.start()

    @property
    def endpoint(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> None:
        self.moto = ThreadedMotoServer(ip_address="127.0.0.1", port=self.port, verbose=False)
        self.moto.start()
        self.port = self.moto.get_host_and_port()[1]

    def stop(self) -> None:
        self.moto.stop()


@pytest.fixture
def server(settings, monkeypatch, s3_endpoint):
    """Documents live in this server's bucket."""
    server = Server()
    server.bucket = stores.Bucket(server.endpoint)
    stores.use_s3(settings, monkeypatch, server.endpoint, server.bucket.name)
    yield server
    server.stop()


@pytest.fixture
def tiny_disk(tmp_path):
    """A disk of 64 KiB, without a byte left."""
    disk = tmp_path / "disk"
    disk.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", disk]
    if subprocess.run(mount, capture_output=True, check=False).returncode:
        pytest.skip("only root may mount a disk")
    with pytest.raises(OSError, match="No space"):
        (disk / "filler").write_bytes(bytes(65 * 1024))
    yield disk
    subprocess.run(["umount", disk], check=True)


@pytest.fixture
def full_store(settings, tiny_disk):
    settings.EVIDENCE_ROOT = tiny_disk


def add(client, answer, **fields):
    fields = {"target": "3", "note": "jangan <b>hilang</b>", "page": "77"} | fields
    return client.post(reverse("evidence-add", args=[answer.pk]), fields)


def nothing_was_kept() -> bool:
    return not (Document.objects.exists() or Evidence.objects.exists() or Event.objects.exists())


def test_form_on_a_full_disk_says_so_and_keeps_what_was_typed(world, operator, full_store, tiny_disk):
    response = add(operator, world.answer, uploads=upload())
    page = text_of(response)
    assert (response.status_code, f"Perbup 4.pdf: {FULL}" in page) == (507, True)
    assert "jangan &lt;b&gt;hilang&lt;/b&gt;" in page
    assert 'value="77"' in page
    assert nothing_was_kept()
    assert [path.name for path in tiny_disk.rglob("*") if path.is_file()] == ["filler"]


def test_form_without_room_for_the_body_itself_says_so_and_keeps_what_was_typed(world, operator, settings, tiny_disk):
    settings.FILE_UPLOAD_TEMP_DIR = str(tiny_disk)
    response = add(operator, world.answer, uploads=[upload(), upload("b.png", corpus.picture("PNG"))])
    page = text_of(response)
    assert response.status_code == 507
    assert [f"{name}: {FULL}" in page for name in ("Perbup 4.pdf", "b.png")] == [True, True]
    assert "jangan &lt;b&gt;hilang&lt;/b&gt;" in page
    assert nothing_was_kept()
    assert (on_disk(settings), [path.name for path in tiny_disk.iterdir()]) == ([], ["filler"])


def test_form_without_room_for_the_second_half_of_the_body_says_so(world, operator, settings, tmp_path):
    settings.FILE_UPLOAD_TEMP_DIR = str(tmp_path)  # other tests use the common one at the same time
    long = upload("a.pdf", PDF + bytes(200_000))
    with stores.largest_file(100_000):
        response = add(operator, world.answer, uploads=long)
    assert (response.status_code, FULL in text_of(response)) == (507, True)
    assert list(tmp_path.iterdir()) == []


def test_form_while_the_store_is_down_takes_the_link_and_asks_the_store_once(world, operator, server, caplog):
    server.stop()
    files = [upload("a.pdf"), upload("b.png", corpus.picture("PNG"))]
    response = add(operator, world.answer, uploads=files, link="https://jdih.contoh.go.id/1")
    page = text_of(response)
    assert response.status_code == 503
    assert [f"{name}: {DOWN}" in page for name in ("a.pdf", "b.png")] == [True, True]
    assert "1 bukti ditautkan." in page
    assert "jangan &lt;b&gt;hilang&lt;/b&gt;" in page
    assert (Document.objects.count(), Evidence.objects.get().link) == (0, "https://jdih.contoh.go.id/1")
    reached = [record for record in caplog.records if record.name == "evidence.stores.s3"]
    assert len(reached) == 2, "one for the file, one for taking it away again"
    server.start()
    assert server.bucket.files() == {}


@pytest.mark.parametrize(("trouble", "status", "says"), [("full_store", 507, FULL), ("server", 503, DOWN)])
def test_api_says_so_in_json(world, request, trouble, status, says):
    store = request.getfixturevalue(trouble)
    if store:
        store.stop()
    client = APIClient()
    client.force_authenticate(world.operator)
    values = {"answer": world.answer.pk, "criterion": criterion_of(world.answer).pk, "file": upload()}
    response = client.post("/api/v1/evidence/", values, format="multipart")
    assert (response.status_code, response.json()["detail"].startswith(says)) == (status, True)
    assert nothing_was_kept()
    if store:
        store.start()


def begin(world, content: bytes = PDF) -> Upload:
    return resumable.begin(
        answer=world.answer, criterion=criterion_of(world.answer), name="a.pdf", length=len(content), by=world.operator
    )


def send(client, upload: Upload, body: bytes, method: str = "PATCH"):
    headers = {"HTTP_TUS_RESUMABLE": "1.0.0", "HTTP_UPLOAD_OFFSET": str(upload.offset)}
    address = reverse("upload", args=[upload.pk])
    return client.generic(method, address, body, content_type="application/offset+octet-stream", **headers)


def test_piece_on_a_full_disk_is_told_and_the_upload_stands_where_it_stood(world, operator, full_store):
    upload = begin(world)
    response = send(operator, upload, PDF)
    assert (response.status_code, response.content.decode()) == (507, str(obstacles.NoRoom()))
    assert (Upload.objects.get().offset, resumable.part(upload).stat().st_size) == (0, 0)


def test_upload_that_cannot_even_begin_leaves_no_row(world, operator, settings, tmp_path):
    (tmp_path / "flat").touch()
    settings.EVIDENCE_ROOT = tmp_path / "flat"
    metadata = ",".join(
        f"{name} {base64.b64encode(value).decode()}" for name, value in {"filename": b"a.pdf", "target": b"2"}.items()
    )
    headers = {"tus-resumable": "1.0.0", "upload-length": "10", "upload-metadata": metadata}
    response = operator.post(reverse("uploads", args=[world.answer.pk]), headers=headers)
    assert (response.status_code, Upload.objects.count()) == (507, 0)


def test_last_piece_while_the_store_is_down_is_kept_and_becomes_evidence_later(world, operator, server):
    upload = begin(world)
    server.stop()
    response = send(operator, upload, PDF)
    assert (response.status_code, response.content.decode().startswith(DOWN)) == (503, True)
    assert resumable.part(upload).read_bytes() == PDF
    assert (Upload.objects.get().offset, Document.objects.count()) == (len(PDF), 0)
    assert resumable.sweep() == (0, 0)
    server.start()
    assert resumable.sweep() == (1, 0)
    assert server.bucket.files() == {Evidence.objects.get().document.file.name: PDF}
    assert not resumable.part(upload).exists()


def test_download_while_the_store_is_down_is_told_and_is_no_event(world, operator, server):
    evidence = services.add_evidence(
        answer=world.answer, criterion=criterion_of(world.answer), file=file(PDF), name="a.pdf", by=world.operator
    )
    server.stop()
    page = operator.get(reverse("document-download", args=[evidence.document.pk]))
    data = operator.get(f"/api/v1/evidence/{evidence.pk}/download/")
    assert (page.status_code, DOWN in text_of(page)) == (503, True)
    assert (data.status_code, data.json()["detail"].startswith(DOWN)) == (503, True)
    assert not Event.objects.filter(verb="download").exists()
    server.start()
    assert operator.get(reverse("document-download", args=[evidence.document.pk])).getvalue() == PDF


def test_store_that_is_no_folder_is_down(db, settings, tmp_path):
    (tmp_path / "flat").touch()
    settings.EVIDENCE_ROOT = tmp_path / "flat"
    with pytest.raises(StoreDown), written(io.BytesIO(PDF)):
        pass


def test_document_nobody_could_open_waits_for_its_look(db, monkeypatch):
    def look(document: Document) -> None:
        raise StoreDown

    document = factories.DocumentFactory()
    monkeypatch.setattr(examining, "LOOKS", (look,))
    examining.examine(document.pk)
    document.refresh_from_db()
    assert document.examined_at is None


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("status", "code", "failure"),
    [
        (507, "XMinioStorageFull", StoreFull),
        (507, "InsufficientStorage", StoreFull),
        (403, "AccessDenied", StoreDown),
        (404, "NoSuchBucket", StoreDown),
        (500, "InternalError", StoreDown),
    ],
)
def test_refusals_of_the_service_are_told_apart(settings, monkeypatch, status, code, failure):
    body = f"<Error><Code>{code}</Code><Message>no</Message></Error>".encode()

    class Refusing(BaseHTTPRequestHandler):
        def do_PUT(self) -> None:
            self.rfile.read(int(self.headers.get("Content-Length", 0)))
            self.send_response(status)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def do_DELETE(self) -> None:
            self.do_PUT()

        def log_message(self, *args) -> None:
            pass

    with HTTPServer(("127.0.0.1", 0), Refusing) as service:
        thread = threading.Thread(target=service.serve_forever)
        thread.start()
        stores.use_s3(settings, monkeypatch, f"http://127.0.0.1:{service.server_port}", "bukti")
        try:
            with pytest.raises(failure), written(io.BytesIO(PDF)):
                pass
        finally:
            service.shutdown()
            thread.join()
