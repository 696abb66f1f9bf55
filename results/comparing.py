"""The finished years before an assessment, in two queries, and which of them this one may be held against."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from assessments.models import Assessment, Stage, Verdict
from assessments.scoring import Questionnaire, Value
from domains.models import Instrument
from results.instruments import Known
from results.levels import Levels
from results.national import NationalMean, means

YEARS = 5
MOST = 2 * YEARS  # finished cycles that are looked at: a year may have one of each of two instruments
Judged = tuple[int, int, str, str | None]  # hundredths, weight units, aspect, domain


@dataclass(frozen=True, slots=True)
class PastYear:
    """One finished assessment by its final levels. Another instrument's may stand beside, never be subtracted."""

    pk: int
    year: int
    instrument: str
    is_comparable: bool
    indeks: Value
    domains: dict[str, Value]
    aspects: dict[str, Value]


class Before(NamedTuple):
    """The newest finished year that may be compared, or what newer one stands in its way."""

    comparable: PastYear | None
    other: PastYear | None


def years_before(assessment: Assessment) -> list[PastYear]:
    """The newest finished years, newest first, one of each: the same instrument's where there are two."""
    rows = Assessment.objects.filter(
        instansi=assessment.instansi_id, year__lt=assessment.year, stage=Stage.FINAL
    ).select_related("instrument")
    found = list(rows.order_by("-year", "-pk")[:MOST])
    return _years(assessment, found, _judged(row.pk for row in found))


def years_among(
    assessment: Assessment,
    cycles: Iterable[Assessment],
    known: Mapping[int, Known],
    levels: Mapping[int, Mapping[str, Levels]],
) -> list[PastYear]:
    """The same from what was read already: the institution's cycles, their instruments and their levels."""
    finished = [row for row in cycles if row.stage == Stage.FINAL and row.year < assessment.year]
    found = sorted(finished, key=lambda row: (-row.year, -row.pk))[:MOST]
    judged = {row.pk: _finals(known[row.instrument_id].questionnaire, levels[row.pk]) for row in found}
    return _years(assessment, found, judged)


def _years(assessment: Assessment, found: Iterable[Assessment], judged: Mapping[int, list[Judged]]) -> list[PastYear]:
    """A frozen assessment's headline is the final track, since nothing is frozen before every indicator was judged.
    Should one lack a level all the same, it is left out: a mean over part of the weights is no index.
    """
    years = [
        _past(row, judged[row.pk], assessment.instrument.code)
        for row in found
        if sum(units for _, units, _, _ in judged[row.pk]) == row.instrument.weight_total
    ]
    by_year: dict[int, PastYear] = {}
    for past in years:
        if past.year not in by_year or past.is_comparable:
            by_year[past.year] = past
    return list(by_year.values())[:YEARS]


def year_before(years: Sequence[PastYear]) -> Before:
    """Last year, or the newest finished year before it, if it was scored with the same instrument."""
    newest = years[0] if years else None
    return Before(newest, None) if newest is None or newest.is_comparable else Before(None, newest)


def nation_before(assessment: Assessment) -> NationalMean | None:
    """The newest national mean of the same instrument's years, this year's at most."""
    instrument: Instrument = assessment.instrument
    last = min(assessment.year, instrument.last_year)
    fitting = [mean for mean in means() if instrument.first_year <= mean.year <= last]
    return max(fitting, key=lambda mean: mean.year, default=None)


def _judged(found: Iterable[int]) -> dict[int, list[Judged]]:
    rows = Verdict.objects.filter(assessment__in=list(found))
    by_assessment: dict[int, list[Judged]] = defaultdict(list)
    for pk, level, units, aspect, domain in rows.values_list(
        "assessment_id", "final_level", "indicator__weight_units", "indicator__aspect__code",
        "indicator__aspect__domain__code",
    ):  # fmt: skip
        if level is not None:
            by_assessment[pk].append((int(level * 100), units, aspect, domain))
    return by_assessment


def _finals(questionnaire: Questionnaire, levels: Mapping[str, Levels]) -> list[Judged]:
    return [
        (int(level * 100), item.weight_units, item.aspect, item.domain)
        for item in questionnaire.items
        if (level := levels.get(item.code, {}).get("final")) is not None
    ]


def _past(row: Assessment, judged: list[Judged], code: str) -> PastYear:
    by_aspect: dict[str, list[Judged]] = defaultdict(list)
    by_domain: dict[str, list[Judged]] = defaultdict(list)
    for line in judged:
        by_aspect[line[2]].append(line)
        if line[3]:
            by_domain[line[3]].append(line)
    return PastYear(
        pk=row.pk,
        year=row.year,
        instrument=row.instrument.name,
        is_comparable=row.instrument.code == code,
        indeks=_value(judged),
        domains={code: _value(lines) for code, lines in by_domain.items()},
        aspects={code: _value(lines) for code, lines in by_aspect.items()},
    )


def _value(lines: list[Judged]) -> Value:
    products, units = (level * units for level, units, _, _ in lines), (units for _, units, _, _ in lines)
    return Value(sum(products), sum(units), len(lines), len(lines))
