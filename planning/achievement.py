"""What came of a target, by exact numbers. Plain Python: no Django, no clock, no database."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from assessments.scoring import Value, exact_text, round_half_up


@dataclass(frozen=True, slots=True)
class Achievement:
    """A target and what was reached. Everything follows from the exact value; `shown` is what people read of it."""

    target: Decimal
    value: Fraction
    shown: Decimal
    is_provisional: bool

    @property
    def gap(self) -> Fraction:
        return self.value - Fraction(self.target)

    @property
    def gap_shown(self) -> Decimal:
        """The gap rounded half up, which is the difference of the two numbers beside it: a target has two decimals."""
        return self.shown - self.target

    @property
    def percent(self) -> Decimal:
        """Reached as a percentage of the target: 2,10 of 2,20 is 95,45."""
        return round_half_up(self.value * 100 / Fraction(self.target))

    @property
    def is_reached(self) -> bool:
        return self.gap >= 0

    @property
    def exact(self) -> str:
        return exact_text(self.value)

    @property
    def only_rounded(self) -> bool:
        """The two numbers shown are equal, and yet the target is not reached; the screen then shows the exact one."""
        return not self.is_reached and self.shown >= self.target


def of_value(target: Decimal, value: Value) -> Achievement | None:
    """Of an index, a domain or an aspect; None while nothing was answered."""
    if not value.answered:
        return None
    return Achievement(target, value.fraction, value.shown, value.answered < value.total)


def of_level(target: Decimal, level: Decimal | None) -> Achievement | None:
    """Of one indicator; None while it has no level."""
    return None if level is None else Achievement(target, Fraction(level), level, is_provisional=False)
