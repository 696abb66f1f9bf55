"""Whether published values can belong together, by exact intervals; no database."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest

from assessments.questionnaires import shipped_questionnaire
from results import national
from results.imports import consistency
from results.imports.consistency import Interval

SPBE = shipped_questionnaire("spbe-2020")
PANGKALPINANG = {"D1": Decimal("3.10"), "D2": Decimal("2.60"), "D3": Decimal("1.00"), "D4": Decimal("3.62")}


def test_published_value_stands_for_half_a_hundredth_around_it():
    assert consistency.around(Decimal("3.19")) == (Fraction("3.185"), Fraction("3.195"))


def test_index_from_domains_is_their_weighted_interval():
    """0.13 x 3.10 + 0.25 x 2.60 + 0.165 x 1.00 + 0.455 x 3.62 = 2.8651; weights add up to one."""
    found = consistency.index_from(PANGKALPINANG, SPBE)
    assert found == (Fraction("2.8601"), Fraction("2.8701"))
    assert consistency.shown_within(found) == (Decimal("2.86"), Decimal("2.87"))


def test_highest_shown_value_lies_below_the_open_end():
    assert consistency.shown_within(Interval(Fraction("2.861"), Fraction("2.865"))) == (Decimal("2.86"),) * 2
    assert consistency.shown_within(Interval(Fraction("-0.005"), Fraction("0.1"))) == (Decimal(0), Decimal("0.10"))


@pytest.mark.parametrize(("indeks", "expected"), [("2.85", False), ("2.86", True), ("2.87", True), ("2.88", False)])
def test_index_fits_where_the_intervals_meet(indeks, expected):
    assert consistency.fits(Decimal(indeks), PANGKALPINANG, SPBE) is expected


def test_domain_that_is_not_given_may_be_anything():
    known = {code: value for code, value in PANGKALPINANG.items() if code != "D3"}
    fitting = [n for n in range(501) if consistency.fits(Decimal(n) / 100, known, SPBE)]
    assert (fitting[0], fitting[-1]) == (270, 353)


def test_possible_predikat_are_those_of_the_rounded_and_of_the_lowest_exact_index():
    names = {
        text: [band.name for band in consistency.possible_bands(Decimal(text), SPBE)]
        for text in ("3.50", "3.51", "4.67", "0.00")
    }
    assert names == {
        "3.50": ["Baik", "Sangat Baik"],
        "3.51": ["Sangat Baik"],
        "4.67": ["Memuaskan"],
        "0.00": ["Kurang"],
    }


def test_published_results_of_2023_are_flagged_only_where_they_contradict_themselves():
    rows = national.published(2023)
    flagged = [row.name for row in rows if not consistency.fits(row.indeks, row.domains, SPBE)]
    assert (len(rows), flagged) == (621, [])
    unbanded = [
        row.name
        for row in rows
        if row.predikat not in [band.name for band in consistency.possible_bands(row.indeks, SPBE)]
    ]
    assert unbanded == []
