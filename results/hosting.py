"""What the operator of an installation may know of results: index and predikat of final cycles, and nothing else.

`Assessment.visible_to` stays closed for a technician. Here is the one exception, and no level of an indicator, no
evidence, name or cycle still at work leaves this module.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

import numpy as np
from django.db.models import DecimalField, F, OuterRef, Subquery, Sum

from accounts.models import Instansi, InstansiQuerySet, User
from assessments.bulk import UNANSWERED, score_many
from assessments.models import Assessment, Stage, Verdict
from assessments.questionnaires import build
from assessments.scoring import HUNDREDTH, Questionnaire
from domains.models import Band, Indicator, Instrument


@dataclass(frozen=True, slots=True)
class Result:
    """A final cycle in two words."""

    indeks: Decimal
    predikat: str


@dataclass(frozen=True, slots=True)
class HostRow:
    """One institution, and a result or None for every year asked for."""

    instansi: Instansi
    results: tuple[Result | None, ...]


def hosted(user: User) -> InstansiQuerySet:
    """The institutions whose results the user may list: all for the technician, none for anybody else."""
    return Instansi.objects.visible_to(user) if user.is_technician else Instansi.objects.none()


def by_index(rows: InstansiQuerySet, year: int) -> InstansiQuerySet:
    """The highest final index of the year first; for the order only, what is shown is computed exactly."""
    weighted = Sum(F("final_level") * F("indicator__weight_units"), output_field=DecimalField())
    verdicts = Verdict.objects.filter(
        assessment__instansi=OuterRef("pk"), assessment__year=year, assessment__stage=Stage.FINAL
    )
    index = (
        verdicts.values("assessment", "assessment__instrument__weight_total")
        .annotate(index=weighted / F("assessment__instrument__weight_total"))
        .order_by("-assessment__finalised_at")
        .values("index")[:1]
    )
    return rows.annotate(index=Subquery(index)).order_by(F("index").desc(nulls_last=True), "name", "pk")


def host_rows(instansi: Iterable[Instansi], years: list[int]) -> list[HostRow]:
    """The rows with their results, in four queries however many there are."""
    rows = list(instansi)
    cycles = Assessment.objects.filter(stage=Stage.FINAL, instansi__in=rows, year__in=years)
    newest: dict[tuple[int, int], Assessment] = {
        (cycle.instansi_id, cycle.year): cycle for cycle in cycles.select_related("instrument").order_by("finalised_at")
    }
    results = _results(list(newest.values()))
    found = {place: results[cycle.pk] for place, cycle in newest.items()}
    return [HostRow(row, tuple(found.get((row.pk, year)) for year in years)) for row in rows]


def _results(cycles: list[Assessment]) -> dict[int, Result]:
    """By the cycle's id; every instrument's cycles as one table."""
    levels: dict[int, list[tuple[int, Decimal]]] = defaultdict(list)
    given = Verdict.objects.filter(assessment__in=[cycle.pk for cycle in cycles], final_level__isnull=False)
    for cycle, indicator, level in given.values_list("assessment", "indicator", "final_level").iterator(20_000):
        levels[cycle].append((indicator, level))
    found: dict[int, Result] = {}
    for instrument, (questionnaire, columns) in _questionnaires(cycles).items():
        mine = [cycle for cycle in cycles if cycle.instrument_id == instrument]
        table = np.full((len(mine), len(columns)), UNANSWERED, dtype=np.int64)
        for place, cycle in enumerate(mine):
            for indicator, level in levels[cycle.pk]:
                table[place, columns[indicator]] = int(level * 100)
        scores = score_many(questionnaire, table)
        for place, cycle in enumerate(mine):
            band = scores.predikat(place, cycle.predikat_basis)
            found[cycle.pk] = Result(int(scores.indeks.shown[place]) * HUNDREDTH, band.name)
    return found


def _questionnaires(cycles: list[Assessment]) -> dict[int, tuple[Questionnaire, dict[int, int]]]:
    """For every instrument in use its questionnaire and the column of each indicator; two queries."""
    instruments: dict[int, Instrument] = {cycle.instrument_id: cycle.instrument for cycle in cycles}
    indicators: dict[int, list[Indicator]] = defaultdict(list)
    for row in (
        Indicator.objects.filter(instrument__in=instruments).select_related("aspect__domain").order_by("position")
    ):
        indicators[row.instrument_id].append(row)
    bands: dict[int, list[Band]] = defaultdict(list)
    for band in Band.objects.filter(instrument__in=instruments).order_by("floor"):
        bands[band.instrument_id].append(band)
    return {
        pk: (build(row, indicators[pk], bands[pk]), {each.pk: place for place, each in enumerate(indicators[pk])})
        for pk, row in instruments.items()
    }
