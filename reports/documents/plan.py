"""Rencana Tindak Lanjut: who does what by when so that the index rises, to be signed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from decimal import Decimal
from itertools import groupby
from pathlib import Path
from typing import Any

from assessments.scoring import round_half_up
from assessments.workflow import Refused
from planning.goals import band_at, raised
from planning.models import ActionState
from planning.ordering import in_order
from reports.documents import actions
from reports.documents.base import Ask, Data, Document, Order, Report
from reports.documents.letterhead import images_of, letterhead_of
from reports.documents.pages import page_of
from reports.documents.pdf import renderer
from results.freezing import from_data, to_data
from results.summaries import summarise
from results.values import Summary


def freeze(ask: Ask) -> Data:
    rows, summary = actions.actions_of(ask.assessment), summarise(ask.assessment)
    if all(row["state"] == ActionState.DROPPED for row in rows):
        raise Refused(
            f"Rencana tahun {ask.assessment.year} belum berisi kegiatan. Tambahkan kegiatan pada halaman Rencana, "
            "misalnya dari rekomendasi atau skenario, lalu minta dokumen ini lagi."
        )
    return {
        "summary": to_data(summary),
        "actions": rows,
        "expected": expected(summary, rows),
        "letterhead": letterhead_of(ask.assessment.instansi),
    }


def expected(summary: Summary, rows: Sequence[Data]) -> Data:
    """The index when every item that was not dropped has reached its level; nobody falls by that.

    Items of another instrument's indicators say nothing about this index.
    """
    wanted: dict[str, Any] = {}
    for row in rows:
        if row["state"] != ActionState.DROPPED and row["instrument"] == summary.heading.instrument_code:
            wanted[row["code"]] = max(wanted.get(row["code"], Decimal(0)), Decimal(row["to_level"]))
    after = raised(summary.headline, wanted)
    return {
        "index": f"{after.indeks.shown:f}",
        "gain": f"{round_half_up(after.indeks.fraction - summary.headline.indeks.fraction, Decimal('0.001')):f}",
        "predikat": band_at(summary.headline, after.indeks.fraction).name,
        "indicators": len(wanted),
    }


def order_of(rows: Sequence[Data]) -> list[tuple[Data, list[int]]]:
    """The items that wait for others or are waited for, in the order to work in, each with the numbers it waits for."""
    needs: dict[int, list[int]] = defaultdict(list)
    numbers = {row["key"]: row["number"] for row in rows}
    for row in rows:
        needs[row["key"]] = [key for key in row["needs"] if key in numbers]
    touched = {key for key, first in needs.items() if first} | {key for first in needs.values() for key in first}
    by_key = {row["key"]: row for row in rows}
    keys = in_order([row["key"] for row in rows if row["key"] in touched], needs)
    return [(by_key[key], sorted(numbers[first] for first in needs[key])) for key in keys]


def make(order: Order, target: Path, report: Report) -> None:
    rendering, data = renderer(), order.data
    rows = [
        actions.read(row)
        | {"number": place, "is_dropped": row["state"] == ActionState.DROPPED, "is_tall": _is_tall(row)}
        for place, row in enumerate(data["actions"], 1)
    ]
    report("Menata halaman", 30)
    html = page_of(
        rendering,
        "plan.html",
        from_data(data["summary"]),
        groups=[_group(list(part)) for _, part in groupby(rows, key=lambda row: row["unit_key"])],
        totals=actions.counts(data["actions"]),
        expected=data["expected"],
        ordered=order_of(rows),
        code=order.code,
        letterhead=data.get("letterhead"),
    )
    rendering.write_pdf(html, target, report=report, images=images_of(data.get("letterhead")))


def _is_tall(row: Data) -> bool:
    """About half a page or more: such a row may be broken between pages, or it leaves the page before it empty."""
    return len(row["text"]) > 800 or sum(map(len, [*row["expected"], row["expected_text"]])) > 500


def _group(rows: list[Data]) -> Data:
    return {"unit": rows[0]["unit"], "rows": rows, "budget": actions.counts(rows)["budget"]}


DOCUMENT = Document(stem="Rencana-Tindak-Lanjut-SPBE", freeze=freeze, make=make, is_short=True)
