"""The published table as people search it: filtered, sorted, ranked, and written out as CSV."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from results.comparison import INDEKS, MEASURES, place, value_of
from results.matching import key_of, readable_group
from results.national import Published

KINDS = ("provinsi", "kabupaten", "kota", "instansi pusat")
TEXTS = {"nama": "Instansi", "jenis": "Jenis", "kelompok": "Provinsi atau kelompok"}
COLUMNS = (*TEXTS, *MEASURES)
HEADS = (
    "peringkat_nasional", "instansi", "jenis", "kelompok", "indeks", "domain_1", "domain_2", "domain_3", "domain_4",
    "predikat",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked of the table; `order` is a column of COLUMNS, with a minus from the highest or last."""

    words: str = ""
    kind: str = ""
    group: str = ""
    order: str = f"-{INDEKS}"

    @property
    def column(self) -> str:
        return self.order.removeprefix("-")

    @property
    def is_descending(self) -> bool:
        return self.order.startswith("-")


@dataclass(frozen=True, slots=True)
class Head:
    """A column's head: the order its link asks for, and how the table is sorted by it now (for aria-sort)."""

    label: str
    is_number: bool
    order: str
    sorted: str


@dataclass(frozen=True, slots=True)
class Ranked:
    """A row with its national rank by the index, whatever is filtered or sorted."""

    rank: int
    row: Published

    @property
    def group(self) -> str:
        return readable_group(self.row.group)


def question(*, words: str, kind: str, group: str, order: str) -> Question:
    """What does not exist is not asked for."""
    known = order if order.removeprefix("-") in COLUMNS else f"-{INDEKS}"
    return Question(words, kind if kind in KINDS else "", group, known)


def heads(asked: Question) -> list[Head]:
    """Texts begin from A and numbers from the highest; asked again, the other way round."""
    labels = TEXTS | MEASURES
    return [
        Head(
            label=labels[column],
            is_number=column in MEASURES,
            order=_turned(asked, column),
            sorted="" if asked.column != column else "descending" if asked.is_descending else "ascending",
        )
        for column in COLUMNS
    ]


def _turned(asked: Question, column: str) -> str:
    first = f"-{column}" if column in MEASURES else column
    if asked.order != first:
        return first
    return column if column in MEASURES else f"-{column}"


def groups(rows: Iterable[Published]) -> list[tuple[str, str]]:
    """Each group as published and as it is read, in the order it is read."""
    return sorted({(row.group, readable_group(row.group)) for row in rows}, key=lambda pair: pair[1])


def find(rows: Sequence[Published], asked: Question) -> list[Ranked]:
    """Equal ones stand in the order of their names."""
    found = sorted((line for line in ranked(rows) if _fits(line, asked)), key=lambda line: line.row.name)
    return sorted(found, key=lambda line: _sort_key(line, asked.column), reverse=asked.is_descending)


def ranked(rows: Sequence[Published]) -> list[Ranked]:
    """All rows with their competition rank by the index."""
    values = [row.indeks for row in rows]
    ranks = {value: place(value, values).rank for value in set(values)}
    return [Ranked(ranks[row.indeks], row) for row in rows]


def as_csv(lines: Iterable[Ranked]) -> str:
    """Semicolons and decimal commas, as an Indonesian spreadsheet opens them."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    writer.writerow(HEADS)
    for line in lines:
        row = line.row
        numbers = [_comma(value_of(row, measure)) for measure in MEASURES]
        writer.writerow([line.rank, row.name, row.kind, line.group, *numbers, row.predikat])
    return "\ufeff" + out.getvalue()


def _comma(value: Decimal) -> str:
    return f"{value:f}".replace(".", ",")


def _fits(line: Ranked, asked: Question) -> bool:
    row = line.row
    if (asked.kind and row.kind != asked.kind) or (asked.group and row.group != asked.group):
        return False
    return not asked.words or _has_words(line, asked.words)


def _has_words(line: Ranked, words: str) -> bool:
    """As typed in name or group, or however the name is spelt: "pangkalpinang", "kepulauan mentawai"."""
    if words.casefold() in f"{line.row.name} {line.row.group} {line.group}".casefold():
        return True
    wanted = key_of(words)
    is_its_kind = wanted.kind in ("", line.row.kind)
    return is_its_kind and wanted.letters != "" and wanted.letters in key_of(line.row.name).letters


def _sort_key(line: Ranked, column: str) -> tuple[str | Decimal, ...]:
    if column == "nama":
        return (line.row.name,)
    if column == "jenis":
        return (line.row.kind,)
    if column == "kelompok":
        return (line.group,)
    return (value_of(line.row, column),)
