"""Sentences and tables that several letters share."""

from __future__ import annotations

import datetime
from decimal import Decimal

from assessments.scoring import shown
from reports.documents.base import Ask, Data, Order
from reports.documents.letterhead import letterhead_of
from reports.documents.letters.values import DOTS, Column, Note, Signature, Table
from reports.documents.printable import printable
from reports.documents.spelling import long_date
from results.freezing import from_data, to_data
from results.summaries import summarise
from results.values import Summary


def frozen(ask: Ask) -> Data:
    """What every letter is made from: the results and the letterhead, both as they are now."""
    return {"summary": to_data(summarise(ask.assessment)), "letterhead": letterhead_of(ask.assessment.instansi)}


def opened(order: Order) -> tuple[Summary, Data, Data]:
    """Summary, letterhead and options of an order, without what no page can show."""
    data = printable(order.data)
    return from_data(data["summary"]), data["letterhead"], printable(dict(order.options))


def chosen_date(options: Data) -> datetime.date | None:
    text = options.get("date", "")
    return datetime.date.fromisoformat(text) if text else None


def place_and_date(options: Data, letterhead: Data) -> str:
    """Tabanan, 12 November 2026; dots for what is not known."""
    date = chosen_date(options)
    return f"{place(options, letterhead)}, {long_date(date) if date else DOTS}"


def place(options: Data, letterhead: Data) -> str:
    return options.get("place") or letterhead["city"] or DOTS


def signature(letterhead: Data, who: str, *, before: str = "") -> Signature:
    return Signature(**letterhead["signatories"][who], before=before)


def number_line(options: Data) -> str:
    return f"Nomor: {options.get('number') or DOTS}"


def decimal(value: Decimal | str) -> str:
    """3,19: as it is shown, the Indonesian way."""
    return str(value).replace(".", ",")


def index_line(summary: Summary) -> str:
    """3,50 (3,4985 sebelum pembulatan) where the rounding would mislead about the predikat."""
    indeks = summary.headline.indeks
    before = f" ({decimal(indeks.exact)} sebelum pembulatan)" if summary.headline.bases_disagree else ""
    return f"{decimal(indeks.shown)}{before}"


def results_table(summary: Summary) -> Table:
    """The values of the domains, or of the aspects where the instrument has no domains, and what they come to."""
    total = summary.questionnaire.weight_total
    lines = summary.domain_lines or summary.aspect_lines
    name = "Domain" if summary.domain_lines else "Aspek"
    headline = summary.headline
    return Table(
        caption=f"Hasil penilaian mandiri, nilai {summary.headline_label.lower()}",
        columns=(Column(name, 56), Column("Bobot", 22, is_number=True), Column("Nilai", 22, is_number=True)),
        rows=tuple(
            (line.group.name, _percent(line.group.weight_units, total), decimal(line.value.shown)) for line in lines
        ),
        totals=(
            ("Indeks SPBE", "100%", decimal(headline.indeks.shown)),
            ("Predikat", "", headline.predikat.name),
        ),
    )


def draft_note(summary: Summary) -> tuple[Note, ...]:
    """Nothing once the assessment is final; before, why this is no more than a draft."""
    if summary.heading.is_final:
        return ()
    score = summary.headline
    missing = f" Baru {score.answered} dari {score.total} indikator bernilai." if score.is_provisional else ""
    return (
        Note(
            f"Draf, belum untuk ditandatangani. Penilaian masih pada tahap {summary.heading.stage_label.lower()}, "
            f"sehingga angka di bawah ini masih dapat berubah.{missing}"
        ),
    )


def _percent(weight_units: int, total: int) -> str:
    share = (Decimal(weight_units * 100) / total).quantize(Decimal("0.001"))
    return f"{decimal(shown(share))}%"
