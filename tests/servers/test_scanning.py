"""The virus scanner itself: Debian's clamd, with one signature of our own that knows the scanners' sample."""

from __future__ import annotations

import io
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.utils import timezone

from evidence import clamd, scanning, services
from evidence.models import Document, Scan
from tests import factories
from tests.evidence import corpus
from tests.evidence.hostile.others import EICAR, eicar_docx, nested_zips
from tests.evidence.hostile.pdfs import eicar_attached
from tests.evidence.scenes import criterion_of
from tools import processes
from tools.servers import find, require

pytestmark = [pytest.mark.servers, pytest.mark.django_db]
SIGNATURE = "Test.Eicar.UNOFFICIAL"
PATIENCE = 60


class Clamd:
    """One clamd in a folder of its own, in the foreground; it listens on a socket there and on a port of loopback."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.address = folder, str(folder / "clamd.ctl")
        self.port = f"127.0.0.1:{processes.free_port()}"
        self.process: subprocess.Popen[bytes] | None = None
        signatures = folder / "signatures"
        signatures.mkdir()
        (signatures / "test.ndb").write_text(f"Test.Eicar:0:*:{EICAR.hex()}\n")

    def start(self, *, limit: str = "100M") -> None:
        settings = {
            "Foreground": "yes",
            "DatabaseDirectory": self.folder / "signatures",
            "LocalSocket": self.address,
            "TCPAddr": "127.0.0.1",
            "TCPSocket": self.port.rpartition(":")[2],
            "StreamMaxLength": limit,
            "AlertExceedsMax": "yes",
        }
        (self.folder / "clamd.conf").write_text("".join(f"{name} {value}\n" for name, value in settings.items()))
        require("clamd", "clamav-daemon")
        with (self.folder / "log").open("ab") as log:
            command = [find("clamd"), "--config-file", str(self.folder / "clamd.conf")]
            self.process = processes.start(command, stdout=log, stderr=log)
        deadline = time.monotonic() + PATIENCE
        while not clamd.answers(self.address):
            assert time.monotonic() < deadline, (self.folder / "log").read_text()
            time.sleep(0.1)

    def stop(self) -> None:
        if self.process:
            processes.stop([self.process])


@pytest.fixture
def scanner(settings) -> Iterator[Clamd]:
    folder = Path(tempfile.mkdtemp(prefix="clamd-"))  # the path of a socket must be short
    scanner = Clamd(folder)
    settings.CLAMD_SOCKET = scanner.address
    yield scanner
    scanner.stop()
    shutil.rmtree(folder)


def arrived(world, content: bytes) -> Document:
    """A document that a worker has examined while the scanner was away."""
    return factories.DocumentFactory(unit=world.unit, content_=content, scan=Scan.WAITING, examined_at=timezone.now())


def state(document: Document) -> tuple[str, str]:
    document.refresh_from_db()
    return document.scan, document.scan_note


def test_each_file_is_judged_over_both_kinds_of_socket(world, scanner, settings):
    scanner.start()
    for settings.CLAMD_SOCKET in (scanner.address, scanner.port):
        salt = settings.CLAMD_SOCKET.encode()  # the same bytes are stored once
        clean, plain = arrived(world, corpus.pdf() + salt), arrived(world, EICAR + salt)
        in_docx = arrived(world, corpus.zipped({"salt": salt, "word/a.bin": EICAR}))
        assert scanning.retry() == 3
        assert [state(document) for document in (clean, plain, in_docx)] == [
            ("clean", ""),
            ("infected", SIGNATURE),
            ("infected", SIGNATURE),
        ]


@pytest.mark.parametrize(("name", "make"), [("SK.docx", eicar_docx), ("SK.pdf", eicar_attached)])
def test_infected_upload_is_found_inside_its_packing(world, scanner, name, make, django_capture_on_commit_callbacks):
    scanner.start()
    content = make()
    assert EICAR not in content
    with django_capture_on_commit_callbacks(execute=True):
        evidence = services.add_evidence(
            answer=world.answer,
            criterion=criterion_of(world.answer),
            file=io.BytesIO(content),
            name=name,
            by=world.operator,
        )
    assert state(evidence.document) == ("infected", SIGNATURE)


def test_document_waits_while_the_scanner_is_away(world, scanner):
    scanner.start()
    scanner.stop()
    document = arrived(world, corpus.pdf())
    scanning.scan(document)
    assert (scanning.retry(), state(document)) == (0, ("waiting", ""))
    scanner.start()
    assert (scanning.retry(), state(document)) == (1, ("clean", ""))


def test_file_longer_than_the_scanner_takes_waits_with_its_reason(world, scanner, settings):
    scanner.start(limit="1M")
    document = arrived(world, bytes(20 * 2**20))
    for settings.CLAMD_SOCKET in (scanner.address, scanner.port):
        assert scanning.retry(difficult=state(document)[1] != "") == 0
        assert state(document) == ("waiting", "INSTREAM size limit exceeded. ERROR")
    scanner.stop()
    scanner.start(limit="100M")
    assert (scanning.retry(difficult=True), state(document)) == (1, ("clean", ""))


def test_bomb_beyond_the_scanners_limits_is_not_called_clean(world, scanner):
    scanner.start()
    document = arrived(world, nested_zips(depth=20))
    assert scanning.retry() == 0
    waiting, reason = state(document)
    assert (waiting, reason.startswith("stream: Heuristics.Limits.Exceeded")) == ("waiting", True)
