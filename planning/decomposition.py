"""Which indicators explain that an index stayed below its target. Plain Python: no Django, no clock, no database.

Every indicator is given the level at which it would have carried its part of the target, its expected level:

- an indicator with a target of its own is expected there;
- the others begin at last year's level, or at the bottom of the scale where no year is comparable, and each closes
  the same share of its distance to the top. The share is the one that makes the expected levels weigh exactly the
  target. From the bottom this means that all of them are expected at one and the same level.

An indicator's part of the miss is (expected - reached) x weight / total weight. The expected levels weigh the target
and the reached ones the index, so the parts add up to the miss to the last digit; one that did better than expected
has a negative part. What no level on the scale can carry (targets of indicators that fall short of the index's) stays
as a part of its own, without a code.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from assessments.scoring import Item, Questionnaire, Score, round_half_up

THOUSANDTH = Decimal("0.001")
Levels = Mapping[str, Decimal]


@dataclass(frozen=True, slots=True)
class Part:
    """One indicator's part of the miss; `code` is empty for what no indicator explains. `shown` adds up."""

    code: str
    expected: Fraction
    reached: Fraction
    exact: Fraction
    shown: Decimal

    @property
    def size(self) -> Decimal:
        """What is shown, without its sign."""
        return abs(self.shown)

    @property
    def expected_shown(self) -> Decimal:
        return round_half_up(self.expected)

    @property
    def reached_shown(self) -> Decimal:
        return round_half_up(self.reached)


@dataclass(frozen=True, slots=True)
class Decomposition:
    """The miss and its parts, the largest first."""

    gap: Fraction
    shown: Decimal
    parts: tuple[Part, ...]


def decompose(score: Score, target: Decimal, *, wanted: Levels, before: Levels | None) -> Decomposition:
    """Split target less index over the indicators. `wanted` are their own targets, `before` last year's levels."""
    questionnaire = score.questionnaire
    expected = expected_levels(questionnaire, target, wanted=wanted, before=before)
    reached = {code: _counted(questionnaire, level) for code, level in score.levels.items()}
    exact = {
        item.code: (expected[item.code] - reached[item.code]) * item.weight_units / questionnaire.weight_total
        for item in questionnaire.items
    }
    gap = Fraction(target) - score.indeks.fraction
    unexplained = gap - sum(exact.values())
    if unexplained:
        exact[""] = unexplained
    shown = dict(zip(exact, apportion(list(exact.values()), THOUSANDTH), strict=True))
    zero = Fraction(0)
    parts = [Part(code, expected.get(code, zero), reached.get(code, zero), exact[code], shown[code]) for code in exact]
    parts.sort(key=lambda part: -part.exact)  # stable: the order of the questionnaire among equals
    return Decomposition(gap, sum(shown.values(), Decimal(0)), tuple(parts))


def expected_levels(
    questionnaire: Questionnaire, target: Decimal, *, wanted: Levels, before: Levels | None
) -> dict[str, Fraction]:
    """The level of each indicator at which the index would be the target, as far as the scale allows."""
    fixed = {code: Fraction(level) for code, level in wanted.items() if code in questionnaire.item_codes}
    others = [item for item in questionnaire.items if item.code not in fixed]
    low = Fraction(questionnaire.scale_min)
    start = {item.code: Fraction(before[item.code]) if before else low for item in others}
    weights = {item.code: item.weight_units for item in questionnaire.items}
    need = Fraction(target) * questionnaire.weight_total - sum(fixed[code] * weights[code] for code in fixed)
    return fixed | _moved(others, start, need, low, Fraction(questionnaire.scale_max))


def apportion(values: Sequence[Fraction], quantum: Decimal) -> list[Decimal]:
    """The values rounded to multiples of `quantum` that add up to their rounded sum (half up).

    Each is rounded down, and what the sum then lacks goes to those that lost most, the first among equals.
    """
    units = [value / Fraction(quantum) for value in values]
    whole = [unit.__floor__() for unit in units]
    lacking = (sum(units, start=Fraction(0)) + Fraction(1, 2)).__floor__() - sum(whole)
    by_loss = sorted(range(len(units)), key=lambda place: whole[place] - units[place])
    for place in by_loss[:lacking]:
        whole[place] += 1
    return [number * quantum for number in whole]


def _moved(
    items: Iterable[Item], start: Mapping[str, Fraction], need: Fraction, low: Fraction, high: Fraction
) -> dict[str, Fraction]:
    """Every level moved by the same share of its way to one end of the scale, so that they weigh `need` together."""
    weights = {item.code: item.weight_units for item in items}
    lacking = need - sum(start[code] * weight for code, weight in weights.items())
    end = high if lacking > 0 else low
    room = sum((end - start[code]) * weight for code, weight in weights.items())
    share = min(Fraction(1), lacking / room) if room else Fraction(0)
    return {code: start[code] + share * (end - start[code]) for code in weights}


def _counted(questionnaire: Questionnaire, level: Decimal | None) -> Fraction:
    return Fraction(questionnaire.unanswered_as if level is None else level)
