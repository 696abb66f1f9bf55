"""What was wanted, read for the pages that show what was reached."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from assessments.models import Assessment
from planning.models import Target


@dataclass(frozen=True, slots=True)
class Targets:
    """The targets of one year by the codes of what they are targets of; `indeks` is None where none was set."""

    indeks: Decimal | None
    domains: Mapping[str, Decimal]
    aspects: Mapping[str, Decimal]
    indicators: Mapping[str, Decimal] = field(default_factory=dict)


def targets_of(assessment: Assessment) -> Targets:
    """Of the assessment's institution, year and instrument; one query."""
    rows = Target.objects.filter(
        instansi=assessment.instansi_id, year=assessment.year, instrument=assessment.instrument_id
    ).values_list("domain__code", "aspect__code", "indicator__code", "value")
    found = list(rows)
    return Targets(
        indeks=next((value for *parts, value in found if not any(parts)), None),
        domains={domain: value for domain, _, _, value in found if domain},
        aspects={aspect: value for _, aspect, _, value in found if aspect},
        indicators={indicator: value for _, _, indicator, value in found if indicator},
    )
