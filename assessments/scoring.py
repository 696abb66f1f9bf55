"""How an index follows from levels. Plain Python: no Django, no clock, no database.

Sources: Peraturan Menteri PANRB 59/2020, annex, Tabel 3-6 (weights and bands) and Tabel 10-12 (worked example).
An index is `sum(level x weight_units) / weight_total`; a group's value is the same weighted mean inside the group.
Levels are integers or Decimals on the instrument's scale. Everything stays exact until it is shown.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import cached_property, lru_cache
from typing import NamedTuple

Level = int | Decimal
HUNDREDTH = Decimal("0.01")
BASES = ("exact", "rounded")


class ScoringError(ValueError):
    """The levels or the instrument cannot be scored; the text names the place."""


@dataclass(frozen=True, slots=True)
class Item:
    """One scored indicator: its code, integer weight units, and the groups it counts in."""

    code: str
    weight_units: int
    aspect: str
    domain: str | None


@dataclass(frozen=True, slots=True)
class Band:
    """A predikat: from `floor` up to the next band's floor."""

    code: str
    name: str
    floor: Decimal


class Group(NamedTuple):
    """Items that are averaged together: where they stand in the questionnaire, and their weight units together."""

    positions: tuple[int, ...]
    weight_units: int


@dataclass(frozen=True)
class Questionnaire:
    """What the arithmetic needs to know of an instrument; what follows from it is worked out once, not per score."""

    code: str
    items: tuple[Item, ...]
    bands: tuple[Band, ...]
    weight_total: int
    scale_min: Decimal
    scale_max: Decimal
    scale_step: Decimal
    unanswered_as: Decimal = Decimal(0)

    def domain_codes(self) -> tuple[str, ...]:
        return tuple(self.domains)

    def aspect_codes(self) -> tuple[str, ...]:
        return tuple(self.aspects)

    @cached_property
    def item_codes(self) -> frozenset[str]:
        return frozenset(item.code for item in self.items)

    @cached_property
    def whole(self) -> Group:
        """All items, under the full denominator."""
        return Group(tuple(range(len(self.items))), self.weight_total)

    @cached_property
    def domains(self) -> dict[str, Group]:
        """The items of each domain; empty for an instrument without domains."""
        return self._grouped([item.domain for item in self.items])

    @cached_property
    def aspects(self) -> dict[str, Group]:
        return self._grouped([item.aspect for item in self.items])

    def _grouped(self, groups: list[str | None]) -> dict[str, Group]:
        found = {}
        for code in dict.fromkeys(filter(None, groups)):
            positions = tuple(place for place, group in enumerate(groups) if group == code)
            found[code] = Group(positions, sum(self.items[place].weight_units for place in positions))
        return found

    @cached_property
    def scale(self) -> frozenset[Decimal]:
        """Every level that may be given."""
        steps = int((self.scale_max - self.scale_min) / self.scale_step)
        return frozenset(self.scale_min + step * self.scale_step for step in range(steps + 1))


@dataclass(frozen=True, slots=True)
class Value:
    """A weighted mean kept exact: `weighted_sum / weight_units`."""

    weighted_sum: Decimal
    weight_units: int
    answered: int
    total: int

    @property
    def fraction(self) -> Fraction:
        numerator, denominator = self.weighted_sum.as_integer_ratio()
        return Fraction(numerator, denominator * self.weight_units)

    @property
    def exact(self) -> str:
        """The exact decimal text, or twelve decimals where the division never ends."""
        return exact_text(self.fraction)

    @property
    def shown(self) -> Decimal:
        """Rounded half up to two decimals; for display only."""
        return round_half_up(self.fraction)


class Line(NamedTuple):
    """One step of the explanation: an indicator's level, weight and product. `level` is None when unanswered."""

    code: str
    level: Decimal | None
    weight_units: int
    product: Decimal


@dataclass(frozen=True, slots=True)
class Score:
    """An index with everything needed to explain it."""

    indeks: Value
    domains: Mapping[str, Value]
    aspects: Mapping[str, Value]
    predikat: Band
    basis: str
    predikat_of_other_basis: Band
    trace: tuple[Line, ...]

    @property
    def answered(self) -> int:
        return self.indeks.answered

    @property
    def total(self) -> int:
        return self.indeks.total

    @property
    def is_provisional(self) -> bool:
        return self.answered < self.total

    @property
    def bases_disagree(self) -> bool:
        """Banding the exact and the rounded index gives different predikat (3.4985 against 3.50)."""
        return self.predikat != self.predikat_of_other_basis


