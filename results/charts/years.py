"""Where the marks of a chart over the years lie. For display only, as in `charts`: positions are rounded to a tenth."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise

from assessments.scoring import round_half_up
from results import national
from results.charts.drawing import TENTH
from results.domain_words import national_code
from results.national import NationalMean
from results.trends import FAMILIES, Point, Section, Trend

LEFT, RIGHT, TOP, BOTTOM = 16, 4, 24, 26
INSET = 18  # between the axis and the first year, for its number
TOP_LEVEL = 5
LOOKS = {
    "outcome": ("#243474", "2.5", "none"),
    "claimed": ("#a9742a", "2", "7 4"),
    "national": ("#85806f", "1.25", "none"),
}
NATIONAL = "Rata-rata nasional (Kementerian PANRB)"

Run = list[tuple[int, Fraction]]


@dataclass(frozen=True, slots=True)
class Series:
    """One line: its runs are not joined, as they are not comparable; `loose` are provisional years beside it.

    `noted` are the years whose result was taken in although something looked wrong.
    """

    kind: str
    name: str
    runs: tuple[Run, ...]
    loose: tuple[tuple[int, Fraction], ...] = ()
    noted: frozenset[int] = frozenset()

    @property
    def values(self) -> list[tuple[int, Decimal]]:
        return sorted((year, round_half_up(value)) for run in (*self.runs, self.loose) for year, value in run)


@dataclass(frozen=True, slots=True)
class Dot:
    """A year's value; its number stands above or below it, clear of the other line's."""

    x: str
    y: str
    label_y: str
    value: Decimal
    is_loose: bool
    is_noted: bool


@dataclass(frozen=True, slots=True)
class Line:
    kind: str
    name: str
    colour: str
    width: str
    dashes: str
    paths: list[str]
    dots: list[Dot]
    values: list[tuple[int, Decimal]]


@dataclass(frozen=True, slots=True)
class LineChart:
    """`breaks` are where one instrument ends and the next begins."""

    title: str
    width: int
    height: int
    grid: list[tuple[str, str]]
    years: list[tuple[str, int]]
    breaks: list[str]
    lines: list[Line]
    bottom: int


def index_chart(trend: Trend, *, width: int = 1040, height: int = 300) -> LineChart:
    """The index of every year, beside the mean of all institutions."""
    series = [_series(trend.sections, family, lambda point: point.indeks) for family in FAMILIES]
    series.append(_national(trend, lambda mean: mean.indeks))
    return _chart("Indeks", series, trend, width=width, height=height, low=_lowest_line(series))


def domain_charts(trend: Trend, *, width: int = 320, height: int = 180) -> list[LineChart]:
    """One small chart per domain name; the same domain of another instrument stands on it, not joined.

    All have the same scale, so that a line higher up is a better domain.
    """
    names = list(dict.fromkeys(place.name for section in trend.newest_first for place in section.places))
    series = {name: _domain_series(trend, name) for name in names}
    low = _lowest_line(row for rows in series.values() for row in rows)
    return [_chart(name, rows, trend, width=width, height=height, low=low) for name, rows in series.items()]


def _domain_series(trend: Trend, name: str) -> list[Series]:
    codes = {section.code: place.code for section in trend.sections for place in section.places if place.name == name}
    series = [
        _series(trend.sections, family, lambda point: point.domains.get(codes.get(point.instrument, "")))
        for family in FAMILIES
    ]
    code = national_code(name) or ""
    mean = _national(trend, lambda mean: mean.domains.get(code))
    return [*series, mean]


def _series(sections: Sequence[Section], family: str, value: Callable[[Point], Fraction | None]) -> Series:
    runs, loose, noted = [], [], set[int]()
    for section in sections:
        joined = section.lines.get(family, [])
        taken = {point.year for point in joined}
        noted |= {point.year for point in joined if point.notes}
        alone = {p.year: p for p in section.points if p.family == family and p.year not in taken}
        runs.append([(point.year, found) for point in joined if (found := value(point)) is not None])
        loose += [(point.year, found) for point in alone.values() if (found := value(point)) is not None]
    return Series(family, FAMILIES[family], tuple(run for run in runs if run), tuple(loose), frozenset(noted))


def _national(trend: Trend, value: Callable[[NationalMean], Decimal | None]) -> Series:
    """The years between the institution's first and last, a run for each instrument it was rated by."""
    runs = []
    for section in trend.sections:
        first, last = max(section.first_year, trend.years[0]), min(section.last_year, trend.years[-1])
        means = [(mean.year, value(mean)) for mean in national.means() if first <= mean.year <= last]
        runs.append([(year, Fraction(found)) for year, found in means if found is not None])
    return Series("national", NATIONAL, tuple(run for run in runs if run))


