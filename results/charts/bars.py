"""Values as shares of the scale, and counts as shares of a whole."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from assessments.scoring import Value
from results.charts.drawing import STROKES, Stroke, compared_track, text
from results.layers import Layer, shortfall
from results.values import GroupLine, Summary

STATUS_FILLS = {"done": "#14613c", "waiting": "#4156a6", "in_hand": "#8d9dd2", "empty": "#d9d4c8"}


@dataclass(frozen=True, slots=True)
class Bar:
    """A group's value as a share of the scale, with a mark where the other track stands."""

    group: str
    weight_units: int
    value: Value
    width: str
    mark: str
    other: Value | None


@dataclass(frozen=True, slots=True)
class Slice:
    x: str
    width: str
    fill: str


def bars(summary: Summary, lines: Iterable[GroupLine]) -> list[Bar]:
    scale_max, other = Fraction(summary.questionnaire.scale_max), compared_track(summary)
    return [
        Bar(
            group=line.group.name,
            weight_units=line.group.weight_units,
            value=line.value,
            width=text(line.value.fraction * 100 / scale_max),
            mark=text(line.values[other].fraction * 100 / scale_max) if other else "",
            other=line.values[other] if other else None,
        )
        for line in lines
    ]


@dataclass(frozen=True, slots=True)
class BarMark:
    """Where a layer stands on a bar, as a percentage, with what its words say. `lacking` is 0 where it is reached."""

    stroke: Stroke
    label: str
    value: Decimal
    place: str
    lacking: Decimal


@dataclass(frozen=True, slots=True)
class MarkedBar:
    """A group's value on the scale from 0, as a percentage, with a mark for each layer that has a value for it."""

    line: GroupLine
    width: str
    marks: list[BarMark | None]

    @property
    def shown_marks(self) -> list[BarMark]:
        return [mark for mark in self.marks if mark]


def marked_bars(summary: Summary, lines: Iterable[GroupLine], layers: Sequence[Layer]) -> list[MarkedBar]:
    """One per group; `marks` has one place per layer, so that a table has a cell for each."""
    scale_max = Fraction(summary.questionnaire.scale_max)
    return [
        MarkedBar(
            line=line,
            width=text(line.value.fraction * 100 / scale_max),
            marks=[_bar_mark(layer, line, scale_max) for layer in layers],
        )
        for line in lines
    ]


def _bar_mark(layer: Layer, line: GroupLine, scale_max: Fraction) -> BarMark | None:
    value = layer.value_of(line.group)
    if value is None:
        return None
    place = text(Fraction(value) * 100 / scale_max)
    return BarMark(STROKES[layer.code], layer.label, value, place, shortfall(line.value, value))


def stack(counts: Mapping[str, int], *, width: int = 200) -> list[Slice]:
    """Counts by kind of progress (keys of STATUS_FILLS) as one bar; the slices together fill the width."""
    total, before, slices = sum(counts.values()), 0, []
    for kind, count in counts.items():
        if count:
            slices.append(
                Slice(text(Fraction(before * width, total)), text(Fraction(count * width, total)), STATUS_FILLS[kind])
            )
        before += count
    return slices
