"""Can published values belong together? Plain Python over exact intervals: no Django, no clock, no database.

A value published as v was somewhere in [v - 0.005, v + 0.005) before it was rounded half up to two decimals. Domain
values therefore allow an interval of indices, and when it does not meet the interval of the published index, at least
one of the numbers is wrong.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple

from assessments.scoring import HUNDREDTH, Band, Questionnaire, band_of, round_half_up

HALF = Fraction(1, 200)


class Interval(NamedTuple):
    """From `low` up to, but not including, `high`."""

    low: Fraction
    high: Fraction

    def meets(self, other: Interval) -> bool:
        return self.low < other.high and other.low < self.high


def around(published: Decimal) -> Interval:
    """Every value that is shown as this one."""
    return Interval(Fraction(published) - HALF, Fraction(published) + HALF)


def index_from(domains: Mapping[str, Decimal], questionnaire: Questionnaire) -> Interval:
    """The indices that the published domain values allow; a domain that is not given may be anything on the scale."""
    low = high = Fraction(0)
    anything = Interval(Fraction(questionnaire.unanswered_as), Fraction(questionnaire.scale_max))
    for code, group in questionnaire.domains.items():
        part = around(domains[code]) if code in domains else anything
        low += part.low * group.weight_units
        high += part.high * group.weight_units
    return Interval(low / questionnaire.weight_total, high / questionnaire.weight_total)


def fits(indeks: Decimal, domains: Mapping[str, Decimal], questionnaire: Questionnaire) -> bool:
    return around(indeks).meets(index_from(domains, questionnaire))


def shown_within(interval: Interval) -> tuple[Decimal, Decimal]:
    """The lowest and the highest two-decimal value that something in the interval is shown as."""
    low, high = round_half_up(max(Fraction(0), interval.low)), round_half_up(interval.high)
    return low, high - HUNDREDTH if interval.high == around(high).low else high


def possible_bands(indeks: Decimal, questionnaire: Questionnaire) -> list[Band]:
    """The predikat a published index may have: of the rounded value, or of the lowest exact one it may stand for."""
    values = (max(Fraction(0), around(indeks).low), Fraction(indeks))
    return list(dict.fromkeys(band_of(value, questionnaire.bands) for value in values))
