"""Lembar Kerja Evaluasi as a document to keep: the coordinator's reading copy, which cannot be imported again."""

from __future__ import annotations

from pathlib import Path

from reports.documents.base import Ask, Data, Document, Order, Report
from reports.models import Format
from reports.spreadsheets.gathering import reading_copy
from reports.spreadsheets.writing import write
from results.freezing import from_data, to_data
from results.summaries import summarise


def freeze(ask: Ask) -> Data:
    return {"summary": to_data(summarise(ask.assessment))}


def make(order: Order, target: Path, report: Report) -> None:
    report("Menyusun lembar kerja", 30)
    target.write_bytes(write(reading_copy(from_data(order.data["summary"]))))


DOCUMENT = Document(stem="LKE-SPBE", freeze=freeze, make=make, formats=(Format.XLSX,), is_short=True)
