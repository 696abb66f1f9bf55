"""Several instruments at once, whole, in a constant number of queries."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from django.db.models import Prefetch, prefetch_related_objects

from assessments.questionnaires import build
from assessments.scoring import Questionnaire
from domains.models import Aspect, Band, Domain, Indicator, Instrument, InstrumentQuerySet

LONG_TEXTS = ("question", "explanation", "assessed", "legal_basis", "typical_evidence", "notes")  # of an indicator
PARTS = (
    Prefetch("indicators", Indicator.objects.defer(*LONG_TEXTS).order_by("position")),
    Prefetch("indicators__aspect", Aspect.objects.select_related("domain")),
    Prefetch("bands", Band.objects.order_by("floor")),
    Prefetch("domains", Domain.objects.order_by("number")),
    "basis_years",
)


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
    """Each with domains, indicators and bands; six queries, however many there are."""
    return list(known_of(instruments.order_by("first_year", "code")).values())


def known_of(instruments: Iterable[Instrument]) -> dict[int, Known]:
    """The same by key, of instruments that came with other rows and perhaps often; five queries."""
    rows = {row.pk: row for row in instruments}
    prefetch_related_objects(list(rows.values()), *PARTS)
    return {
        pk: Known(
            row,
            build(row, row.indicators.all(), row.bands.all()),
            tuple(row.domains.all()),
            tuple(row.indicators.all()),
        )
        for pk, row in rows.items()
    }
