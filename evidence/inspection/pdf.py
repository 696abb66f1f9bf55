"""PDF: begins and ends as one, opens without a password, has a bearable number of pages."""

from __future__ import annotations

import io
import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any, BinaryIO

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
    with tempfile.TemporaryFile() as copy:
        source: Any = file
        try:
            descriptor = file.fileno()
        except (AttributeError, io.UnsupportedOperation):  # a file in memory
            file.seek(0)
            shutil.copyfileobj(file, copy)
            copy.flush()
            source, descriptor = copy, copy.fileno()
        source.seek(0)
        os.lseek(descriptor, 0, os.SEEK_SET)
        try:
            done = subprocess.run(  # noqa: S603 - our own interpreter and our own file
                [sys.executable, "-I", "-B", READER],
                stdin=descriptor,
                capture_output=True,
                timeout=WALL_SECONDS,
                check=True,
                env={},
            )
            return dict(json.loads(done.stdout))
        except (subprocess.SubprocessError, ValueError):
            return {"problem": "broken"}
