"""All years of an institution, read once and agreeing with the summary of each."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from django.utils import timezone

from assessments.models import Stage
from results.models import PastResult
from results.summaries import summarise
from results.years import trend_of
from tests import factories

pytestmark = pytest.mark.django_db


def read(user):
    return trend_of(user, list(PastResult.objects.visible_to(user).in_full().order_by("year", "pk")))


def cycle(world, year, *, final=None, external=None, claimed=None, stage=Stage.FINAL):
    """An assessment in which every indicator has these levels."""
    done = {"finalised_by": world.coordinator, "finalised_at": timezone.now()} if stage == Stage.FINAL else {}
    found = factories.AssessmentFactory(
        instansi=world.instansi, instrument=world.instrument, year=year, stage=stage, **done
    )
    for indicator in world.instrument.indicators.all():
        if claimed:
            assignment = factories.AssignmentFactory(assessment=found, indicator=indicator, unit=world.unit)
            factories.AnswerFactory(
                assignment=assignment, status="submitted", claimed_level=claimed, facts="F", analysis="A",
                submitted_at=timezone.now(), submitted_by=world.operator,
            )  # fmt: skip
        if final:
            decided = {"justification": "J", "decided_by": world.assessor, "decided_at": timezone.now()}
            factories.VerdictFactory(
                assessment=found, indicator=indicator, final_level=final, external_level=external, **decided
            )
    return found


def told(trend):
    return [(row.year, row.label, row.shown, row.predikat, row.is_imported) for row in trend.points]


def test_own_years_stand_beside_imported_ones(world):
    cycle(world, 2022, final=3, claimed=4)
    factories.PastResultFactory(instansi=world.instansi, instrument=world.instrument, year=2023, indeks="3.51")
    assert told(read(world.coordinator)) == [
        (2022, "Final", Decimal("3.00"), "Baik", False),
        (2022, "Mandiri", Decimal("4.00"), "Sangat Baik", False),
        (2023, "Eksternal", Decimal("3.51"), "Baik", True),
    ]


def test_each_own_year_agrees_with_its_summary(world):
    cycle(world, 2022, final=3, claimed=4)
    cycle(world, 2023, claimed=2, stage=Stage.FILLING)
    half = cycle(world, 2024, stage=Stage.SCORING)
    factories.VerdictFactory(
        assessment=half, indicator=world.indicator, final_level=5, justification="J", decided_by=world.assessor,
        decided_at=timezone.now(),
    )  # fmt: skip
    headlines = {}
    for assessment in world.instansi.assessments.exclude(pk=world.assessment.pk):
        summary = summarise(assessment)
        headlines[assessment.year] = (
            summary.heading.track, summary.headline.indeks.fraction, summary.headline.predikat.name,
            summary.headline.is_provisional,
            {line.group.code: line.value.fraction for line in summary.domain_lines if line.value.answered},
        )  # fmt: skip
    found = {}
    for row in read(world.admin).points:
        found.setdefault(row.year, (row.track, row.indeks, row.predikat, row.is_provisional, dict(row.domains)))
    assert found == headlines
    assert [headlines[year][0] for year in sorted(headlines)] == ["final", "claimed", "final"]


def test_assessment_without_any_level_is_no_year(world):
    assert read(world.admin).points == []


def test_external_levels_of_an_own_assessment_are_a_result_of_their_own(world):
    cycle(world, 2022, final=4, external=3)
    trend = read(world.admin)
    assert [row[1:3] for row in told(trend)] == [("Final", Decimal("4.00")), ("Eksternal", Decimal("3.00"))]
    assert [point.label for point in trend.sections[0].lines["outcome"]] == ["Eksternal"]


def past_levels(world, *levels, **kwargs):
    result = factories.PastResultFactory(
        instansi=world.instansi, instrument=world.instrument, shape="levels", predikat="", **kwargs
    )
    for indicator, level in zip(world.instrument.indicators.order_by("position"), levels, strict=False):
        factories.PastLevelFactory(result=result, indicator=indicator, level=level)
    return result


@pytest.mark.parametrize("indeks", [None, "2.75"])
def test_imported_levels_give_the_exact_index(world, indeks):
    past_levels(world, 2, 3, 3, 3, indeks=indeks)
    (row,) = read(world.admin).points
    assert (row.indeks, row.predikat, row.is_published, row.domains) == (
        Fraction(11, 4), "Baik", False, {"D1": Fraction(5, 2), "D2": Fraction(3)},
    )  # fmt: skip


def test_published_index_stands_where_the_levels_say_otherwise(world):
    past_levels(world, 2, 3, 3, 3, indeks="3.10", note="Tingkatnya memberi indeks 2,75, bukan 3,10.")
    (row,) = read(world.admin).points
    assert (row.indeks, row.predikat, row.is_published, row.notes) == (
        Fraction("3.10"), "", True, ("Tingkatnya memberi indeks 2,75, bukan 3,10.",),
    )  # fmt: skip


def test_imported_levels_with_gaps_are_provisional(world):
    past_levels(world, 2, 3, indeks=None)
    (row,) = read(world.admin).points
    assert (row.is_provisional, row.domains) == (True, {"D1": Fraction(5, 2)})


def test_revisions_of_an_instrument_stay_comparable(world):
    newer = factories.small_instrument(code=world.instrument.code, revision=2)
    cycle(world, 2022, final=3)
    factories.PastResultFactory(instansi=world.instansi, instrument=newer, year=2023)
    factories.PastResultFactory(instansi=world.instansi, instrument=factories.small_instrument(), year=2021)
    assert [section.years for section in read(world.admin).sections] == [[2021], [2022, 2023]]


def test_other_institutions_results_stay_theirs(world):
    cycle(world, 2022, final=3)
    factories.PastResultFactory(instansi=world.instansi, instrument=world.instrument)
    assert read(world.stranger).points == []
