"""Where one result stands among others. Plain values: no database, no clock, everything exact.

Ranks are competition ranks: one more than the number of those above, so equal values share a rank and the next is
skipped. The percentile is the share of the *others* that are lower. Published values carry two decimals, so an own
value is compared as it is shown, never with more digits than its neighbours have.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction

from assessments.scoring import round_half_up
from results.matching import readable_group
from results.national import Published

YEAR = 2023  # the one year of which every institution's result is shipped
INSTRUMENT = "spbe-2020"  # its questionnaire; values of another are not comparable
INDEKS = "indeks"
MEASURES = {
    INDEKS: "Indeks SPBE",
    "D1": "Kebijakan Internal",
    "D2": "Tata Kelola",
    "D3": "Manajemen",
    "D4": "Layanan",
}
SCOPES = ("nasional", "jenis", "kelompok")
NEIGHBOURS = 3
EQUALS = 4
NEAR_BOTTOM = 20  # "peringkat 207 dari bawah" tells nobody anything
BIN = 20  # hundredths: bounds of the histogram then include most floors of the predikat
TOP = 500  # hundredths, the highest value there is


@dataclass(frozen=True, slots=True)
class Place:
    """How many others are above, equal and below."""

    above: int
    equal: int
    below: int

    @property
    def rank(self) -> int:
        return self.above + 1

    @property
    def from_bottom(self) -> int:
        return self.below + 1

    @property
    def of(self) -> int:
        """How many there are, oneself included."""
        return self.above + self.equal + self.below + 1

    @property
    def percentile(self) -> Fraction | None:
        """The share of the others that are lower; None when there are no others."""
        return Fraction(self.below, self.of - 1) if self.of > 1 else None

    @property
    def percent(self) -> Decimal | None:
        """The percentile for display, with one decimal."""
        return None if self.percentile is None else round_half_up(self.percentile * 100, Decimal("0.1"))

    @property
    def words_of_percentile(self) -> str:
        if self.percentile is None:
            return ""
        if self.below == 0:
            return "tidak ada yang lebih rendah"
        if self.percentile == 1:
            return "lebih tinggi daripada semua yang lain"
        return f"lebih tinggi daripada {self.percent}% instansi lain".replace(".", ",")

    @property
    def words(self) -> str:
        """ "Peringkat 12 bersama 3 instansi lain, dari 93"."""
        if self.of == 1:
            return "Satu-satunya"
        if self.equal:
            return f"Peringkat {self.rank} bersama {self.equal} instansi lain, dari {self.of}"
        return f"Peringkat {self.rank} dari {self.of}"

    @property
    def words_from_bottom(self) -> str:
        """Said where one stands nearer to the bottom than to the top, and the bottom is in sight."""
        if self.of == 1 or self.from_bottom >= self.rank or self.from_bottom > NEAR_BOTTOM:
            return ""
        return "terendah" if self.from_bottom == 1 else f"peringkat {self.from_bottom} dari bawah"


@dataclass(frozen=True, slots=True)
class Scope:
    """A population to stand in, without oneself."""

    code: str
    label: str
    others: tuple[Published, ...]


@dataclass(frozen=True, slots=True)
class Standing:
    """One's value of one measure, and its place in each scope by the scope's label."""

    measure: str
    label: str
    value: Decimal
    places: tuple[tuple[str, Place], ...]


@dataclass(frozen=True, slots=True)
class Neighbour:
    """A line of the list around oneself; `difference` is its value less one's own."""

    rank: int
    row: Published
    value: Decimal
    difference: Decimal
    is_own: bool


@dataclass(frozen=True, slots=True)
class Neighbours:
    """The nearest above, oneself with equals, the nearest below; `hidden` equals are not listed."""

    lines: tuple[Neighbour, ...]
    hidden: int


@dataclass(frozen=True, slots=True)
class Bin:
    """How many values lie from `low` to `high`, both included, as values have two decimals."""

    low: Decimal
    high: Decimal
    count: int
    is_own: bool


