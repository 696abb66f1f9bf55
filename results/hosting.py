"""What the operator of an installation may know of results: index and predikat of final cycles, and nothing else.

`Assessment.visible_to` stays closed for a technician. Here is the one exception, and no level of an indicator, no
evidence, name or cycle still at work leaves this module; levels do not even leave the database, which adds them up.
"""

from __future__ import annotations

import datetime
import hashlib
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from math import lcm
from typing import Any, NamedTuple

from django.core.cache import cache
from django.db.models import DecimalField, F, FilteredRelation, IntegerField, Q, QuerySet, Sum
from django.db.models.functions import Cast, Coalesce, Round

from accounts.models import Instansi, InstansiQuerySet, User
from assessments.models import Assessment, Stage, Verdict
from assessments.scoring import Band, band_of, round_half_up
from domains.models import Band as BandRow

KEPT_SECONDS = 24 * 3600


@dataclass(frozen=True, slots=True)
class Result:
    """A final cycle in two words."""

    indeks: Decimal
    predikat: str


@dataclass(frozen=True, slots=True)
class HostRow:
    """One institution, and a result or None for every year asked for."""

    instansi: Instansi
    years: tuple[int, ...]
    results: tuple[Result | None, ...]

    @property
    def by_year(self) -> list[tuple[int, Result | None]]:
        return list(zip(self.years, self.results, strict=True))


def hosted(user: User) -> InstansiQuerySet:
    """The institutions whose results the user may list: all for the technician, none for anybody else."""
    return Instansi.objects.visible_to(user) if user.is_technician else Instansi.objects.none()


