"""The index over the years."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from assessments.scoring import Value
from results.charts.drawing import text
from results.comparing import PastYear
from results.national import means
from results.values import Summary

WIDTH, LEFT, RIGHT, TOP, BOTTOM = 360, 52, 28, 14, 164


@dataclass(frozen=True, slots=True)
class TrendPoint:
    """One year. Another instrument's is not comparable, and an index still rising is not settled: joined to nothing."""

    year: int
    value: Decimal
    is_comparable: bool
    is_settled: bool
    is_present: bool
    national: Decimal | None
    x: str
    y: str


@dataclass(frozen=True, slots=True)
class Trend:
    """`line` and `national` are paths; `bands` are the heights and floors of the predikat."""

    points: list[TrendPoint]
    line: str
    national: str
    target: tuple[str, str] | None
    bands: list[tuple[str, str]]
    instrument: str
    others: list[str]

    @property
    def has_national(self) -> bool:
        return any(point.national is not None for point in self.points)


def trend(summary: Summary, years: Sequence[PastYear], target: Decimal | None) -> Trend | None:
    """From the oldest finished year to this one; None where there is no earlier year to show."""
    if not years:
        return None
    present, oldest = summary.heading.year, years[-1].year
    published = {mean.year: mean.indeks for mean in means() if oldest <= mean.year <= present}
    values = _values(summary, years)
    top = Fraction(summary.questionnaire.scale_max)
    low = min([Fraction(1), *(Fraction(int(value.fraction)) for _, value, _, _ in values)])

    def across(year: int) -> Fraction:
        return LEFT + Fraction((year - oldest) * (WIDTH - LEFT - RIGHT), present - oldest)

    def up(value: Fraction) -> Fraction:
        return BOTTOM - (value - low) * (BOTTOM - TOP) / (top - low)

    found = [
        TrendPoint(
            year=year, value=value.shown, is_comparable=is_comparable, is_settled=is_settled,
            is_present=year == present, national=published.get(year), x=text(across(year)), y=text(up(value.fraction)),
        )
        for year, value, is_comparable, is_settled in values
    ]  # fmt: skip
    return Trend(
        points=found,
        line=_path([f"{point.x} {point.y}" for point in found if point.is_comparable and point.is_settled]),
        national=_path([f"{text(across(year))} {text(up(Fraction(mean)))}" for year, mean in published.items()]),
        target=None if target is None else (text(across(present)), text(up(Fraction(target)))),
        bands=[(text(up(Fraction(b.floor))), f"{b.floor:f}") for b in summary.questionnaire.bands if b.floor > 0],
        instrument=summary.heading.instrument,
        others=sorted({past.instrument for past in years if not past.is_comparable}),
    )


def _values(summary: Summary, years: Sequence[PastYear]) -> list[tuple[int, Value, bool, bool]]:
    """Year, index, whether it compares with this year's, and whether it is settled; oldest first."""
    values = [(past.year, past.indeks, past.is_comparable, True) for past in reversed(years)]
    return [*values, (summary.heading.year, summary.headline.indeks, True, not summary.headline.is_provisional)]


def _path(places: Sequence[str]) -> str:
    return "M" + "L".join(places) if len(places) > 1 else ""
