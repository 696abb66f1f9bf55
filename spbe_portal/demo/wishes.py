"""What the demo institution wants: targets of its years and three priorities, made through the doors of real work."""

from __future__ import annotations

import datetime
from decimal import Decimal

from django.utils import timezone

from accounts.models import Instansi, Unit, User
from assessments.models import Assessment
from domains.models import Instrument
from planning.headlines import headlines
from planning.models import Priority
from planning.services.priorities import pick_priority, take
from planning.services.targets import Place, set_target

# The index wanted in the years that have results; this year's and next year's follow.
PAST = {2018: ("spbe-2018", "2.80"), 2021: ("spbe-2020", "3.30")}
COMING = ("3.30", "3.50")
SOURCE = "[Contoh] RPJMD, tabel indikator kinerja, halaman {page}"
# Domain number: what is wanted of it this year. Indicator number: the level wanted.
DOMAINS = {1: "3.40", 2: "3.20", 3: "2.60", 4: "3.60"}
INDICATORS = {12: "3", 25: "3"}
# Indicator number, OPD, whether its operator is named, and what the OPD said to it.
PRIORITIES = (
    (25, "BKPSDM", True, "accept", "[Contoh] Kami siap; dokumen manajemen SDM disusun bersama Kominfo."),
    (12, "BAPPEDA", True, "refuse", "[Contoh] RKA perubahan baru ditetapkan setelah tenggat ini."),
    (21, "KOMINFO", False, "", ""),
)


def create(instansi: Instansi, assessment: Assessment, units: dict[str, Unit], people: dict[str, User]) -> None:
    """Targets from an invented RPJMD, and priorities in each state that somebody has to answer to."""
    wanted = PAST | {assessment.year + more: ("spbe-2020", value) for more, value in enumerate(COMING)}
    instruments = {row.code: row for row in Instrument.objects.current()}
    rows: list[tuple[int, Instrument, Place | None, str]] = [
        (year, instruments[code], None, value) for year, (code, value) in wanted.items()
    ]
    this = assessment.instrument
    rows += [(assessment.year, this, this.domains.get(number=number), value) for number, value in DOMAINS.items()]
    rows += [(assessment.year, this, this.indicators.get(number=number), value) for number, value in INDICATORS.items()]
    for page, (year, instrument, place, value) in enumerate(rows, 210):
        set_target(
            instansi=instansi, year=year, instrument=instrument, place=place, value=Decimal(value), source="rpjmd",
            source_text=SOURCE.format(page=page), by=people["koordinator"],
        )  # fmt: skip
    for number, unit, is_named, step, reply in PRIORITIES:
        _prioritise(assessment, number, units[unit], people, is_named=is_named, step=step, reply=reply)


def _prioritise(
    assessment: Assessment, number: int, unit: Unit, people: dict[str, User], *, is_named: bool, step: str, reply: str
) -> Priority:
    indicator = assessment.instrument.indicators.get(number=number)
    operator = next(user for user in people.values() if user.is_operator and user.unit_id == unit.pk)
    present = headlines([assessment])[assessment.pk].levels[indicator.code]
    priority = pick_priority(
        assessment=assessment, indicator=indicator, level=int(present or 0) + 1, unit=unit,
        person=operator if is_named else None, due_on=timezone.localdate() + datetime.timedelta(days=45),
        note="[Contoh] Nilai indikator ini paling menahan indeks.", by=people["koordinator"],
    )  # fmt: skip
    return take(step, priority, version=priority.version, note=reply, by=operator) if step else priority
