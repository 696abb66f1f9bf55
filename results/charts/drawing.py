"""What every chart needs: numbers as SVG writes them, and which track stands beside the headline."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple

from assessments.scoring import round_half_up
from results.values import Summary

TENTH = Decimal("0.1")


class Stroke(NamedTuple):
    """How a layer is told from the others without its colour: by its dashes and by the shape of its mark."""

    code: str
    colour: str
    dashes: str
    mark: str  # a path around 0,0


STROKES = {
    "before": Stroke("before", "#a9742a", "7 4", "M-4-4h8v8h-8z"),
    "target": Stroke("target", "#14613c", "2 4", "M0 5-5-4h10z"),
    "national": Stroke("national", "#4b5061", "10 3 2 3", "M0-5 5 0 0 5-5 0z"),
}


def compared_track(summary: Summary) -> str | None:
    """The track worth seeing beside the headline: mandiri beside final, verifikasi beside mandiri; None if empty."""
    track = "claimed" if summary.heading.track == "final" else "verified"
    return track if summary.scores[track].answered else None


def points(pairs: Iterable[tuple[str, str]]) -> str:
    return " ".join(f"{x},{y}" for x, y in pairs)


def text(value: Fraction) -> str:
    """Rounded to a tenth, without a trailing zero."""
    tenths = round_half_up(abs(value), TENTH)
    return f"{-tenths if value < 0 else tenths:f}".removesuffix(".0")
