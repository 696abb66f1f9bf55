"""A half-way assessment of this year, made through the same doors as real work. Texts and documents are invented."""

from __future__ import annotations

import datetime
from decimal import Decimal
from io import BytesIO

from django.utils import timezone

from accounts.models import Instansi, Unit, User
from activity.services import mark_read
from assessments import checklist, services
from assessments.models import Answer, Assessment
from assessments.workflow import decide, move, save_draft, take
from domains.models import Indicator, Instrument
from evidence import services as evidence
from evidence.models import Document
from spbe_portal.demo.pdf import one_page

# Which OPD answers which indicators; the typical shared ones appear more than once.
GIVEN = {
    "KOMINFO": (*range(1, 12), *range(13, 25), 27, 29, 30, 31, 42, 43, 44),
    "BAPPEDA": (12, 13, 14, 33, 34),
    "INSPEKTORAT": (29, 30, 40),
    "BKPSDM": (25, 26, 38, 41),
    "BPKAD": (34, 35, 39),
    "PBJ": (36, 13),
    "ARSIP": (37,),
    "ORGANISASI": (28, 32, 41),
    "HUKUM": (45,),
    "DUKCAPIL": (46, 42),
    "DINKES": (47,),
    "DPMPTSP": (46, 47),
}  # fmt: skip
# How far the work is: by indicator number, the last step taken. What is not listed was not begun.
VERIFIED = (1, 2, 3, 5, 6, 15, 16, 17, 19, 25, 38)
DECIDED = (1, 2, 5, 15, 17, 25)
SUBMITTED = (4, 7, 8, 12, 20, 22, 26, 33, 34, 39)
RETURNED = (9, 13)
DRAFTED = (11, 14, 18, 23)
# One document per OPD and kind of indicator, linked to many answers, as a Perwali is in real work.
FILES = {
    "process": ("Contoh Peraturan Wali Kota tentang SPBE.pdf", "Peraturan Wali Kota tentang SPBE"),
    "service": ("Contoh laporan penggunaan aplikasi.pdf", "Laporan penggunaan aplikasi layanan"),
}
TEXTS = {
    "process": (
        "[Contoh] Diatur dalam Peraturan Wali Kota Nomor {n} Tahun 2025 tentang {subject}, Pasal {c}, halaman {p}.",
        "[Contoh] Pengaturan itu memenuhi kriteria tingkat {level}; bukti tingkat berikutnya belum lengkap.",
    ),
    "service": (
        "[Contoh] {subject} dipakai seluruh perangkat daerah melalui aplikasi, lihat tangkapan layar halaman {p}.",
        "[Contoh] Aplikasi memenuhi kriteria tingkat {level}, sedangkan fitur tingkat berikutnya belum tersedia.",
    ),
}


def create(
    instansi: Instansi, units: dict[str, Unit], people: dict[str, User], *, levels: dict[str, str]
) -> Assessment:
    """Open the cycle of this year and take it half way. `levels` are starting points per indicator code."""
    today = timezone.localdate()
    admin = people["admin"]
    days = (21, 45, 66, 80)
    ends = [today + datetime.timedelta(days=day) for day in days]
    instrument = Instrument.objects.current().get(code="spbe-2020")
    assessment = services.create_assessment(
        instansi=instansi, year=today.year, instrument=instrument, filling_until=ends[0], verification_until=ends[1],
        scoring_until=ends[2], approval_until=ends[3], by=admin,
    )  # fmt: skip
    indicators = {row.number: row for row in instrument.indicators.prefetch_related("criteria__evidence_items")}
    operators = {user.unit_id: user for user in people.values() if user.is_operator}
    wanted = [(indicators[number], units[code]) for code, numbers in GIVEN.items() for number in numbers]
    answers = _hand_out(assessment, wanted, operators, admin)
    for user in people.values():  # what follows is news; being put in charge was long ago
        mark_read(by=user)
    documents = {(unit, kind): _store(kind, by) for unit, by in operators.items() for kind in FILES}
    for answer in answers:
        indicator, by = indicators[answer.indicator.number], operators[answer.unit.pk]
        document = documents[answer.unit.pk, indicator.maturity]
        _work(answer, indicator, document, Decimal(levels[indicator.code]), by=by, admin=admin)
    for number in DECIDED:
        _decide(assessment, indicators[number], people["asesor"])
    return assessment


def _hand_out(
    assessment: Assessment, wanted: list[tuple[Indicator, Unit]], operators: dict[int | None, User], admin: User
) -> list[Answer]:
    """Assign, open, and name the persons in charge; returns the answers of the OPD that have one."""
    services.assign(assessment, wanted, by=admin)
    move("open", assessment, by=admin)
    begun = Answer.objects.filter(assignment__assessment=assessment, assignment__unit__in=operators)
    answers = list(begun.in_full().by_indicator())
    for answer in answers:
        services.put_in_charge(answer.assignment, operators[answer.unit.pk], by=admin)
    return answers


def _work(answer: Answer, indicator: Indicator, document: Document, level: Decimal, *, by: User, admin: User) -> None:
    number = indicator.number
    if number not in VERIFIED + SUBMITTED + RETURNED + DRAFTED:
        return
    facts, analysis = _texts(indicator, level)
    answer, _ = save_draft(
        answer, level=level, facts=facts, analysis="" if number in DRAFTED else analysis, version=answer.version, by=by
    )
    if number in DRAFTED:
        return
    _link(answer, indicator, document, level, by)
    answer = take("submit", answer, by=by, accept_missing=checklist.read(answer).codes(level))
    if number in VERIFIED:
        for row in answer.evidence.all():
            evidence.review(row, verdict="accepted", note="", by=admin)
        take("verify", answer, by=admin, level=level, note="Bukti sesuai kriteria.")
    if number in RETURNED:
        take("return", answer, by=admin, note="Halaman pasal belum disebut. Lengkapi pasal dan halaman pada Fakta.")


def _texts(indicator: Indicator, level: Decimal) -> tuple[str, str]:
    facts, analysis = TEXTS[indicator.maturity]
    values = {"n": 10 + indicator.number, "c": indicator.number % 9 + 3, "p": indicator.number + 4}
    values |= {"subject": indicator.short_name, "level": int(level)}
    return facts.format(**values), analysis.format(**values)


def _store(kind: str, by: User) -> Document:
    unit = Unit.objects.get(pk=by.unit_id)
    name, title = FILES[kind]
    file = BytesIO(one_page(["DOKUMEN CONTOH", title, unit.name]))
    document, _ = evidence.store_document(unit=unit, file=file, name=name, by=by)
    return document


def _link(answer: Answer, indicator: Indicator, document: Document, level: Decimal, by: User) -> None:
    criterion = next(row for row in indicator.criteria.all() if row.level == int(level))
    item = next(iter(criterion.evidence_items.all()), None)
    clause, page = f"Pasal {indicator.number % 9 + 3}", str(indicator.number + 4)
    evidence.attach(answer=answer, criterion=criterion, item=item, document=document, clause=clause, page=page, by=by)


def _decide(assessment: Assessment, indicator: Indicator, assessor: User) -> None:
    lowest = min(
        row.verified_level or Decimal(1)
        for row in Answer.objects.filter(assignment__assessment=assessment, assignment__indicator=indicator)
    )
    decide(
        assessment, indicator, level=lowest, version=0, by=assessor,
        justification="[Contoh] Bukti yang diperiksa mendukung tingkat hasil verifikasi.",
    )  # fmt: skip