@dataclass(frozen=True, slots=True)
class Comparison:
    """Everything the page says about one result in the published field."""

    own: Published
    standings: tuple[Standing, ...]
    scopes: tuple[Scope, ...]
    scope: Scope
    measure: str
    neighbours: Neighbours
    bins: tuple[Bin, ...]

    @property
    def measure_label(self) -> str:
        return MEASURES[self.measure]

    @property
    def count(self) -> int:
        return len(self.scope.others) + 1


def compare(own: Published, rows: Sequence[Published], *, measure: str = INDEKS, scope: str = "nasional") -> Comparison:
    """Put a result among all others of its year; a row of the same name is its own and is not counted twice."""
    scopes = scopes_of(own, rows)
    chosen = next(part for part in scopes if part.code == scope)
    return Comparison(
        own=own,
        standings=standings(own, scopes),
        scopes=scopes,
        scope=chosen,
        measure=measure,
        neighbours=neighbours(own, chosen.others, measure),
        bins=histogram(own, chosen.others, measure),
    )


def imagined(row: Published, *, indeks: Decimal, domains: Mapping[str, Decimal]) -> Published:
    """The row as it would stand with other values; its published predikat does not belong to them."""
    return replace(row, indeks=indeks, domains=dict(domains), predikat="")


def value_of(row: Published, measure: str) -> Decimal:
    return row.indeks if measure == INDEKS else row.domains[measure]


def scopes_of(own: Published, rows: Sequence[Published]) -> tuple[Scope, ...]:
    """All institutions, those of the same kind, and those of the same province (or kind of central body)."""
    others = tuple(row for row in rows if row.name != own.name)
    return (
        Scope("nasional", "Nasional", others),
        Scope("jenis", own.kind.capitalize(), tuple(row for row in others if row.kind == own.kind)),
        Scope("kelompok", readable_group(own.group), tuple(row for row in others if row.group == own.group)),
    )


def place(value: Decimal, others: Iterable[Decimal]) -> Place:
    counts = Counter((other > value) - (other < value) for other in others)
    return Place(above=counts[1], equal=counts[0], below=counts[-1])


def standings(own: Published, scopes: Sequence[Scope]) -> tuple[Standing, ...]:
    return tuple(
        Standing(measure, label, value_of(own, measure), tuple(_places(own, scopes, measure)))
        for measure, label in MEASURES.items()
    )


def _places(own: Published, scopes: Sequence[Scope], measure: str) -> Iterator[tuple[str, Place]]:
    for scope in scopes:
        yield scope.label, place(value_of(own, measure), (value_of(row, measure) for row in scope.others))


def neighbours(own: Published, others: Sequence[Published], measure: str) -> Neighbours:
    """Nearest first in the choosing, highest first in the list; among equals by name, oneself before them."""
    value = value_of(own, measure)
    ranked = sorted(others, key=lambda row: (-value_of(row, measure), row.name))
    above = [row for row in ranked if value_of(row, measure) > value][-NEIGHBOURS:]
    equal = [row for row in ranked if value_of(row, measure) == value]
    below = [row for row in ranked if value_of(row, measure) < value][:NEIGHBOURS]
    values = [value, *(value_of(row, measure) for row in others)]
    lines = tuple(
        Neighbour(
            rank=1 + sum(other > value_of(row, measure) for other in values),
            row=row,
            value=value_of(row, measure),
            difference=value_of(row, measure) - value,
            is_own=row is own,
        )
        for row in (*above, own, *equal[:EQUALS], *below)
    )
    return Neighbours(lines, hidden=max(0, len(equal) - EQUALS))


def histogram(own: Published, others: Iterable[Published], measure: str) -> tuple[Bin, ...]:
    """Counts in steps of 0.2 from the lowest to the highest value, oneself included; empty steps between stay."""
    mine = _step(value_of(own, measure))
    counts = Counter([mine, *(_step(value_of(row, measure)) for row in others)])
    return tuple(
        Bin(
            low=Decimal(step * BIN) / 100,
            high=Decimal(TOP if (step + 1) * BIN >= TOP else (step + 1) * BIN - 1) / 100,
            count=counts[step],
            is_own=step == mine,
        )
        for step in range(min(counts), max(counts) + 1)
    )


def _step(value: Decimal) -> int:
    """The highest value belongs to the last step, and not to one of its own."""
    return min(int(value * 100), TOP - 1) // BIN
