"""The cheapest path equals that of trying everything, on random small instruments."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assessments.paths import Prerequisite, Unreachable, cheapest_path, frontier
from assessments.scoring import Band, Item, Questionnaire

D = Decimal


@st.composite
def questions(draw):
    """A small instrument and everything that may be asked of it; prerequisites point from later to earlier in a row."""
    count = draw(st.integers(1, 4))
    codes = [f"I{number}" for number in range(1, count + 1)]
    weights = draw(st.lists(st.integers(1, 30), min_size=count, max_size=count))
    low, step = draw(st.sampled_from([0, 1])), draw(st.sampled_from(["1", "0.01"]))
    instrument = Questionnaire(
        "kecil",
        tuple(Item(code, weight, "A1", None) for code, weight in zip(codes, weights, strict=True)),
        (Band("kurang", "Kurang", D(0)),), sum(weights), D(low), D(draw(st.integers(3, 5))), D(step),
    )  # fmt: skip
    level = st.none() | st.sampled_from(sorted(instrument.hundredths))
    efforts = st.integers(1, 3).map(D) | st.decimals("0.001", 4, places=3)
    row = draw(st.permutations(codes))
    pairs = st.tuples(st.integers(0, count - 1), st.integers(0, count - 1)).filter(lambda pair: pair[0] > pair[1])
    chosen = draw(st.lists(st.tuples(pairs, st.integers(1, 5), st.integers(1, 5)), max_size=6)) if count > 1 else []
    return instrument, {code: draw(level) for code in codes}, Fraction(draw(st.integers(100, 500)), 100), {
        "effort": draw(st.dictionaries(st.sampled_from(codes), efforts)),
        "locked": draw(st.lists(st.sampled_from(codes), max_size=2)),
        "max_step": draw(st.none() | st.integers(0, 3)),
        "prerequisites": [Prerequisite(row[a], high, row[b], other, "") for (a, b), high, other in chosen],
    }  # fmt: skip


def endings(instrument, level, effort, max_step):
    """Every level an indicator may end at, and what that costs."""
    found, steps = [(level, 0)], 0
    while max_step is None or steps < max_step:
        level = instrument.scale_min if level is None else D(int(level) + 1)
        if level > instrument.scale_max:
            break
        steps += 1
        found.append((level, steps * Fraction(effort)))
    return found


def is_allowed(ends, prerequisites):
    return not any(
        ends[rule.code][1] and ends[rule.code][0] >= rule.level
        and (ends[rule.needs][0] is None or ends[rule.needs][0] < rule.needs_level)
        for rule in prerequisites
    )  # fmt: skip


def everything(instrument, levels, *, effort, locked, max_step, prerequisites):
    """Index and order of every combination that is allowed."""
    codes = [item.code for item in instrument.items]
    choices = [
        endings(instrument, levels[code], effort.get(code, 1), 0 if code in locked else max_step) for code in codes
    ]
    for combination in product(*choices):
        ends = dict(zip(codes, combination, strict=True))
        if is_allowed(ends, prerequisites):
            total = sum(Fraction(ends[item.code][0] or 0) * item.weight_units for item in instrument.items)
            changed = [place for place, (_, cost) in enumerate(combination) if cost]
            order = (
                sum(cost for _, cost in combination), len(changed), changed,
                [combination[place][0] for place in changed],
            )  # fmt: skip
            yield total / instrument.weight_total, order


@pytest.mark.parametrize("most_states", [1, frontier.MOST_STATES])
def test_path_equals_that_of_trying_everything(most_states, monkeypatch):
    """Also when prerequisites have to be left to the search."""
    monkeypatch.setattr(frontier, "MOST_STATES", most_states)
    seen = set()

    @settings(deadline=None, max_examples=100)
    @given(questions())
    def compare(drawn):
        instrument, levels, target, asked = drawn
        ways = list(everything(instrument, levels, **asked))
        wanted = min(((order, index) for index, order in ways if index >= target), default=None)
        try:
            path = cheapest_path(instrument, levels, target, **asked)
        except Unreachable as refused:
            path, highest = None, refused.highest
        if path is None:
            seen.add("unreachable")
            assert (wanted, highest) == (None, max(index for index, _ in ways))
            return
        (cost, _, changed, ends), index = wanted
        seen.add("path" if path.steps else "reached")
        assert (Fraction(path.effort), path.indeks) == (cost, index)
        codes = [instrument.items[place].code for place in changed]
        assert {step.code: step.to_level for step in path.steps} == dict(zip(codes, ends, strict=True))
        assert sum(Fraction(step.effort) for step in path.steps) == cost
        assert_prerequisites_come_first(path, asked["prerequisites"])

    compare()
    assert seen == {"unreachable", "path", "reached"}


def assert_prerequisites_come_first(path, prerequisites):
    place = {step.code: number for number, step in enumerate(path.steps)}
    for rule in prerequisites:
        if {rule.code, rule.needs} <= place.keys() and path.steps[place[rule.code]].to_level >= rule.level:
            assert place[rule.needs] < place[rule.code]
