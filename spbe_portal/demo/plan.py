"""A plan at work: what last year's plan wanted, and this year's items in every state. All of it is invented."""

from __future__ import annotations

import datetime
from decimal import Decimal

from django.utils import timezone

from accounts.models import Unit, User
from assessments.models import Assessment
from domains.models import EvidenceItem
from planning.models import ActionItem
from planning.services import actions
from planning.workflow import take

# Per item of this year: indicator, from, to, OPD, days until its deadline, rupiah, what is done.
ITEMS = (
    (9, 2, 3, "KOMINFO", 20, 35_000_000, "[Contoh] Susun prosedur keterpaduan aplikasi dan tetapkan dengan SK."),
    (12, 2, 3, "BAPPEDA", 45, 0, "[Contoh] Masukkan belanja SPBE semua OPD ke satu daftar dalam RKA."),
    (21, 2, 3, "KOMINFO", -12, 120_000_000, "[Contoh] Pindahkan aplikasi OPD ke pusat data bersama."),
    (25, 3, 4, "BKPSDM", 90, 80_000_000, "[Contoh] Latih dan uji kompetensi pengelola aplikasi setiap OPD."),
    (33, 2, 3, "BAPPEDA", 60, None, "[Contoh] Sambungkan aplikasi perencanaan dengan aplikasi anggaran."),
    (47, 2, 3, "DINKES", None, None, "[Contoh] Gabungkan antrean puskesmas ke satu aplikasi."),
)  # fmt: skip
LAST_YEAR = ((15, 2, 3, "KOMINFO"), (17, 3, 4, "KOMINFO"), (25, 2, 3, "BKPSDM"), (38, 4, 5, "BKPSDM"))
LAST_TEXT = "[Contoh] Lengkapi bukti tingkat berikutnya dan minta reviu."


def create(assessment: Assessment, units: dict[str, Unit], people: dict[str, User]) -> None:
    """Put the items into the plan and take each as far as it has come."""
    admin, today = people["admin"], timezone.localdate()
    items = {}
    for number, low, high, code, days, budget, text in ITEMS:
        deadline = None if days is None else today + datetime.timedelta(days=days)
        items[number] = _plan(
            assessment, number, (low, high), units[code], by=admin, text=text, deadline=deadline, budget=budget,
            year=assessment.year, source=ActionItem.Source.RECOMMENDATION,
        )  # fmt: skip
    actions.set_needs(items[33], [items[12]], by=admin)
    actions.set_needs(items[25], [items[9], items[21]], by=admin)
    operator, bappeda, bkpsdm = people["operator"], people["operator.bappeda"], people["operator.bkpsdm"]
    take("report", items[9], by=operator, note="[Contoh] Rancangan SK sudah di Bagian Hukum.", percent=60)
    take("report", items[21], by=operator, note="[Contoh] Tujuh dari dua belas aplikasi sudah pindah.", percent=55)
    take("report", items[12], by=bappeda, note="[Contoh] Daftar belanja dari sepuluh OPD terkumpul.", percent=80)
    take("propose", items[12], by=bappeda, note="[Contoh] Daftar lengkap sudah masuk RKA.")
    take("drop", items[47], by=admin, note="[Contoh] Aplikasi nasional akan dipakai mulai tahun depan.")
    for number, low, high, code in LAST_YEAR:
        by = operator if code == "KOMINFO" else bkpsdm
        text, year = LAST_TEXT, assessment.year - 1
        item = _plan(assessment, number, (low, high), units[code], by=admin, text=text, year=year)
        take("propose", item, by=by, note="[Contoh] Bukti sudah lengkap.")
        take("confirm", item, by=people["koordinator"])


def _plan(
    assessment: Assessment, number: int, levels: tuple[int, int], unit: Unit, *, by: User, **said: object
) -> ActionItem:
    indicator = assessment.instrument.indicators.select_related("instrument").get(number=number)
    wanted = EvidenceItem.objects.filter(criterion__indicator=indicator, criterion__level=levels[1], is_optional=False)
    cycle = assessment if said["year"] == assessment.year else None
    low, high = (Decimal(level) for level in levels)
    return actions.create(
        instansi=assessment.instansi, assessment=cycle, indicator=indicator, from_level=low, to_level=high, unit=unit,
        expected=wanted.select_related("criterion"), by=by, **said,
    )  # fmt: skip
