"""The quick reader of many assessments says what the one reader of a whole one says."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.utils import timezone

from assessments.models import Assessment, Stage, Status
from planning.headlines import headlines
from results.summaries import summarise
from tests import factories


def handed_in(world, indicator, level, *, unit=None, status=Status.SUBMITTED):
    verified = level if status in (Status.VERIFIED, Status.ASSESSED) else None
    return factories.AnswerFactory(
        assignment=factories.AssignmentFactory(
            assessment=world.assessment, indicator=indicator, unit=unit or world.unit
        ),
        status=status, claimed_level=level, verified_level=verified, review_note="Lengkapi",
    )  # fmt: skip


@pytest.fixture
def worked(world):
    """Claims of two OPD on one indicator, a draft that does not count, and two verdicts, one without a level."""
    second, third, _ = world.instrument.indicators.order_by("position")[1:4]
    handed_in(world, second, Decimal(4))
    handed_in(world, second, Decimal(2), unit=world.other_unit, status=Status.RETURNED)
    handed_in(world, third, Decimal(5), status=Status.DRAFT)
    factories.VerdictFactory(
        assessment=world.assessment, indicator=second, final_level=Decimal(3), justification="Alasan",
        decided_at=timezone.now(), decided_by=world.assessor,
    )  # fmt: skip
    factories.VerdictFactory(assessment=world.assessment, indicator=third)
    return world


@pytest.mark.parametrize("stage", [Stage.FILLING, Stage.VERIFICATION, Stage.SCORING, Stage.APPROVAL])
def test_headline_is_the_one_of_the_summary(worked, stage):
    Assessment.objects.filter(pk=worked.assessment.pk).update(stage=stage)
    assessment = Assessment.objects.in_full().get(pk=worked.assessment.pk)
    summary = summarise(assessment)
    found = headlines([assessment])[assessment.pk]
    assert (found.indeks, found.levels, found.predikat) == (
        summary.headline.indeks, summary.headline.levels, summary.headline.predikat,
    )  # fmt: skip
    assert found.indeks.hundredths == (30_000 if stage in (Stage.SCORING, Stage.APPROVAL) else 20_000)


def test_headlines_of_many_are_asked_as_often_as_of_one(worked, django_assert_num_queries):
    for year in (2023, 2024, 2025):
        factories.AssessmentFactory(instansi=worked.instansi, instrument=worked.instrument, year=year)
    rows = list(Assessment.objects.filter(instansi=worked.instansi).select_related("instrument"))
    assert len(rows) == 4
    with django_assert_num_queries(4):
        assert set(headlines(rows)) == {row.pk for row in rows}
    with django_assert_num_queries(4):
        headlines(rows[:1])


def test_headlines_of_nothing_ask_nothing(db, django_assert_num_queries):
    with django_assert_num_queries(0):
        assert headlines([]) == {}
