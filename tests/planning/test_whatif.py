"""What the numbers would be: changes, gains, sensitivity and the distance to the next predikat, all exact."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest

from assessments.questionnaires import shipped_questionnaire
from planning.whatif import Change, Prospect, WhatIf, exact_decimal, next_level, steps_between
from tests.planning.tabanan import LEVELS

SPBE, OLD, PEMDI = (shipped_questionnaire(code) for code in ("spbe-2020", "spbe-2018", "pemdi-2026"))


def whatif(questionnaire=SPBE, base=LEVELS, basis="exact", **changed) -> WhatIf:
    base = {item.code: base.get(item.code) for item in questionnaire.items}
    levels = base | {code: None if level is None else Decimal(level) for code, level in changed.items()}
    return WhatIf(questionnaire, base, levels, basis)


def test_levels_of_tabanan_weigh_up_to_what_was_published():
    score = whatif().before
    shown = [str(value.shown) for value in score.domains.values()]
    assert (shown, str(score.indeks.shown), score.predikat.name) == (["2.00", "1.80", "1.18", "2.57"], "2.07", "Cukup")


def test_change_tells_what_it_alone_does_to_the_index():
    found = whatif(I1="3", I41="4", I35="3")
    assert found.changes == (
        Change("I1", Decimal(2), Decimal(3), Fraction(130, 10000)),
        Change("I35", Decimal(4), Decimal(3), Fraction(-275, 10000)),
        Change("I41", Decimal(1), Decimal(4), Fraction(825, 10000)),
    )
    assert [change.exact for change in found.changes] == [Decimal("0.013"), Decimal("-0.0275"), Decimal("0.0825")]
    assert [change.shown for change in found.changes] == [Decimal("0.013"), Decimal("-0.028"), Decimal("0.083")]


def test_gains_of_all_changes_add_up_to_the_rise_of_the_index():
    found = whatif(I1="5", I20="1", I47="4", I33=None)
    moved = found.after.indeks.fraction - found.before.indeks.fraction
    assert sum(change.gain for change in found.changes) == moved


def test_difference_is_that_of_the_numbers_shown():
    found = whatif(I1="3")  # 2.0725 and 2.0855 are shown as 2.07 and 2.09
    assert found.difference == Decimal("0.02")


@pytest.mark.parametrize(
    ("questionnaire", "level", "above"),
    [
        (SPBE, None, 1), (SPBE, "1", 2), (SPBE, "4", 5), (SPBE, "5", None),
        (OLD, None, 1), (OLD, "0", 1), (PEMDI, "2.75", 3), (PEMDI, "4.99", 5), (PEMDI, "5", None), (PEMDI, None, 1),
    ],
)  # fmt: skip
def test_next_level_is_the_next_whole_one(questionnaire, level, above):
    assert next_level(questionnaire, None if level is None else Decimal(level)) == above


def test_prospect_counts_what_is_left_to_the_next_whole_level():
    prospects = whatif(PEMDI, {"I1": Decimal("2.75"), "I2": Decimal(5)}).prospects
    weight = PEMDI.items[0].weight_units
    assert prospects["I1"] == Prospect("I1", Decimal("2.75"), Decimal(3), Fraction(weight, 40000))
    assert prospects["I2"] == Prospect("I2", Decimal(5), None, Fraction(0))


def test_prospect_of_an_endless_division_is_rounded_only_when_shown():
    prospect = whatif(OLD, {}).prospects[OLD.items[0].code]
    assert prospect.gain == Fraction(OLD.items[0].weight_units, 300)
    assert prospect.exact == Decimal(str(exact_decimal(prospect.gain)))
    assert abs(Fraction(prospect.exact) - prospect.gain) < Fraction(1, 10**12)


def test_distance_to_the_next_band_is_rounded_up_so_that_it_is_enough():
    found = whatif()  # 2.6 - 2.0725 = 0.5275
    assert (found.next_band.name, found.to_next_band) == ("Baik", Decimal("0.53"))


@pytest.mark.parametrize(("basis", "lacks"), [("exact", "0.02"), ("rounded", "0.01")])
def test_distance_of_a_rounded_basis_ends_half_a_hundredth_earlier(basis, lacks):
    base = dict.fromkeys(LEVELS, Decimal(2)) | {f"I{n}": Decimal(3) for n in (*range(12, 31), 32, 33, 34, 43)}
    base |= {"I1": Decimal(5), "I2": Decimal(3), "I11": Decimal(4)}
    found = whatif(base=base, basis=basis)
    assert (found.before.indeks.exact, found.to_next_band) == ("2.5895", Decimal(lacks))


def test_top_has_no_next_band():
    found = whatif(base=dict.fromkeys(LEVELS, Decimal(5)))
    assert (found.next_band, found.to_next_band) == (None, None)


@pytest.mark.parametrize(
    ("questionnaire", "before", "after", "steps"),
    [
        (SPBE, "2", "4", 2), (SPBE, None, "1", 1), (SPBE, None, "3", 3), (SPBE, "3", "2", 0), (SPBE, "3", None, 0),
        (OLD, None, "0", 1), (OLD, None, "1", 2), (PEMDI, "2.75", "3", 1), (PEMDI, "2", "2.5", 1),
        (PEMDI, "2.75", "4", 2),
    ],
)  # fmt: skip
def test_steps_count_levels_begun(questionnaire, before, after, steps):
    low, high = (None if level is None else Decimal(level) for level in (before, after))
    assert steps_between(questionnaire, low, high) == steps
