"""Pemenuhan, kekuatan, kelemahan, and what adds most; sums equal the score; what waits and what falls short."""

from decimal import Decimal

from results import analysis
from results.explanation import explain
from tests.results.samples import proof, row, summary, work


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


def test_gaps_name_the_widest_first_and_the_heavier_among_equals():
    rows = [
        row(1, 3, claimed=4), row(2, 2, claimed=5), row(3, 3, claimed=4, weight=200), row(4, 4, claimed=4),
        row(5, None, claimed=3), row(6, 4, claimed=3),
    ]  # fmt: skip

    found = analysis.gaps(summary(rows=rows), "final")

    assert [(gap.row.code, gap.claimed, gap.level, gap.difference) for gap in found] == [
        ("I2", 5, 2, -3),
        ("I3", 4, 3, -1),
        ("I1", 4, 3, -1),
    ]


def test_shakiest_lists_claims_above_one_without_accepted_evidence_or_with_refused():
    def proven(number, claimed, *reviews):
        works = (work(claimed=Decimal(claimed), proofs=tuple(proof(review=review) for review in reviews)),)
        return row(number, claimed, works=works)

    rows = [
        proven(1, 3, "accepted"), proven(2, 3), proven(3, 3, "waiting"), proven(4, 4, "accepted", "refused"),
        proven(5, 1),
    ]  # fmt: skip

    found = analysis.shakiest(summary(rows=rows))

    assert [(line.row.code, line.accepted, line.troubled, line.total) for line in found] == [
        ("I2", 0, 0, 0),
        ("I3", 0, 0, 1),
        ("I4", 1, 1, 2),
    ]


def test_ready_is_what_every_unit_had_verified_and_nobody_decided():
    rows = [
        row(1, None, works=(work(status="verified"), work(status="assessed"))),
        row(2, None, works=(work(status="verified"), work(status="submitted"))),
        row(3, 3, works=(work(status="assessed"),)),
        row(4, None, works=()),
    ]

    assert [found.code for found in analysis.ready(summary(rows=rows))] == ["I1"]


def test_unreviewed_counts_waiting_evidence_of_answers_handed_in():
    waiting = proof(review="waiting")
    rows = [
        row(1, None, works=(work(status="submitted", proofs=(waiting, proof())),)),
        row(2, None, works=(work(status="submitted", proofs=(waiting,) * 2), work(status="draft", proofs=(waiting,)))),
        row(3, None, works=(work(status="submitted", proofs=(proof(),)),)),
    ]  # fmt: skip

    found = analysis.unreviewed(summary(rows=rows))

    assert [(line.row.code, line.waiting) for line in found] == [("I2", 2), ("I1", 1)]


def test_returned_names_the_answer_and_its_unit():
    rows = [row(1, None, works=(work(status="returned", answer=7), work(status="submitted")))]

    assert [(line.row.code, line.work.answer) for line in analysis.returned(summary(rows=rows))] == [("I1", 7)]


def test_fact_of_a_shared_indicator_is_that_of_the_lowest_claim():
    claims = ((Decimal(4), "Tinggi"), (Decimal(2), "Rendah"), (None, ""))
    works = tuple(work(claimed=claimed, facts=facts) for claimed, facts in claims)

    assert analysis.fact_of(row(1, 2, works=works)) == "Rendah"
    assert analysis.fact_of(row(2, None, works=())) == ""
