"""Values to hold against: nothing made up, nothing rounded in favour."""

from decimal import Decimal

import pytest

from assessments.scoring import Value
from results import layers
from results.national import NationalMean
from results.values import Group

ASPECTS = [Group("A1", "Satu", 100, "D1"), Group("A2", "Dua", 100, "D3"), Group("A3", "Tiga", 100)]


def test_national_layer_spreads_a_domain_over_its_aspects_and_says_so():
    mean = NationalMean(2021, Decimal("2.24"), {"D1": Decimal("2.21")}, 517)

    made = layers.of_nation(mean, ASPECTS)

    assert (made.label, made.indeks, made.note) == ("Nasional 2021", Decimal("2.24"), "nilai domain")
    assert made.aspects == {"A1": Decimal("2.21")}
    assert made.value_of(Group("D1", "Domain", 100)) == Decimal("2.21")
    assert made.value_of(Group("D3", "Domain", 100)) is None


def test_layers_without_a_mean_or_a_target_are_none():
    assert layers.of_nation(None, ASPECTS) is None
    assert layers.of_target(2026, None, {}, {}) is None


def test_target_layer_of_one_aspect_has_no_index():
    made = layers.of_target(2026, None, {}, {"A1": Decimal(3)})

    assert (made.label, made.indeks, made.value_of(ASPECTS[0]), made.value_of(ASPECTS[1])) == (
        "Target 2026", None, Decimal(3), None,
    )  # fmt: skip


def test_year_layer_shows_values_as_they_are_shown():
    made = layers.of_year(2025, Value(34985, 100, 2, 2), {"D1": Value(300, 1, 1, 1)}, {})

    assert (made.indeks, dict(made.domains)) == (Decimal("3.50"), {"D1": Decimal("3.00")})


@pytest.mark.parametrize(
    ("hundredths", "wanted", "lacking"),
    [(34985, "3.50", "0.01"), (35000, "3.50", "0"), (36000, "3.50", "0"), (30000, "3.50", "0.50")],
)
def test_shortfall_is_rounded_up_so_that_reaching_it_is_enough(hundredths, wanted, lacking):
    assert layers.shortfall(Value(hundredths, 100, 1, 1), Decimal(wanted)) == Decimal(lacking)
