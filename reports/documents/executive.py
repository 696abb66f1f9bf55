"""Ringkasan Pimpinan: two pages for the head of the institution, whatever the names and texts in them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any, NamedTuple

from assessments.models import Verdict
from reports import dashboard
from reports.documents import actions, sentences
from reports.documents.base import Ask, Data, Document, Order, Report
from reports.documents.letterhead import images_of, letterhead_of
from reports.documents.pages import page_of
from reports.documents.pdf import renderer
from reports.documents.shortening import brief
from results import analysis, charts
from results.freezing import from_data, to_data
from results.layers import Layer
from results.values import Row, Summary

PAGES = 2
HEAD_LINE = 110  # characters of the letterhead in small type
SHOWN = 3  # indicators among the strongest and among the weakest


class Room(NamedTuple):
    """How many characters a name, a domain's or aspect's label, a fact and a sentence may take.

    `is_tight` draws the radar and the words smaller.
    """

    name: int
    label: int
    fact: int
    sentence: int
    is_tight: bool = False


# The first holds everything an ordinary year says; the next are tried where the texts are longer than that.
ROOMS = (
    Room(110, 60, 190, 260),
    Room(64, 36, 100, 130, is_tight=True),
    Room(34, 24, 40, 90, is_tight=True),
)


def freeze(ask: Ask) -> Data:
    board = dashboard.read(ask.assessment)
    past, other = board.before
    levels = Verdict.objects.filter(assessment=past.pk).values_list("indicator__code", "final_level") if past else ()
    return {
        "summary": to_data(board.summary),
        "layers": [_plain(layer) for layer in board.layers],
        "standings": [
            {"label": row.label, "value": _text(row.value), "difference": _text(row.difference),
             "lacking": _text(row.lacking)}
            for row in board.standings
        ],
        "past": {"year": past.year if past else None, "other": other.year if other else None,
                 "levels": {code: _text(level) for code, level in levels}},
        "plan": actions.counts(actions.actions_of(ask.assessment)),
        "letterhead": letterhead_of(ask.assessment.instansi),
    }  # fmt: skip


def make(order: Order, target: Path, report: Report) -> None:
    """With less room for texts until it is two pages; the last room fits the longest there are."""
    rendering, summary = renderer(), from_data(order.data["summary"])
    images = images_of(order.data.get("letterhead"))
    report("Menata halaman", 30)
    for room in ROOMS:
        html = page_of(rendering, "executive_summary.html", summary, **_context(summary, order, room))
        if rendering.write_pdf(html, target, report=report, images=images) <= PAGES:
            return


def _context(summary: Summary, order: Order, room: Room) -> dict[str, Any]:
    data = order.data
    layers = [_layer(row) for row in data["layers"]]
    highlights, past = analysis.highlights(summary), _past(data["past"], layers)
    lines = summary.domain_lines or summary.aspect_lines
    has_target = any(layer.code == "target" and layer.indeks is not None for layer in layers)
    asked = sentences.requests(summary, data["plan"], has_target=has_target, highlights=highlights)
    weak = [row for row in summary.weakest if row.level is not None]
    return {
        "instansi": brief(summary.heading.instansi, room.name),
        "letterhead": _head(data.get("letterhead"), room),
        "layers": layers,
        "standings": [_numbers(row) for row in data["standings"]],
        "scale": charts.band_scale(summary),
        "is_tight": room.is_tight,
        "radar": charts.radar(_labelled(summary, room), layers=[layer for layer in layers if layer.aspects]),
        "bars": [
            (brief(bar.line.group.name, room.label), bar) for bar in charts.marked_bars(summary, lines, layers)
        ],
        "kind": "Domain" if summary.domains else "Aspek",
        "changes": [brief(text, room.sentence) for text in sentences.changes(summary, past)],
        "strongest": _facts(summary.strongest, room),
        "weakest": _facts(weak, room),
        "gains": [_gain(gain, room) for gain in highlights.gains],
        "total_gain": highlights.total_gain,
        "plan": data["plan"],
        "asked": [brief(text, room.sentence) for text in asked],
        "source": brief(summary.heading.source, room.sentence),
        "code": order.code,
    }  # fmt: skip


def _head(letterhead: Data | None, room: Room) -> Data | None:
    """The letterhead with its names in the room of a name, and everything else in one line each."""
    if letterhead is None:  # of an order older than letterheads here
        return None
    names = {part: brief(letterhead[part], room.name) for part in ("government", "office")}
    contacts = brief(", ".join(letterhead["contacts"]), HEAD_LINE)
    address = brief(letterhead["address"], HEAD_LINE)
    return letterhead | names | {"address": address, "contacts": [contacts] if contacts else []}


def _labelled(summary: Summary, room: Room) -> Summary:
    """With names of aspects that fit around the radar."""
    return replace(
        summary, aspects=tuple(replace(group, name=brief(group.name, room.label)) for group in summary.aspects)
    )


def _facts(rows: Sequence[Row], room: Room) -> list[tuple[str, Row, str]]:
    return [
        (brief(f"{row.label}: {row.short_name}", room.name), row, brief(analysis.fact_of(row), room.fact))
        for row in rows[:SHOWN]
    ]


def _gain(gain: analysis.Gain, room: Room) -> tuple[str, str, str, analysis.Gain]:
    """The indicator, its OPD and the name of its next level, each in its room."""
    row = gain.row
    name = brief(f"{row.label}: {row.short_name}", room.name)
    return name, brief(row.units, room.label), brief(row.next.name if row.next else "", room.name), gain


def _past(data: Data, layers: Sequence[Layer]) -> sentences.Past:
    return sentences.Past(
        layer=next((layer for layer in layers if layer.code == "before"), None),
        year=data["year"],
        levels={code: Decimal(level) for code, level in data["levels"].items()},
        other=data["other"],
    )


def _plain(layer: Layer) -> Data:
    return {
        "code": layer.code,
        "label": layer.label,
        "indeks": _text(layer.indeks),
        "domains": {code: _text(value) for code, value in layer.domains.items()},
        "aspects": {code: _text(value) for code, value in layer.aspects.items()},
        "note": layer.note,
    }


def _layer(data: Data) -> Layer:
    values = {kind: {code: Decimal(text) for code, text in data[kind].items()} for kind in ("domains", "aspects")}
    return Layer(data["code"], data["label"], _number(data["indeks"]), **values, note=data["note"])


def _numbers(row: Data) -> Data:
    return {name: text if name == "label" else _number(text) for name, text in row.items()}


def _text(value: Decimal | None) -> str | None:
    return None if value is None else f"{value:f}"


def _number(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)


DOCUMENT = Document(stem="Ringkasan-Pimpinan-SPBE", freeze=freeze, make=make, is_short=True)
