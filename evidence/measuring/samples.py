"""Evidence with known faults: made by chance from a seed, labelled by how it was made and never by looking at it."""

from __future__ import annotations

import datetime
import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from evidence.measuring.paper import Paper, docx, pdf
from evidence.measuring.writing import Draft
from evidence.models import Kind, Rule, Standing

YEAR, FILLING_UNTIL = 2025, datetime.date(2025, 8, 29)
TWO_YEARS_BEFORE = datetime.date(2023, 8, 29)
KINDS = {
    "regulation": Kind.MAYOR_REGULATION, "decree": Kind.DECREE, "circular": Kind.CIRCULAR, "review": Kind.REVIEW,
    "minutes": Kind.MINUTES,
}  # fmt: skip
WANTED = {
    "review": "Laporan/notulensi reviu atau evaluasi kebijakan berumur kurang dari 2 tahun, berisi rekomendasi",
    "minutes": "Undangan/dokumentasi rapat (opsional)",
}
NAMES = {
    "regulation": "Perwali SPBE", "decree": "SK Tim Koordinasi", "circular": "SE Aplikasi", "review": "Laporan reviu",
    "minutes": "Notulen rapat",
}  # fmt: skip


@dataclass(slots=True)
class Sample:
    """A file with what people said about it, and the rules that ought to warn."""

    name: str
    content: bytes
    pages: int
    level: int
    wanted: str
    has_place: bool
    known: dict[str, Any]
    newer: bool
    trait: str
    truth: set[str] = field(default_factory=set)


def samples(count: int, seed: int) -> Iterator[Sample]:
    rng = random.Random(seed)  # noqa: S311 - repeatable on purpose
    for number in range(count):
        yield _sample(rng, number)


def _sample(rng: random.Random, number: int) -> Sample:
    genre = rng.choices(list(KINDS), (20, 25, 12, 30, 13))[0]
    is_draft = genre != "minutes" and rng.random() < (0.1 if genre == "review" else 0.3)
    date = None if is_draft and rng.random() < 0.8 else _date(rng)
    ways = ("line",) if genre == "review" else ("heading", "line", "number", "across", "prose", "picture")
    weights = (1,) if genre == "review" else (25, 15, 20, 20, 8, 12)
    draft = Draft(rng, genre, date, rng.choices(ways, weights)[0] if is_draft else "")
    paper = draft.write()
    content, extension, is_scan = _bound(draft, paper, rng)
    name, is_wrong_year = _name(genre, date, draft, rng)
    level = rng.choice((1, 2, 3, 4, 4, 5))
    sample = Sample(
        f"{number + 1}. {name}.{extension}", content, len(paper.pages), level,
        WANTED.get(genre, "Kebijakan yang sudah ditetapkan"), rng.random() < 0.6,
        _known(genre, date, is_draft, rng), rng.random() < 0.06, draft.trait,
    )  # fmt: skip
    sample.truth = _truth(sample, genre, date, is_draft) | ({Rule.NO_TEXT} if is_scan else set())
    sample.truth |= {Rule.WRONG_YEAR} if is_wrong_year else set()
    return sample


def _date(rng: random.Random) -> datetime.date:
    if rng.random() < 0.08:
        return FILLING_UNTIL + datetime.timedelta(days=rng.randint(1, 100))
    return FILLING_UNTIL - datetime.timedelta(days=rng.randint(0, 365 * 5))


def _truth(sample: Sample, genre: str, date: datetime.date | None, is_draft: bool) -> set[str]:
    known, truth = sample.known, set()
    if genre == "review" and sample.level > 1 and date and date <= TWO_YEARS_BEFORE:
        truth.add(Rule.OLD_REVIEW)
    if is_draft and sample.level > 1:
        truth.add(Rule.DRAFT)
    if date and date > FILLING_UNTIL:
        truth.add(Rule.LATE)
    if sample.pages > 1 and not sample.has_place:
        truth.add(Rule.NO_PLACE)
    if "revoked_by" in known or "valid_until" in known:
        truth.add(Rule.REVOKED)
    return truth | ({Rule.REPLACED} if sample.newer else set())


