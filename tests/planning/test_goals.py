"""A goal is met by the index that the cycle bands, and picking raises nobody but the picked."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assessments.questionnaires import shipped_questionnaire
from assessments.scoring import score
from planning import goals

WHOLE = shipped_questionnaire("spbe-2020")
CODES = [item.code for item in WHOLE.items]
some = st.dictionaries(st.sampled_from(CODES), st.integers(1, 5))
BAIK = next(band for band in WHOLE.bands if band.name == "Baik")
patient = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])  # a busy machine is no failure


@pytest.mark.parametrize(("basis", "is_met"), [("exact", False), ("rounded", True)])
def test_band_is_met_by_the_index_of_its_basis(basis, is_met):
    assert goals.of_band(BAIK, basis).is_met(Fraction("2.5951")) is is_met
    assert goals.of_band(BAIK, basis).is_met(Fraction("2.6"))
    assert not goals.of_band(BAIK, basis).is_met(Fraction("2.5949"))


def test_index_is_met_exactly():
    goal = goals.of_index(Decimal("3.5"))
    assert goal.label == "indeks 3,50"
    assert goal.is_met(Fraction("3.5"))
    assert not goal.is_met(Fraction("3.4999"))


@patient
@given(levels=some, wanted=some)
def test_raised_levels_are_the_higher_of_both(levels, wanted):
    present = score(WHOLE, levels)
    found = goals.raised(present, wanted)
    assert found.levels == {
        code: None if code not in levels and code not in wanted else max(levels.get(code, 0), wanted.get(code, 0))
        for code in CODES
    }
    assert found.indeks.fraction >= present.indeks.fraction
    assert goals.band_at(present, found.indeks.fraction) == found.predikat
