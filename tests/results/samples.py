"""Summaries made by hand, for rules that need no database."""

import datetime
from decimal import Decimal

from assessments.scoring import Band, Item, Questionnaire
from results.values import Group, Heading, NextLevel, Proof, Row, Summary, Work

BANDS = tuple(
    Band(code, name, Decimal(floor))
    for code, name, floor in (
        ("kurang", "Kurang", "0"),
        ("cukup", "Cukup", "1.8"),
        ("baik", "Baik", "2.6"),
        ("sangat-baik", "Sangat Baik", "3.5"),
        ("memuaskan", "Memuaskan", "4.2"),
    )
)
DAY = datetime.date(2026, 11, 22)


def heading(**changes):
    values = {
        "pk": 1,
        "instansi": "Pemerintah Kota Contoh",
        "instansi_short": "Kota Contoh",
        "province": "Bali",
        "year": 2026,
        "stage": "final",
        "stage_label": "Final",
        "is_final": True,
        "track": "final",
        "filling_until": DAY,
        "verification_until": DAY,
        "scoring_until": DAY,
        "approval_until": DAY,
        "finalised_on": DAY,
        "finalised_by": "Sekretaris Contoh",
        "finalised_by_position": "Sekretaris Daerah",
        "source": "",
        "is_demo": False,
        "basis": "exact",
        "basis_label": "Indeks sebelum pembulatan",
        "instrument": "SPBE contoh",
        "instrument_code": "contoh",
        "instrument_revision": 1,
        "instrument_checksum": "a" * 64,
        "regulation": "Peraturan contoh",
        "guideline": "",
        "is_provisional": False,
        "is_outside_years": False,
    }
    return Heading(**(values | changes))


def proof(**changes):
    values = {
        "name": "perwali.pdf",
        "is_link": False,
        "level": 2,
        "place": "Pasal 4",
        "note": "",
        "review": "accepted",
        "review_label": "Diterima",
    }
    return Proof(**(values | changes))


def work(**changes):
    values = {
        "answer": 1,
        "unit": "Dinas Komunikasi dan Informatika",
        "unit_short": "Diskominfo",
        "status": "assessed",
        "status_label": "Dinilai",
        "claimed": Decimal(3),
        "verified": Decimal(3),
        "facts": "Diatur dalam peraturan contoh.",
        "analysis": "Sudah mencakup kriteria.",
        "review_note": "",
        "proofs": (proof(),),
    }
    return Work(**(values | changes))


def row(number, level, *, aspect="A1", weight=100, claimed=None, works=None, **changes):
    final = None if level is None else Decimal(level)
    levels = {
        "claimed": final if claimed is None else Decimal(claimed),
        "verified": None,
        "final": final,
        "external": None,
    }
    above = int(level or 0) + 1
    values = {
        "code": f"I{number}",
        "label": f"Indikator {number}",
        "name": f"Tingkat kematangan {number}",
        "short_name": f"Indikator contoh nomor {number}",
        "aspect": aspect,
        "weight_units": weight,
        "level": final,
        "level_name": "",
        "levels": levels,
        "justification": "",
        "works": (work(),) if works is None else works,
        "next": NextLevel(above, f"Tingkat {above}", f"Kriteria {above}", ("Dokumen",)) if above <= 5 else None,
    }
    return Row(**(values | changes))


def summary(*aspects, rows=None, **changes):
    """`summary([3, 4], [2, None])`: two aspects, their final levels, equal weights."""
    if rows is None:
        places = [(f"A{place}", level) for place, levels in enumerate(aspects, 1) for level in levels]
        rows = [row(number, level, aspect=aspect) for number, (aspect, level) in enumerate(places, 1)]
    codes = dict.fromkeys(row.aspect for row in rows)
    weights = {code: sum(row.weight_units for row in rows if row.aspect == code) for code in codes}
    total = sum(weights.values())
    return Summary(
        heading=heading(**changes),
        questionnaire=Questionnaire(
            code="contoh",
            items=tuple(Item(row.code, row.weight_units, row.aspect, "D1") for row in rows),
            bands=BANDS,
            weight_total=total,
            scale_min=Decimal(1),
            scale_max=Decimal(5),
            scale_step=Decimal("0.01"),
        ),
        domains=(Group("D1", "Domain contoh", total),),
        aspects=tuple(Group(code, f"Aspek {code}", weights[code], "D1") for code in codes),
        rows=tuple(rows),
        taken_at=datetime.datetime(2026, 11, 22, 3, 31, tzinfo=datetime.UTC),
    )
