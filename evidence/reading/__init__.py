"""What is inside a document: a look of the worker, whose results are proposals and grounds for warnings."""

from __future__ import annotations

from typing import Any, BinaryIO

from evidence.inspection import CONTENT_TYPES
from evidence.models import Document, Reading, Scan
from evidence.reading.apart import Unreadable, extract
from evidence.reading.recognising import has_text, recognise
from evidence.storing import opened

__all__ = ["found_in", "read"]

READABLE = {CONTENT_TYPES[kind]: kind for kind in ("pdf", "docx", "xlsx", "pptx")}


def read(document: Document) -> None:
    """Write down what the document says of itself. Pictures and video say nothing, infected files are left alone."""
    document.refresh_from_db(fields=["scan"])
    if document.content_type in READABLE and document.scan != Scan.INFECTED:
        with opened(document) as file:
            found = found_in(file, READABLE[document.content_type])
        Reading.objects.update_or_create(document=document, defaults=found)


def found_in(file: BinaryIO, kind: str) -> dict[str, Any]:
    """The fields of Reading that are ours; other looks write others into the same row."""
    try:
        text = extract(file, kind)
    except Unreadable as problem:
        empty = {"has_text": None, "is_draft": False, "kind": "", "number": "", "date": None, "title": ""}
        return empty | {"length": None, "problem": str(problem)}
    said = recognise(text.pages, text.marks)
    return {
        "has_text": has_text(text.pages) if kind == "pdf" else None,
        "is_draft": said.is_draft, "kind": said.kind, "number": said.number, "date": said.date, "title": said.title,
        "length": text.length, "problem": "",
    }  # fmt: skip
