"""The arithmetic against published results, and against a rational computation of a few lines."""

from __future__ import annotations

import json
from decimal import Decimal
from fractions import Fraction
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assessments.questionnaires import shipped_questionnaire
from assessments.scoring import (
    Band,
    Item,
    Questionnaire,
    ScoringError,
    band_of,
    gain_of_next_level,
    round_half_up,
    score,
)

CASES = json.loads((Path(__file__).parent.parent / "cases" / "scoring.json").read_text(), parse_float=Decimal)
WITH_LEVELS = [case for case in CASES["cases"] if "levels" in case]
questionnaire = cache(shipped_questionnaire)
UNHURRIED = settings(deadline=None)
CODES = ("spbe-2018", "spbe-2020", "pemdi-2026")


def basis_of(case):
    """The ministry banded the rounded index in 2023."""
    return "rounded" if case["year"] == 2023 else "exact"


def shown(values, letter):
    return {code.removeprefix(letter): str(value.shown) for code, value in values.items()}


@pytest.mark.parametrize("case", WITH_LEVELS, ids=lambda case: case["id"])
def test_score_of_published_levels_gives_the_published_result(case):
    result = score(questionnaire(case["instrument"]), case["levels"], basis=basis_of(case))

    assert {
        "index_exact": result.indeks.exact,
        "index": str(result.indeks.shown),
        "domains": shown(result.domains, "D"),
        "predikat": result.predikat.name,
    } == case["expect"]


def test_aspect_values_of_denpasar_2018_are_the_published_ones():
    case = next(case for case in WITH_LEVELS if case["id"] == "denpasar-2018-final")

    result = score(questionnaire("spbe-2018"), case["levels"])

    assert shown(result.aspects, "A") == case["published"]["aspects"]


def test_domain_values_of_tabanan_weigh_up_to_its_index():
    case = next(case for case in CASES["cases"] if case["id"] == "tabanan-2021")
    given_domains = {f"D{number}": Decimal(value) for number, value in case["domains"].items()}
    instrument = questionnaire("spbe-2020")
    domains = Questionnaire(
        code="domains",
        items=tuple(Item(code, group.weight_units, code, None) for code, group in instrument.domains.items()),
        bands=instrument.bands,
        weight_total=instrument.weight_total,
        scale_min=Decimal(1),
        scale_max=Decimal(5),
        scale_step=Decimal("0.01"),
    )

    result = score(domains, given_domains)

    assert {"index": str(result.indeks.shown), "predikat": result.predikat.name} == case["expect"]


EXAMPLES = {example["table"]: example for example in CASES["worked_examples_in_the_regulation"]}


def mean(pairs):
    """A weighted mean of (text, weight units)."""
    pairs = list(pairs)
    return sum(Fraction(value) * units for value, units in pairs) / sum(units for _, units in pairs)


def test_worked_example_of_an_aspect_in_the_regulation_holds():
    instrument, example = questionnaire("spbe-2020"), EXAMPLES["Tabel 10"]
    codes = [item.code for item in instrument.items if item.aspect == f"A{example['aspect']}"]

    result = score(instrument, dict(zip(codes, example["levels"], strict=True)))

    assert str(result.aspects["A2"].shown) == example["expected"]


def test_worked_example_of_a_domain_in_the_regulation_holds():
    instrument, example = questionnaire("spbe-2020"), EXAMPLES["Tabel 11"]
    aspects = dict.fromkeys(item.aspect for item in instrument.items if item.domain == f"D{example['domain']}")
    units = [instrument.aspects[code].weight_units for code in aspects]

    assert str(round_half_up(mean(zip(example["aspects"], units, strict=True)))) == example["expected"]


def test_worked_example_of_an_index_in_the_regulation_holds():
    example = EXAMPLES["Tabel 12"]
    units = [group.weight_units for group in questionnaire("spbe-2020").domains.values()]

    assert str(round_half_up(mean(zip(example["domains"], units, strict=True)))) == example["expected"]


@st.composite
def filled(draw, *, complete=False):
    """An instrument and levels on its scale, some left out."""
    instrument = questionnaire(draw(st.sampled_from(CODES)))
    level = st.sampled_from(sorted(instrument.hundredths))
    one = level if complete else st.none() | level
    return instrument, {item.code: draw(one) for item in instrument.items}


def expected_index(instrument, levels):
    counted = (levels.get(item.code) for item in instrument.items)
    return sum(
        Fraction(instrument.unanswered_as if level is None else level) * item.weight_units
        for level, item in zip(counted, instrument.items, strict=True)
    ) / Fraction(instrument.weight_total)


@UNHURRIED
@given(filled())
def test_index_equals_the_rational_computation(drawn):
    instrument, levels = drawn

    result = score(instrument, levels)

    wanted = expected_index(instrument, levels)
    assert result.indeks.fraction == wanted
    assert abs(Fraction(result.indeks.shown) - wanted) <= Fraction(1, 200)
    assert result.answered == sum(level is not None for level in levels.values())
    assert result.is_provisional is (None in levels.values())


@UNHURRIED
@given(filled())
def test_index_stays_within_the_scale_and_zero(drawn):
    instrument, levels = drawn

    result = score(instrument, levels)

    assert instrument.unanswered_as <= result.indeks.fraction <= instrument.scale_max
    if not result.is_provisional:
        assert result.indeks.fraction >= instrument.scale_min


