"""Fakta and Analisis drafted in the ministry's form from what is known of the evidence. Pure: values in, text out."""

from __future__ import annotations

import datetime
import re
from dataclasses import dataclass, field

from assessments.wording import Form, Gap
from evidence.models.documents import SHORT_KINDS, Kind

# How a document is cited. Those not listed have neither number nor "tentang", but a title and a date.
CITED = {kind: kind.label for kind in SHORT_KINDS} | {Kind.AGENCY_REGULATION: "Peraturan Menteri"}
CALLED = {
    Kind.REVIEW: "laporan", Kind.MINUTES: "notulensi", Kind.SCREENSHOT: "tangkapan layar", Kind.VIDEO: "video",
    Kind.OTHER: "dokumen",
}  # fmt: skip
WITHOUT_PAGES = (Kind.SCREENSHOT, Kind.VIDEO)
MONTHS = (
    "Januari", "Februari", "Maret", "April", "Mei", "Juni", "Juli", "Agustus", "September", "Oktober", "November",
    "Desember",
)  # fmt: skip
OF_EVERYBODY = re.compile(r"\s*(instansi pusat/pemerintah daerah|instansi pemerintah)\s*$", re.IGNORECASE)
LONGEST = 220  # characters of a criterion


@dataclass(frozen=True, slots=True)
class Source:
    """What is known of one piece of evidence. `file` is its file's name or its address."""

    file: str
    kind: str = ""
    number: str = ""
    date: datetime.date | None = None
    title: str = ""
    clause: str = ""
    page: str = ""
    is_link: bool = False
    has_pages: bool = True


@dataclass(slots=True)
class Sentence:
    """A drafted sentence. `document` names what its document lacks, `place` what the link to it does not say."""

    text: str = ""
    document: list[str] = field(default_factory=list)
    place: list[str] = field(default_factory=list)


def facts(form: Form, *, subject: str, unit: str, source: Source) -> Sentence:
    """The Fakta of one piece of evidence. `subject` is the indicator's short name, `unit` the OPD."""
    draft, about = Sentence(), topic(subject)
    if form == Form.SERVICE:
        name = f"{about} dipakai {unit} dengan aplikasi {Gap.APPLICATION}"
        parts = [name, *_place(draft, source, Gap.PART, is_asked=False)]
    elif form == Form.POLICY:
        parts = [f"{about} diatur dalam {_cited(draft, source)}", *_place(draft, source, Gap.CLAUSE)]
    else:
        parts = [f"{about} dibuktikan dengan {_cited(draft, source)}", *_place(draft, source, Gap.PART)]
        parts.append(f"dilaksanakan oleh {unit}")
    draft.text = f"{', '.join(parts)} (lihat {source.file})."
    return draft


def analysis(form: Form, *, level: int, name: str, criterion: str) -> str:
    """The Analisis of a level: what its criterion demands, to be confirmed or corrected by who writes."""
    said = shortened(criterion)
    if form == Form.SERVICE:
        return f"Aplikasi mampu {Gap.FEATURES}, sehingga berada pada tingkat {level} ({name}): {said}."
    if form == Form.POLICY:
        return f"Pengaturan itu sudah mencakup kriteria tingkat {level} ({name}): {said}."
    return f"Penerapan itu sudah memenuhi kriteria tingkat {level} ({name}): {said}."


def appended(text: str, sentence: str) -> str:
    """The text with the sentence at its end, once."""
    before = text.rstrip()
    if sentence in before:
        return text
    return f"{before} {sentence}" if before else sentence


def topic(subject: str) -> str:
    """What an indicator is about: "Kebijakan Internal Manajemen Data" is about "Manajemen Data"."""
    return OF_EVERYBODY.sub("", re.sub(r"^kebijakan internal\s+", "", subject, flags=re.IGNORECASE))


def shortened(criterion: str) -> str:
    """A criterion to go on a sentence with: no level it builds on, small first letter, no point, not too long."""
    text = re.sub(r"^level \d+ terpenuhi\s*[,;:]\s*(dan\s+)?", "", " ".join(criterion.split()), flags=re.IGNORECASE)
    text = text.rstrip(".")
    if len(text) > LONGEST:
        text = text[:LONGEST].rsplit(" ", 1)[0].rstrip(",;:") + "…"
    return text[:1].lower() + text[1:]


def _cited(draft: Sentence, source: Source) -> str:
    if source.is_link:
        return "tautan berikut"
    if source.kind in CALLED:
        word, title = CALLED[Kind(source.kind)], _known(draft, "judul", source.title, Gap.TITLE)
        named = title if title.lower().startswith(word) else f"{word} {title}"
        return f"{named} tanggal {_known(draft, 'tanggal', _day(source.date), Gap.DATE)}"
    kind = _known(draft, "jenis", CITED[Kind(source.kind)] if source.kind else "", Gap.KIND)
    number = _known(draft, "nomor", re.sub(r"^(nomor|no\.?)\s+", "", source.number, flags=re.IGNORECASE), Gap.NUMBER)
    if " tahun " not in number.lower():
        number += f" Tahun {_known(draft, 'tanggal', str(source.date.year) if source.date else '', Gap.YEAR)}"
    title = re.sub(r"^tentang\s+", "", source.title, flags=re.IGNORECASE)
    return f"{kind} Nomor {number} tentang {_known(draft, 'judul', title, Gap.TITLE)}"


def _place(draft: Sentence, source: Source, gap: Gap, *, is_asked: bool = True) -> list[str]:
    """Where in the document; a picture, a video or an address has no pages to be named."""
    is_asked = is_asked and source.has_pages and not source.is_link and source.kind not in WITHOUT_PAGES
    word = "Pasal" if gap == Gap.CLAUSE else "bagian"
    clause, page = source.clause, re.sub(r"^(halaman|hlm?\.?|hal\.?)\s*", "", source.page, flags=re.IGNORECASE)
    if clause and clause[0].isdigit():
        clause = f"{word} {clause}"
    if not clause and is_asked:
        draft.place.append("pasal atau bagian")
        clause = f"{word} {gap}"
    if not page and is_asked:
        draft.place.append("halaman")
        page = str(Gap.PAGE)
    return [part for part in (clause, f"halaman {page}" if page else "") if part]


def _known(draft: Sentence, name: str, value: str, gap: Gap) -> str:
    """The value, or its gap, of which the draft takes note."""
    if not value.strip():
        draft.document.append(name)
        return str(gap)
    return value.strip()


def _day(date: datetime.date | None) -> str:
    return f"{date.day} {MONTHS[date.month - 1]} {date.year}" if date else ""
