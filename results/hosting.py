"""What the operator of an installation may know of results: index and predikat of final cycles, and nothing else.

`Assessment.visible_to` stays closed for a technician. Here is the one exception, and no level of an indicator, no
evidence, name or cycle still at work leaves this module; levels do not even leave the database, which adds them up.
"""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from math import lcm
from typing import NamedTuple

from django.db.models import DecimalField, F, IntegerField, Q, QuerySet, Sum
from django.db.models.functions import Cast, Coalesce, Round

from accounts.models import Instansi, InstansiQuerySet, User
from assessments.models import Assessment, Stage
from assessments.scoring import Band, band_of, round_half_up
from domains.models import Band as BandRow


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


def by_index(rows: InstansiQuerySet, year: int) -> list[Instansi]:
    """The highest final index of the year first, those without one last and by name; two queries.

    Indices of instruments with different weights are compared over their common denominator.
    """
    cycles = _newest(_added_up(_final(rows.order_by(), [year])))
    common = lcm(*{cycle.weight_total for cycle in cycles.values()})
    indices = {place[0]: cycle.hundredths * (common // cycle.weight_total) for place, cycle in cycles.items()}
    return sorted(rows.order_by("name", "pk"), key=lambda row: -indices.get(row.pk, -1))


def host_rows(instansi: Iterable[Instansi], years: list[int]) -> list[HostRow]:
    """The rows with their results, in two queries however many there are."""
    rows = list(instansi)
    cycles = _newest(_added_up(_final(rows, years)))
    bands = _bands({cycle.instrument for cycle in cycles.values()})
    found = {place: _result(cycle, bands[cycle.instrument]) for place, cycle in cycles.items()}
    return [HostRow(row, tuple(found.get((row.pk, year)) for year in years)) for row in rows]


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
        """The sum of level x weight, an unanswered indicator counting as the instrument says."""
        return self.weighted + int(self.unanswered_as * 100) * (self.weight_total - self.answered_units)


def _final(instansi: InstansiQuerySet | list[Instansi], years: list[int]) -> QuerySet[Assessment]:
    return Assessment.objects.filter(stage=Stage.FINAL, instansi__in=instansi, year__in=years)


def _newest(cycles: Iterable[tuple]) -> dict[tuple[int, int], _Cycle]:
    """By institution and year its final cycle, the one finalised last where there are several."""
    found: dict[tuple[int, int], _Cycle] = {}
    for cycle in sorted((_Cycle(*row) for row in cycles), key=lambda cycle: (cycle.finalised_at, cycle.pk)):
        found[cycle.instansi, cycle.year] = cycle
    return found


def _added_up(cycles: QuerySet[Assessment]) -> QuerySet[Assessment, tuple]:
    """Sums in whole hundredths.

    SQLite adds levels as binary floats. A sum is a multiple of a hundredth and far too small to be off by half of one,
    so rounding it to the nearest gives it back exactly; PostgreSQL adds decimals.
    """
    weight = F("verdicts__indicator__weight_units")
    total = Sum(F("verdicts__final_level") * weight, output_field=DecimalField(max_digits=12, decimal_places=2))
    return cycles.values_list(
        "instansi", "year", "instrument", "predikat_basis", "instrument__weight_total", "instrument__unanswered_as",
        "finalised_at", "pk",
    ).annotate(
        weighted=Coalesce(Cast(Round(total * 100), IntegerField()), 0),
        answered_units=Coalesce(Sum(weight, filter=Q(verdicts__final_level__isnull=False)), 0),
    )  # fmt: skip


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
