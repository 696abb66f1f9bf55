"""The shipped action texts cover the instrument, and say something about each of its levels."""

import json
import re

import pytest

from domains.loading.writing import FOLDER as INSTRUMENTS
from planning import action_templates

CODE = "spbe-2020"


@pytest.fixture(scope="module")
def indicators():
    """Code and name of every indicator of the shipped instrument, in order."""
    content = json.loads((INSTRUMENTS / f"{CODE}.json").read_text(encoding="utf-8"))
    return {
        indicator["code"]: indicator["short_name"]
        for domain in content["domains"]
        for aspect in domain["aspects"]
        for indicator in aspect["indicators"]
    }


@pytest.fixture(scope="module")
def shipped():
    return json.loads((action_templates.FOLDER / f"{CODE}.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def texts(shipped):
    return [text for levels in shipped.values() for text in levels.values()]


def test_every_indicator_has_a_text_for_the_levels_two_to_five(indicators, shipped):
    assert {code: list(levels) for code, levels in shipped.items()} == {code: list("2345") for code in indicators}


def test_text_is_short_enough_to_be_read_and_long_enough_to_say_something(texts):
    assert [text for text in texts if not 90 <= len(text) <= 260] == []


def test_texts_differ(texts):
    assert len(set(texts)) == len(texts) == 188


def test_texts_differ_by_more_than_the_name_of_the_indicator(indicators, shipped):
    """Two texts that share nine words in a row were written by swapping a name."""
    seen = {}
    for code, levels in shipped.items():
        for level, text in levels.items():
            words = re.findall(r"\w+", text.lower())
            for start in range(len(words) - 8):
                run = " ".join(words[start : start + 9])
                assert seen.setdefault(run, (code, level)) == (code, level), run


def test_every_text_names_its_evidence_and_is_written_cleanly(texts):
    assert [text for text in texts if " Bukti: " not in text or not text.endswith(".")] == []
    assert [text for text in texts if text != " ".join(text.split())] == []
    assert [text for text in texts if not text[0].isupper() or text.count("Bukti:") != 1] == []


def test_texts_for_a_climb_are_those_of_the_levels_passed(shipped):
    assert action_templates.texts_for(CODE, "I21", 2, 4) == [shipped["I21"]["3"], shipped["I21"]["4"]]


@pytest.mark.parametrize("start", [0, 1])
def test_texts_from_the_ground_begin_at_level_two(shipped, start):
    assert action_templates.texts_for(CODE, "I21", start, 3) == [shipped["I21"]["2"], shipped["I21"]["3"]]


@pytest.mark.parametrize(
    ("instrument", "indicator", "start", "end"),
    [
        (CODE, "I21", 3, 3),
        (CODE, "I21", 4, 2),
        (CODE, "I21", 5, 9),
        (CODE, "I99", 1, 5),
        ("pemdi-2026", "I1", 1, 5),
        ("../action_templates/spbe-2020", "I1", 1, 5),
    ],
)
def test_texts_for_what_is_not_shipped_are_empty(instrument, indicator, start, end):
    assert action_templates.texts_for(instrument, indicator, start, end) == []
