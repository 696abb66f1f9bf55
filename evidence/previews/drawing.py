"""The worker's part: let a child process draw, and move what it made into the private store."""

from __future__ import annotations

import logging
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from django.core.files.base import ContentFile
from django.db import transaction

from evidence.child import TookTooLong, ask_child
from evidence.models import Document, Reading, Scan, private_storage
from evidence.previews.apart import FILE_BYTES
from evidence.previews.names import PAGE, PDF, Size, block_of, is_drawable, name_of, record_of, sizes_of
from evidence.storing import opened

logger = logging.getLogger(__name__)

CHILD = Path(__file__).with_name("apart.py")
WALL_SECONDS = 70  # twice its own limit of processor time: past that it is the machine that is slow, not the file
TRIES = 3
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
    record = record_of(document.sha256, first)
    if not private_storage().exists(record):
        if not _draw(document, first, last):
            return
        _put(record, b"done\n")
    _note(document, first, last)


def _draw(document: Document, first: int, last: int) -> bool:
    """Bring the pictures of these pages into the store. False: the machine was too busy, it is to be tried again."""
    with opened(document) as file, tempfile.TemporaryDirectory() as folder:
        try:
            _try_apart(file, "pdf" if document.content_type == PDF else "picture", folder, first, last)
        except TookTooLong:
            logger.warning("document %s: no time to draw from page %s on", document.pk, first)
            return False
        for page in range(first, last + 1):
            if _is_whole(folder, page):
                for size, content in _contents(folder, page):
                    _put(name_of(document.sha256, page, size), content)
        return True


def _try_apart(file: BinaryIO, kind: str, folder: str, first: int, last: int) -> None:
    """Draw what can be drawn. A page that ends the process is tried once more with fresh limits, then passed over."""
    for _ in range(TRIES):
        if first > last or _run_apart(file, kind, folder, first, last):
            return
        reached = [page for page in range(first, last + 1) if _is_whole(folder, page)]
        first = max(reached, default=first) + 1


def _run_apart(file: BinaryIO, kind: str, folder: str, first: int, last: int) -> bool:
    """Did the child process come to the end of these pages? Raises TookTooLong when it could not even fail."""
    file.seek(0)
    pages = kind, folder, str(first), str(last)
    return ask_child(CHILD, *pages, file=file, seconds=WALL_SECONDS) is not None


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
