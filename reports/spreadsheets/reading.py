"""A worksheet that comes back. Everything in it is hostile until shown otherwise; nothing here touches the database.

The file carries, for each row, the version it was made from and a digest of each cell. So what was edited is known
without asking the portal, and what the portal changed meanwhile is never taken for an edit.
"""

from __future__ import annotations

import datetime
import io
import re
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field, fields
from typing import Any

from accounts.refusals import Refused
from directory.imports.spreadsheets import check_package
from evidence.inspection.office import check_office
from evidence.inspection.refusals import Unacceptable
from reports.spreadsheets.cells import LONGEST, digest, read_level, read_text
from reports.spreadsheets.values import COLUMNS, FORMAT, VERSIONS, Column, Stamp

MAX_BYTES = 20 * 2**20
MAX_LINES = 20_000
MAX_COLUMNS = 40
HEAD_WITHIN = 20  # rows, in which the heading must be found
AGAIN = "Unduh LKE sekali lagi, lalu pindahkan perubahan Anda."
BROKEN = "Berkas ini rusak atau bukan lembar kerja. Buka di Excel atau LibreOffice, simpan lagi sebagai .xlsx."
KEY = re.compile(r"[A-Z][A-Za-z0-9._-]{0,19}")


@dataclass(slots=True)
class Edit:
    """A row that differs from what was exported: its changed cells as text, and what is wrong with any of them."""

    sheet: str
    line: int
    key: str
    version: int
    title: str
    cells: dict[str, str] = field(default_factory=dict)
    problems: dict[str, str] = field(default_factory=dict)


@dataclass(slots=True)
class Reading:
    """Everything an import needs of a file, without its unchanged cells."""

    stamp: Stamp
    edits: list[Edit] = field(default_factory=list)
    unchanged: int = 0
    notes: list[str] = field(default_factory=list)

    def as_json(self) -> dict[str, Any]:
        return asdict(self)


def from_json(data: dict[str, Any]) -> Reading:
    edits = [Edit(**row) for row in data["edits"]]
    return Reading(Stamp(**data["stamp"]), edits, data["unchanged"], data["notes"])


def read(data: bytes, *, name: str) -> Reading:
    """What was edited in an LKE of ours; Refused with a sentence for any other file."""
    _check_file(data, name)
    from openpyxl import load_workbook  # noqa: PLC0415 - slow to import

    try:
        book = load_workbook(io.BytesIO(data), read_only=True, data_only=False, keep_links=False)
        if VERSIONS not in book.sheetnames:
            raise Refused(f"Ini bukan LKE dari portal, atau lembar {VERSIONS} sudah dihapus. {AGAIN}")
        stamp, known = _versions(book[VERSIONS])
        reading = Reading(stamp)
        for title, lines in known.items():
            if title not in book.sheetnames:
                raise Refused(f"Lembar {title} tidak ada atau berganti nama. {AGAIN}")
            _read_sheet(book[title], lines, reading)
    except Refused:
        raise
    except Exception:  # openpyxl raises whatever a broken file makes it stumble over
        raise Refused(BROKEN) from None
    return reading


def _check_file(data: bytes, name: str) -> None:
    """Judge the package before anything in it is believed."""
    if len(data) > MAX_BYTES:
        raise Refused(f"Berkas lebih besar dari {MAX_BYTES // 2**20} MiB. {AGAIN}")
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        raise Refused("Ini berkas Excel lama (.xls) atau berkas bersandi. Simpan sebagai .xlsx tanpa kata sandi.")
    if name.rpartition(".")[2].lower() != "xlsx" or not data.startswith(b"PK\x03\x04"):
        raise Refused("Unggah LKE sebagai berkas Excel (.xlsx), seperti saat diunduh.")
    check_package(data)
    try:
        check_office(io.BytesIO(data), len(data), "xlsx")
    except Unacceptable as refusal:
        raise Refused(str(refusal)) from None
    if b"xl/externalLinks/" in data or b"xl/connections.xml" in data:  # names stand in a zip as they are
        raise Refused("Berkas ini mengambil data dari berkas lain. Putuskan tautannya, simpan, lalu unggah lagi.")


Known = dict[str, tuple[int, dict[str, str]]]  # version and digests, by the row's key


def _versions(sheet: Any) -> tuple[Stamp, dict[str, Known]]:
    """The stamp, and what was exported of each row of each sheet."""
    said: dict[str, str] = {}
    known: dict[str, Known] = {}
    names: list[str] = []
    for _, cells in _rows(sheet):
        first, second, third = [read_text(cell.value) for cell in cells[:3]] + [""] * (3 - len(cells[:3]))
        if first == "sheet" and second in COLUMNS:
            names = third.split()
            known[second] = {}
        elif not known:
            said[first] = second
        elif first:
            *_, latest = known.values()
            latest[first] = (int(second), dict(zip(names, third.split(), strict=True)))
    if said.get("format") != FORMAT:
        raise Refused(f"Berkas ini dibuat dengan susunan lain dari yang dipakai portal sekarang. {AGAIN}")
    numbers = ("assessment", "year", "revision")
    values = {part.name: said[part.name] for part in fields(Stamp)}
    return Stamp(**values | {name: int(values[name]) for name in numbers}), known  # type: ignore[arg-type]


