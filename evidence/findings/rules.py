"""What is worth a second look about one piece of evidence: pure rules, each from facts to a sentence or nothing.

A rule warns and never blocks. It keeps silent where it does not know: a document without a date is not too old.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable
from dataclasses import dataclass

from evidence.findings.years import misleading_years
from evidence.models import Kind, Rule, Standing

DEMANDS_STIPULATION = 2  # from this level on
REVIEW_YEARS = 2
TEXT_MAX = 300
MONTHS = (
    "Januari", "Februari", "Maret", "April", "Mei", "Juni", "Juli", "Agustus", "September", "Oktober", "November",
    "Desember",
)  # fmt: skip
REVIEW = re.compile(
    r"\b(?:laporan|notul\w*|dokumentasi|hasil)\b(?:\W+(?:hasil|akhir|kegiatan|pelaksanaan|rapat|dan|tindak|lanjut|"
    r"notul\w*|pemantauan|monitoring))*\W+(?:reviu|review|evaluasi|audit)\b",
    re.I,
)
AGE_NAMED = re.compile(r"\b(?:2|dua)\s*(?:\(dua\)\s*)?tahun\b", re.I)


@dataclass(frozen=True, slots=True)
class Facts:
    """What the rules look at. What people wrote down about the document comes before what a program read in it."""

    level: int
    wanted: str  # the evidence item's words, perhaps none
    has_place: bool
    year: int  # of the assessment
    filling_until: datetime.date  # the day on which the evidence is counted
    open_until: datetime.date  # the same, or later where this OPD was given longer
    name: str  # of the file, without its extension
    title: str = ""
    kind: str = ""
    date: datetime.date | None = None
    standing: str = ""
    reads_as_draft: bool = False
    has_text: bool | None = None
    length: int | None = None  # pages, as far as known
    is_paged: bool = True  # a picture or a video has no places to name
    valid_until: datetime.date | None = None
    revoked_by: str = ""
    revoked_on: datetime.date | None = None
    newer: str = ""  # how the version that replaced it is cited


def old_review(facts: Facts) -> str | None:
    """A report of review or evaluation must be less than two years old, an audit of the last two years.

    Both are counted to the end of filling (Pedoman Menteri PANRB 3/2024: "kurang dari 2 tahun" at the level of
    reviews, "audit rutin minimal 2 tahun sekali"). What level 5 builds upon may be older, unless its own words say so.
    """
    is_review = REVIEW.search(facts.wanted) if facts.wanted else None
    if not (is_review or facts.kind == Kind.REVIEW or REVIEW.search(f"{facts.title}\n{_words(facts.name)}")):
        return None
    may_be_older = facts.level < DEMANDS_STIPULATION or (facts.level > 4 and not AGE_NAMED.search(facts.wanted))
    if may_be_older or facts.date is None or facts.date > _years_before(facts.filling_until, REVIEW_YEARS):
        return None
    return (
        f"Laporan reviu, evaluasi, atau audit ini bertanggal {day(facts.date)}, dua tahun atau lebih sebelum batas "
        f"pengisian {day(facts.filling_until)}. Tautkan yang lebih baru."
    )


def draft(facts: Facts) -> str | None:
    if facts.level < DEMANDS_STIPULATION or re.match(r"draft?\b|rancangan\b|konsep\b", facts.wanted, re.I):
        return None
    if facts.standing == Standing.DRAFT:
        return (
            f"Dokumen ini berstatus draf, sedangkan tingkat {facts.level} meminta yang sudah ditetapkan. "
            "Tautkan naskah yang ditetapkan."
        )
    if not facts.standing and facts.reads_as_draft:
        return (
            f"Isi dokumen ini tampak masih draf, sedangkan tingkat {facts.level} meminta yang sudah ditetapkan. "
            "Tautkan naskah final, atau ubah statusnya menjadi Ditetapkan bila keliru."
        )
    return None


def late(facts: Facts) -> str | None:
    if facts.date is None or facts.date <= facts.open_until:
        return None
    return (
        f"Dokumen bertanggal {day(facts.date)}, setelah batas pengisian {day(facts.open_until)}. "
        "Tautkan yang terbit sebelum batas itu, atau perbaiki tanggalnya bila keliru."
    )


def no_place(facts: Facts) -> str | None:
    if facts.has_place or not facts.is_paged or facts.length is None or facts.length < 2:
        return None
    return (
        "Pasal atau halamannya belum disebut, padahal dokumen ini lebih dari satu halaman. "
        "Sebutkan agar pemeriksa langsung membuka bagian itu."
    )


def no_text(facts: Facts) -> str | None:
    if facts.has_text is not False:
        return None
    return "PDF ini hasil pindai tanpa teks, sehingga isinya tidak dapat dicari. Pindai ulang dengan OCR bila bisa."


def wrong_year(facts: Facts) -> str | None:
    for where, text in (("Nama berkas", _words(facts.name)), ("Judul dokumen", facts.title)):
        if not (years := misleading_years(text, date=facts.date, cycle=facts.year)):
            continue
        said = f"{where} menyebut tahun {' dan '.join(map(str, years))}"
        if facts.date and facts.date.year not in years:
            return f"{said}, sedangkan dokumennya bertanggal {day(facts.date)}. Pastikan ini dokumen yang dimaksud."
        return f"{said}, setelah tahun penilaian {facts.year}. Pastikan ini dokumen yang dimaksud."
    return None


def revoked(facts: Facts) -> str | None:
    if facts.revoked_by:
        since = f" sejak {day(facts.revoked_on)}" if facts.revoked_on else ""
        return f"Dokumen ini sudah dicabut dengan {_short(facts.revoked_by)}{since}. Tautkan yang masih berlaku."
    if facts.valid_until and facts.valid_until < facts.filling_until:
        return (
            f"Masa berlaku dokumen ini berakhir {day(facts.valid_until)}, sebelum batas pengisian "
            f"{day(facts.filling_until)}. Tautkan yang masih berlaku."
        )
    return None


def replaced(facts: Facts) -> str | None:
    if not facts.newer:
        return None
    return f"Versi yang lebih baru sudah ada: {_short(facts.newer)}. Tautkan versi itu bila isinya memenuhi kriteria."


RULES: dict[Rule, Callable[[Facts], str | None]] = {
    Rule.OLD_REVIEW: old_review,
    Rule.DRAFT: draft,
    Rule.LATE: late,
    Rule.NO_PLACE: no_place,
    Rule.NO_TEXT: no_text,
    Rule.WRONG_YEAR: wrong_year,
    Rule.REVOKED: revoked,
    Rule.REPLACED: replaced,
}


def warnings(facts: Facts) -> dict[str, str]:
    """The sentence of each rule that has something to say, in the order of the rules."""
    said = {rule.value: check(facts) for rule, check in RULES.items()}
    return {rule: text[:TEXT_MAX] for rule, text in said.items() if text}


def day(date: datetime.date) -> str:
    return f"{date.day} {MONTHS[date.month - 1]} {date.year}"


def _years_before(date: datetime.date, years: int) -> datetime.date:
    try:
        return date.replace(year=date.year - years)
    except ValueError:  # 29 February
        return date.replace(year=date.year - years, day=28)


def _words(name: str) -> str:
    return re.sub(r"[_+]+", " ", name)


def _short(text: str, most: int = 100) -> str:
    return text if len(text) <= most else f"{text[: most - 1].rstrip()}…"
