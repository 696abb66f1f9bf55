"""Where the marks of a chart lie. For display only: positions are rounded to a tenth, values stay exact in the summary.

Each function returns what one template of `templates/results/charts/` draws, the same on screen and in the PDF.
"""

from __future__ import annotations

import math
import textwrap
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from assessments.scoring import Band, Value, round_half_up
from results.values import TRACKS, GroupLine, Summary

TENTH = Decimal("0.1")
LETTER = Decimal(8)  # an average letter of the 13 px label, on the wide side
BAND_FILLS = ("#eeebe3", "#dde3f4", "#8d9dd2", "#4156a6", "#243474")
STATUS_FILLS = {"done": "#14613c", "waiting": "#4156a6", "in_hand": "#8d9dd2", "empty": "#d9d4c8"}


@dataclass(frozen=True, slots=True)
class Label:
    """Text at a place, broken into lines, with a value below it."""

    x: str
    y: str
    anchor: str
    lines: tuple[str, ...]
    value: Decimal


@dataclass(frozen=True, slots=True)
class Radar:
    """One axis per group. `shape` is the headline's track, `other` the one compared with, if there is one."""

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
class Segment:
    x: str
    width: str
    fill: str
    name: str
    floor: str
    is_current: bool


@dataclass(frozen=True, slots=True)
class Mark:
    """A value over the scale; `anchor` turns inward at the edges so that no text is cut.

    `back` is where the white ground of its number begins, which keeps the other mark's line from crossing it.
    """

    x: str
    back: str
    anchor: str
    value: Decimal
    track: str


@dataclass(frozen=True, slots=True)
class BandScale:
    width: int
    segments: list[Segment]
    mark: Mark
    other: Mark | None


@dataclass(frozen=True, slots=True)
class Slice:
    x: str
    width: str
    fill: str


def compared_track(summary: Summary) -> str | None:
    """The track worth seeing beside the headline: mandiri beside final, verifikasi beside mandiri; None if empty."""
    track = "claimed" if summary.heading.track == "final" else "verified"
    return track if summary.scores[track].answered else None


def radar(summary: Summary, *, compact: bool = False) -> Radar | None:
    """The aspects around a circle; None below three axes. Compact shows codes in place of names, for small screens.

    The drawing's frame is computed from its labels, so that no long name is cut off.
    """
    lines, scale_max = summary.aspect_lines, summary.questionnaire.scale_max
    if len(lines) < 3:
        return None
    radius = 104 if compact else 128
    other = compared_track(summary)
    full = [Fraction(1)] * len(lines)
    labels = [
        _radar_label(line, place, radius + 18, compact) for line, place in zip(lines, _angles(len(lines)), strict=True)
    ]
    shape = _around([line.value.fraction / Fraction(scale_max) for line in lines], radius)
    rings = [Fraction(step) / Fraction(scale_max) for step in range(1, int(scale_max) + 1)]
    return Radar(
        box=_frame(labels, radius),
        centre=("0", "0"),
        rings=[_points(_around([ring] * len(lines), radius)) for ring in rings],
        spokes=_around(full, radius),
        ticks=[(str(step), _text(-ring * radius - 2)) for step, ring in enumerate(rings, 1) if step % 2],
        shape=_points(shape),
        dots=shape,
        other=_points(_around([line.values[other].fraction / Fraction(scale_max) for line in lines], radius))
        if other
        else "",
        labels=labels,
        track=summary.headline_label,
        other_track=TRACKS[other] if other else "",
        lines=lines,
    )


def bars(summary: Summary, lines: Iterable[GroupLine]) -> list[Bar]:
    scale_max, other = Fraction(summary.questionnaire.scale_max), compared_track(summary)
    return [
        Bar(
            group=line.group.name,
            weight_units=line.group.weight_units,
            value=line.value,
            width=_text(line.value.fraction * 100 / scale_max),
            mark=_text(line.values[other].fraction * 100 / scale_max) if other else "",
            other=line.values[other] if other else None,
        )
        for line in lines
    ]


