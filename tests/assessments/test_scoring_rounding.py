"""Half up on the exact value, and exact text of a fraction."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assessments.scoring import exact_text, round_half_up

UNHURRIED = settings(deadline=None)


@UNHURRIED
@given(st.integers(0, 10**9), st.integers(1, 10**6))
def test_rounding_goes_half_up_on_the_exact_value(numerator, denominator):
    value = Fraction(numerator, denominator)

    rounded = Fraction(round_half_up(value))

    assert -Fraction(1, 200) < rounded - value <= Fraction(1, 200)
    assert (rounded * 100).denominator == 1


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (Fraction(2005, 1000), "2.01"),
        (Fraction(2675, 1000), "2.68"),
        (Fraction(17995, 10000), "1.80"),
        (Fraction(34949, 10000), "3.49"),
        (Fraction(0), "0.00"),
    ],
)
def test_rounding_an_exact_tie_goes_up(value, text):
    assert str(round_half_up(value)) == text


@UNHURRIED
@given(st.integers(0, 10**7), st.sampled_from([1, 8, 100, 625, 10_000, 2**13]))
def test_exact_text_of_an_ending_fraction_is_the_fraction(numerator, denominator):
    text = exact_text(Fraction(numerator, denominator))

    assert Fraction(text) == Fraction(numerator, denominator)
    assert len(text.partition(".")[2]) >= 2
    assert text[-1:] != "0" or len(text.partition(".")[2]) == 2


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (Fraction(1, 3), "0.333333333333"),
        (Fraction(2, 3), "0.666666666667"),
        (Fraction(264, 100), "2.64"),
        (Fraction(3), "3.00"),
        (Fraction(1, 200), "0.005"),
    ],
)
def test_exact_text_of_a_fraction(value, text):
    assert exact_text(value) == text
