"""Target Prioritas SPBE: one sheet of the indicators that the leadership picked, to be signed."""

from __future__ import annotations

import datetime
from decimal import Decimal
from pathlib import Path
from types import ModuleType

from assessments.workflow import Refused
from planning.summaries import priorities
from reports.documents.base import Ask, Data, Document, Order, Report
from reports.documents.letterhead import images_of, letterhead_of
from reports.documents.pages import page_of
from reports.documents.pdf import renderer
from results.freezing import from_data, to_data
from results.summaries import summarise


def freeze(ask: Ask) -> Data:
    summary = summarise(ask.assessment)
    sheet = priorities.sheet(ask.assessment, summary)
    if not sheet["rows"]:
        raise Refused("Belum ada prioritas yang dapat dicetak. Pilih paling sedikit satu indikator.")
    return {
        "summary": to_data(summary),
        "priorities": sheet,
        "letterhead": letterhead_of(ask.assessment.instansi),
        "is_draft": False,  # signed while the assessment is still open: what was picked stands, whatever the results do
    }


def make(order: Order, target: Path, report: Report) -> None:
    rendering = renderer()
    report("Menata halaman", 30)
    rendering.write_pdf(
        html_of(rendering, order), target, report=report, images=images_of(order.data.get("letterhead"))
    )


def html_of(rendering: ModuleType, order: Order) -> str:
    sheet = order.data["priorities"]
    return page_of(
        rendering,
        "priorities.html",
        from_data(order.data["summary"]),
        code=order.code,
        sheet=sheet | {"rows": [_row(row) for row in sheet["rows"]]},
        letterhead=order.data.get("letterhead"),
    )


def _row(row: Data) -> Data:
    level = Decimal(row["level"]) if row["level"] else None
    return row | {"level": level, "due_on": datetime.date.fromisoformat(row["due_on"])}


DOCUMENT = Document(stem="Target-Prioritas-SPBE", freeze=freeze, make=make, is_short=True)
