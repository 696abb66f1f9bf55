"""How an index follows from levels. Plain Python: no Django, no clock, no database.

Sources: Peraturan Menteri PANRB 59/2020, annex, Tabel 3-6 (weights and bands) and Tabel 10-12 (worked example).
An index is `sum(level x weight_units) / weight_total`; a group's value is the same weighted mean inside the group.
Levels are integers or Decimals on the instrument's scale, at most two decimals: inside, a level is a whole number
of hundredths, so that sums are integers. Everything stays exact until it is shown.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
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
    def hundredths(self) -> dict[Decimal, int]:
        """Every level that may be given, as a whole number of hundredths."""
        low, high, step = (int(part * 100) for part in (self.scale_min, self.scale_max, self.scale_step))
        return {level * HUNDREDTH: level for level in range(low, high + 1, step)}


@dataclass(frozen=True, slots=True)
class Value:
    """A weighted mean kept exact: `hundredths / 100 / weight_units`."""

    hundredths: int
    weight_units: int
    answered: int
    total: int

    @property
    def weighted_sum(self) -> Decimal:
        """The sum of level x weight."""
        return self.hundredths * HUNDREDTH

    @property
    def fraction(self) -> Fraction:
        return Fraction(self.hundredths, 100 * self.weight_units)

    @property
    def exact(self) -> str:
        """The exact decimal text, or twelve decimals where the division never ends."""
        return exact_text(self.fraction)

    @property
    def shown(self) -> Decimal:
        """Rounded half up to two decimals; for display only."""
        return _nearest(self.hundredths, self.weight_units) * HUNDREDTH


class Line(NamedTuple):
    """One step of the explanation: an indicator's level, weight and product. `level` is None when unanswered."""

    code: str
    level: Decimal | None
    weight_units: int
    product: Decimal


@dataclass(frozen=True)
class Score:
    """An index with everything needed to explain it."""

    indeks: Value
    domains: Mapping[str, Value]
    aspects: Mapping[str, Value]
    predikat: Band
    basis: str
    predikat_of_other_basis: Band
    questionnaire: Questionnaire
    levels: Mapping[str, Decimal | None]

    @cached_property
    def trace(self) -> tuple[Line, ...]:
        """The sum step by step: every indicator in order, an unanswered one with what it counts as."""
        unanswered = self.questionnaire.unanswered_as
        pairs = ((item, self.levels[item.code]) for item in self.questionnaire.items)
        return tuple(
            Line(item.code, level, item.weight_units, (unanswered if level is None else level) * item.weight_units)
            for item, level in pairs
        )

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
    return _nearest(value.numerator * denominator, value.denominator * numerator) * quantum


def _nearest(numerator: int, denominator: int) -> int:
    """The whole number nearest to the quotient, a tie going up."""
    whole, rest = divmod(numerator, denominator)
    return whole + (2 * rest >= denominator)


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
    if value.is_finite() and value in questionnaire.hundredths:
        return value
    low, high = questionnaire.scale_min, questionnaire.scale_max
    if not value.is_finite() or not low <= value <= high:
        raise ScoringError(f"tingkat {level} di luar skala {shown(low)} sampai {shown(high)}")
    raise ScoringError(f"tingkat {level} tidak sesuai langkah skala {shown(questionnaire.scale_step)}")


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
    checked = _checked(questionnaire, levels)
    mean = _means(questionnaire, list(checked.values()))
    indeks = mean(questionnaire.whole)
    by_basis = {
        "exact": band_of(indeks.fraction, questionnaire.bands),
        "rounded": band_of(Fraction(indeks.shown), questionnaire.bands),
    }
    return Score(
        indeks=indeks,
        domains={code: mean(group) for code, group in questionnaire.domains.items()},
        aspects={code: mean(group) for code, group in questionnaire.aspects.items()},
        predikat=by_basis[basis],
        basis=basis,
        predikat_of_other_basis=by_basis["rounded" if basis == "exact" else "exact"],
        questionnaire=questionnaire,
        levels=checked,
    )


def band_of(value: Fraction, bands: Iterable[Band]) -> Band:
    """The band whose floor is the highest not above `value`; compared crosswise in integers."""
    numerator, denominator = value.numerator, value.denominator
    floors = ((band, *band.floor.as_integer_ratio()) for band in bands)
    reached = [band for band, over, under in floors if over * denominator <= numerator * under]
    return max(reached, key=lambda band: band.floor)


def gain_of_next_level(questionnaire: Questionnaire, item: Item) -> Fraction:
    """How much the index rises when this indicator goes up one whole level."""
    return Fraction(item.weight_units, questionnaire.weight_total)


def _checked(questionnaire: Questionnaire, levels: Mapping[str, Level | None]) -> dict[str, Decimal | None]:
    """A level or None for every indicator in order."""
    found: dict[str, Decimal | None] = {}
    for item in questionnaire.items:
        level = levels.get(item.code)
        try:
            found[item.code] = None if level is None else check_level(level, questionnaire)
        except ScoringError as error:
            raise ScoringError(f"{item.code}: {error}") from None
    return found


def _means(questionnaire: Questionnaire, levels: list[Decimal | None]) -> Callable[[Group], Value]:
    """Every product once; the function takes out of them what a group needs."""
    given, unanswered = questionnaire.hundredths, int(questionnaire.unanswered_as * 100)
    answered = [level is not None for level in levels]
    products = [
        (unanswered if level is None else given[level]) * item.weight_units
        for item, level in zip(questionnaire.items, levels, strict=True)
    ]
    return lambda group: Value(
        hundredths=sum(map(products.__getitem__, group.positions)),
        weight_units=group.weight_units,
        answered=sum(map(answered.__getitem__, group.positions)),
        total=len(group.positions),
    )
