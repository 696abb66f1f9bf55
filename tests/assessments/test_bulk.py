"""Scoring a table at once is the same as scoring each row."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from functools import cache

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assessments.bulk import UNANSWERED, level_table, score_many
from assessments.questionnaires import shipped_questionnaire
from assessments.scoring import Band, Item, Questionnaire, ScoringError, score

questionnaire = cache(shipped_questionnaire)
D = Decimal


@st.composite
def instruments(draw):
    """Shipped ones, and small ones with scattered groups, any weights and all kinds of scales."""
    shipped = draw(st.sampled_from(["spbe-2018", "spbe-2020", "pemdi-2026", ""]))
    if shipped:
        return questionnaire(shipped)
    group = st.sampled_from(["A1", "A2", "A3"])
    items = draw(st.lists(st.tuples(st.integers(1, 9000), group, st.sampled_from(["D1", "D2", None])), min_size=1))
    return Questionnaire(
        "kecil", tuple(Item(f"I{place}", *item) for place, item in enumerate(items)),
        (Band("baik", "Baik", D("2.6")), Band("kurang", "Kurang", D(0))), sum(weight for weight, *_ in items),
        D(draw(st.sampled_from(["0", "1", "0.5"]))), D(5), D(draw(st.sampled_from(["0.5", "0.01"]))),
        D(draw(st.sampled_from(["0", "1", "2"]))),
    )  # fmt: skip


@st.composite
def tables(draw):
    instrument = draw(instruments())
    level = st.none() | st.sampled_from(sorted(instrument.hundredths))
    row = st.fixed_dictionaries({item.code: level for item in instrument.items})
    return instrument, draw(st.lists(row, max_size=4))


def as_told(value):
    return value.fraction, int(value.shown * 100)


def as_found(means, row):
    return means.fraction(row), int(means.shown[row])


@settings(deadline=None)
@given(tables())
def test_scores_of_a_table_equal_those_of_its_rows(drawn):
    instrument, rows = drawn

    found = score_many(instrument, level_table(instrument, rows))

    assert len(found.answered) == len(rows)
    for place, levels in enumerate(rows):
        one, other = score(instrument, levels), score(instrument, levels, basis="rounded")
        assert as_found(found.indeks, place) == as_told(one.indeks)
        assert {code: as_found(means, place) for code, means in found.domains.items()} == {
            code: as_told(value) for code, value in one.domains.items()
        }
        assert {code: as_found(means, place) for code, means in found.aspects.items()} == {
            code: as_told(value) for code, value in one.aspects.items()
        }
        assert (found.answered[place], found.predikat(place), found.predikat(place, "rounded")) == (
            one.answered, one.predikat, other.predikat,
        )  # fmt: skip


def test_scores_of_more_rows_than_a_block_are_in_their_order():
    instrument = questionnaire("spbe-2020")
    table = np.full((5000, 47), UNANSWERED, dtype=np.int64)
    table[:, 0] = 100 * (np.arange(5000) % 5 + 1)

    found = score_many(instrument, table)

    assert found.indeks.hundredths.tolist() == [130 * 100 * (row % 5 + 1) for row in range(5000)]
    assert found.answered.tolist() == [1] * 5000


def test_bands_follow_the_exact_or_the_shown_index():
    instrument = questionnaire("pemdi-2026")
    just_below = dict.fromkeys(instrument.item_codes, D("3.5")) | {"I6": D("3.4")}

    found = score_many(instrument, level_table(instrument, [just_below]))

    assert (found.indeks.fraction(0), int(found.indeks.shown[0])) == (Fraction("3.497"), 350)
    assert (found.predikat(0).floor, found.predikat(0, "rounded").floor) == (D("2.5"), D("3.5"))


@pytest.mark.parametrize(
    ("level", "text"),
    [
        (600, "baris 2, I3: tingkat 6.00 di luar skala 1 sampai 5"),
        (0, "baris 2, I3: tingkat 0.00 di luar skala 1 sampai 5"),
        (-2, "baris 2, I3: tingkat -0.02 di luar skala 1 sampai 5"),
        (150, "baris 2, I3: tingkat 1.50 tidak sesuai langkah skala 1"),
        (2**40, "baris 2, I3: tingkat 10995116277.76 di luar skala 1 sampai 5"),
    ],
)
def test_level_off_the_scale_is_refused_naming_row_and_indicator(level, text):
    table = np.full((3, 47), 300, dtype=np.int64)
    table[1, 2] = level

    with pytest.raises(ScoringError) as refused:
        score_many(questionnaire("spbe-2020"), table)

    assert str(refused.value) == text


@pytest.mark.parametrize("table", [np.zeros((2, 46), dtype=np.int64), np.zeros((2, 47)), np.zeros(47, dtype=np.int64)])
def test_table_of_another_shape_is_refused(table):
    with pytest.raises(ScoringError, match="47 kolom"):
        score_many(questionnaire("spbe-2020"), table)


def test_table_refuses_what_is_no_level():
    with pytest.raises(ScoringError, match="indikator tidak dikenal: I48"):
        level_table(questionnaire("spbe-2020"), [{"I48": 1}])
    with pytest.raises(ScoringError, match="tingkat 6 di luar skala"):
        level_table(questionnaire("spbe-2020"), [{"I1": 6}])
