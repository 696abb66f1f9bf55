"""The aspects around a circle."""

from __future__ import annotations

import math
import textwrap
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from results.charts.drawing import STROKES, Stroke, compared_track, points, text
from results.layers import Layer
from results.values import TRACKS, GroupLine, Summary

LETTER = Decimal(8)  # an average letter of the 13 px label, on the wide side


@dataclass(frozen=True, slots=True)
class Label:
    """Text at a place, broken into lines, with a value below it."""

    x: str
    y: str
    anchor: str
    lines: tuple[str, ...]
    value: Decimal


@dataclass(frozen=True, slots=True)
class Shape:
    """A layer's line: `path` joins neighbours that both have a value, `marks` stand where there is one."""

    stroke: Stroke
    label: str
    note: str
    path: str
    marks: list[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Radar:
    """One axis per group. `shape` is the headline's track, `other` the one compared with, if there is one.

    `shapes` are the layers drawn in place of the other track.
    """

    box: str
    centre: tuple[str, str]
    rings: list[str]
    spokes: list[tuple[str, str]]
    ticks: list[tuple[str, str]]
    shape: str
    dots: list[tuple[str, str]]
    other: str
    labels: list[Label]
    track: str
    other_track: str
    lines: Sequence[GroupLine]
    shapes: list[Shape]


def radar(summary: Summary, *, compact: bool = False, layers: Sequence[Layer] | None = None) -> Radar | None:
    """The aspects around a circle; None below three axes. Compact shows codes in place of names, for small screens.

    The drawing's frame is computed from its labels, so that no long name is cut off. With `layers` they take the place
    of the compared track.
    """
    lines, scale_max = summary.aspect_lines, summary.questionnaire.scale_max
    if len(lines) < 3:
        return None
    radius = 104 if compact else 128
    other = compared_track(summary) if layers is None else None
    full = [Fraction(1)] * len(lines)
    labels = [
        _radar_label(line, place, radius + 18, compact) for line, place in zip(lines, _angles(len(lines)), strict=True)
    ]
    shape = _around([line.value.fraction / Fraction(scale_max) for line in lines], radius)
    rings = [Fraction(step) / Fraction(scale_max) for step in range(1, int(scale_max) + 1)]
    return Radar(
        box=_frame(labels, radius),
        centre=("0", "0"),
        rings=[points(_around([ring] * len(lines), radius)) for ring in rings],
        spokes=_around(full, radius),
        ticks=[(str(step), text(-ring * radius - 2)) for step, ring in enumerate(rings, 1) if step % 2],
        shape=points(shape),
        dots=shape,
        other=points(_around([line.values[other].fraction / Fraction(scale_max) for line in lines], radius))
        if other
        else "",
        labels=labels,
        track=summary.headline_label,
        other_track=TRACKS[other] if other else "",
        lines=lines,
        shapes=[_shape(layer, lines, radius, Fraction(scale_max)) for layer in layers or ()],
    )


def _shape(layer: Layer, lines: Sequence[GroupLine], radius: int, scale_max: Fraction) -> Shape:
    """Two neighbours without a value between them are joined; a lone value is a mark without a line."""
    values = [layer.aspects.get(line.group.code) for line in lines]
    places = _around([Fraction(value or 0) / scale_max for value in values], radius)
    steps, last = [], len(values) - 1
    for place, value in enumerate(values):
        following = 0 if place == last else place + 1
        if value is not None and values[following] is not None:
            (x, y), (to_x, to_y) = places[place], places[following]
            steps.append(f"M{x} {y}L{to_x} {to_y}")
    marks = [place for place, value in zip(places, values, strict=True) if value is not None]
    whole = f"M{'L'.join(f'{x} {y}' for x, y in places)}Z" if len(marks) == len(values) else "".join(steps)
    return Shape(STROKES[layer.code], layer.label, layer.note, whole, marks)


def _angles(count: int) -> list[float]:
    """Clockwise from the top."""
    return [2 * math.pi * place / count - math.pi / 2 for place in range(count)]


def _around(shares: Sequence[Fraction], radius: int) -> list[tuple[str, str]]:
    return [
        (text(radius * share * Fraction(math.cos(angle))), text(radius * share * Fraction(math.sin(angle))))
        for share, angle in zip(shares, _angles(len(shares)), strict=True)
    ]


def _radar_label(line: GroupLine, angle: float, radius: int, compact: bool) -> Label:
    x, y = Fraction(radius * math.cos(angle)), Fraction(radius * math.sin(angle))
    words = line.group.name.removesuffix(" Berbasis Elektronik")
    lines = (line.group.code,) if compact else tuple(textwrap.wrap(words, 20))
    anchor = "middle" if abs(x) < 10 else "start" if x > 0 else "end"
    height = 14 * len(lines)
    rise = -height - 8 if y < -radius * 0.9 else 0 if y > radius * 0.9 else Fraction(-height, 2)
    return Label(text(x), text(y + rise + 8), anchor, lines, line.value.shown)


def _frame(labels: Sequence[Label], radius: int) -> str:
    """The viewBox that holds the circle and every label."""
    left = right = top = bottom = Decimal(radius)
    for label in labels:
        x, y = Decimal(label.x), Decimal(label.y)
        length = LETTER * max(len(line) for line in (*label.lines, "0,00"))
        before = {"start": Decimal(0), "middle": length / 2, "end": length}[label.anchor]
        left, right = max(left, before - x), max(right, x + length - before)
        top, bottom = max(top, 14 - y), max(bottom, y + 14 * len(label.lines) + 6)
    side = max(left, right)
    return f"{-side:.0f} {-top:.0f} {2 * side:.0f} {top + bottom:.0f}"
