"""Pemenuhan, kekuatan, kelemahan, and what adds most; the explanation equals the score; the progress by OPD."""

from decimal import Decimal

from results import analysis, progress
from results.explanation import explain
from tests.results.samples import row, summary, work


def test_aspect_parts_sort_indicators_into_met_strong_and_weak():
    made = summary([1, 2, 4, 5, None], [3, 3])

    first, second = analysis.aspect_parts(made)

    assert [found.code for found in first.met] == ["I2", "I3", "I4"]
    assert [found.code for found in first.strong] == ["I4", "I3"]
    assert [found.code for found in first.weak] == ["I5", "I1", "I2"]
    assert ([found.code for found in second.met], second.strong, second.weak) == (["I6", "I7"], [], [])


def test_aspect_parts_name_at_most_three_gains_of_their_own_aspect():
    made = summary([1, 2, 3, 4], [1])

    first, second = analysis.aspect_parts(made)

    assert [(gain.row.code, gain.index) for gain in first.gains] == [
        ("I1", Decimal("0.200")),
        ("I2", Decimal("0.200")),
        ("I3", Decimal("0.200")),
    ]
    assert [gain.row.code for gain in second.gains] == ["I5"]


def test_highlights_name_best_worst_and_the_gain_of_the_priorities():
    made = summary([4, 4], [2, 3], [5])

    found = analysis.highlights(made, priorities=2)

    assert (found.best.group.code, found.worst.group.code) == ("A3", "A2")
    assert [gain.row.code for gain in found.gains] == ["I3", "I4"]
    assert found.total_gain == Decimal("0.400")
    assert found.level_counts == [(1, 0), (2, 1), (3, 1), (4, 2), (5, 1)]


def test_highlights_without_answers_name_no_aspect():
    found = analysis.highlights(summary([None], [None]))

    assert (found.best, found.worst, found.overclaimed) == (None, None, [])


def test_highlights_list_where_the_final_level_fell_below_the_claim():
    found = analysis.highlights(summary(rows=[row(1, 3, claimed=4), row(2, 3, claimed=2), row(3, 3)]))

    assert [entry.code for entry in found.overclaimed] == ["I1"]


def test_recommendations_cover_all_that_can_still_rise():
    found = analysis.recommendations(summary([5, 3, None]))

    assert [gain.row.code for gain in found] == ["I3", "I2"]


def test_explanation_adds_up_to_the_score():
    made = summary(rows=[row(1, 3, weight=130), row(2, None, weight=70), row(3, 5, weight=300, aspect="A2")])

    told = explain(made, "final")

    assert sum(part.weighted_sum for part in told.aspects) == told.score.indeks.weighted_sum == Decimal(1890)
    assert sum(part.weight_units for part in told.aspects) == told.score.indeks.weight_units == 500
    assert [(part.weighted_sum, part.weight_units, part.shown) for part in told.aspects] == [
        (Decimal(390), 200, Decimal("1.95")),
        (Decimal(1500), 300, Decimal("5.00")),
    ]
    assert [(line.code, line.level, line.product) for part in told.aspects for _, line in part.lines] == [
        ("I1", Decimal(3), Decimal(390)),
        ("I2", None, Decimal(0)),
        ("I3", Decimal(5), Decimal(1500)),
    ]
    assert sum(part.weighted_sum for part in told.domains) == Decimal(1890)


def test_explanation_names_the_band_its_bounds_and_the_unanswered():
    told = explain(summary([4, None]), "final")

    assert (told.label, told.score.predikat.name, told.ceiling.name) == ("Final", "Cukup", "Baik")
    assert [found.code for found in told.unanswered] == ["I2"]


def test_explanation_of_the_highest_band_has_no_ceiling():
    assert explain(summary([5]), "final").ceiling is None


def test_explanation_of_another_track_weighs_its_levels():
    assert explain(summary(rows=[row(1, 2, claimed=4)]), "claimed").score.indeks.exact == "4.00"


def test_progress_counts_each_units_answers_by_kind():
    works = [
        work(unit_short="Diskominfo", status="assessed"),
        work(unit_short="Diskominfo", status="returned"),
        work(unit_short="Bappeda", status="submitted"),
    ]
    made = summary(rows=[row(number, None, works=(found,)) for number, found in enumerate(works, 1)])

    lines = progress.by_unit(made)

    assert [(line.unit, dict(line.counts), line.total) for line in lines] == [
        ("Bappeda", {"done": 0, "waiting": 1, "in_hand": 0, "empty": 0}, 1),
        ("Diskominfo", {"done": 1, "waiting": 0, "in_hand": 1, "empty": 0}, 2),
    ]
    assert [part.width for part in lines[1].slices] == ["100", "100"]


def test_progress_by_status_lists_the_commonest_first():
    works = (work(), work(), work(status="draft", status_label="Draf"))

    assert progress.by_status(summary(rows=[row(1, None, works=works)])) == [
        ("assessed", "Dinilai", 2),
        ("draft", "Draf", 1),
    ]
