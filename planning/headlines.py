"""The headline score of several assessments at once, for lists over the years.

It says what `results.summaries.summarise` says of each, without the texts and the evidence; a test holds them together.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from decimal import Decimal

from django.db.models import Min

from assessments.models import CLAIMING, Answer, Assessment, Verdict
from assessments.questionnaires import build
from assessments.scoring import Questionnaire, Score, score
from domains.models import Band, Indicator, Instrument
from results.summaries import SCORED_STAGES

Levels = dict[int, dict[str, Decimal]]


def headlines(assessments: Sequence[Assessment]) -> dict[int, Score]:
    """By the assessment's key; four queries whatever their number."""
    if not assessments:
        return {}
    questionnaires = _questionnaires({row.instrument for row in assessments})
    claimed, final = _claimed(assessments), _final(assessments)
    return {
        row.pk: score(
            questionnaires[row.instrument_id],
            final[row.pk] if row.stage in SCORED_STAGES and final[row.pk] else claimed[row.pk],
            basis=row.predikat_basis,
        )
        for row in assessments
    }


def _questionnaires(instruments: set[Instrument]) -> dict[int, Questionnaire]:
    indicators: dict[int, list[Indicator]] = defaultdict(list)
    bands: dict[int, list[Band]] = defaultdict(list)
    asked = Indicator.objects.filter(instrument__in=instruments).select_related("aspect__domain").order_by("position")
    for indicator in asked:
        indicators[indicator.instrument_id].append(indicator)
    for band in Band.objects.filter(instrument__in=instruments).order_by("floor"):
        bands[band.instrument_id].append(band)
    return {row.pk: build(row, indicators[row.pk], bands[row.pk]) for row in instruments}


def _claimed(assessments: Sequence[Assessment]) -> Levels:
    """The lowest level handed in, per indicator."""
    rows = Answer.objects.filter(
        assignment__assessment__in=assessments, status__in=CLAIMING, claimed_level__isnull=False
    )
    lowest = rows.values("assignment__assessment", "assignment__indicator__code").annotate(level=Min("claimed_level"))
    return _by_assessment(lowest.values_list("assignment__assessment", "assignment__indicator__code", "level"))


def _final(assessments: Sequence[Assessment]) -> Levels:
    rows = Verdict.objects.filter(assessment__in=assessments, final_level__isnull=False)
    return _by_assessment(rows.values_list("assessment", "indicator__code", "final_level"))


def _by_assessment(rows: Iterable[tuple[int, str, Decimal | None]]) -> Levels:
    found: Levels = defaultdict(dict)
    for assessment, code, level in rows:
        if level is not None:
            found[assessment][code] = level
    return found
