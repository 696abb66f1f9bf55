"""Several instruments at once, whole, in a constant number of queries."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from django.db.models import Prefetch

from assessments.questionnaires import build
from assessments.scoring import Questionnaire
from domains.models import Band, Domain, Indicator, Instrument, InstrumentQuerySet


@dataclass(frozen=True)
class Known:
    """An instrument with what the arithmetic and a table's columns need of it."""

    instrument: Instrument
    questionnaire: Questionnaire
    domains: tuple[Domain, ...]
    indicators: tuple[Indicator, ...]

    @cached_property
    def by_code(self) -> dict[str, Indicator]:
        return {row.code: row for row in self.indicators}


def whole(instruments: InstrumentQuerySet) -> list[Known]:
    """Each with domains, indicators and bands; five queries, however many there are."""
    rows = instruments.prefetch_related(
        Prefetch("indicators", Indicator.objects.select_related("aspect__domain").order_by("position")),
        Prefetch("bands", Band.objects.order_by("floor")),
        Prefetch("domains", Domain.objects.order_by("number")),
        "basis_years",
    )
    return [
        Known(
            row,
            build(row, row.indicators.all(), row.bands.all()),
            tuple(row.domains.all()),
            tuple(row.indicators.all()),
        )
        for row in rows.order_by("first_year", "code")
    ]
