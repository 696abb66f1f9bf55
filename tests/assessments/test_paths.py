"""The cheapest path: what each rule means on a handful of indicators."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest

from assessments.paths import Path, Prerequisite, Step, Unreachable, cheapest_path, cycle_in
from assessments.questionnaires import shipped_questionnaire
from assessments.scoring import Band, Item, Questionnaire, ScoringError

D = Decimal
ONE = D(1)


def questionnaire(*weights, step="1", unanswered_as=0, low=1):
    """Indicators I1, I2, ... of these weights on levels 1 to 5."""
    items = tuple(Item(f"I{number}", weight, "A1", None) for number, weight in enumerate(weights, 1))
    band = Band("kurang", "Kurang", D(0))
    return Questionnaire("kecil", items, (band,), sum(weights), D(low), D(5), D(step), D(unanswered_as))


def changes(path):
    return {step.code: (step.from_level, step.to_level) for step in path.steps}


def needs(code, level, other, other_level):
    return Prerequisite(code, level, other, other_level, "karena")


def test_path_raises_what_weighs_most_for_its_effort():
    path = cheapest_path(
        questionnaire(1, 3), {"I1": 1, "I2": 1}, Fraction(7, 4), effort={"I1": D("0.5"), "I2": D("1.25")}
    )

    assert path == Path((Step("I2", ONE, D(2), Fraction(3, 4), D("1.25")),), D("1.25"), Fraction(7, 4))


def test_path_to_a_target_already_reached_is_empty():
    assert cheapest_path(questionnaire(1, 1), {"I1": 3, "I2": 2}, Fraction(5, 2)) == Path((), D(0), Fraction(5, 2))


def test_path_meets_the_target_to_the_last_fraction():
    reached = cheapest_path(questionnaire(1, 2), {"I1": 1, "I2": 1}, Fraction(4, 3))
    beyond = cheapest_path(questionnaire(1, 2), {"I1": 1, "I2": 1}, Fraction(4, 3) + Fraction(1, 10**12))

    assert (reached.indeks, changes(reached)) == (Fraction(4, 3), {"I1": (1, 2)})
    assert (beyond.indeks, changes(beyond)) == (Fraction(5, 3), {"I2": (1, 2)})


def test_path_from_a_fractional_level_goes_to_the_next_whole_one():
    path = cheapest_path(questionnaire(1, step="0.01"), {"I1": D("2.37")}, Fraction(3))

    assert path.steps == (Step("I1", D("2.37"), D(3), Fraction(63, 100), ONE),)


def test_path_from_unanswered_takes_the_lowest_level_first():
    assert cheapest_path(questionnaire(1), {}, Fraction(2)).steps == (Step("I1", D(0), D(2), Fraction(2), D(2)),)
    assert cheapest_path(questionnaire(1, low=0), {"I1": None}, Fraction(2)).effort == D(3)


def test_path_leaves_locked_indicators_and_stops_at_the_cap():
    path = cheapest_path(
        questionnaire(9, 1, 1), {"I1": 1, "I2": 1, "I3": 1}, Fraction(13, 11), locked=["I1"], max_step=1
    )

    assert changes(path) == {"I2": (1, 2), "I3": (1, 2)}


def test_unreachable_target_tells_the_highest_index_there_is():
    with pytest.raises(Unreachable) as refused:
        cheapest_path(
            questionnaire(1, 1, 1), {"I1": 1, "I2": 1, "I3": 2}, Fraction(3), locked=["I1"], max_step=2,
            prerequisites=[needs("I2", 3, "I1", 2)],
        )  # fmt: skip

    assert refused.value.highest == Fraction(1 + 2 + 4, 3)
    assert str(refused.value).endswith("2.333333333333")


def test_prerequisite_is_raised_too_and_comes_first():
    path = cheapest_path(
        questionnaire(9, 1, 1), {"I1": 2, "I2": 1, "I3": 1}, Fraction(28, 11), prerequisites=[needs("I1", 3, "I3", 2)]
    )

    assert [(step.code, step.to_level) for step in path.steps] == [("I3", 2), ("I1", 3)]


def test_prerequisite_that_costs_more_than_another_way_is_not_taken():
    path = cheapest_path(
        questionnaire(5, 5), {"I1": 2, "I2": 2}, Fraction(5, 2), effort={"I1": ONE, "I2": D(3)},
        prerequisites=[needs("I1", 3, "I2", 4)],
    )  # fmt: skip

    assert changes(path) == {"I2": (2, 3)}


def test_present_violation_stays_as_long_as_the_indicator_is_not_raised():
    rule = [needs("I1", 3, "I2", 3)]
    still = cheapest_path(questionnaire(1, 1, 1), {"I1": 3, "I2": 1, "I3": 1}, Fraction(2), prerequisites=rule)
    raised = cheapest_path(
        questionnaire(1, 1, 1), {"I1": 3, "I2": 1, "I3": 1}, Fraction(2), prerequisites=rule, locked=["I3"],
        effort={"I2": D(9)},
    )  # fmt: skip

    assert changes(still) == {"I2": (1, 2)}
    assert changes(raised) == {"I2": (1, 2)}
    with pytest.raises(Unreachable):
        cheapest_path(questionnaire(1, 1), {"I1": 3, "I2": 1}, Fraction(5, 2), prerequisites=rule, locked=["I2"])


def test_unanswered_prerequisite_is_not_met():
    path = cheapest_path(questionnaire(1, 1), {"I1": 1}, Fraction(1), prerequisites=[needs("I1", 2, "I2", 1)])

    assert changes(path) == {"I2": (0, 1)}


@pytest.mark.parametrize(
    ("levels", "target", "effort", "expected"),
    [
        ({"I1": 1, "I2": 1, "I3": 1}, Fraction(5, 3), {}, {"I1": (1, 3)}),
        ({"I1": 1, "I2": 1, "I3": 1}, Fraction(4, 3), {}, {"I1": (1, 2)}),
        ({"I1": 4, "I2": 4, "I3": 1}, Fraction(4), {}, {"I3": (1, 4)}),
        ({"I1": 4, "I2": 4, "I3": 4}, Fraction(14, 3), {"I2": D(2)}, {"I1": (4, 5), "I3": (4, 5)}),
        ({"I1": 2, "I2": 2, "I3": 5}, Fraction(14, 3), {}, {"I1": (2, 4), "I2": (2, 5)}),
    ],
    ids=["fewest changed", "first indicator", "one over three", "least effort", "lowest levels first"],
)
def test_path_among_equal_ones_is_always_the_same(levels, target, effort, expected):
    assert changes(cheapest_path(questionnaire(1, 1, 1), levels, target, effort=effort)) == expected


def test_effort_is_exact_whatever_its_decimals():
    over = D("1." + "0" * 40 + "1")
    path = cheapest_path(questionnaire(1, 1), {"I1": 1, "I2": 1}, Fraction(2), effort={"I1": over, "I2": ONE})

    assert (changes(path), path.effort) == ({"I2": (1, 3)}, D(2))
    long = cheapest_path(questionnaire(1), {"I1": 1}, Fraction(3), effort={"I1": over})
    assert long.effort == D("2." + "0" * 40 + "2")


@pytest.mark.parametrize(
    ("asked", "text"),
    [
        ({"effort": {"I1": D(0)}}, "I1: upaya harus lebih dari nol, bukan 0"),
        ({"effort": {"I1": D("NaN")}}, "I1: upaya harus lebih dari nol, bukan NaN"),
        ({"effort": {"I9": ONE}}, "indikator tidak dikenal: I9"),
        ({"locked": ["I8", "I7"]}, "indikator tidak dikenal: I7, I8"),
        ({"max_step": -1}, "batas kenaikan harus nol atau lebih, bukan -1"),
        ({"prerequisites": [needs("I1", 2, "I9", 2)]}, "indikator tidak dikenal: I9"),
        (
            {"prerequisites": [needs("I1", 2, "I2", 2), needs("I2", 3, "I1", 3)]},
            "prasyarat melingkar: I1 > I2 > I1",
        ),
    ],
)
def test_path_refuses_what_makes_no_sense(asked, text):
    with pytest.raises(ScoringError) as refused:
        cheapest_path(questionnaire(1, 1), {"I1": 1, "I2": 1}, Fraction(5), **asked)

    assert str(refused.value) == text


def test_path_refuses_levels_off_the_scale():
    with pytest.raises(ScoringError, match="I1: tingkat 6"):
        cheapest_path(questionnaire(1), {"I1": 6}, Fraction(5))


def test_path_refuses_an_instrument_that_rewards_no_answer():
    with pytest.raises(ScoringError, match="isian kosong"):
        cheapest_path(questionnaire(1, unanswered_as=2), {}, Fraction(5))


def test_cycle_names_every_indicator_of_the_circle():
    assert cycle_in([needs("I1", 2, "I2", 2), needs("I2", 2, "I3", 2)]) == ()
    assert sorted(set(cycle_in([needs("I1", 2, "I2", 2), needs("I2", 2, "I3", 2), needs("I3", 4, "I1", 2)]))) == [
        "I1", "I2", "I3",
    ]  # fmt: skip
    assert cycle_in([needs("I1", 3, "I1", 2)]) == ("I1", "I1")


@pytest.mark.parametrize("code", ["spbe-2018", "spbe-2020", "pemdi-2026"])
def test_path_of_a_whole_instrument_from_nothing_leads_to_the_top(code):
    whole = shipped_questionnaire(code)
    path = cheapest_path(whole, {}, Fraction(5))

    assert (path.indeks, len(path.steps)) == (Fraction(5), len(whole.items))