def _lowest_line(series: Iterable[Series]) -> int:
    """Where the scale begins: at level 1 unless something lies beneath it."""
    return 0 if any(value < 1 for row in series for _, value in row.values) else 1


def _chart(title: str, series: Sequence[Series], trend: Trend, *, width: int, height: int, low: int) -> LineChart:
    frame = _Frame(trend.years, width, height, low)
    labels = _label_places(series, frame)
    return LineChart(
        title=title,
        width=width,
        height=height,
        bottom=height - BOTTOM,
        grid=[(str(level), _text(frame.y(Fraction(level)))) for level in range(frame.low, TOP_LEVEL + 1)],
        years=[(_text(frame.x(Fraction(year))), year) for year in trend.years],
        breaks=[_text(frame.x(place)) for place in _breaks(trend.sections)],
        lines=[_line(row, frame, labels) for row in series if row.values],
    )


class _Frame:
    """From years and values to places in the drawing."""

    def __init__(self, years: Sequence[int], width: int, height: int, low: int) -> None:
        self.first, self.span = years[0], years[-1] - years[0]
        self.width, self.height = width - LEFT - RIGHT - INSET * 2, height - TOP - BOTTOM
        self.low = low

    def x(self, year: Fraction) -> Fraction:
        share = (year - self.first) / self.span if self.span else Fraction(1, 2)
        return LEFT + INSET + share * self.width

    def y(self, value: Fraction) -> Fraction:
        return TOP + (TOP_LEVEL - value) * self.height / (TOP_LEVEL - self.low)


def _breaks(sections: Sequence[Section]) -> list[Fraction]:
    """Half-way between the years of one instrument and those of the next, where they do not overlap."""
    pairs = pairwise(sections)
    return [
        Fraction(before.years[-1] + after.years[0], 2) for before, after in pairs if before.years[-1] < after.years[0]
    ]


def _label_places(series: Sequence[Series], frame: _Frame) -> dict[tuple[str, int], Fraction]:
    """Of two values of a year the higher carries its number above, the lower below, and so does a low between highs.

    The national line has no numbers.
    """
    by_year: dict[int, list[tuple[Fraction, str]]] = defaultdict(list)
    for row in series:
        for run in (*row.runs, row.loose) if row.kind in FAMILIES else ():
            for year, value in run:
                by_year[year].append((value, row.kind))
    lows = {(row.kind, year) for row in series for run in row.runs for year in _lows(run)}
    places = {}
    for year, values in by_year.items():
        for rank, (value, kind) in enumerate(sorted(values, reverse=True)):
            is_below = rank > 0 or (len(values) == 1 and (kind, year) in lows)
            places[kind, year] = frame.y(value) + (18 if is_below else -9)
    return places


def _lows(run: Run) -> list[int]:
    """The years whose neighbours on the line are all higher."""
    values = [value for _, value in run]
    around = [[*values[max(0, n - 1) : n], *values[n + 1 : n + 2]] for n in range(len(run))]
    return [year for (year, value), near in zip(run, around, strict=True) if near and min(near) > value]


def _line(series: Series, frame: _Frame, labels: dict[tuple[str, int], Fraction]) -> Line:
    colour, width, dashes = LOOKS[series.kind]
    dots = [
        Dot(
            x=_text(frame.x(Fraction(year))),
            y=_text(frame.y(value)),
            label_y=_text(labels[series.kind, year]) if (series.kind, year) in labels else "",
            value=round_half_up(value),
            is_loose=is_loose,
            is_noted=year in series.noted,
        )
        for run, is_loose in (*((run, False) for run in series.runs), (series.loose, True))
        for year, value in run
    ]
    paths = [" ".join(f"{_text(frame.x(Fraction(y)))},{_text(frame.y(v))}" for y, v in run) for run in series.runs]
    return Line(series.kind, series.name, colour, width, dashes, paths, dots, series.values)


def _text(value: Fraction) -> str:
    return f"{round_half_up(value, TENTH):f}".removesuffix(".0")
