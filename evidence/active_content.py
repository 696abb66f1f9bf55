"""What in a PDF does more than show pages. Such files are taken, because people have them, and marked."""

from __future__ import annotations

import json
from pathlib import Path
from typing import BinaryIO

from evidence.child import TookTooLong, ask_child
from evidence.models import Document, Reading
from evidence.storing import opened

READER = Path(__file__).resolve().parent / "active_facts.py"
WALL_SECONDS = 120
UNCHECKED = "bagian yang tidak dapat diperiksa"


def find_active(document: Document) -> None:
    """Write down in words what is active in a PDF; nothing for other kinds, whose checks refuse it on arrival."""
    if document.content_type != "application/pdf":
        return
    with opened(document) as file:
        found = ", ".join(_read_apart(file))
    Reading.objects.update_or_create(document=document, defaults={"active": found[:200]})


def _read_apart(file: BinaryIO) -> list[str]:
    """Ask a child process with little memory and time; one that fails has seen something it could not check."""
    try:
        answer = ask_child(READER, file=file, seconds=WALL_SECONDS)
        return [str(words) for words in json.loads(answer or b"")]
    except (TookTooLong, ValueError):
        return [UNCHECKED]
