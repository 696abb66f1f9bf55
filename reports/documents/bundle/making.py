"""A bundle from its frozen rows, in a worker. What is written was read once and weighed against its SHA-256."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from django.template.defaultfilters import filesizeformat
from django.utils.formats import number_format

from accounts.refusals import Refused
from evidence.storing import current_store
from reports.documents.base import Data, Order, Report, file_name
from reports.documents.bundle import papers
from reports.documents.bundle.archive import Archive
from reports.documents.bundle.parts import members_of, split
from reports.documents.bundle.places import short
from reports.documents.bundle.room import check_room

STEM = "Data-Dukung-SPBE"
MISSING = "Tidak disertakan: berkas tidak ada di penyimpanan saat bundel dibuat."
BLOCK = 2**20
BETWEEN = 1.0  # seconds between two steps told, as each is a write to the database
FIRST, LAST = 5, 88  # percent


def make(order: Order, target: Path, report: Report) -> None:
    """One ZIP, or with a limit an uncompressed one of parts. Files come block by block from wherever evidence is kept.

    A file that is gone is left out and named. One whose bytes are not those of its SHA-256 ends the job: a bundle
    with a wrong file in it would look like a right one.
    """
    rows, max_mb = order.data["bundle"]["rows"], order.options.get("max_mb")
    check_room(target.parent, rows, max_mb)
    parts = split(rows, max_mb)
    numbers = {row["path"]: number for number, part in enumerate(parts, 1) for row in part}
    filling = _Filling(_Progress(report, rows))
    with Archive(target) as whole:
        if len(parts) == 1:
            filling.fill(whole, rows)
        for number, part in enumerate(parts, 1) if len(parts) > 1 else ():
            with tempfile.TemporaryFile(dir=target.parent) as file:  # without a name: a killed worker leaves none
                with Archive(file) as archive:
                    filling.fill(archive, part)
                    archive.put(papers.MANIFEST, papers.manifest(part, filling.missing, numbers))
                    archive.put(papers.NOTE, papers.note_of_part(order.data, number, len(parts)))
                _append(whole, file, _part_name(order.data, number, len(parts)))
        whole.put(papers.MANIFEST, papers.manifest(rows, filling.missing, numbers))
        whole.put(papers.NOTE, papers.note(order.data, order.options, filling.missing))


def _part_name(data: Data, number: int, count: int) -> str:
    return f"{file_name(STEM, data, 'zip').removesuffix('.zip')}-{number}-dari-{count}.zip"


def _append(whole: Archive, file: BinaryIO, name: str) -> None:
    size = file.seek(0, 2)
    file.seek(0)
    whole.add(name, iter(lambda: file.read(BLOCK), b""), size)


class _Filling:
    """Puts evidence into archives, and remembers what was not there."""

    def __init__(self, progress: _Progress) -> None:
        self.progress = progress
        self.missing: dict[str, str] = {}

    def fill(self, archive: Archive, rows: list[Data]) -> None:
        for path, row in members_of(rows).items():
            self.progress.next_file()
            if "link" in row:
                archive.put(path, papers.shortcut(row["link"]))
            elif _is_there(row):
                if archive.add(path, _blocks(row), row["size"], self.progress.wrote) != row["sha256"]:
                    raise Refused(_changed(row))
            else:
                self.missing[path] = MISSING


def _is_there(row: Data) -> bool:
    """Whether the store has the file; one of another length is not the one that was uploaded."""
    try:
        actual = current_store().size(row["file"])
    except FileNotFoundError:
        return False
    if actual != row["size"]:
        raise Refused(_changed(row))
    return True


def _blocks(row: Data) -> Iterator[bytes]:
    """What of the file fails to be read is said as such: an error of writing must not be taken for it."""
    try:
        yield from current_store().blocks(row["file"], 0, row["size"])
    except OSError as error:
        raise Refused(f"{_named(row)} tidak dapat dibaca dari penyimpanan. Hubungi pengelola sistem.") from error


def _changed(row: Data) -> str:
    return (
        f"{_named(row)} tidak lagi sama dengan berkas yang diunggah (SHA-256 berbeda), jadi bundel tidak dibuat. "
        "Hubungi pengelola sistem."
    )


def _named(row: Data) -> str:
    return f'Berkas "{row["original"]}" ({row["unit"]}, indikator {short(row["code"])})'


class _Progress:
    """Tells "Berkas 120 dari 2.310 (1,2 GB)" about once a second; the percentage follows the bytes."""

    def __init__(self, report: Report, rows: list[Data]) -> None:
        members = members_of(rows).values()
        self._report = report
        self._count, self._bytes = len(members), sum(row.get("size", 0) for row in members)
        self._files, self._written, self._told_at = 0, 0, float("-inf")

    def next_file(self) -> None:
        self._files += 1
        if self._files == self._count:
            self._told_at = float("-inf")  # the last one is always told
        self.wrote(0)

    def wrote(self, count: int) -> None:
        self._written += count
        if (now := time.monotonic()) - self._told_at < BETWEEN:
            return
        self._told_at = now
        done, of = (number_format(value, force_grouping=True) for value in (self._files, self._count))
        percent = FIRST + (LAST - FIRST) * self._written // max(1, self._bytes)
        self._report(f"Berkas {done} dari {of} ({filesizeformat(self._written)})", percent)
