"""The parts of a miss add up to it, exactly and as they are shown."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from assessments.questionnaires import shipped_questionnaire
from assessments.scoring import Band, Item, Questionnaire, score
from planning.decomposition import Part, apportion, decompose, expected_levels

WHOLE = shipped_questionnaire("spbe-2020")
CODES = [item.code for item in WHOLE.items]
level = st.integers(1, 5).map(Decimal)
levels = st.lists(level, min_size=len(CODES), max_size=len(CODES)).map(lambda row: dict(zip(CODES, row, strict=True)))
some = st.dictionaries(st.sampled_from(CODES), level)
index = st.integers(100, 500).map(lambda number: Decimal(number) / 100)
patient = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])  # a busy machine is no failure


def small(*weights: int) -> Questionnaire:
    items = tuple(Item(f"I{place}", weight, "A1", "D1") for place, weight in enumerate(weights, 1))
    one, five = Decimal(1), Decimal(5)
    return Questionnaire("contoh", items, (Band("baik", "Baik", Decimal(0)),), sum(weights), one, five, one)


def parts_of(found) -> dict[str, tuple[Fraction, Decimal]]:
    return {part.code: (part.exact, part.shown) for part in found.parts}


@patient
@given(reached=levels, missing=st.sets(st.sampled_from(CODES)), target=index, wanted=some, before=st.none() | levels)
def test_parts_add_up_to_the_gap_exactly_and_as_shown(reached, missing, target, wanted, before):
    made = score(WHOLE, {code: None if code in missing else reached[code] for code in CODES})
    found = decompose(made, target, wanted=wanted, before=before)
    assert found.gap == Fraction(target) - made.indeks.fraction
    assert sum(part.exact for part in found.parts) == found.gap
    assert sum(part.shown for part in found.parts) == found.shown
    assert abs(Fraction(found.shown) - found.gap) <= Fraction(1, 2000)
    assert all(abs(Fraction(part.shown) - part.exact) < Fraction(1, 1000) for part in found.parts)
    assert [part.exact for part in found.parts] == sorted((part.exact for part in found.parts), reverse=True)


@patient
@given(target=index, before=st.none() | levels)
def test_expected_levels_weigh_the_target_and_stay_on_the_scale(target, before):
    expected = expected_levels(WHOLE, target, wanted={}, before=before)
    weighed = sum(expected[item.code] * item.weight_units for item in WHOLE.items) / WHOLE.weight_total
    assert weighed == Fraction(target)
    assert all(1 <= value <= 5 for value in expected.values())


@patient
@given(target=index, wanted=some, before=st.none() | levels)
def test_expected_level_of_an_indicator_with_a_target_is_that_target(target, wanted, before):
    expected = expected_levels(WHOLE, target, wanted=wanted, before=before)
    assert {code: expected[code] for code in wanted} == wanted
    assert all(1 <= value <= 5 for value in expected.values())


@patient
@given(before=levels, target=index)
def test_nobody_is_expected_to_fall_when_the_target_lies_above_last_year(before, target):
    assume(target >= score(WHOLE, before).indeks.fraction)
    expected = expected_levels(WHOLE, target, wanted={}, before=before)
    assert all(expected[code] >= before[code] for code in CODES)


def test_without_anything_to_compare_every_indicator_is_expected_at_the_target():
    made = score(small(1, 1), {"I1": 1, "I2": 3})
    found = decompose(made, Decimal("2.50"), wanted={}, before=None)
    assert parts_of(found) == {
        "I1": (Fraction(3, 4), Decimal("0.750")),
        "I2": (Fraction(-1, 4), Decimal("-0.250")),
    }
    assert [part.code for part in found.parts] == ["I1", "I2"]


def test_with_last_year_each_closes_the_same_share_of_its_way_to_the_top():
    """From 1 and 3, mean 2, to a mean of 3: a third of the way up for both, to 7/3 and 11/3."""
    made = score(small(1, 1), {"I1": 2, "I2": 3})
    found = decompose(made, Decimal("3.00"), wanted={}, before={"I1": Decimal(1), "I2": Decimal(3)})
    assert found.parts == (
        Part("I2", Fraction(11, 3), Fraction(3), Fraction(1, 3), Decimal("0.333")),
        Part("I1", Fraction(7, 3), Fraction(2), Fraction(1, 6), Decimal("0.167")),
    )


def test_targets_of_indicators_that_do_not_carry_the_index_leave_a_part_without_a_code():
    made = score(small(1, 1), {"I1": 2, "I2": 2})
    found = decompose(made, Decimal("3.00"), wanted={"I1": Decimal(3), "I2": Decimal(2)}, before=None)
    assert parts_of(found) == {
        "I1": (Fraction(1, 2), Decimal("0.500")),
        "": (Fraction(1, 2), Decimal("0.500")),
        "I2": (Fraction(0), Decimal("0.000")),
    }


def test_unanswered_indicator_counts_as_the_instrument_says():
    made = score(small(1, 1), {"I1": 2})
    found = decompose(made, Decimal("2.00"), wanted={}, before=None)
    assert parts_of(found) == {"I2": (Fraction(1), Decimal("1.000")), "I1": (Fraction(0), Decimal("0.000"))}


@patient
@given(st.lists(st.fractions(-5, 5, max_denominator=10_000)))
def test_apportioned_values_add_up_to_the_rounded_sum(values):
    shown = apportion(values, Decimal("0.001"))
    total = sum(values, start=Fraction(0))
    assert Fraction(sum(shown, start=Decimal(0))) == Fraction((total * 1000 + Fraction(1, 2)).__floor__(), 1000)
    assert all(abs(Fraction(part) - value) < Fraction(1, 1000) for part, value in zip(shown, values, strict=True))


def test_thirds_are_apportioned_to_the_first_among_equals():
    assert apportion([Fraction(1, 3)] * 3, Decimal("0.01")) == [Decimal("0.34"), Decimal("0.33"), Decimal("0.33")]
