"""What follows from a summary without asking the database."""

from decimal import Decimal
from fractions import Fraction

import pytest

from results.values import TRACKS
from tests.results.samples import heading, row, summary, work


def test_headline_of_final_assessment_weighs_final_levels():
    made = summary([3, 4], [2, 5])

    assert (made.headline.indeks.exact, made.headline.predikat.name, made.headline_label) == (
        "3.50",
        "Sangat Baik",
        "Final",
    )


def test_headline_before_verdicts_weighs_claims():
    rows = [row(1, None, claimed=2), row(2, None, claimed=3)]

    made = summary(rows=rows, track="claimed")

    assert (made.headline.indeks.exact, made.headline_label) == ("2.50", "Mandiri")


def test_headline_with_unanswered_counts_them_as_zero_and_is_provisional():
    made = summary([4, None])

    assert (made.headline.indeks.exact, made.headline.is_provisional, made.headline.answered) == ("2.00", True, 1)


def test_tracks_list_all_four_with_difference_to_claims_where_both_are_complete():
    rows = [row(1, 3, claimed=4), row(2, 3, claimed=4)]

    lines = summary(rows=rows).tracks

    assert [line.code for line in lines] == list(TRACKS)
    assert [line.difference for line in lines] == [None, None, Decimal("-1.00"), None]


def test_tracks_with_a_missing_level_tell_no_difference():
    rows = [row(1, 3, claimed=4), row(2, None, claimed=4)]

    assert [line.difference for line in summary(rows=rows).tracks] == [None, None, None, None]


@pytest.mark.parametrize(
    ("levels", "band", "distance"),
    [
        ([3, 3], "Sangat Baik", Decimal("0.50")),
        ([Decimal("3.49"), Decimal("3.50")], "Sangat Baik", Decimal("0.01")),  # 3.495 lacks 0.005, shown rounded up
        ([5, 5], None, None),
    ],
)
def test_to_next_band_is_enough_to_reach_it(levels, band, distance):
    made = summary(levels)

    assert (made.next_band.name if made.next_band else None, made.to_next_band) == (band, distance)


def test_group_lines_carry_the_value_of_every_track():
    made = summary(rows=[row(1, 2, claimed=4), row(2, 3, aspect="A2", claimed=5)])

    assert [(line.group.code, line.value.exact, line.values["claimed"].exact) for line in made.aspect_lines] == [
        ("A1", "2.00", "4.00"),
        ("A2", "3.00", "5.00"),
    ]
    assert [line.value.exact for line in made.domain_lines] == ["2.50"]


def test_strongest_are_level_four_and_up_highest_then_heaviest_first():
    made = summary(rows=[row(1, 4), row(2, 5), row(3, 3), row(4, 4, weight=300)])

    assert [found.code for found in made.strongest] == ["I2", "I4", "I1"]


def test_weakest_are_below_three_unanswered_first():
    made = summary(rows=[row(1, 2), row(2, 1), row(3, 3), row(4, None)])

    assert [found.code for found in made.weakest] == ["I4", "I2", "I1"]


def test_gap_is_final_less_claimed_and_none_when_either_is_missing():
    assert row(1, 2, claimed=4).gap == Decimal(-2)
    assert row(1, None, claimed=4).gap is None


def test_gain_is_the_weight_share_of_one_level_and_zero_at_the_top():
    made = summary(rows=[row(1, 3, weight=100), row(2, 5, weight=300)])

    assert [made.gain(found) for found in made.rows] == [Fraction(1, 4), Fraction(0)]


def test_gain_from_a_fraction_reaches_the_next_whole_level():
    made = summary(rows=[row(1, Decimal("2.75")), row(2, 1)])

    assert made.gain(made.rows[0]) == Fraction(1, 8)


def test_gain_of_an_unanswered_indicator_starts_from_what_it_counts_as():
    made = summary([None, 4])

    assert made.gain(made.rows[0]) == Fraction(1, 2)


def test_worthwhile_orders_by_gain_then_lower_level():
    made = summary(rows=[row(1, 4), row(2, 1), row(3, 2, weight=200), row(4, 5, weight=900)])

    assert [found.code for found in made.worthwhile(3)] == ["I3", "I2", "I1"]


def test_unassigned_and_units_come_from_the_work():
    shared = (work(unit_short="bappeda"), work(unit_short="Diskominfo"))
    made = summary(rows=[row(1, 3, works=shared), row(2, None, works=())])

    assert (made.units, [found.code for found in made.unassigned]) == (["bappeda", "Diskominfo"], ["I2"])
    assert made.rows[0].units == "bappeda, Diskominfo"


def test_proofs_are_counted_per_row_and_judged_per_work():
    made = summary(rows=[row(1, 3), row(2, 3, works=())])

    assert (made.has_proofs, made.rows[0].proof_count, made.rows[0].works[0].accepted) == (True, 1, 1)
    assert summary(rows=[row(1, 3, works=())]).has_proofs is False


def test_heading_with_other_basis_bands_the_rounded_index():
    rows = [row(1, Decimal("3.49"), weight=50), row(2, Decimal("3.5"), weight=50)]

    exact, rounded = summary(rows=rows), summary(rows=rows, basis="rounded")

    assert (exact.headline.predikat.name, rounded.headline.predikat.name) == ("Baik", "Sangat Baik")
    assert exact.headline.bases_disagree
    assert heading().basis == "exact"
