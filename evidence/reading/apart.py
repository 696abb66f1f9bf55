"""Let a child process with little memory and time take the text out of a file."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO

WALL_SECONDS = 60
ANSWER_MAX = 4 * 2**20  # bytes; what the child can honestly have to say is far less
EXTRACTOR = Path(__file__).with_name("extractor.py")
PROBLEMS = {
    "password": "Berkas dikunci dengan kata sandi, sehingga isinya tidak dapat dibaca.",
    "broken": "Isi berkas tidak dapat dibaca; susunannya rusak atau tidak lazim.",
    "large": "Isi berkas terlalu besar untuk dibaca.",
    "stopped": "Pembacaan dihentikan karena terlalu lama atau terlalu berat.",
}


class Unreadable(Exception):
    """The text could not be taken out; the message says why, to people."""


@dataclass(frozen=True, slots=True)
class Extract:
    """Text by page (one page where the kind knows none), what stands on each of them, and the length in pages."""

    pages: list[str]
    marks: list[str] = field(default_factory=list)
    length: int | None = None


def extract(file: BinaryIO, kind: str) -> Extract:
    """Text of an open file with a descriptor; `kind` is pdf, docx, xlsx or pptx. Raises Unreadable."""
    os.lseek(file.fileno(), 0, os.SEEK_SET)
    with subprocess.Popen(  # noqa: S603 - our own interpreter and our own file
        [sys.executable, "-I", "-B", EXTRACTOR, kind],
        stdin=file.fileno(),
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env={},
    ) as child:
        clock = threading.Timer(WALL_SECONDS, child.kill)
        clock.start()
        try:
            answer = child.stdout.read(ANSWER_MAX) if child.stdout else b""
        finally:
            clock.cancel()
            child.kill()
    try:
        found = json.loads(answer)
    except ValueError:
        raise Unreadable(PROBLEMS["stopped"]) from None
    if "problem" in found:
        raise Unreadable(PROBLEMS[found["problem"]])
    return Extract(found["pages"], found.get("marks", []), found.get("length"))
