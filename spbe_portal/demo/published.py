"""Published results of earlier years, exactly as published: public data with its source."""

from __future__ import annotations

import datetime
import json
from decimal import Decimal
from pathlib import Path
from typing import Any

from django.utils import timezone

from accounts.models import Instansi, Unit, User
from assessments.models import Answer, Assessment, Assignment, Stage, Status, Verdict
from domains.models import Instrument

FILE = Path(__file__).with_name("published.json")
NOTE = "Diambil dari data publik; bukan hasil pengisian di portal ini."


def create(instansi: Instansi, unit: Unit, *, operator: User, assessor: User, coordinator: User) -> None:
    """One frozen assessment per published year. There is no verification in public data, so none is made up."""
    for year in json.loads(FILE.read_text())["published"]:
        _create_year(year, instansi, unit, operator=operator, assessor=assessor, coordinator=coordinator)


def _create_year(
    data: dict[str, Any], instansi: Instansi, unit: Unit, *, operator: User, assessor: User, coordinator: User
) -> None:
    instrument = Instrument.objects.current().get(code=data["instrument"])
    ends = [datetime.date(data["year"], month, 28) for month in (6, 7, 8, 9)]
    then = timezone.make_aware(datetime.datetime.combine(ends[-1], datetime.time(9)))
    assessment = Assessment.objects.create(
        instansi=instansi, year=data["year"], instrument=instrument, stage=Stage.FINAL, source=data["source"],
        filling_until=ends[0], verification_until=ends[1], scoring_until=ends[2], approval_until=ends[3],
        predikat_basis=instrument.basis_for(data["year"]), created_by=coordinator,
        finalised_at=then, finalised_by=coordinator,
    )  # fmt: skip
    indicators = list(instrument.indicators.order_by("position"))
    assignments = Assignment.objects.bulk_create(
        Assignment(assessment=assessment, indicator=indicator, unit=unit)
        for indicator in indicators
        if indicator.code in data["claimed"]
    )
    Answer.objects.bulk_create(
        Answer(
            assignment=row, status=Status.SUBMITTED, claimed_level=Decimal(data["claimed"][row.indicator.code]),
            facts=NOTE, analysis=NOTE, submitted_at=then, submitted_by=operator,
        )
        for row in assignments
    )  # fmt: skip
    verdict = {"justification": NOTE, "decided_at": then, "decided_by": assessor}
    Verdict.objects.bulk_create(
        Verdict(assessment=assessment, indicator=row, final_level=Decimal(data["final"][row.code]), **verdict)
        for row in indicators
    )
