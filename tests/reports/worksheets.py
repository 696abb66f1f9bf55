"""Worksheets as a person treats them: opened, typed into, saved, sent."""

from __future__ import annotations

import io
import zipfile

from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import load_workbook

from reports.spreadsheets import imports
from reports.spreadsheets.gathering import from_summary, worksheet_for
from reports.spreadsheets.values import ANSWERS, COLUMNS
from reports.spreadsheets.writing import write
from tests.results import samples


def sample(summary=None, *, role="admin", answers=None, verdicts=None):
    return from_summary(
        summary or samples.summary([3, 4], [2, None]), answers=answers or {}, verdicts=verdicts or {}, role=role
    )


def opened(data: bytes):
    return load_workbook(io.BytesIO(data))


def saved(book) -> bytes:
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def exported(assessment, user) -> bytes:
    return write(worksheet_for(assessment, user=user))


def row_of(sheet, key: str) -> int:
    return next(row for row in range(1, sheet.max_row + 1) if sheet.cell(row, 1).value == key)


def cell_of(book, key: str, column: str, *, sheet: str = ANSWERS):
    names = [each.name for each in COLUMNS[sheet]]
    return book[sheet].cell(row_of(book[sheet], key), names.index(column) + 1)


def edited(data: bytes, key: str, *, sheet: str = ANSWERS, **cells) -> bytes:
    """The same file after somebody typed into one row."""
    book = opened(data)
    for column, value in cells.items():
        cell_of(book, key, column, sheet=sheet).value = value
    return saved(book)


def replaced(data: bytes, name: str, change) -> bytes:
    """The same package with one part rewritten, or added."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for part in source.namelist():
            target.writestr(part, change(source.read(part)) if part == name else source.read(part))
        if name not in source.namelist():
            target.writestr(name, change(b""))
    return out.getvalue()


def brought(world, data, by, name="lke.xlsx"):
    return imports.start(world.assessment, SimpleUploadedFile(name, data), name=name, by=by)


def planned(world, data, by):
    draft = brought(world, data, by)
    return draft, imports.plan(draft, by=by)


def applied(world, data, by, take_file=()):
    draft, plan = planned(world, data, by)
    done = imports.confirm(draft, fingerprint=plan.fingerprint, take_file=take_file, by=by)
    return [(row["result"], row["text"]) for row in done.outcome]


def outcomes(plan):
    return [(row.outcome, [tuple(change) for change in row.changes], row.problems) for row in plan.rows]