@UNHURRIED
@given(filled(), st.data())
def test_index_rises_by_the_weight_when_one_level_rises(drawn, data):
    instrument, levels = drawn
    item = data.draw(st.sampled_from(instrument.items))
    low, high = sorted(data.draw(st.lists(st.sampled_from(sorted(instrument.hundredths)), min_size=2, max_size=2)))

    before = score(instrument, levels | {item.code: low})
    after = score(instrument, levels | {item.code: high})

    rise = Fraction(high - low) * gain_of_next_level(instrument, item)
    assert after.indeks.fraction - before.indeks.fraction == rise >= 0
    assert after.aspects[item.aspect].fraction >= before.aspects[item.aspect].fraction
    assert after.predikat.floor >= before.predikat.floor


@UNHURRIED
@given(filled())
def test_groups_weigh_up_to_the_index_exactly(drawn):
    instrument, levels = drawn

    result = score(instrument, levels)

    for groups in filter(None, (result.domains, result.aspects)):
        sums = sum(value.fraction * value.weight_units for value in groups.values())
        assert sums / instrument.weight_total == result.indeks.fraction
    assert sum(line.product for line in result.trace) == result.indeks.weighted_sum
    assert [line.level for line in result.trace] == [levels[item.code] for item in instrument.items]


@pytest.mark.parametrize("code", CODES)
def test_band_begins_at_its_floor_and_not_below(code):
    bands = questionnaire(code).bands

    at = [band_of(Fraction(band.floor), bands).name for band in bands]
    below = [band_of(Fraction(band.floor) - Fraction(1, 10**6), bands).name for band in bands[1:]]

    assert at == ["Kurang", "Cukup", "Baik", "Sangat Baik", "Memuaskan"]
    assert below == at[:-1]


HALF = Questionnaire(
    code="half",
    items=(Item("I1", 359, "A1", None), Item("I2", 9641, "A1", None)),
    bands=(Band("kurang", "Kurang", Decimal(0)), Band("cukup", "Cukup", Decimal("1.8"))),
    weight_total=10_000,
    scale_min=Decimal(1),
    scale_max=Decimal(5),
    scale_step=Decimal("0.01"),
)


@pytest.mark.parametrize(("basis", "predikat", "other"), [("exact", "Kurang", "Cukup"), ("rounded", "Cukup", "Kurang")])
def test_bases_disagree_just_below_a_floor(basis, predikat, other):
    result = score(HALF, {"I1": Decimal("1.68"), "I2": Decimal("1.80")}, basis=basis)

    assert result.indeks.exact == "1.795692"
    assert (result.predikat.name, result.predikat_of_other_basis.name) == (predikat, other)
    assert result.bases_disagree


def test_bases_agree_away_from_a_floor():
    assert not score(HALF, {"I1": 2, "I2": 2}).bases_disagree


def test_unanswered_counts_as_the_instrument_says_under_the_full_denominator():
    result = score(questionnaire("spbe-2020"), {"I1": 5})

    assert (result.indeks.exact, result.answered, result.total) == ("0.065", 1, 47)
    assert result.trace[1].level is None
    assert result.trace[1].product == 0


def test_pemdi_has_no_domains():
    instrument = questionnaire("pemdi-2026")

    result = score(instrument, {item.code: Decimal("2.75") for item in instrument.items})

    assert (result.domains, result.indeks.exact, result.predikat.name) == ({}, "2.75", "Baik")


@pytest.mark.parametrize(
    ("levels", "basis", "text"),
    [
        ({"I1": 6}, "exact", "I1: tingkat 6 di luar skala 1 sampai 5"),
        ({"I1": 0}, "exact", "I1: tingkat 0 di luar skala 1 sampai 5"),
        ({"I2": Decimal("3.5")}, "exact", "I2: tingkat 3.5 tidak sesuai langkah skala 1"),
        ({"I2": Decimal("NaN")}, "exact", "I2: tingkat NaN di luar skala 1 sampai 5"),
        ({"I2": Decimal("Infinity")}, "exact", "I2: tingkat Infinity di luar skala 1 sampai 5"),
        ({"I2": True}, "exact", "I2: tingkat harus bilangan, bukan True"),
        ({"I2": 3.0}, "exact", "I2: tingkat harus bilangan, bukan 3.0"),
        ({"I48": 3}, "exact", "indikator tidak dikenal: I48"),
        ({"I1": 3}, "shown", "dasar predikat tidak dikenal: shown"),
    ],
)
def test_score_of_what_is_off_the_scale_is_refused(levels, basis, text):
    with pytest.raises(ScoringError) as refusal:
        score(questionnaire("spbe-2020"), levels, basis=basis)

    assert str(refusal.value) == text


@UNHURRIED
@given(filled(complete=True))
def test_score_does_not_depend_on_the_order_or_kind_of_levels(drawn):
    instrument, levels = drawn
    backwards = {
        code: int(level) if level == level.to_integral() else level for code, level in reversed(levels.items())
    }

    assert score(instrument, backwards).indeks == score(instrument, levels).indeks
