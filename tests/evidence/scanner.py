"""A stand-in for clamd that speaks its protocol on a UNIX socket, in a thread of the test."""

from __future__ import annotations

import shutil
import socketserver
import struct
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.evidence.hostile.others import EICAR


class Scanner(socketserver.ThreadingUnixStreamServer):
    """Finds the scanners' sample. `answer` is said instead of a verdict, b"" hangs up; `limit` is StreamMaxLength."""

    daemon_threads = True

    def __init__(self, folder: Path) -> None:
        self.address = str(folder / "clamd.ctl")
        self.answer: bytes | None = None
        self.limit = 2**30
        self.asked: list[bytes] = []
        super().__init__(self.address, Conversation)


class Conversation(socketserver.StreamRequestHandler):
    server: Scanner

    def handle(self) -> None:
        command = self._until_zero()
        if command == b"zPING":
            self.wfile.write(b"PONG\0")
        elif command == b"zINSTREAM":
            self.wfile.write(self._verdict())

    def _until_zero(self) -> bytes:
        text = b""
        while (sign := self.rfile.read(1)) not in (b"\0", b""):
            text += sign
        return text

    def _verdict(self) -> bytes:
        content = b""
        while length := struct.unpack("!L", self.rfile.read(4))[0]:
            content += self.rfile.read(length)
            if len(content) > self.server.limit:
                return b"INSTREAM size limit exceeded. ERROR\0"
        self.server.asked.append(content)
        if self.server.answer is not None:
            return self.server.answer
        return b"stream: Eicar-Test-Signature FOUND\0" if EICAR in content else b"stream: OK\0"


@contextmanager
def running() -> Iterator[Scanner]:
    folder = Path(tempfile.mkdtemp(prefix="clamd-"))  # the path of a socket must be short
    try:
        with Scanner(folder) as server:
            thread = threading.Thread(target=server.serve_forever, args=(0.01,))
            thread.start()
            try:
                yield server
            finally:
                server.shutdown()
                thread.join()
    finally:
        shutil.rmtree(folder)
