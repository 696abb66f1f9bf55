"""Results of several years side by side, as plain values: what may be compared, and what rose.

Only years of one instrument are compared: another instrument asks other things and weighs them otherwise. Differences
are exact; of a published value nobody knows more than its two decimals, and the result says so.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import cached_property

from assessments.scoring import round_half_up

OUTCOME, CLAIMED = "outcome", "claimed"
FAMILIES = {OUTCOME: "Hasil akhir", CLAIMED: "Mandiri"}
FAMILY_OF = {"claimed": CLAIMED, "final": OUTCOME, "external": OUTCOME}
# Which of several results of one year stands on the line: what the ministry published before what was decided here.
PRECEDENCE = ("external", "final", "claimed")


@dataclass(frozen=True, slots=True)
class Place:
    """A domain, by its code and the name its column and its chart carry."""

    code: str
    name: str


@dataclass(frozen=True, slots=True)
class Point:
    """One result of one year. `is_published` values are known to two decimals only; imported ones have `pk`."""

    year: int
    track: str
    label: str
    instrument: str
    indeks: Fraction
    predikat: str
    domains: Mapping[str, Fraction]
    is_provisional: bool = False
    is_published: bool = False
    address: str = ""
    pk: int | None = None
    notes: tuple[str, ...] = ()

    @property
    def family(self) -> str:
        return FAMILY_OF[self.track]

    @property
    def shown(self) -> Decimal:
        return round_half_up(self.indeks)

    def value_shown(self, code: str) -> Decimal | None:
        return round_half_up(self.domains[code]) if code in self.domains else None

    @property
    def is_imported(self) -> bool:
        return self.pk is not None


@dataclass(frozen=True, slots=True)
class Change:
    """A domain in two years; `difference` is exact, `shown` is its size rounded half up, with its sign."""

    place: Place
    before: Fraction
    after: Fraction

    @property
    def difference(self) -> Fraction:
        return self.after - self.before

    @property
    def shown(self) -> Decimal:
        size = round_half_up(abs(self.difference))
        return size if self.difference >= 0 else -size

    @property
    def values(self) -> tuple[Decimal, Decimal]:
        return round_half_up(self.before), round_half_up(self.after)


@dataclass(frozen=True, slots=True)
class Rise:
    """What became of the domains between two comparable years, the greatest rise first."""

    start: Point
    end: Point
    changes: tuple[Change, ...]

    @property
    def best(self) -> list[Change]:
        """Those that rose most, several when they rose alike; none when nothing rose."""
        most = self.changes[0].difference
        return [change for change in self.changes if change.difference == most] if most > 0 else []

    @property
    def others(self) -> list[Change]:
        return [change for change in self.changes if change not in self.best]

    @property
    def is_published(self) -> bool:
        return self.start.is_published or self.end.is_published


@dataclass(frozen=True)
class Section:
    """All results by one instrument: these may be compared with one another."""

    code: str
    name: str
    places: tuple[Place, ...]
    is_provisional: bool
    points: tuple[Point, ...]
    first_year: int
    last_year: int

    @cached_property
    def lines(self) -> dict[str, list[Point]]:
        """Per family at most one whole result a year, oldest first."""
        found: dict[str, dict[int, Point]] = defaultdict(dict)
        for point in sorted(self.points, key=_precedence):
            if not point.is_provisional:
                found[point.family].setdefault(point.year, point)
        return {family: [years[year] for year in sorted(years)] for family, years in found.items()}

    @property
    def years(self) -> list[int]:
        return sorted({point.year for point in self.points})

    @property
    def span(self) -> str:
        first, last = self.years[0], self.years[-1]
        return str(first) if first == last else f"{first}–{last}"

    @property
    def rows(self) -> list[tuple[Point, list[Decimal | None]]]:
        """The table: newest first, with a cell for each domain as it is shown."""
        points = sorted(self.points, key=lambda point: (-point.year, *_precedence(point)))
        return [(point, [point.value_shown(place.code) for place in self.places]) for point in points]

    @cached_property
    def rises(self) -> list[Rise]:
        """From the year before to the latest, and over the whole time where that is longer."""
        for family in (OUTCOME, CLAIMED):
            points = [point for point in self.lines.get(family, []) if point.domains]
            if len(points) > 1:
                pairs = dict.fromkeys([(points[-2].year, points[-1].year), (points[0].year, points[-1].year)])
                by_year = {point.year: point for point in points}
                found = [self._rise(by_year[start], by_year[end]) for start, end in pairs]
                return [rise for rise in found if rise]
        return []

    @property
    def has_published_rises(self) -> bool:
        return any(rise.is_published for rise in self.rises)

    def _rise(self, start: Point, end: Point) -> Rise | None:
        changes = [
            Change(place, start.domains[place.code], end.domains[place.code])
            for place in self.places
            if place.code in start.domains and place.code in end.domains
        ]
        changes.sort(key=lambda change: -change.difference)
        return Rise(start, end, tuple(changes)) if changes else None


@dataclass(frozen=True)
class Trend:
    """An institution's results over the years, a section per instrument, the oldest first."""

    sections: tuple[Section, ...]

    @property
    def points(self) -> list[Point]:
        return [point for section in self.sections for point in section.points]

    @property
    def years(self) -> list[int]:
        return sorted({point.year for point in self.points})

    @property
    def is_provisional(self) -> bool:
        return any(point.is_provisional for point in self.points)

    @property
    def has_notes(self) -> bool:
        return any(point.notes for point in self.points)

    @property
    def newest_first(self) -> list[Section]:
        return list(reversed(self.sections))


def _precedence(point: Point) -> tuple[int, bool]:
    """What was imported as published before what the portal knows of the same track."""
    return PRECEDENCE.index(point.track), not point.is_imported
