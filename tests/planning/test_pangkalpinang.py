"""The levels of the Pangkalpinang case weigh what the case says."""

from __future__ import annotations

from assessments.prerequisites import shipped_prerequisites
from assessments.questionnaires import shipped_questionnaire
from assessments.scoring import score
from tests.planning.pangkalpinang import LEVELS, MANAJEMEN

SPBE = shipped_questionnaire("spbe-2020")


def test_levels_of_pangkalpinang_weigh_exactly_222_with_manajemen_at_one():
    found = score(SPBE, LEVELS, basis="exact")
    shown = {code: str(value.shown) for code, value in found.domains.items()}
    assert (found.indeks.exact, found.predikat.name, found.answered) == ("2.22", "Cukup", 47)
    assert shown == {"D1": "2.50", "D2": "2.00", "D3": "1.00", "D4": "2.70"}
    assert [item.code for item in SPBE.items if item.domain == "D3"] == [f"I{number}" for number in MANAJEMEN]
    assert {LEVELS[f"I{number}"] for number in MANAJEMEN} == {1}


def test_levels_of_pangkalpinang_break_no_prerequisite():
    broken = [
        rule for rule in shipped_prerequisites(SPBE)
        if LEVELS[rule.code] >= rule.level and LEVELS[rule.needs] < rule.needs_level
    ]  # fmt: skip
    assert broken == []
