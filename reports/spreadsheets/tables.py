"""Plain tables as CSV, line by line.

Semicolons, a decimal comma and a byte order mark: an Excel set to Indonesian separates lists by semicolons because the
comma is its decimal sign, and takes a file without the mark for Windows-1252. So a double click opens columns, numbers
and accented names rightly, and LibreOffice asks nothing either. Scripts read it with `sep=";", decimal=","`.
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils import timezone

from accounts.models import User
from assessments.models import Assessment, Verdict
from assessments.permissions import can_see_results
from assessments.scoring import shown
from reports.spreadsheets.cells import FORMULA, safe_text
from reports.spreadsheets.gathering import worksheet_for
from reports.spreadsheets.values import ANSWERS, COLUMNS, INDICATORS, Worksheet

Record = list[Any]


@dataclass(frozen=True, slots=True)
class Table:
    """What one may download as CSV; `is_whole` when it shows the institution's numbers."""

    label: str
    hint: str
    records: Callable[[Assessment, User], Iterator[Record]]
    is_whole: bool = False


def _of_sheet(title: str) -> Callable[[Assessment, User], Iterator[Record]]:
    columns = [column for column in COLUMNS[title] if column.name != "key"]

    def records(assessment: Assessment, user: User) -> Iterator[Record]:
        yield [column.label for column in columns]
        for line in worksheet_for(assessment, user=user).sheets[title]:
            yield [line.cells[column.name] for column in columns]

    return records


def _evidence(assessment: Assessment, user: User) -> Iterator[Record]:
    yield ["Kode", "Indikator", "OPD", "Tingkat", "Bukti", "Jenis", "Tempat", "Keterangan", "Hasil pemeriksaan"]
    worksheet: Worksheet = worksheet_for(assessment, user=user)
    for line in worksheet.answers:
        place = [line.cells[name] for name in ("code", "name", "unit")]
        for proof in line.proofs:
            kind = "tautan" if proof.is_link else "berkas"
            yield [*place, proof.level, proof.name, kind, proof.place, proof.note, proof.review_label]


def _verdicts(assessment: Assessment, user: User) -> Iterator[Record]:
    yield ["Kode", "Indikator", "Tingkat final", "Pertimbangan", "Tingkat eksternal", "Ditetapkan oleh", "Pada"]
    rows = Verdict.objects.visible_to(user).filter(assessment=assessment).select_related("indicator", "decided_by")
    for row in rows.order_by("indicator__position"):
        at = timezone.localtime(row.decided_at).strftime("%Y-%m-%d %H:%M") if row.decided_at else ""
        who = str(row.decided_by or "")
        indicator = row.indicator
        yield [indicator.code, indicator.name, row.final_level, row.justification, row.external_level, who, at]


TABLES = {
    "indikator": Table("Indikator", "tingkat pada keempat jalur", _of_sheet(INDICATORS), is_whole=True),
    "isian": Table("Isian", "tingkat, Fakta, dan Analisis tiap OPD", _of_sheet(ANSWERS)),
    "bukti": Table("Bukti dukung", "tiap bukti dengan tempat dan hasil pemeriksaannya", _evidence),
    "penetapan": Table("Penetapan asesor", "tingkat final dan pertimbangannya", _verdicts),
}


def tables_for(assessment: Assessment, *, user: User) -> dict[str, Table]:
    """The tables this person may have."""
    sees_all = can_see_results(user, assessment)
    return {kind: table for kind, table in TABLES.items() if sees_all or not table.is_whole}


class _Echo:
    """A file that hands back what is written."""

    def write(self, text: str) -> str:
        return text


def lines(records: Iterable[Record]) -> Iterator[bytes]:
    """Each record as one line, safe to open: a text that a program would calculate has an apostrophe in front."""
    writer = csv.writer(_Echo(), delimiter=";")
    yield b"\xef\xbb\xbf"
    for record in records:
        yield writer.writerow([_cell(value) for value in record]).encode()


def _cell(value: Any) -> str:
    if isinstance(value, Decimal):
        return shown(value).replace(".", ",")
    text = safe_text(str(value)) if value is not None else ""
    return f"'{text}" if isinstance(value, str) and text.startswith(FORMULA) else text
