"""The files inside the report: its numbers for a program, and every text of the worksheets in full."""

from __future__ import annotations

from typing import Any

from reports.documents.base import Data
from reports.spreadsheets.gathering import from_summary
from reports.spreadsheets.writing import write
from results.exporting import as_file
from results.freezing import from_data


def worksheet_name(year: int) -> str:
    return f"lke-spbe-{year}.xlsx"


def attached(data: Data) -> list[dict[str, Any]]:
    """In the order of their names, as the list inside a PDF has to be. They follow from the frozen data alone."""
    summary = from_data(data["summary"])
    year, at = summary.heading.year, summary.taken_at
    worksheet = from_summary(summary, answers={}, verdicts={}, role="")  # nobody's copy: no cell is to be filled in
    return [
        {
            "content": write(worksheet),
            "name": worksheet_name(year),
            "description": "Lembar Kerja Evaluasi dengan seluruh uraian",
            "relationship": "Supplement",
            "at": at,
        },
        {
            "content": as_file(summary),
            "name": f"nilai-spbe-{year}.json",
            "description": "Hasil penilaian yang dapat dihitung ulang",
            "relationship": "Data",
            "at": at,
        },
    ]
