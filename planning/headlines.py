"""The headline score of several assessments at once, for lists over the years.

It says what `results.summaries.summarise` says of each, without the texts and the evidence; a test holds them together.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from assessments.models import Assessment
from assessments.questionnaires import build
from assessments.scoring import Questionnaire, Score, score
from domains.models import Band, Indicator, Instrument
from results.levels import headline_of, levels_over


def headlines(assessments: Sequence[Assessment]) -> dict[int, Score]:
    """By the assessment's key; four queries whatever their number."""
    if not assessments:
        return {}
    by_assessment = levels_over(assessments)
    questionnaires = _questionnaires({row.instrument for row in assessments})
    found = {}
    for row, levels in ((row, by_assessment[row.pk]) for row in assessments):
        track = headline_of(row, levels.values())
        reached = {code: tracks[track] for code, tracks in levels.items()}
        found[row.pk] = score(questionnaires[row.instrument_id], reached, basis=row.predikat_basis)
    return found


def _questionnaires(instruments: set[Instrument]) -> dict[int, Questionnaire]:
    indicators: dict[int, list[Indicator]] = defaultdict(list)
    bands: dict[int, list[Band]] = defaultdict(list)
    asked = Indicator.objects.filter(instrument__in=instruments).select_related("aspect__domain").order_by("position")
    for indicator in asked:
        indicators[indicator.instrument_id].append(indicator)
    for band in Band.objects.filter(instrument__in=instruments).order_by("floor"):
        bands[band.instrument_id].append(band)
    return {row.pk: build(row, indicators[row.pk], bands[row.pk]) for row in instruments}
