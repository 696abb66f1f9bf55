"""Invented evidence of last year, so that this year has something to take over; no level of that year is published.

The cycle stays at verification and gets no verdict: an invented result must not stand among the published ones.
"""

from __future__ import annotations

import datetime
from decimal import Decimal
from io import BytesIO
from typing import Any

from django.utils import timezone

from accounts.models import Instansi, Unit, User
from assessments.models import Answer, Assessment, Assignment, Stage, Status
from domains.models import Instrument
from evidence import services
from evidence.models import Document, Evidence, Kind, Review, Standing
from spbe_portal.demo.pdf import one_page

# Per document: its file's name, and what it says of itself; years count from the assessment's.
FILES: dict[str, dict[str, Any]] = {
    "minutes": {"name": "Contoh notulensi integrasi.pdf", "kind": Kind.MINUTES, "title": "Notulensi rapat integrasi"},
    "service": {"name": "Contoh dokumentasi operasional.pdf", "kind": Kind.OTHER, "title": "Dokumentasi operasional"},
    "team": {
        "name": "Contoh SK tim integrasi.pdf", "kind": Kind.DECREE, "number": "12", "title": "Tim integrasi layanan",
        "standing": Standing.ENACTED,
    },
    "levels": {"name": "Contoh SLA sistem penghubung.pdf", "kind": Kind.PROCEDURE, "title": "SLA sistem penghubung"},
    "program": {"name": "Contoh program manajemen data.pdf", "kind": Kind.OTHER, "title": "Program manajemen data"},
}  # fmt: skip
# Indicator, document, level, whether it is for the wanted item there, clause, page, what the admin said.
USED = (
    (18, "minutes", 1, True, "", "2", ""),
    (18, "service", 2, True, "Bab 2", "5", ""),
    (18, "team", 2, False, "Diktum kedua", "3", ""),
    (18, "levels", 3, True, "Bab 1", "4", ""),
    (23, "program", 2, True, "Bab 3", "9", "[Contoh] Sebut kegiatan yang sudah berjalan."),
)
EXPIRED = "program"
NOTE = "[Contoh] Isian tahun lalu, dibuat untuk memperlihatkan bukti yang dapat dipakai lagi."


def create(instansi: Instansi, unit: Unit, *, operator: User, admin: User) -> None:
    """One OPD's evidence of last year, reviewed. Written as rows: the doors of the workflow are shut for the past."""
    year = timezone.localdate().year - 1
    then = timezone.make_aware(datetime.datetime(year, 9, 28, 9))  # noqa: DTZ001 - made aware at once
    ends = [datetime.date(year, month, 28) for month in (6, 7, 8, 9)]
    instrument = Instrument.objects.current().get(code="spbe-2020")
    assessment = Assessment.objects.create(
        instansi=instansi, year=year, instrument=instrument, stage=Stage.VERIFICATION, created_by=admin,
        filling_until=ends[0], verification_until=ends[1], scoring_until=ends[2], approval_until=ends[3],
    )  # fmt: skip
    documents = {name: _store(name, unit, operator, then) for name in FILES}
    people: dict[str, Any] = {"unit": unit, "operator": operator, "admin": admin, "then": then}
    answers = {number: _answer(assessment, number, **people) for number in sorted({row[0] for row in USED})}
    for number, name, level, is_wanted, clause, page, complaint in USED:
        criterion = answers[number].indicator.criteria.get(level=level)
        Evidence.objects.create(
            answer=answers[number], criterion=criterion, document=documents[name], clause=clause, page=page,
            item=criterion.evidence_items.order_by("position").first() if is_wanted else None,
            review=Review.NEEDS_WORK if complaint else Review.ACCEPTED, review_note=complaint, reviewed_at=then,
            reviewed_by=admin, added_by=operator,
        )  # fmt: skip
    Evidence.objects.filter(answer__assignment__assessment=assessment).update(added_at=then)


def _store(key: str, unit: Unit, by: User, then: datetime.datetime) -> Document:
    said = dict(FILES[key])
    file = BytesIO(one_page(["DOKUMEN CONTOH", said["title"], unit.name, str(then.year)]))
    document, _ = services.store_document(unit=unit, file=file, name=said.pop("name"), by=by)
    said |= {"date": datetime.date(then.year, 3, 4), "uploaded_at": then}
    said |= {"valid_until": datetime.date(then.year, 12, 31)} if key == EXPIRED else {}
    Document.objects.filter(pk=document.pk).update(**said)
    return document


def _answer(
    assessment: Assessment, number: int, *, unit: Unit, operator: User, admin: User, then: datetime.datetime
) -> Answer:
    indicator = assessment.instrument.indicators.get(number=number)
    level = Decimal(max(row[2] for row in USED if row[0] == number))
    return Answer.objects.create(
        assignment=Assignment.objects.create(assessment=assessment, indicator=indicator, unit=unit, person=operator),
        status=Status.VERIFIED, claimed_level=level, verified_level=level, facts=NOTE, analysis=NOTE,
        submitted_at=then, submitted_by=operator, verified_at=then, verified_by=admin, updated_by=operator,
    )  # fmt: skip