def _bound(draft: Draft, paper: Paper, rng: random.Random) -> tuple[bytes, str, bool]:
    """The file, its extension, and whether its words cannot be searched."""
    if draft.shown == "across":
        draft.watermark = rng.choice(("DRAFT", "DRAF", "RANCANGAN", "KONSEP"))
    if draft.watermark:
        paper.across(draft.watermark, len(paper.pages))
    many = range(len(paper.pages))
    way = "stamped" if draft.shown == "picture" else rng.choices(
        ("plain", "word", "scan", "signed scan", "ocr", "text cover", "text twice"), (48, 18, 14, 5, 7, 5, 3)
    )[0]  # fmt: skip
    if way == "word":
        lines = [line for line in paper.plain if line != draft.watermark]
        return docx(lines, pages=len(paper.pages), watermark=draft.watermark), "docx", False
    if way in ("plain", "stamped"):
        if way == "stamped":
            draft.trait = "cap draf berupa gambar"
        return pdf(paper), "pdf", False
    if way == "ocr":
        return pdf(paper, scanned=many, searchable=True), "pdf", False
    if way == "signed scan":
        draft.trait = "pindaian dengan catatan kaki tanda tangan elektronik"
        paper.footer("Dokumen ini ditandatangani secara elektronik menggunakan sertifikat yang diterbitkan BSrE")
    elif way.startswith("text"):
        return _covered(draft, paper, 1 if way == "text cover" else 2)
    else:
        draft.trait = "pindaian"
    return pdf(paper, scanned=many), "pdf", True


def _covered(draft: Draft, paper: Paper, sheets: int) -> tuple[bytes, str, bool]:
    """Scanned pages behind covers made on a computer; what counts as evidence is the scan."""
    draft.trait = f"pindaian di belakang {sheets} lembar sampul teks"
    covers = Paper()
    for sheet in range(sheets):
        covers.middle("BUKTI DUKUNG PENILAIAN MANDIRI", f"Lembar {sheet + 1}: dokumen berikut sesuai dengan aslinya")
        if sheet + 1 < sheets:
            covers.leaf()
    paper.pages[:0] = covers.pages
    return pdf(paper, scanned=range(sheets, len(paper.pages))), "pdf", True


def _known(genre: str, date: datetime.date | None, is_draft: bool, rng: random.Random) -> dict[str, Any]:
    """What people wrote down about the document: often nothing."""
    known: dict[str, Any] = {}
    if rng.random() < 0.35:
        known = {"kind": KINDS[genre], "date": date, "standing": Standing.DRAFT if is_draft else Standing.ENACTED}
    if rng.random() < 0.05:
        known |= {"revoked_by": "Peraturan Wali Kota Nomor 3 Tahun 2025", "revoked_on": datetime.date(2025, 3, 3)}
    elif rng.random() < 0.05:
        known |= {"valid_until": FILLING_UNTIL - datetime.timedelta(days=rng.randint(1, 90))}
    return known


def _name(genre: str, date: datetime.date | None, draft: Draft, rng: random.Random) -> tuple[str, bool]:
    """A file name, and whether its year misleads."""
    base, year = NAMES[genre], (date.year if date else YEAR)
    if genre == "minutes" and rng.random() < 0.2:
        return f"Foto {base} {rng.randint(1, 9)}", False
    reports = genre in ("review", "minutes")
    wrong = min(year - rng.choice((2, 3)), YEAR)
    choices: list[tuple[int, str, bool]] = [
        (25, base, False),
        (25, f"{base} {year}", False),
        (8, f"{base.replace(' ', '_')}_{year}_final", False),
        (6, f"{base} {year - 2}-{year + 2}", False),
        (5, f"Scan {year + 1}-02-03 {base}", False),
        (5, f"{base} perubahan atas Perwali 12 {year - 3}", False),
        (14 if date else 0, f"{base} {wrong}", True),
        (5, f"{base} {YEAR + 2}", True),
    ]
    if reports:
        choices.append((6, f"{base} Tahun {year - 1}", False))
    name, is_wrong = rng.choices([row[1:] for row in choices], [row[0] for row in choices])[0]
    if date and rng.random() < 0.04:
        draft.trait = "tahun dua angka pada nama berkas"
        return f"{base} TA {wrong % 100}", True
    if rng.random() < 0.03:
        draft.trait = "nomor surat mirip tahun pada nama berkas"
        return f"{base} {rng.choice(('nomor ', 'No. ', ''))}{rng.choice((2011, 2043))}", False
    return name, is_wrong
