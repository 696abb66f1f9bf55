"""What the templates of the complete report print, worked out from the frozen data alone."""

from __future__ import annotations

import datetime
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from assessments.scoring import Value
from planning.decomposition import Decomposition, Part, decompose
from reports.documents.base import Data, Order
from reports.documents.qr import verification
from reports.documents.self_assessment import worksheets
from reports.documents.self_assessment.annexes import annexes_of
from reports.documents.self_assessment.attaching import worksheet_name
from reports.documents.self_assessment.texts import paragraphs
from results import analysis, charts
from results.charts.years import index_chart
from results.freezing import decimals_of, from_data, layers_from_data, trend_from_data
from results.layers import Layer, shortfall
from results.values import GroupLine, Row, Summary, TrackLine

LONGEST = 6000  # characters of one text on paper, about a page and a half; the attached worksheet holds more
SHORT_LIST = 10


@dataclass(frozen=True, slots=True)
class IndicatorLine:
    """An indicator with what it is held against."""

    row: Row
    before: Decimal | None
    wanted: Decimal | None

    @property
    def gap(self) -> Decimal | None:
        """Its level less its own target."""
        return None if self.row.level is None or self.wanted is None else self.row.level - self.wanted


@dataclass(frozen=True, slots=True)
class Cell:
    """A layer's value with the difference to it; `lacking` for a target. Neither while the value is provisional."""

    value: Decimal | None
    difference: Decimal | None = None
    lacking: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Comparison:
    name: str
    value: Decimal
    cells: list[Cell]


@dataclass(frozen=True, slots=True)
class Completeness:
    """An aspect's evidence by the result of its review; `bare` indicators have none at all."""

    name: str
    total: int
    reviews: list[int]
    bare: int


@dataclass(frozen=True, slots=True)
class MissLine:
    part: Part
    row: Row | None


REVIEWS = ("accepted", "needs_work", "refused", "waiting")


