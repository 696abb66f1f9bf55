"""What an import would do, row by row: made from the file and the portal as it is now. It writes nothing."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from django.db import models

from accounts.models import User
from assessments.models import Assessment
from reports.spreadsheets.doors import DOORS, Door, Target
from reports.spreadsheets.reading import Edit
from reports.spreadsheets.values import COLUMNS

LONGEST_SHOWN = 400  # characters of each of the two texts
BEFORE = 60  # characters kept in front of the first difference
UNKNOWN = "Baris ini tidak ada di portal, atau bukan bagian Anda."


class Outcome(models.TextChoices):
    CHANGE = "ubah", "Diubah"
    CONFLICT = "bentrok", "Bentrok"
    REJECT = "tolak", "Ditolak"
    IGNORE = "abaikan", "Diabaikan"
    SAME = "tetap", "Sudah sama"


class Change(NamedTuple):
    """One field: what the portal has and what the file has, around the place where they part."""

    label: str
    old: str
    new: str


@dataclass(slots=True)
class Row:
    """One edited row judged. `values` are what goes through the door; `version` is the one judged."""

    line: int
    sheet: str
    key: str
    title: str
    unit: str = ""
    version: int = 0
    is_stale: bool = False
    target: Target | None = None
    values: dict[str, Any] = field(default_factory=dict)
    changes: list[Change] = field(default_factory=list)
    ignored: list[Change] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)

    @property
    def outcome(self) -> Outcome:
        if self.problems:
            return Outcome.REJECT
        if self.changes:
            return Outcome.CONFLICT if self.is_stale else Outcome.CHANGE
        return Outcome.IGNORE if self.ignored else Outcome.SAME


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
        """The same for the same plan: what was looked at is what is applied, or nothing is."""
        rows = [
            [row.sheet, row.key, row.outcome.value, row.version, sorted(map(str, row.values.items()))]
            for row in self.rows
        ]
        return hashlib.sha256(json.dumps(rows).encode()).hexdigest()


def judge(edits: Iterable[Edit], *, assessment: Assessment, by: User) -> Plan:
    """Compare each edited row with the portal, for what this person's role may write."""
    edits, door = list(edits), DOORS[by.role]
    targets = door.find(assessment, by, [edit.key for edit in edits if edit.sheet == door.sheet])
    return Plan([_row(edit, targets.get(edit.key) if edit.sheet == door.sheet else None, door, by) for edit in edits])


def _row(edit: Edit, target: Target | None, door: Door, by: User) -> Row:
    labels = {column.name: column.label for column in COLUMNS[edit.sheet]}
    row = Row(edit.line, edit.sheet, edit.key, target.title if target else edit.title)
    is_mine = edit.sheet == door.sheet
    for name, text in edit.cells.items():
        if not is_mine or name not in door.fields:
            row.ignored.append(Change(labels[name], "", text[:LONGEST_SHOWN]))
    wanted = {name: text for name, text in edit.cells.items() if is_mine and name in door.fields}
    if not wanted:
        return row
    if target is None:
        row.problems.append(UNKNOWN)
        return row
    row.target, row.unit, row.version = target, target.unit, target.version
    row.is_stale = edit.version != target.version
    row.problems += [f"{labels[name]}: {text}" for name, text in edit.problems.items() if name in wanted]
    row.changes = [
        Change(labels[name], *around(target.present[name], text))
        for name, text in wanted.items()
        if _differs(target.present[name], text)
    ]
    if row.changes and not row.problems:
        _settle(row, {**target.present, **wanted}, door, by, labels)
    return row


def _differs(present: str, text: str) -> bool:
    return present.replace("\r\n", "\n").strip() != text


def _settle(row: Row, texts: dict[str, str], door: Door, by: User, labels: dict[str, str]) -> None:
    """Ask the browser's own form, and whether the door is open; note the values or what stands against them."""
    target = row.target
    if target is None:
        return
    data = {door.names[name]: texts[name] for name in door.fields} | {"version": str(target.version)}
    form = door.form(target, data)
    if not form.is_valid():
        columns = {name: labels[column] for column, name in door.names.items()}
        row.problems += [f"{columns[name]}: {text}" for name, errors in form.errors.items() for text in errors]
    elif closed := door.closed(target, by):
        row.problems.append(closed)
    else:
        row.values = dict(form.cleaned_data)


def around(old: str, new: str) -> tuple[str, str]:
    """Both texts from shortly before the place where they part, no longer than a page can bear."""
    same = next((at for at, (a, b) in enumerate(zip(old, new, strict=False)) if a != b), min(len(old), len(new)))
    start = same - BEFORE if same > BEFORE + 20 else 0
    return _cut(old, start), _cut(new, start)


def _cut(text: str, start: int) -> str:
    end = start + LONGEST_SHOWN
    return f"{'…' if start else ''}{text[start:end]}{'…' if len(text) > end else ''}"
