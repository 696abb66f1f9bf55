"""The worker's part: let a child process draw, and move what it made into the private store."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from django.core.files.base import ContentFile
from django.db import transaction

from evidence.models import Document, Reading, Scan, private_storage
from evidence.previews.apart import FILE_BYTES
from evidence.previews.names import PAGE, PDF, Size, block_of, is_drawable, name_of, record_of, sizes_of
from evidence.storing import opened

CHILD = Path(__file__).with_name("apart.py")
WALL_SECONDS = 45
TRIES = 3  # a page that ends the child is passed over; a block with more of them stays as far as it came
PROBLEMS = {
    True: "Halaman PDF ini tidak dapat ditampilkan di sini. Unduh untuk membukanya.",
    False: "Gambar ini tidak dapat ditampilkan di sini. Unduh untuk membukanya.",
}


def picture(document: Document) -> None:
    """The look of a worker at a new document: draw its first pages, and note how many there are, or why none."""
    picture_block(document.pk, page=1)


def picture_block(document_id: int, *, page: int) -> None:
    """Draw the pages around this one, unless that is done; what is infected is not touched."""
    document = Document.objects.filter(pk=document_id).exclude(scan=Scan.INFECTED).first()
    if document is None or not is_drawable(document):
        return
    first, last = block_of(document, page)
    if not private_storage().exists(record_of(document.sha256, first)):
        drawn = _draw(document, first, last)
        _put(record_of(document.sha256, first), f"{drawn} of {last - first + 1}\n".encode())
    _note(document, first, last)


def _draw(document: Document, first: int, last: int) -> int:
    """Bring the pictures of these pages into the store; returns how many pages there are."""
    with opened(document) as file, tempfile.TemporaryDirectory() as folder:
        is_pdf, start = document.content_type == PDF, first
        for _ in range(TRIES):
            is_through = _run_apart(file, "pdf" if is_pdf else "picture", folder, start, last)
            reached = max((page for page in range(start, last + 1) if _is_whole(folder, page)), default=start)
            start = reached + 1
            if is_through or start > last:
                break
        pages = [page for page in range(first, last + 1) if _is_whole(folder, page)]
        for page in pages:
            for size, content in _contents(folder, page):
                _put(name_of(document.sha256, page, size), content)
        return len(pages)


def _run_apart(file: BinaryIO, kind: str, folder: str, first: int, last: int) -> bool:
    """Did the child process come to the end of these pages?"""
    file.seek(0)
    os.lseek(file.fileno(), 0, os.SEEK_SET)
    try:
        subprocess.run(  # noqa: S603 - our own interpreter and our own file
            [sys.executable, "-I", "-B", CHILD, kind, folder, str(first), str(last)],
            stdin=file,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            timeout=WALL_SECONDS,
            check=True,
            env={},
        )
    except subprocess.SubprocessError:
        return False
    return True


def _is_whole(folder: str, page: int) -> bool:
    return all(content.startswith(size.opening) for size, content in _contents(folder, page))


def _contents(folder: str, page: int) -> Iterator[tuple[Size, bytes]]:
    """What the child left for a page. It read a stranger's file: only plain files of a bearable size are taken."""
    for size in sizes_of(page):
        path = Path(folder, f"{page}-{size.width}.{size.extension}")
        is_plain = path.is_file() and not path.is_symlink() and path.stat().st_size <= FILE_BYTES
        yield size, path.read_bytes() if is_plain else b""


def _put(name: str, content: bytes) -> None:
    """Into the store under exactly this name. Equal files are drawn alike, so who comes second changes nothing."""
    storage = private_storage()
    if storage.exists(name):
        if storage.size(name) == len(content):
            return
        storage.delete(name)  # a worker ended while it wrote
    kept = storage.save(name, ContentFile(content))
    if kept != name:  # somebody was quicker
        storage.delete(kept)


def _note(document: Document, first: int, last: int) -> None:
    """How many pages have pictures without a gap from the first, and a sentence when even the first has none."""
    storage = private_storage()
    with transaction.atomic():
        reading, _ = Reading.objects.select_for_update().get_or_create(document=document)
        if first - 1 > reading.pictured:
            return
        pictured = first - 1
        while pictured < last and storage.exists(name_of(document.sha256, pictured + 1, PAGE)):
            pictured += 1
        reading.pictured = max(reading.pictured, pictured)
        if not reading.pictured:
            reading.problem = PROBLEMS[document.content_type == PDF]
        elif reading.problem in PROBLEMS.values():
            reading.problem = ""
        reading.save(update_fields=["pictured", "problem", "read_at"])