def _rows(sheet: Any) -> Iterator[tuple[int, tuple[Any, ...]]]:
    sheet.reset_dimensions()  # what the file claims about its size is not believed
    for number, cells in enumerate(sheet.iter_rows(max_col=MAX_COLUMNS), 1):
        if number > MAX_LINES:
            raise Refused(f"Lembar {sheet.title} terlalu panjang. {AGAIN}")
        yield number, cells


def _read_sheet(sheet: Any, known: Known, reading: Reading) -> None:
    rows = _rows(sheet)
    places, extra = _head(rows, sheet.title)
    seen: dict[str, int] = {}
    strays = 0
    for number, cells in rows:
        key = read_text(cells[places["key"]].value) if len(cells) > places["key"] else ""
        if key not in known:
            strays += any(cell.value not in (None, "") for cell in cells)
            continue
        if key in seen:
            raise Refused(
                f"Lembar {sheet.title} baris {seen[key]} dan {number} memuat baris yang sama. Hapus salah satu."
            )
        seen[key] = number
        found = {name: cells[place] for name, place in places.items() if place < len(cells)}
        edit = _edit(sheet.title, number, key, known[key], found)
        if edit.cells or edit.problems:
            reading.edits.append(edit)
        else:
            reading.unchanged += 1
    _note(reading, sheet.title, strays=strays, missing=len(known) - len(seen), extra=extra)


def _head(rows: Iterator[tuple[int, tuple[Any, ...]]], title: str) -> tuple[dict[str, int], list[str]]:
    """Where each column of ours stands, and the headings of columns that are none of ours."""
    wanted = {column.label: column.name for column in COLUMNS[title]}
    for number, cells in rows:
        labels = [read_text(cell.value) for cell in cells]
        if "kunci" in labels:
            found = [label for label in labels if label in wanted]
            if len(set(found)) != len(wanted) or len(found) != len(wanted):
                lacking = [label for label in wanted if labels.count(label) != 1]
                raise Refused(f"Lembar {title}: kolom {', '.join(lacking)} tidak ada atau berulang. {AGAIN}")
            extra = [label for label in labels if label and label not in wanted]
            return {wanted[label]: place for place, label in enumerate(labels) if label in wanted}, extra
        if number >= HEAD_WITHIN:
            break
    raise Refused(f"Lembar {title}: baris judul kolom tidak ditemukan. {AGAIN}")


def _edit(title: str, number: int, key: str, known: tuple[int, dict[str, str]], cells: dict[str, Any]) -> Edit:
    version, digests = known
    edit = Edit(title, number, key if KEY.fullmatch(key) else "", version, "")
    for column in COLUMNS[title]:
        text, problem = _content(cells.get(column.name), column)
        if column.name in ("code", "name"):
            edit.title = f"{edit.title} {text}".strip()[:200]
        if column.name != "key" and (problem or digest(text) != digests.get(column.name)):
            edit.cells[column.name] = text
            if problem:
                edit.problems[column.name] = problem
    return edit


def _content(cell: Any, column: Column) -> tuple[str, str]:
    """The cell as text, and why it cannot be taken."""
    value = None if cell is None else cell.value
    if value is None:
        return "", ""
    if getattr(cell, "data_type", "") == "f":
        return "(rumus)", "Sel ini berisi rumus. Ganti dengan nilainya: salin, lalu tempel sebagai nilai."
    if getattr(cell, "data_type", "") == "e":
        return read_text(value), f"Sel ini berisi galat {read_text(value)[:20]}."
    if column.is_level:
        if isinstance(value, bool | datetime.date | datetime.time):
            return read_text(value), "Tingkat harus bilangan, bukan tanggal atau nilai benar/salah."
        return read_level(value), ""
    text = read_text(value)
    return (text, "Tulisan terlalu panjang.") if len(text) > LONGEST else (text, "")


def _note(reading: Reading, title: str, *, strays: int, missing: int, extra: list[str]) -> None:
    """What of the file has no place in the portal is said, never silently dropped."""
    if strays:
        reading.notes.append(f"Lembar {title}: {strays} baris yang bukan dari ekspor diabaikan.")
    if missing:
        reading.notes.append(
            f"Lembar {title}: {missing} baris tidak ada lagi di berkas; di portal tetap seperti semula."
        )
    if extra:
        shown = ", ".join(extra[:5])[:100]
        reading.notes.append(f"Lembar {title}: kolom tambahan diabaikan: {shown}.")
