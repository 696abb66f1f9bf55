"""Laporan Hasil Penilaian Mandiri, the complete report of an assessment."""

from __future__ import annotations

from pathlib import Path

from reports.documents.base import Ask, Data, Document, Order, Report
from reports.documents.pdf import renderer
from results.freezing import from_data, to_data
from results.summaries import summarise


def freeze(ask: Ask) -> Data:
    return {"summary": to_data(summarise(ask.assessment))}


def make(order: Order, target: Path, report: Report) -> None:
    rendering = renderer()
    report("Menyusun grafik", 15)
    html = rendering.render_html(from_data(order.data["summary"]))
    report("Menata halaman", 30)
    rendering.write_pdf(html, target, report=report)


DOCUMENT = Document(stem="Laporan-SPBE", freeze=freeze, make=make)
