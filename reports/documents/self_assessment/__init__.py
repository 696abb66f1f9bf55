"""Laporan Hasil Penilaian Mandiri, the complete report of an assessment, as an archive that carries its own data."""

from __future__ import annotations

from pathlib import Path

from reports.documents.base import Document, Order, Report
from reports.documents.letterhead import images_of
from reports.documents.pdf import renderer
from reports.documents.self_assessment.attaching import attached
from reports.documents.self_assessment.content import context_of
from reports.documents.self_assessment.freezing import freeze
from reports.documents.self_assessment.outline import entries_of

CONTENTS = "<!-- contents -->"  # no text of a user can say so: its brackets are escaped


def make(order: Order, target: Path, report: Report) -> None:
    rendering = renderer()
    report("Menyusun grafik", 10)
    html = page_of(order)
    report("Menyusun lampiran", 20)
    attachments = [rendering.attachment(**file) for file in attached(order.data)]
    report("Menata halaman", 30)
    rendering.write_pdf(
        html, target, report=report, images=images_of(order.data.get("letterhead")), attachments=attachments
    )


def page_of(order: Order) -> str:
    """The report as one HTML page. Its lists of contents are read from its own headings and captions."""
    rendering = renderer()
    html: str = rendering.render_page("reports/pdf/report.html", context_of(order))
    contents: str = rendering.render_page("reports/pdf/contents.html", {"entries": entries_of(html)})
    return html.replace(CONTENTS, contents, 1)


DOCUMENT = Document(stem="Laporan-SPBE", freeze=freeze, make=make)
