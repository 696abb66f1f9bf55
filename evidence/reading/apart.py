"""Let a child process with little memory and time take the text out of a file."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO

from evidence.child import TookTooLong, ask_child

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
    try:
        answer = ask_child(EXTRACTOR, kind, file=file, seconds=WALL_SECONDS, answer_max=ANSWER_MAX)
        found = json.loads(answer or b"")
    except (TookTooLong, ValueError):
        raise Unreadable(PROBLEMS["stopped"]) from None
    if "problem" in found:
        raise Unreadable(PROBLEMS[found["problem"]])
    return Extract(found["pages"], found.get("marks", []), found.get("length"))