def by_index(rows: InstansiQuerySet, year: int) -> list[Instansi]:
    """The highest final index of the year first, those without one last and by name; at most two queries.

    Indices of instruments with different weights are compared over their common denominator.
    """
    final = FilteredRelation("assessments", condition=Q(assessments__stage=Stage.FINAL, assessments__year=year))
    cycles = rows.annotate(
        final=final, cycle=F("final__pk"), weight_total=F("final__instrument__weight_total"),
        unanswered_as=F("final__instrument__unanswered_as"),
    ).order_by("name", "pk", "final__finalised_at", "final__pk")  # fmt: skip
    cycles = cycles.annotate(finalised_at=F("final__finalised_at")).only("name", "kind", "province")
    newest = {row.pk: row for row in cycles}  # of several, the one finalised last
    levels = _kept_levels(year, [(row.cycle, row.finalised_at) for row in newest.values() if row.cycle])
    totals = {row.cycle: row.weight_total for row in newest.values() if row.cycle}
    common = lcm(*totals.values())

    def index(row: Any) -> int:
        if not row.cycle:
            return -1
        sums = levels.get(row.cycle, (0, 0))
        return _hundredths(*sums, row.weight_total, row.unanswered_as) * (common // row.weight_total)

    return sorted(newest.values(), key=index, reverse=True)


def host_rows(instansi: Iterable[Instansi], years: list[int]) -> list[HostRow]:
    """The rows with their results, in two queries however many there are."""
    rows = list(instansi)
    cycles = _newest(_added_up(_final(rows, years)))
    bands = _bands({cycle.instrument for cycle in cycles.values()})
    found = {place: _result(cycle, bands[cycle.instrument]) for place, cycle in cycles.items()}
    return [HostRow(row, tuple(years), tuple(found.get((row.pk, year)) for year in years)) for row in rows]


class _Cycle(NamedTuple):
    """A final cycle with its levels added up, in the order in which the database is asked for it."""

    instansi: int
    year: int
    instrument: int
    basis: str
    weight_total: int
    unanswered_as: Decimal
    finalised_at: datetime.datetime
    pk: int
    weighted: int
    answered_units: int

    @property
    def hundredths(self) -> int:
        return _hundredths(self.weighted, self.answered_units, self.weight_total, self.unanswered_as)


def _final(instansi: InstansiQuerySet | list[Instansi], years: list[int]) -> QuerySet[Assessment]:
    return Assessment.objects.filter(stage=Stage.FINAL, instansi__in=instansi, year__in=years)


def _newest(cycles: Iterable[tuple]) -> dict[tuple[int, int], _Cycle]:
    """By institution and year its final cycle, the one finalised last where there are several."""
    found: dict[tuple[int, int], _Cycle] = {}
    for cycle in sorted((_Cycle(*row) for row in cycles), key=lambda cycle: (cycle.finalised_at, cycle.pk)):
        found[cycle.instansi, cycle.year] = cycle
    return found


def _hundredths(weighted: int, answered_units: int, weight_total: int, unanswered_as: Decimal) -> int:
    """The sum of level x weight, an unanswered indicator counting as the instrument says."""
    return weighted + int(unanswered_as * 100) * (weight_total - answered_units)


def _added_up(cycles: QuerySet[Assessment]) -> QuerySet[Assessment, tuple]:
    """Cycles with their sums in whole hundredths."""
    weight = F("verdicts__indicator__weight_units")
    return cycles.values_list(
        "instansi", "year", "instrument", "predikat_basis", "instrument__weight_total", "instrument__unanswered_as",
        "finalised_at", "pk",
    ).annotate(
        weighted=Coalesce(_weighted(F("verdicts__final_level"), weight), 0),
        answered_units=Coalesce(Sum(weight, filter=Q(verdicts__final_level__isnull=False)), 0),
    )  # fmt: skip


def _kept_levels(year: int, cycles: list[tuple[int, datetime.datetime]]) -> dict[int, tuple[int, int]]:
    """What `_levels_of_all` adds up, once for these very cycles.

    Final levels never change, and a cycle that was opened again has another moment of finalisation: the key names both.
    """
    said = ";".join(f"{pk}@{moment.isoformat()}" for pk, moment in sorted(cycles))
    key = f"final-levels:{year}:{hashlib.sha256(said.encode()).hexdigest()}"
    levels: dict[int, tuple[int, int]] = cache.get_or_set(key, lambda: _levels_of_all(year), KEPT_SECONDS)
    return levels


def _levels_of_all(year: int) -> dict[int, tuple[int, int]]:
    """Of every final cycle of a year, the sum of its levels and the weight they carry.

    Asked from the levels, without the cycles' other columns to group by: a third of the time for 600 cycles.
    """
    weight = F("indicator__weight_units")
    judged = Verdict.objects.filter(
        final_level__isnull=False, assessment__in=Assessment.objects.filter(stage=Stage.FINAL, year=year)
    )
    rows = judged.values_list("assessment").annotate(weighted=_weighted(F("final_level"), weight), units=Sum(weight))
    return {cycle: (weighted, units) for cycle, weighted, units in rows}


def _weighted(level: F, weight: F) -> Cast:
    """The sum of level x weight in whole hundredths.

    SQLite adds levels as binary floats. A sum is a multiple of a hundredth and far too small to be off by half of one,
    so rounding it to the nearest gives it back exactly; PostgreSQL adds decimals.
    """
    total = Sum(level * weight, output_field=DecimalField(max_digits=12, decimal_places=2))
    return Cast(Round(total * 100), IntegerField())


def _bands(instruments: set[int]) -> dict[int, list[Band]]:
    bands: dict[int, list[Band]] = defaultdict(list)
    rows = BandRow.objects.filter(instrument__in=instruments)
    for instrument, *band in rows.values_list("instrument", "code", "name", "floor"):
        bands[instrument].append(Band(*band))
    return bands


def _result(cycle: _Cycle, bands: list[Band]) -> Result:
    indeks = Fraction(cycle.hundredths, 100 * cycle.weight_total)
    shown = round_half_up(indeks)
    return Result(shown, band_of(indeks if cycle.basis == "exact" else Fraction(shown), bands).name)