def round_half_up(value: Fraction, quantum: Decimal = HUNDREDTH) -> Decimal:
    """The multiple of `quantum` nearest to `value`, a tie going up; exact, for values of zero or more."""
    numerator, denominator = quantum.as_integer_ratio()
    divisor = value.denominator * numerator
    whole, rest = divmod(value.numerator * denominator, divisor)
    return (whole + (2 * rest >= divisor)) * quantum


def exact_text(value: Fraction) -> str:
    """Shortest decimal text with at least two decimals; a never-ending one is rounded half up at twelve."""
    places = _decimal_places(value.denominator)
    if places is None:
        return f"{round_half_up(value, Decimal('0.000000000001')):f}"
    places = max(places, 2)
    digits = str(value.numerator * 10**places // value.denominator).rjust(places + 1, "0")
    return f"{digits[:-places]}.{digits[-places:]}"


@lru_cache(maxsize=4096)
def _decimal_places(denominator: int) -> int | None:
    """How many decimals a fraction in lowest terms needs; None where the division never ends."""
    counts = []
    for prime in (2, 5):
        count = 0
        while denominator % prime == 0:
            denominator //= prime
            count += 1
        counts.append(count)
    return max(counts) if denominator == 1 else None


def check_level(level: Level, questionnaire: Questionnaire) -> Decimal:
    """The level as a Decimal; ScoringError when it is off the scale or between two steps."""
    if isinstance(level, bool) or not isinstance(level, (int, Decimal)):
        raise ScoringError(f"tingkat harus bilangan, bukan {level!r}")
    value = Decimal(level)
    if value.is_finite() and value in questionnaire.scale:
        return value
    low, high, step = (
        shown(part) for part in (questionnaire.scale_min, questionnaire.scale_max, questionnaire.scale_step)
    )
    if not value.is_finite() or not questionnaire.scale_min <= value <= questionnaire.scale_max:
        raise ScoringError(f"tingkat {level} di luar skala {low} sampai {high}")
    raise ScoringError(f"tingkat {level} tidak sesuai langkah skala {step}")


def shown(value: Decimal) -> str:
    """Without trailing zeros: 1 for Decimal("1.00"), 0.01 for itself."""
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def score(questionnaire: Questionnaire, levels: Mapping[str, Level | None], *, basis: str = "exact") -> Score:
    """Weigh the levels into an index, group values and a predikat.

    `levels` maps indicator codes to a level or None; a code left out is unanswered and counts as
    `unanswered_as` with the full denominator. Unknown codes and levels off the scale raise ScoringError.
    `basis` says which index is banded: "exact" (the rule) or "rounded" (as the ministry did in 2023).
    """
    if basis not in BASES:
        raise ScoringError(f"dasar predikat tidak dikenal: {basis}")
    unknown = levels.keys() - questionnaire.item_codes
    if unknown:
        raise ScoringError(f"indikator tidak dikenal: {', '.join(sorted(unknown))}")
    trace = tuple([_line(questionnaire, item, levels.get(item.code)) for item in questionnaire.items])
    indeks = _mean(trace, questionnaire.whole)
    by_basis = {
        "exact": band_of(indeks.fraction, questionnaire.bands),
        "rounded": band_of(Fraction(indeks.shown), questionnaire.bands),
    }
    return Score(
        indeks=indeks,
        domains={code: _mean(trace, group) for code, group in questionnaire.domains.items()},
        aspects={code: _mean(trace, group) for code, group in questionnaire.aspects.items()},
        predikat=by_basis[basis],
        basis=basis,
        predikat_of_other_basis=by_basis["rounded" if basis == "exact" else "exact"],
        trace=trace,
    )


def band_of(value: Fraction, bands: Iterable[Band]) -> Band:
    """The band whose floor is the highest not above `value`."""
    return max((band for band in bands if _fraction(band.floor) <= value), key=lambda band: band.floor)


_fraction = lru_cache(maxsize=256)(Fraction)


def gain_of_next_level(questionnaire: Questionnaire, item: Item) -> Fraction:
    """How much the index rises when this indicator goes up one whole level."""
    return Fraction(item.weight_units, questionnaire.weight_total)


def _line(questionnaire: Questionnaire, item: Item, level: Level | None) -> Line:
    if level is None:
        return Line(item.code, None, item.weight_units, questionnaire.unanswered_as * item.weight_units)
    try:
        value = check_level(level, questionnaire)
    except ScoringError as error:
        raise ScoringError(f"{item.code}: {error}") from None
    return Line(item.code, value, item.weight_units, value * item.weight_units)


def _mean(trace: Sequence[Line], group: Group) -> Value:
    lines = [trace[position] for position in group.positions]
    return Value(
        weighted_sum=sum([line.product for line in lines], Decimal(0)),
        weight_units=group.weight_units,
        answered=len([line for line in lines if line.level is not None]),
        total=len(lines),
    )
