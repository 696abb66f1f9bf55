"""How an index follows from levels. Plain Python: no Django, no clock, no database.

Sources: Peraturan Menteri PANRB 59/2020, annex, Tabel 3-6 (weights and bands) and Tabel 10-12 (worked example).
An index is `sum(level x weight_units) / weight_total`; a group's value is the same weighted mean inside the group.
Levels are integers or Decimals on the instrument's scale. Everything stays exact until it is shown.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

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


@dataclass(frozen=True, slots=True)
class Questionnaire:
    """What the arithmetic needs to know of an instrument."""

    code: str
    items: tuple[Item, ...]
    bands: tuple[Band, ...]
    weight_total: int
    scale_min: Decimal
    scale_max: Decimal
    scale_step: Decimal
    unanswered_as: Decimal = Decimal(0)

    def domain_codes(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(item.domain for item in self.items if item.domain))

    def aspect_codes(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(item.aspect for item in self.items))


@dataclass(frozen=True, slots=True)
class Value:
    """A weighted mean kept exact: `weighted_sum / weight_units`."""

    weighted_sum: Decimal
    weight_units: int
    answered: int
    total: int

    @property
    def fraction(self) -> Fraction:
        return Fraction(self.weighted_sum) / self.weight_units

    @property
    def exact(self) -> str:
        """The exact decimal text, or twelve decimals where the division never ends."""
        return exact_text(self.fraction)

    @property
    def shown(self) -> Decimal:
        """Rounded half up to two decimals; for display only."""
        return round_half_up(self.fraction)


@dataclass(frozen=True, slots=True)
class Line:
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
    steps = value / Fraction(quantum)
    whole, rest = divmod(steps.numerator, steps.denominator)
    return (whole + (2 * rest >= steps.denominator)) * quantum


def exact_text(value: Fraction) -> str:
    """Shortest decimal text with at least two decimals; a never-ending one is rounded half up at twelve."""
    rest = value.denominator
    for prime in (2, 5):
        while rest % prime == 0:
            rest //= prime
    if rest != 1:
        return f"{round_half_up(value, Decimal('0.000000000001')):f}"
    text = f"{Decimal(value.numerator) / Decimal(value.denominator):f}"
    whole, _, decimals = text.partition(".")
    return f"{whole}.{decimals.rstrip('0').ljust(2, '0')}"


def check_level(level: Level, questionnaire: Questionnaire) -> Decimal:
    """The level as a Decimal; ScoringError when it is off the scale or between two steps."""
    if isinstance(level, bool) or not isinstance(level, int | Decimal):
        raise ScoringError(f"tingkat harus bilangan, bukan {level!r}")
    value = Decimal(level)
    if not value.is_finite() or not questionnaire.scale_min <= value <= questionnaire.scale_max:
        raise ScoringError(
            f"tingkat {level} di luar skala {shown(questionnaire.scale_min)}-{shown(questionnaire.scale_max)}"
        )
    if (value - questionnaire.scale_min) % questionnaire.scale_step:
        raise ScoringError(f"tingkat {level} tidak sesuai langkah skala {shown(questionnaire.scale_step)}")
    return value


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
    unknown = levels.keys() - {item.code for item in questionnaire.items}
    if unknown:
        raise ScoringError(f"indikator tidak dikenal: {', '.join(sorted(unknown))}")
    trace = tuple(_line(questionnaire, item, levels.get(item.code)) for item in questionnaire.items)
    pairs = list(zip(questionnaire.items, trace, strict=True))
    indeks = _mean(trace, weight_units=questionnaire.weight_total)
    by_basis = {
        "exact": band_of(indeks.fraction, questionnaire.bands),
        "rounded": band_of(Fraction(indeks.shown), questionnaire.bands),
    }
    return Score(
        indeks=indeks,
        domains={
            code: _mean(line for item, line in pairs if item.domain == code) for code in questionnaire.domain_codes()
        },
        aspects={
            code: _mean(line for item, line in pairs if item.aspect == code) for code in questionnaire.aspect_codes()
        },
        predikat=by_basis[basis],
        basis=basis,
        predikat_of_other_basis=by_basis["rounded" if basis == "exact" else "exact"],
        trace=trace,
    )


def band_of(value: Fraction, bands: Iterable[Band]) -> Band:
    """The band whose floor is the highest not above `value`."""
    return max((band for band in bands if Fraction(band.floor) <= value), key=lambda band: band.floor)


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


def _mean(lines: Iterable[Line], *, weight_units: int | None = None) -> Value:
    lines = list(lines)
    return Value(
        weighted_sum=sum((line.product for line in lines), Decimal(0)),
        weight_units=weight_units or sum(line.weight_units for line in lines),
        answered=sum(line.level is not None for line in lines),
        total=len(lines),
    )
