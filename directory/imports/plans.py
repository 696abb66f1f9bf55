"""What an import would do, row by row. A plan is made from the rows and the present database; it writes nothing."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models

from directory.imports.reading import RawRow
from directory.services.changes import label, shown


class Outcome(models.TextChoices):
    CREATE = "buat", "Buat"
    CHANGE = "ubah", "Ubah"
    SAME = "tetap", "Tidak berubah"
    REJECT = "tolak", "Ditolak"


@dataclass(frozen=True, slots=True)
class Column:
    """A column of the file, the field it fills, and what to type there."""

    name: str
    field: str
    hint: str
    example: str
    is_required: bool = False


@dataclass(slots=True)
class Row:
    """One row judged: the object it makes or changes, the values it wants, what differs and what is wrong."""

    line: int
    key: str
    title: str
    target: Any
    is_new: bool = field(init=False)  # as judged; once written every target has a number
    wanted: dict[str, Any] = field(default_factory=dict)
    changes: list[tuple[str, str, str]] = field(default_factory=list)
    related: list[Any] | None = None  # what the target will be tied to once it is written; None leaves it as it is
    problems: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.is_new = self.target.pk is None

    @property
    def details(self) -> list[str]:
        """What a new object will have, as its screens show it, beyond the key and the title."""
        texts = [shown(self.target, name) for name in self.wanted] + [str(row) for row in self.related or ()]
        return [text for text in texts if text not in (self.title, self.key, "–")]

    @property
    def outcome(self) -> Outcome:
        if self.problems:
            return Outcome.REJECT
        if self.is_new:
            return Outcome.CREATE
        return Outcome.CHANGE if self.changes else Outcome.SAME


@dataclass(frozen=True, slots=True)
class Plan:
    rows: list[Row]

    def having(self, outcome: Outcome) -> list[Row]:
        return [row for row in self.rows if row.outcome == outcome]

    @property
    def counts(self) -> Counter[Outcome]:
        return Counter(row.outcome for row in self.rows)

    @property
    def fingerprint(self) -> str:
        """The same for the same plan: what was previewed is what is confirmed, or nothing is written."""
        rows = [[row.line, row.key, row.outcome.value, row.changes] for row in self.rows]
        return hashlib.sha256(json.dumps(rows).encode()).hexdigest()


def settle(row: Row, fields: list[str]) -> None:
    """Put the wanted values on the target, in memory only; note what differs and which field rule is broken."""
    old = {name: shown(row.target, name) for name in fields}
    before = {name: getattr(row.target, name) for name in fields}
    for name, value in row.wanted.items():
        setattr(row.target, name, value)
    try:
        row.target.clean_fields(
            exclude={f.name for f in row.target._meta.fields if f.name not in fields or f.is_relation}
        )
    except ValidationError as error:
        for name, errors in error.error_dict.items():
            row.problems += [f"{_heading(row, name)}: {_words(e)}" for e in errors]
    if not row.is_new:
        row.changes = [
            (_heading(row, name), old[name], shown(row.target, name))
            for name in fields
            if getattr(row.target, name) != before[name]
        ]


def _heading(row: Row, name: str) -> str:
    text = label(row.target, name)
    return text[:1].upper() + text[1:]


def _words(error: ValidationError) -> str:
    return "wajib diisi." if error.code == "blank" else error.messages[0]


def misfits(raw: RawRow, seen: dict[str, int], key: str, what: str) -> list[str]:
    """Why the row cannot even be compared: its shape, or a key that an earlier row of the file has."""
    return [raw.problem] if raw.problem else repeated(raw, seen, key, what)


def repeated(raw: RawRow, seen: dict[str, int], key: str, what: str) -> list[str]:
    """The problem of a key that an earlier row of the file has; otherwise the key is noted as this row's."""
    if key and key in seen:
        return [f"{what} ini sudah ada di baris {seen[key]}."]
    seen[key] = raw.line
    return []
