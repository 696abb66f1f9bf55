"""Where the marks of the comparison's charts lie; for display only, the numbers stand in the tables beside them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from assessments.scoring import round_half_up
from results.charts.drawing import TENTH
from results.comparison import Bin
from results.national import NationalMean

HEIGHT = 150
FLOOR = 172  # where the bars stand; above it room for the count
NEW_INSTRUMENT = 2021  # from this year on the values come from the instrument used today
SCALE_MAX = 5


@dataclass(frozen=True, slots=True)
class Column:
    """One step of the histogram. `label` is its lower bound, given for every second one."""

    x: str
    y: str
    width: str
    height: str
    middle: str
    bin: Bin
    has_label: bool


@dataclass(frozen=True, slots=True)
class Histogram:
    width: int
    floor: int
    columns: tuple[Column, ...]


@dataclass(frozen=True, slots=True)
class Point:
    x: str
    y: str
    mean: NationalMean
    is_comparable: bool


@dataclass(frozen=True, slots=True)
class Series:
    """The national index by year. `earlier` is the line of another instrument, `line` that of today's."""

    width: int
    floor: int
    grid: tuple[tuple[str, int], ...]
    points: tuple[Point, ...]
    earlier: str
    line: str


def histogram(bins: Sequence[Bin], *, compact: bool = False) -> Histogram:
    """Columns of equal width over the whole chart, the fullest as high as the chart."""
    width, highest = (320 if compact else 640), max(part.count for part in bins)
    step = Fraction(width, len(bins))
    every = 1 if step > 30 else 2 if step > 15 else 4
    columns = tuple(
        Column(
            x=_text(place * step + 1),
            y=_text(FLOOR - Fraction(part.count * HEIGHT, highest)),
            width=_text(step - 2),
            height=_text(Fraction(part.count * HEIGHT, highest)),
            middle=_text((place + Fraction(1, 2)) * step),
            bin=part,
            has_label=place % every == 0,
        )
        for place, part in enumerate(bins)
    )
    return Histogram(width, FLOOR, columns)


def series(means: Sequence[NationalMean], *, compact: bool = False) -> Series:
    """One point per year on the scale from 0 to 5."""
    width, margin = (320 if compact else 1100), 32
    step = Fraction(width - 2 * margin, max(1, len(means) - 1))
    points = tuple(
        Point(_text(margin + place * step), _height(mean.indeks), mean, mean.year >= NEW_INSTRUMENT)
        for place, mean in enumerate(means)
    )
    grid = tuple((_height(Decimal(level)), level) for level in range(SCALE_MAX + 1))
    return Series(
        width,
        FLOOR,
        grid,
        points,
        earlier=_line(point for point in points if not point.is_comparable),
        line=_line(point for point in points if point.is_comparable),
    )


def _height(value: Decimal) -> str:
    return _text(FLOOR - Fraction(value) * HEIGHT / SCALE_MAX)


def _line(points: Iterable[Point]) -> str:
    return " ".join(f"{point.x},{point.y}" for point in points)


def _text(value: Fraction | int) -> str:
    return f"{round_half_up(Fraction(value), TENTH):f}".removesuffix(".0")
