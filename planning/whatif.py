"""What the numbers would be if some levels were other ones. Plain values: no Django, no clock, no database.

Nothing here is kept. The same arithmetic runs in the browser (`static/js/whatif.js`), in whole numbers, and a test
compares the two on many settings.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import cached_property
from math import ceil, floor

from assessments import scoring
from assessments.scoring import HUNDREDTH, Band, Questionnaire, Score

THOUSANDTH = Decimal("0.001")
Levels = Mapping[str, Decimal | None]


@dataclass(frozen=True, slots=True)
class Change:
    """One indicator that differs from today, and what that alone does to the index."""

    code: str
    before: Decimal | None
    after: Decimal | None
    gain: Fraction

    @property
    def shown(self) -> Decimal:
        """With its sign, rounded half up to three decimals; for display only."""
        size = scoring.round_half_up(abs(self.gain), THOUSANDTH)
        return -size if self.gain < 0 else size

    @property
    def exact(self) -> Decimal:
        return exact_decimal(self.gain)


@dataclass(frozen=True, slots=True)
class Prospect:
    """How sensitive the index is to one indicator: what its next whole level adds. `next` is None at the top."""

    code: str
    level: Decimal | None
    next: Decimal | None
    gain: Fraction

    @property
    def shown(self) -> Decimal:
        """Rounded half up to three decimals; for display only."""
        return scoring.round_half_up(self.gain, THOUSANDTH)

    @property
    def exact(self) -> Decimal:
        return exact_decimal(self.gain)


@dataclass(frozen=True, slots=True)
class Search:
    """What is asked of the cheapest path: an exact index (`target`), as people say it (`wanted`), and how.

    `goal` and `band` name the predikat aimed at; empty where an index was typed.
    """

    target: Fraction
    goal: str
    band: str
    wanted: Decimal
    max_step: int | None
    has_prerequisites: bool


@dataclass(frozen=True)
class WhatIf:
    """The levels as they are (`base`) beside the levels as they might be; both name every indicator."""

    questionnaire: Questionnaire
    base: Levels
    levels: Levels
    basis: str

    @cached_property
    def before(self) -> Score:
        return scoring.score(self.questionnaire, self.base, basis=self.basis)

    @cached_property
    def after(self) -> Score:
        return scoring.score(self.questionnaire, self.levels, basis=self.basis)

    @property
    def difference(self) -> Decimal:
        """Between the two indexes as they are shown, so that a reader who subtracts finds the same."""
        return self.after.indeks.shown - self.before.indeks.shown

    @cached_property
    def changes(self) -> tuple[Change, ...]:
        """In the order of the questionnaire."""
        return tuple(
            Change(item.code, self.base[item.code], self.levels[item.code], self._gain(item.weight_units, item.code))
            for item in self.questionnaire.items
            if self.base[item.code] != self.levels[item.code]
        )

    def _gain(self, weight_units: int, code: str) -> Fraction:
        return rise(self.questionnaire, weight_units, self.base[code], self.levels[code])

    @cached_property
    def prospects(self) -> Mapping[str, Prospect]:
        found = {}
        for item in self.questionnaire.items:
            level = self.levels[item.code]
            above = next_level(self.questionnaire, level)
            gain = rise(self.questionnaire, item.weight_units, level, above) if above is not None else Fraction(0)
            found[item.code] = Prospect(item.code, level, above, gain)
        return found

    @property
    def next_band(self) -> Band | None:
        higher = [band for band in self.questionnaire.bands if band.floor > self.after.predikat.floor]
        return min(higher, key=lambda band: band.floor) if higher else None

    @property
    def to_next_band(self) -> Decimal | None:
        """How much the index lacks, rounded up so that reaching it is enough."""
        if self.next_band is None:
            return None
        lacking = index_of(self.next_band, self.basis) - self.after.indeks.fraction
        return -(-lacking * 100 // 1) * HUNDREDTH


def next_level(questionnaire: Questionnaire, level: Decimal | None) -> Decimal | None:
    """The next whole level: 3 after 2, after 2.75, and 1 after nothing; None where there is none above."""
    present = questionnaire.unanswered_as if level is None else level
    above = Decimal(max(int(present) + 1, int(questionnaire.scale_min)))
    return above if above <= questionnaire.scale_max else None


def rise(questionnaire: Questionnaire, weight_units: int, before: Decimal | None, after: Decimal | None) -> Fraction:
    """How much the index moves when one indicator of that weight goes from one level to another."""
    low, high = (questionnaire.unanswered_as if level is None else level for level in (before, after))
    return Fraction(high - low) * weight_units / questionnaire.weight_total


def steps_between(questionnaire: Questionnaire, before: Decimal | None, after: Decimal | None) -> int:
    """How many levels are worked on from one level to a higher one: a level begun counts whole, and an indicator
    without a level first gets the lowest.
    """
    low = questionnaire.scale_min - 1 if before is None else before
    return 0 if after is None else max(ceil(after) - floor(low), 0)


def index_of(band: Band, basis: str) -> Fraction:
    """The exact index from which a predikat is given: a cycle that bands the rounded index gives it half a
    hundredth earlier.
    """
    floor = Fraction(band.floor)
    return floor - Fraction(1, 200) if basis == "rounded" and floor else floor


def exact_decimal(value: Fraction) -> Decimal:
    """With its sign; twelve decimals where the division never ends."""
    size = Decimal(scoring.exact_text(abs(value)))
    return -size if value < 0 else size
