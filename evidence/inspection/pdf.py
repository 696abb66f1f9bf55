"""PDF: begins and ends as one, opens without a password, has a bearable number of pages."""

from __future__ import annotations

import io
import json
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, BinaryIO

from evidence.child import TookTooLong, ask_child
from evidence.inspection.refusals import Unacceptable

PAGES_MAX = 2000
TAIL_MAX = 1024
WALL_SECONDS = 60
READER = Path(__file__).resolve().parent.parent / "pdf_facts.py"
END, ZIP_END = b"%%EOF", b"PK\x05\x06"


def count_pages(file: BinaryIO, size: int) -> int:
    """Number of pages, or Unacceptable."""
    _check_tail(file, size)
    found = _read_apart(file)
    if found.get("problem") == "password":
        raise Unacceptable(
            "PDF ini dikunci dengan kata sandi. Simpan salinan tanpa kata sandi (Cetak, lalu Simpan sebagai PDF), "
            "lalu unggah salinan itu."
        )
    pages = found.get("pages", 0)
    if not pages:
        raise Unacceptable("PDF ini rusak atau tidak dapat dibaca. Buka berkas aslinya dan simpan ulang sebagai PDF.")
    if pages > PAGES_MAX:
        raise Unacceptable(f"PDF ini {pages} halaman, melebihi {PAGES_MAX}. Ambil bagian yang menjadi bukti saja.")
    return int(pages)


def _check_tail(file: BinaryIO, size: int) -> None:
    """Refuse what was cut off, or glued on behind the end."""
    file.seek(max(0, size - TAIL_MAX - len(END)))
    _, end, after = file.read().rpartition(END)
    if not end or ZIP_END in after:
        raise Unacceptable(
            "PDF ini terpotong, atau ada data lain setelah akhirnya. Buka berkas aslinya dan simpan ulang sebagai PDF."
        )


def _read_apart(file: BinaryIO) -> dict[str, Any]:
    """Let a child process with little memory and time open the file: the PDF reader is C++ on hostile input."""
    file.seek(0)
    try:
        with _with_descriptor(file) as source:
            return dict(json.loads(ask_child(READER, file=source, seconds=WALL_SECONDS) or b""))
    except (TookTooLong, ValueError):
        return {"problem": "broken"}


@contextmanager
def _with_descriptor(file: BinaryIO) -> Iterator[BinaryIO]:
    """The file itself, or a copy on disk of one in memory."""
    try:
        file.fileno()
    except (AttributeError, io.UnsupportedOperation):
        with tempfile.TemporaryFile() as copy:
            shutil.copyfileobj(file, copy)
            copy.flush()
            yield copy
    else:
        yield file
