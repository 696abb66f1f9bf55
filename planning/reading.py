"""What was wanted, read for the pages that show what was reached."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from assessments.models import Assessment
from planning.models import Target


@dataclass(frozen=True, slots=True)
class Targets:
    """The targets of one year by the codes of what they are targets of; `indeks` is None where none was set."""

    indeks: Decimal | None
    domains: Mapping[str, Decimal]
    aspects: Mapping[str, Decimal]


def targets_of(assessment: Assessment) -> Targets:
    """Of the assessment's institution, year and instrument; one query. Indicators' targets belong to their own page."""
    rows = Target.objects.filter(
        instansi=assessment.instansi_id, year=assessment.year, instrument=assessment.instrument_id, indicator=None
    ).values_list("domain__code", "aspect__code", "value")
    found = list(rows)
    return Targets(
        indeks=next((value for domain, aspect, value in found if not domain and not aspect), None),
        domains={domain: value for domain, _, value in found if domain},
        aspects={aspect: value for _, aspect, value in found if aspect},
    )
