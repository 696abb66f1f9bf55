"""The predikat side by side, with the index over them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from assessments.scoring import Band, Value
from results.charts.drawing import compared_track, text
from results.values import TRACKS, Summary

BAND_FILLS = ("#eeebe3", "#dde3f4", "#8d9dd2", "#4156a6", "#243474")


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


def _segments(summary: Summary, start: Fraction, share: Fraction, width: int) -> list[Segment]:
    bands = sorted(summary.questionnaire.bands, key=lambda band: band.floor)
    edges = [max(Fraction(0), (Fraction(band.floor) - start) * share) for band in bands] + [Fraction(width)]
    return [
        Segment(
            x=text(edges[place]),
            width=text(edges[place + 1] - edges[place] - 2),
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
    return Mark(text(x), text(back), anchor, value.shown, TRACKS[track])
