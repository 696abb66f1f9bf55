"""Gap, percentage and whether a target was reached."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assessments.scoring import Value
from planning.achievement import Achievement, of_level, of_value

patient = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])  # a busy machine is no failure


def reached(target: str, hundredths: int, weight: int = 1, answered: int = 47):
    return of_value(Decimal(target), Value(hundredths, weight, answered, 47))


@pytest.mark.parametrize(
    ("target", "hundredths", "percent", "gap", "is_reached"),
    [
        ("2.20", 210, "95.45", "-0.10", False),
        ("2.50", 222, "88.80", "-0.28", False),
        ("3.00", 319, "106.33", "0.19", True),
        ("2.60", 260, "100.00", "0.00", True),
    ],
)
def test_achievement_of_an_index(target, hundredths, percent, gap, is_reached):
    found = reached(target, hundredths)
    assert (found.percent, found.gap_shown, found.is_reached) == (Decimal(percent), Decimal(gap), is_reached)


def test_index_that_rounding_alone_lifts_to_the_target_has_not_reached_it():
    found = reached("2.60", 25_960, 100)
    assert (found.shown, found.gap_shown, found.is_reached) == (Decimal("2.60"), Decimal("0.00"), False)
    assert (found.exact, found.only_rounded) == ("2.596", True)
    assert not reached("2.61", 25_960, 100).only_rounded


def test_index_of_unfinished_answers_is_provisional_and_of_none_is_nothing():
    assert reached("2.60", 210, answered=46).is_provisional
    assert not reached("2.60", 210).is_provisional
    assert reached("2.60", 0, answered=0) is None


def test_achievement_of_an_indicator_is_that_of_its_level():
    assert of_level(Decimal(4), Decimal(3)) == Achievement(Decimal(4), Fraction(3), Decimal(3), is_provisional=False)
    assert of_level(Decimal(4), None) is None


@patient
@given(target=st.integers(1, 500), hundredths=st.integers(0, 5_000_000))
def test_gap_shown_is_the_exact_gap_rounded_half_up(target, hundredths):
    """The numbers beside it subtract to it, and it is no second rounding."""
    found = reached(f"{target / 100:.2f}", hundredths, 10_000)
    assert Fraction(found.gap_shown) == Fraction((found.gap * 100 + Fraction(1, 2)).__floor__(), 100)
