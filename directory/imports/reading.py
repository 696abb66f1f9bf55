"""From an uploaded CSV or XLSX to rows of clean text. Everything in the file is hostile until shown otherwise.

Nothing here knows what the columns mean. A file that cannot be read as a whole is Refused; a row that
does not fit its head keeps its place and carries its problem with it.
"""

from __future__ import annotations

import csv
import io
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any, BinaryIO

from accounts.refusals import Refused
from directory.imports.spreadsheets import spreadsheet_rows

MAX_BYTES = 5 * 1024 * 1024
MAX_ROWS = 5000
UNREADABLE = "\ufffd"  # stands for a character that has no place in a name
INVISIBLE = dict.fromkeys(map(ord, "\u200b\u200c\u200d\u2060\ufeff\u00ad"))  # copied along from web pages


@dataclass(slots=True)
class RawRow:
    """One row of the file: where it stood, its text by column, and what is wrong with its shape."""

    line: int
    cells: dict[str, str] = field(default_factory=dict)
    problem: str = ""

    def as_json(self) -> dict[str, Any]:
        return asdict(self)


def read_table(
    file: BinaryIO,
    *,
    size: int,
    name: str,
    columns: Sequence[str],
    required: Sequence[str],
    aliases: Mapping[str, str] | None = None,
) -> list[RawRow]:
    """The rows under the head of the file's first table, blank ones left out; `aliases` name a column otherwise."""
    if size > MAX_BYTES:
        raise Refused("Berkas lebih besar dari 5 MiB. Bagi menjadi beberapa berkas.")
    data = file.read(MAX_BYTES + 1)
    lines = _lines(data, name)
    for number, head in lines:
        if any(head):
            names = _head(head, columns, required, aliases or {})
            return _body(lines, names)
        if number > MAX_ROWS:
            break
    raise Refused("Berkas ini kosong. Baris pertama harus berisi nama kolom.")


def _lines(data: bytes, name: str) -> Iterator[tuple[int, list[str]]]:
    """Line numbers and cleaned cells; the kind of file is told by its content, and must agree with its name."""
    is_zip, suffix = data.startswith(b"PK\x03\x04"), name.rpartition(".")[2].lower()
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        raise Refused("Ini berkas Excel lama (.xls) atau berkas bersandi. Simpan sebagai .xlsx tanpa kata sandi.")
    if suffix not in ("csv", "xlsx") or is_zip != (suffix == "xlsx"):
        raise Refused("Isi berkas tidak cocok dengan namanya. Unggah tabel CSV (.csv) atau Excel (.xlsx).")
    rows = spreadsheet_rows(data) if is_zip else _csv_rows(data)
    return ((number, [clean(cell) for cell in cells]) for number, cells in rows)


def _csv_rows(data: bytes) -> Iterator[tuple[int, list[str]]]:
    text = _decoded(data)
    head = text.lstrip().partition("\n")[0]
    delimiter = max(";,\t", key=head.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    start = 1
    try:
        for cells in reader:
            yield start, cells
            start = reader.line_num + 1
    except csv.Error:
        raise Refused(
            f"Baris {start} tidak dapat dibaca: tanda kutip tidak ditutup, atau satu sel terlalu panjang."
        ) from None


def _decoded(data: bytes) -> str:
    """UTF-8 or UTF-16 by its mark, UTF-8 without, and else what Windows programs write."""
    encoding = "utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError:
        text = data.decode("cp1252", errors="replace")
    if "\0" in text:
        raise Refused("Ini bukan tabel CSV. Simpan tabel Anda sebagai CSV UTF-8 atau .xlsx.")
    return text


def clean(value: str) -> str:
    """One line of normal text: controls are marked, an apostrophe that only kept a sheet from calculating goes."""
    text = unicodedata.normalize("NFC", value).translate(INVISIBLE)
    text = "".join(UNREADABLE if _is_control(char) else char for char in text)
    text = " ".join(text.split())
    return text[1:] if text[:1] == "'" and text[1:2] in ("=", "+", "-", "@") else text


def _is_control(char: str) -> bool:
    return char not in "\t\r\n" and unicodedata.category(char) in ("Cc", "Cf", "Cs", "Co", "Cn")


def _head(cells: list[str], columns: Sequence[str], required: Sequence[str], aliases: Mapping[str, str]) -> list[str]:
    while cells and not cells[-1]:
        cells.pop()
    names = ["_".join(cell.lower().replace("-", " ").split()) for cell in cells]
    names = [aliases.get(name, name) for name in names]
    allowed = ", ".join(columns)
    unknown = [cell or "(tanpa nama)" for cell, name in zip(cells, names, strict=True) if name not in columns]
    if unknown:
        raise Refused(f"Kolom tidak dikenal: {', '.join(unknown[:10])[:300]}. Kolom yang dikenal: {allowed}.")
    if len(set(names)) < len(names):
        raise Refused("Ada nama kolom yang muncul dua kali.")
    missing = [name for name in required if name not in names]
    if missing:
        raise Refused(f"Kolom wajib tidak ada: {', '.join(missing)}. Kolom yang dikenal: {allowed}.")
    return names


def _body(lines: Iterable[tuple[int, list[str]]], names: list[str]) -> list[RawRow]:
    rows: list[RawRow] = []
    for number, cells in lines:
        if not any(cells):
            continue
        if len(rows) == MAX_ROWS:
            raise Refused("Berkas berisi lebih dari 5.000 baris. Bagi menjadi beberapa berkas.")
        row = RawRow(number, dict(zip(names, cells, strict=False)))
        row.cells.update(dict.fromkeys(names[len(cells) :], ""))
        if any(cells[len(names) :]):
            row.problem = "Baris ini punya lebih banyak sel daripada nama kolom."
        elif any(UNREADABLE in cell for cell in cells):
            row.problem = "Baris ini berisi karakter kendali atau karakter yang tidak dapat dibaca."
        rows.append(row)
    if not rows:
        raise Refused("Tidak ada baris di bawah nama kolom.")
    return rows
