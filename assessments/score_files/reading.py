"""Read levels from a CSV or JSON file; refuse the first thing that is wrong, naming file, row and column.

Rows of a CSV are counted as a spreadsheet counts them: the header is row 1. Objects of a JSON list count from 1.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any, NoReturn

from assessments.score_files.cells import Levels, looks_like_indicator, quoted
from assessments.score_files.writing import columns
from assessments.scoring import Questionnaire, ScoringError

DELIMITERS = (",", ";")


class SheetError(ValueError):
    """The file cannot be scored; the text is one line that names the place."""


@dataclass(frozen=True, slots=True)
class Row:
    levels: dict[str, Decimal | None]
    carried: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Sheet:
    """All rows; `carried` names the columns that are no indicators; `is_single` when one bare object came in."""

    rows: list[Row]
    carried: tuple[str, ...] = ()
    is_single: bool = False


@dataclass(frozen=True, slots=True)
class Source:
    """A file being read for one questionnaire."""

    name: str
    text: str
    questionnaire: Questionnaire

    def refuse(self, why: str, *, row: str = "", column: str = "") -> NoReturn:
        place = ", ".join(filter(None, [row, column and f"kolom {column}"]))
        raise SheetError(": ".join(filter(None, [self.name, place, why])))


class Number(str):
    """A JSON number exactly as it was written."""

    __slots__ = ()


class Repeated(dict[str, Any]):
    """A JSON object in which a name was written twice."""

    name = ""


def read(path: Path, questionnaire: Questionnaire) -> Sheet:
    source = Source(str(path), text_of(path), questionnaire)
    if not source.text.strip():
        source.refuse("berkas kosong")
    suffix = path.suffix.lower()
    is_json = suffix == ".json" or (suffix != ".csv" and source.text.lstrip()[0] in "[{")
    return _read_json(source) if is_json else _read_csv(source)


def text_of(path: Path) -> str:
    """The whole file; SheetError when it is not there or not UTF-8."""
    try:
        content = path.read_bytes()
    except FileNotFoundError:
        raise SheetError(f"{path}: berkas tidak ada") from None
    except OSError as error:
        raise SheetError(f"{path}: tidak dapat dibuka ({error.strerror})") from None
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        raise SheetError(f"{path}: baris {line}: bukan teks UTF-8; simpan ulang sebagai UTF-8") from None


def _read_csv(source: Source) -> Sheet:
    known = source.questionnaire.item_codes
    delimiter = max(DELIMITERS, key=lambda mark: sum(name.strip() in known for name in _header(source, mark)))
    records = _records(source, delimiter)
    _, names = next(records)
    levels_at, carried_at = _columns(source, names)
    levels = Levels(source.questionnaire)
    rows = []
    for number, record in records:
        if len(record) != len(names):
            _refuse_ragged(source, number, record, names)
        rows.append(
            Row(
                _levels(source, f"baris {number}", [(code, record[at]) for code, at in levels_at], levels),
                tuple([record[at] for at in carried_at]),
            )
        )
    return Sheet(rows, tuple(names[at] for at in carried_at))


def _header(source: Source, delimiter: str) -> list[str]:
    return next(_records(source, delimiter))[1]


def _records(source: Source, delimiter: str) -> Iterator[tuple[int, list[str]]]:
    """Numbered records; blank lines at the end are dropped, one in between is passed on as ragged."""
    reader = csv.reader(io.StringIO(source.text.rstrip("\r\n"), newline=""), delimiter=delimiter, strict=True)
    number = 0
    try:
        for number, record in enumerate(reader, 1):
            yield number, record
    except csv.Error as error:
        source.refuse(f"CSV tidak terbaca ({error})", row=f"baris {number + 1}")


def _columns(source: Source, names: list[str]) -> tuple[list[tuple[str, int]], list[int]]:
    """Where the levels stand, by code, and where what is carried through stands."""
    levels: list[tuple[str, int]] = []
    carried: list[int] = []
    for at, name in enumerate(names):
        code = name.strip()
        if names.index(name) != at or code in dict(levels):
            source.refuse("kolom ini ada dua kali", row="baris 1", column=_named(name, at))
        if code in source.questionnaire.item_codes:
            levels.append((code, at))
        elif looks_like_indicator(name):
            source.refuse(f"bukan indikator {source.questionnaire.code}", row="baris 1", column=_named(name, at))
        elif name in columns(source.questionnaire):
            source.refuse("nama ini dipakai kolom hasil; ganti namanya", row="baris 1", column=_named(name, at))
        else:
            carried.append(at)
    if not levels:
        items = source.questionnaire.items
        source.refuse(f"tidak ada kolom indikator {items[0].code} sampai {items[-1].code}", row="baris 1")
    return levels, carried


def _named(name: str, at: int) -> str:
    """A column in a message: its name, with its place before it where the name is empty or odd."""
    return name if _is_plain(name) else f"{at + 1} {quoted(name)}"


def _is_plain(name: str) -> bool:
    return name.isascii() and name.isprintable() and name.strip() == name != ""


def _refuse_ragged(source: Source, number: int, record: list[str], names: list[str]) -> NoReturn:
    at = len(record)
    column = _named(names[at], at) if at < len(names) else str(len(names) + 1)
    source.refuse(f"baris berisi {at} sel, seharusnya {len(names)}", row=f"baris {number}", column=column)


def _levels(source: Source, row: str, cells: list[tuple[str, str]], levels: Levels) -> dict[str, Decimal | None]:
    code = ""
    try:
        found = {}
        for code, text in cells:
            found[code] = levels[text]
    except ScoringError as error:
        source.refuse(str(error), row=row, column=code)
    return found


def _read_json(source: Source) -> Sheet:
    value = _parse(source)
    levels = Levels(source.questionnaire)
    objects = value if isinstance(value, list) else [value]
    rows = [
        Row(_levels(source, f"objek {number}", _cells(source, f"objek {number}", each), levels))
        for number, each in enumerate(objects, 1)
    ]
    return Sheet(rows, is_single=not isinstance(value, list))


def _parse(source: Source) -> Any:
    try:
        return json.loads(
            source.text, parse_int=Number, parse_float=Number, parse_constant=Number, object_pairs_hook=_members
        )
    except json.JSONDecodeError as error:
        source.refuse(f"JSON tidak terbaca ({error.msg})", row=f"baris {error.lineno}", column=str(error.colno))
    except RecursionError:
        source.refuse("JSON bersarang terlalu dalam")


def _members(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    members = dict(pairs)
    if len(members) == len(pairs):
        return members
    repeated = Repeated(members)
    names = [name for name, _ in pairs]
    repeated.name = next(name for name in names if names.count(name) > 1)
    return repeated


def _cells(source: Source, row: str, value: Any) -> list[tuple[str, str]]:
    """The levels of one object as code and text."""
    levels = value.get("levels") if isinstance(value, dict) else None
    if not isinstance(levels, dict):
        source.refuse('harus objek dengan "levels": {"I1": 3, ...}', row=row)
    for each in (value, levels):
        if isinstance(each, Repeated):
            source.refuse("kunci ini tertulis dua kali", row=row, column=quoted(each.name))
    for code, level in levels.items():
        if code not in source.questionnaire.item_codes:
            source.refuse(
                f"bukan indikator {source.questionnaire.code}",
                row=row,
                column=code if _is_plain(code) else quoted(code),
            )
        if not isinstance(level, str | None):
            source.refuse(f"{quoted(level)} bukan tingkat", row=row, column=code)
    return [(code, level or "") for code, level in levels.items()]