def band_scale(summary: Summary, *, compact: bool = False) -> BandScale:
    """The predikat side by side, with the index over them.

    The scale begins at its lowest level, or at 0 while unanswered indicators hold the index below that.
    """
    width, other = (320 if compact else 640), compared_track(summary)
    values = {summary.heading.track: summary.headline.indeks}
    if other:
        values[other] = summary.scores[other].indeks
    low = Fraction(summary.questionnaire.scale_min)
    start = min([low, *(Fraction(int(value.fraction)) for value in values.values())])
    share = width / (Fraction(summary.questionnaire.scale_max) - start)
    marks = {track: _mark(track, value, (value.fraction - start) * share, width) for track, value in values.items()}
    return BandScale(
        width=width,
        segments=_segments(summary, start, share, width),
        mark=marks[summary.heading.track],
        other=marks[other] if other else None,
    )


def stack(counts: Mapping[str, int], *, width: int = 200) -> list[Slice]:
    """Counts by kind of progress (keys of STATUS_FILLS) as one bar; the slices together fill the width."""
    total, before, slices = sum(counts.values()), 0, []
    for kind, count in counts.items():
        if count:
            slices.append(
                Slice(_text(Fraction(before * width, total)), _text(Fraction(count * width, total)), STATUS_FILLS[kind])
            )
        before += count
    return slices


def _angles(count: int) -> list[float]:
    """Clockwise from the top."""
    return [2 * math.pi * place / count - math.pi / 2 for place in range(count)]


def _around(shares: Sequence[Fraction], radius: int) -> list[tuple[str, str]]:
    return [
        (_text(radius * share * Fraction(math.cos(angle))), _text(radius * share * Fraction(math.sin(angle))))
        for share, angle in zip(shares, _angles(len(shares)), strict=True)
    ]


def _points(pairs: Iterable[tuple[str, str]]) -> str:
    return " ".join(f"{x},{y}" for x, y in pairs)


def _radar_label(line: GroupLine, angle: float, radius: int, compact: bool) -> Label:
    x, y = Fraction(radius * math.cos(angle)), Fraction(radius * math.sin(angle))
    words = line.group.name.removesuffix(" Berbasis Elektronik")
    lines = (line.group.code,) if compact else tuple(textwrap.wrap(words, 20))
    anchor = "middle" if abs(x) < 10 else "start" if x > 0 else "end"
    height = 14 * len(lines)
    rise = -height - 8 if y < -radius * 0.9 else 0 if y > radius * 0.9 else Fraction(-height, 2)
    return Label(_text(x), _text(y + rise + 8), anchor, lines, line.value.shown)


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


def _segments(summary: Summary, start: Fraction, share: Fraction, width: int) -> list[Segment]:
    bands = sorted(summary.questionnaire.bands, key=lambda band: band.floor)
    edges = [max(Fraction(0), (Fraction(band.floor) - start) * share) for band in bands] + [Fraction(width)]
    return [
        Segment(
            x=_text(edges[place]),
            width=_text(edges[place + 1] - edges[place] - 2),
            fill=BAND_FILLS[place * (len(BAND_FILLS) - 1) // max(1, len(bands) - 1)],
            name=band.name,
            floor=_floor(bands, place),
            is_current=band == summary.headline.predikat,
        )
        for place, band in enumerate(bands)
    ]


def _floor(bands: Sequence[Band], place: int) -> str:
    """What stands under a band: its floor, or for the lowest "< " the next one's."""
    if place:
        return f"{bands[place].floor:f}"
    return f"{bands[1].floor:f}" if len(bands) > 1 else ""


def _mark(track: str, value: Value, x: Fraction, width: int) -> Mark:
    anchor = "start" if x < 50 else "end" if x > width - 50 else "middle"
    back = x - {"start": 0, "middle": 22, "end": 44}[anchor]
    return Mark(_text(x), _text(back), anchor, value.shown, TRACKS[track])


def _text(value: Fraction) -> str:
    """Rounded to a tenth, without a trailing zero."""
    tenths = round_half_up(abs(value), TENTH)
    return f"{-tenths if value < 0 else tenths:f}".removesuffix(".0")