def context_of(order: Order) -> dict[str, Any]:
    data = shortened(order.data, worksheet_name(order.data["summary"]["heading"]["year"]))
    summary = from_data(data["summary"])
    layers = layers_from_data(data.get("layers", []))
    context = {
        "summary": summary,
        "heading": summary.heading,
        **verification(order.code),
        "letterhead": data.get("letterhead"),
        "without": frozenset(order.options.get("without", ())),
        "made_at": summary.taken_at.astimezone(datetime.UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        "worksheet_name": worksheet_name(summary.heading.year),
        "team": data.get("team", []),
        "plan": [_dated(row) for row in data.get("plan", [])],
    }
    context["has_unit_table"] = len(summary.units) > 1 and "units" not in context["without"]
    context |= annexes_of(order) | worksheets.context_of(summary, data)
    return context | _texts(data, summary) | _results(data, summary, layers) | _analysis(data, summary, layers)


def shortened(value: Any, file: str) -> Any:
    """The data with no text longer than LONGEST: nobody reads forty pages of one answer, and laying them out takes
    minutes."""
    if isinstance(value, dict):
        return {key: shortened(inner, file) for key, inner in value.items()}
    if isinstance(value, list):
        return [shortened(inner, file) for inner in value]
    if isinstance(value, str) and len(value) > LONGEST:
        return f"{value[:LONGEST]} … [dipotong; selengkapnya pada berkas terlampir {file}]"
    return value


def _texts(data: Data, summary: Summary) -> dict[str, Any]:
    own, heading = data.get("texts", {}), summary.heading
    return {part: paragraphs(part, own, instansi=heading.instansi, year=heading.year) for part in ("intro", "closing")}


def _results(data: Data, summary: Summary, layers: list[Layer]) -> dict[str, Any]:
    trend = trend_from_data(data.get("trend", {"sections": []}))
    comparisons = _comparisons(summary, layers)
    aspect_layers = [layer for layer in layers if layer.aspects]
    tracks = [track for track in summary.tracks if track.score.answered]
    return {
        "group_tracks": tracks,
        "domain_rows": _columns(summary.domain_lines, tracks),
        "aspect_rows": _columns(summary.aspect_lines, tracks),
        "scale": charts.band_scale(summary),
        "radar": charts.radar(summary, layers=aspect_layers or None),
        "radar_words": _radar_words(summary, aspect_layers),
        "layers": layers,
        "domain_layers": [layer for layer in layers if layer.domains],
        "aspect_layers": aspect_layers,
        "domain_bars": charts.marked_bars(summary, summary.domain_lines, layers),
        "aspect_bars": charts.marked_bars(summary, summary.aspect_lines, layers),
        "scale_max": summary.questionnaire.scale_max,
        "comparisons": comparisons,
        "standings": list(zip(layers, comparisons[0].cells, strict=True)) if comparisons else [],
        "trend": trend,
        "trend_chart": index_chart(trend, width=760, height=260) if len(trend.years) > 1 else None,
        "completeness": _completeness(summary),
        "unit_rows": _units(summary),
        **_indicators(data, summary),
    }


def _indicators(data: Data, summary: Summary) -> dict[str, Any]:
    """The indicators under their aspects; last year's level and the target have a column only where there are any."""
    before = data.get("before", {"year": None, "levels": {}})
    levels, wanted = decimals_of(before["levels"]), decimals_of(data.get("wanted", {}))
    return {
        "lines": [
            (line, [IndicatorLine(row, levels.get(row.code), wanted.get(row.code)) for row in rows])
            for line, rows in ((line, summary.rows_of(line.group.code)) for line in summary.aspect_lines)
        ],
        "before_year": before["year"],
        "has_wanted": bool(wanted),
        "indicator_columns": 7 + (before["year"] is not None) + bool(wanted),
    }


def _analysis(data: Data, summary: Summary, layers: list[Layer]) -> dict[str, Any]:
    """What the numbers say, aspect by aspect and as a whole."""
    target = next((layer.indeks for layer in layers if layer.code == "target"), None)
    found = analysis.highlights(summary, priorities=SHORT_LIST)
    return {
        "highlights": found,
        "first_gains": found.gains[:5],
        "parts": [
            (
                part,
                [(row, analysis.fact_of(row)) for row in part.strong],
                [(row, reason_of(row)) for row in part.weak],
            )
            for part in analysis.aspect_parts(summary)
        ],
        "recommendations": analysis.recommendations(summary),
        "target": target,
        "miss": _miss(data, summary, target),
    }


def reason_of(row: Row) -> str:
    """Why an indicator stands where it stands: the assessors' words, or those of the OPD whose claim decides."""
    if row.justification:
        return row.justification
    said = sorted(row.works, key=lambda work: work.claimed or Decimal(0))
    return next((text for work in said for text in (work.review_note, work.analysis) if text), "")


def _miss(data: Data, summary: Summary, target: Decimal | None) -> dict[str, Any] | None:
    """Which indicators explain an index below its target; None where it was reached or cannot be told yet."""
    if target is None or summary.headline.is_provisional or not shortfall(summary.headline.indeks, target):
        return None
    levels = decimals_of(data.get("before", {}).get("levels", {}))
    whole = summary.questionnaire.item_codes <= levels.keys()
    found: Decomposition = decompose(
        summary.headline, target, wanted=decimals_of(data.get("wanted", {})), before=levels if whole else None
    )
    rows = {row.code: row for row in summary.rows}
    short = [part for part in found.parts if part.exact > 0][:SHORT_LIST]
    return {"lacking": found.shown, "lines": [MissLine(part, rows.get(part.code)) for part in short]}


def _comparisons(summary: Summary, layers: list[Layer]) -> list[Comparison]:
    """The index and each domain beside an earlier year, the target and the nation."""
    is_settled = not summary.headline.is_provisional

    def cell(layer: Layer, value: Any, other: Decimal | None) -> Cell:
        if other is None or not is_settled:
            return Cell(other)
        if layer.code == "target":
            return Cell(other, lacking=shortfall(value, other))
        return Cell(other, difference=value.shown - other)

    def line(name: str, value: Any, group: GroupLine | None) -> Comparison:
        others = [(layer, layer.value_of(group.group) if group else layer.indeks) for layer in layers]
        return Comparison(name, value.shown, [cell(layer, value, other) for layer, other in others])

    groups = [line(row.group.name, row.value, row) for row in summary.domain_lines]
    return [line("Indeks SPBE", summary.headline.indeks, None), *groups] if layers else []


def _completeness(summary: Summary) -> list[Completeness]:
    found = []
    for group in summary.aspects:
        rows = summary.rows_of(group.code)
        counts = Counter(proof.review for row in rows for work in row.works for proof in work.proofs)
        reviews = [counts[review] for review in REVIEWS]
        found.append(Completeness(group.name, sum(reviews), reviews, bare=sum(row.proof_count == 0 for row in rows)))
    return found


def _columns(lines: Sequence[GroupLine], tracks: Sequence[TrackLine]) -> list[tuple[GroupLine, list[Value]]]:
    """Each group with its value on the tracks that have any."""
    return [(line, [line.values[track.code] for track in tracks]) for line in lines]


def _units(summary: Summary) -> list[tuple[str, list[str]]]:
    """Which indicators each OPD answers, by their numbers."""
    found: dict[str, list[str]] = defaultdict(list)
    for row in summary.rows:
        for work in row.works:
            found[work.unit].append(row.label.removeprefix("Indikator "))
    return sorted(found.items(), key=lambda item: (item[0].casefold(), item[0]))


def _radar_words(summary: Summary, layers: list[Layer]) -> str:
    """The drawing for somebody who does not see it."""
    own = [f"{line.group.name} {_words(line.value.shown)}" for line in summary.aspect_lines]
    said = [f"{summary.headline_label}: {', '.join(own)}."]
    for layer in layers:
        values = [(group.name, layer.aspects.get(group.code)) for group in summary.aspects]
        said.append(f"{layer.label}: {', '.join(f'{name} {_words(value)}' for name, value in values if value)}.")
    return " ".join(said)


def _words(value: Decimal) -> str:
    return f"{value:.2f}".replace(".", ",")


def _dated(row: Data) -> Data:
    day = row["deadline"]
    return row | {
        "deadline": datetime.date.fromisoformat(day) if day else None,
        "from": Decimal(row["from"]),
        "to": Decimal(row["to"]),
    }
