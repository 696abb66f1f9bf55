"""How a file gets over a line that breaks: in pieces, or in one form post begun again and again."""

from __future__ import annotations

import hashlib
import http.client
import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from benchmarks.sending import Sender, film_head
from tests.servers.cutting import BadLine

CLIENT = Path(__file__).parents[1] / "tests/servers/tus_client.mjs"
ALWAYS = 10**9  # cuts: the line never gets better


@dataclass(frozen=True)
class Crossing:
    way: str
    tries: int
    seconds: float
    sent: int  # bytes that went up, headers and all
    arrived: bool


@dataclass(frozen=True)
class Line:
    """So many bytes per second, and a cut after so many bytes of a connection."""

    target: int
    per_second: int
    cut_after: int

    @contextmanager
    def opened(self) -> Iterator[BadLine]:
        about = (self.cut_after * 9 // 10, self.cut_after * 11 // 10)
        line = BadLine(self.target, cuts=ALWAYS, between=about, per_second=self.per_second)
        try:
            yield line
        finally:
            line.close()


def film(folder: Path, size: int) -> Path:
    """A new valid MP4 of `size` random bytes."""
    head = film_head(size, int.from_bytes(os.urandom(7)))
    path = folder / "Rapat.mp4"
    path.write_bytes(head + os.urandom(size - len(head)))
    return path


def digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def in_pieces(line: Line, cookies: dict[str, str], answer: int, file: Path, piece: int) -> Crossing:
    with line.opened() as opened:
        start = time.monotonic()
        done = client(opened.port, cookies, answer, file, piece)
        arrived = done.wait(600) == 0
        seconds = time.monotonic() - start
        return Crossing(f"tus, pieces of {piece // 1024} KiB", opened.cuts + 1, seconds, opened.sent, arrived)


def in_one_post(line: Line, cookies: dict[str, str], answer: int, file: Path, tries: int) -> Crossing:
    content, arrived, number, start = file.read_bytes(), False, 0, time.monotonic()
    with line.opened() as opened:
        while not arrived and number < tries:
            number += 1
            sender = Sender(opened.port, cookies)
            try:
                sender.post_form(answer, file.name, content)
                arrived = True
            except (OSError, http.client.HTTPException):
                pass  # cut: all of it once more
            finally:
                sender.close()
        return Crossing("one form post", number, time.monotonic() - start, opened.sent, arrived)


def client(
    port: int, cookies: dict[str, str], answer: int, file: Path, piece: int, *, delay: int = 20
) -> subprocess.Popen[str]:
    """The official client on its way; after an error it tries again `delay` milliseconds later, 500 times in a row."""
    node = shutil.which("node")
    if not node:
        sys.exit("As administrator: apt-get install nodejs npm; then: npm ci --ignore-scripts")
    sender = Sender(port, cookies)
    options = {
        "endpoint": f"http://127.0.0.1:{port}/isian/{answer}/unggahan/", "file": str(file), "chunk": piece,
        "delay": delay, "headers": sender.headers, "metadata": {"filename": file.name, "target": "2"},
    }  # fmt: skip
    return subprocess.Popen([node, str(CLIENT), json.dumps(options)], stdout=subprocess.DEVNULL, text=True)
