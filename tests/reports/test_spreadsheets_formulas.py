"""The formulas of the recap, worked out by another arithmetic than the portal's, arrive at the portal's numbers."""

import dataclasses
import json
from decimal import Decimal
from pathlib import Path

import pytest

from assessments.questionnaires import shipped_questionnaire
from reports.spreadsheets.values import RECAP
from reports.spreadsheets.writing import write
from results.values import TRACKS, Group, Summary
from tests.reports.formulas import Program
from tests.reports.worksheets import opened, sample
from tests.results import samples

CASES = json.loads((Path(__file__).parent.parent / "cases" / "scoring.json").read_text())


def summary_of(questionnaire, levels, *, basis="exact"):
    """A summary in which every track has these levels."""
    rows = [
        dataclasses.replace(
            samples.row(1, levels.get(item.code)), code=item.code, aspect=item.aspect,
            weight_units=item.weight_units, levels=dict.fromkeys(TRACKS, levels.get(item.code)),
        )
        for item in questionnaire.items
    ]  # fmt: skip
    domain_of = {item.aspect: item.domain for item in questionnaire.items}
    weights = {code: group.weight_units for code, group in (questionnaire.domains | questionnaire.aspects).items()}
    return Summary(
        heading=samples.heading(basis=basis), questionnaire=questionnaire,
        domains=tuple(Group(code, f"Domain {code}", weights[code]) for code in questionnaire.domains),
        aspects=tuple(Group(code, f"Aspek {code}", weights[code], domain_of[code]) for code in questionnaire.aspects),
        rows=tuple(rows), taken_at=samples.summary([1]).taken_at,
    )  # fmt: skip


def recap(summary):
    """Label to the results of the first track's formula and of the check at the end of the row."""
    program = Program(opened(write(sample(summary))))
    sheet = program.book[RECAP]
    last = 8 + len(summary.domains) + len(summary.aspects)
    return {
        sheet.cell(row, 1).value: (program.value(RECAP, f"C{row}"), program.value(RECAP, f"K{row}"))
        for row in range(5, last + 1)
    }


def expected(summary):
    score = summary.scores["claimed"]
    shown = {"Indeks (dua desimal)": score.indeks.shown}
    shown |= {f"{group.code} {group.name}": score.domains[group.code].shown for group in summary.domains}
    shown |= {f"{group.code} {group.name}": score.aspects[group.code].shown for group in summary.aspects}
    return {label: (float(value), "cocok") for label, value in shown.items()} | {
        "Indeks sebelum pembulatan": (pytest.approx(float(score.indeks.fraction), abs=1e-12), "cocok"),
        "Predikat": (score.predikat.name, "cocok"),
        "Indikator bernilai": (score.answered, "cocok"),
    }


def published():
    """Published results, and edges of rounding, whose levels are known."""
    return [pytest.param(case, id=case["id"]) for case in CASES["cases"] if "levels" in case]


@pytest.mark.parametrize("case", published())
def test_recap_of_a_published_result_is_the_portals(case):
    levels = {code: None if level is None else Decimal(str(level)) for code, level in case["levels"].items()}
    summary = summary_of(shipped_questionnaire(case["instrument"]), levels)
    assert recap(summary) == expected(summary)


@pytest.mark.parametrize("basis", ["exact", "rounded"])
def test_recap_bands_by_the_basis_of_the_cycle(basis):
    """1.7995 is Kurang before rounding and Cukup after."""
    questionnaire = dataclasses.replace(samples.summary([1]).questionnaire, weight_total=10_000)
    item = questionnaire.items[0]
    items = (dataclasses.replace(item, weight_units=7995), dataclasses.replace(item, code="I2", weight_units=2005))
    summary = summary_of(
        dataclasses.replace(questionnaire, items=items), {"I1": Decimal(2), "I2": Decimal(1)}, basis=basis
    )
    found = recap(summary)
    assert found == expected(summary)
    assert found["Predikat"][0] == {"exact": "Kurang", "rounded": "Cukup"}[basis]


def test_recap_of_levels_between_steps_is_exact():
    """2.35 and 2.34 in equal halves make 2.345 exactly, which rounds up; binary sums of them fall below."""
    summary = samples.summary([Decimal("2.35"), Decimal("2.34")])
    assert recap(summary)["Indeks (dua desimal)"] == (2.35, "cocok")
    assert recap(summary) == expected(summary)


def test_recap_counts_an_unanswered_indicator_as_the_instrument_says():
    questionnaire = dataclasses.replace(samples.summary([3, None]).questionnaire, unanswered_as=Decimal(1))
    summary = summary_of(questionnaire, {"I1": Decimal(3)})
    assert recap(summary) == expected(summary)
    assert recap(summary)["Indeks (dua desimal)"][0] == 2.0


def test_recap_notices_a_level_that_was_changed():
    data = write(sample(samples.summary([3, 4], [2, 1])))
    book = opened(data)
    book["Indikator"]["H5"].value = 5
    program = Program(book)
    assert program.value(RECAP, "K6") == "berbeda"
    assert program.value(RECAP, "C6") == 3.0
