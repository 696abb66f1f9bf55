"""What a document says of itself, told from its text alone: pure rules, so that each can be shown to be right."""

from __future__ import annotations

import datetime
import itertools
import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from evidence.models import Kind
from evidence.reading.dates import own_date

TOP, HEAD = 16, 30  # lines of the first page: where its heading stands, and where its number and title may
SPOKEN = 40  # letters and digits on a page that has words of its own
NUMBER_MAX, TITLE_MAX = 60, 300
MARK = re.compile(r"\W*(?:ran[ck]angan|draft?|konsep)(?:\s*(?:akhir|awal|final|ke|revisi|v)?[\s.-]*[\dIVX.]*)\W*", re.I)
SURE_MARK = re.compile(r"\W*DRAFT?(?:\s+(?:AKHIR|AWAL|FINAL|KE|REVISI|V)?[\s.-]*[\dIVX.]*)?\W*")
DRAFT_WORD = re.compile(r"(?:ran[ck]angan|draft?|konsep(?:\s+naskah)?|raper(?:da|bup|wali|gub))\b\W*", re.I)
GAP = r"(?:\.{2,}|(?:\. ){3,}|_{2,}|-{3,}|\?{2,}|x{3,})"
NUMBER = re.compile(r"(?:nomor\b|no\b\.?)\s*:?\s*(?P<rest>.*)", re.I)
NOT_OURS = re.compile(r"(?:telepon|telp|hp\b|fax|faks|rek|urut|sop\b|dokumen\b|revisi)", re.I)
STAMP = re.compile(r"ditandatangani secara elektronik|sertifikat elektronik|balai (?:besar )?sertifikasi|bsre", re.I)
STIPULATION = re.compile(r"^\W*ditetapkan di\b[^\n]*\n?[^\n]{0,20}?tanggal\b([^\n]*)", re.I | re.M)
STOP = re.compile(
    r"(?:dengan rahmat|menimbang|mengingat|memperhatikan|bupati|wali ?kota|gubernur|kepala|menteri|sekretaris|yth|"
    r"kepada|nomor|tanggal|hari|bab|pasal|disusun|oleh|halaman|memutuskan|(?:19|20)\d\d$)",
    re.I,
)
HEADINGS: tuple[tuple[Kind, re.Pattern[str]], ...] = tuple(
    (kind, re.compile(pattern + r"\b", re.I))
    for kind, pattern in (
        (Kind.REGIONAL_LAW, r"peraturan daerah"),
        (Kind.GOVERNOR_REGULATION, r"peraturan gubernur"),
        (Kind.REGENT_REGULATION, r"peraturan bupati"),
        (Kind.MAYOR_REGULATION, r"peraturan wali ?kota"),
        (Kind.AGENCY_REGULATION, r"peraturan (?:menteri|badan|kepala|lembaga)"),
        (Kind.DECREE, r"(?:surat )?keputusan"),
        (Kind.CIRCULAR, r"(?:surat )?edaran"),
        (Kind.PROCEDURE, r"(?:standar operasional|standard operating|prosedur operasional|sop)"),
        (Kind.REVIEW, r"(?:laporan |hasil |akhir |pelaksanaan |kegiatan )+(?:pemantauan dan |monitoring dan |kajian )?"
                      r"(?:reviu|review|evaluasi|audit)"),
        (Kind.MINUTES, r"(?:notul\w*|risalah|berita acara rapat|(?:laporan |hasil )+rapat)"),
        (Kind.OTHER, r"(?:laporan|nota dinas|undangan|surat|berita acara|kerangka acuan|naskah akademik|telaah\w*"
                     r"|materi|paparan|dokumen|pedoman|panduan|buku)"),
    )
)  # fmt: skip
REGULATING = (
    Kind.REGIONAL_LAW, Kind.GOVERNOR_REGULATION, Kind.REGENT_REGULATION, Kind.MAYOR_REGULATION, Kind.AGENCY_REGULATION,
    Kind.DECREE, Kind.CIRCULAR,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Recognised:
    """Empty where the text does not say."""

    is_draft: bool = False
    kind: str = ""
    number: str = ""
    date: datetime.date | None = None
    title: str = ""


def recognise(pages: Sequence[str], marks: Sequence[str] = ()) -> Recognised:
    """`pages` in order, the first one first; `marks` are lines known to stand on every page."""
    read = [lines_of(page) for page in pages]
    repeated = _repeated(read) + [line for mark in marks for line in lines_of(mark)]
    first = [line for line in (read[0] if read else []) if not MARK.fullmatch(line)]
    kind, at = _heading(first)
    number, is_open = _number(first, kind)
    whole = "\n".join(line for page in read for line in page)
    date = own_date("\n".join(first), whole, is_stipulated=kind not in (Kind.REVIEW, Kind.MINUTES))
    is_marked = any(MARK.fullmatch(line) for line in repeated) or _is_marked(read[0] if read else [])
    is_draft = is_marked or is_open or _is_headed_draft(first) or (date is None and _is_undated(whole))
    return Recognised(is_draft, kind, number, date, _title(first, kind, at))


def has_text(pages: Sequence[str]) -> bool:
    """Whether words can be searched: two pages with words of their own, or half of them.

    What is printed on several pages alike, or is the note of an electronic signature, is none of their own.
    """
    read = [lines_of(page) for page in pages]
    repeated = set(_repeated(read))
    own = ["".join(line for line in page if line not in repeated and not STAMP.search(line)) for page in read]
    speaking = sum(sum(sign.isalnum() for sign in text) >= SPOKEN for text in own)
    return speaking >= 2 or (speaking > 0 and speaking * 2 >= len(pages))


def lines_of(text: str) -> list[str]:
    """Lines without invisible signs and blank ones; letters set wide apart are drawn together."""
    plain = unicodedata.normalize("NFKC", text.replace("\r", "\n"))
    visible = "".join(s if s == "\n" or unicodedata.category(s)[0] != "C" else " " if s == "\t" else "" for s in plain)
    return [line for raw in visible.split("\n") if (line := " ".join(_drawn_together(raw.strip()).split()))]


def _drawn_together(line: str) -> str:
    if not re.fullmatch(r"(?:\S {1,4}){3,}\S", line):
        return line
    return " ".join(word.replace(" ", "") for word in re.split(r" {2,}", line))


def _repeated(read: Sequence[Sequence[str]]) -> list[str]:
    """Lines that stand on at least half of the pages, and on more than two of them where there are as many."""
    counts = Counter(line for page in read for line in set(page))
    return [line for line, count in counts.items() if count >= max(2, min(3, len(read)), len(read) / 2)]


def _is_marked(first: Sequence[str]) -> bool:
    """A line of its own: in capitals anywhere on the first page, or above the heading."""
    above = itertools.takewhile(lambda line: not _is_heading(line), first[:TOP])
    return any(SURE_MARK.fullmatch(line) for line in first) or any(MARK.fullmatch(line) for line in above)


def _is_heading(line: str) -> bool:
    """Whether a line is short, begins with a kind of document, and has no long word in small letters."""
    is_large = all(not word[0].islower() or len(word) < 4 for word in line.split() if word.lower() != "tentang")
    return is_large and len(line) < 120 and any(pattern.match(line) for _, pattern in HEADINGS)


def _heading(first: Sequence[str]) -> tuple[str, int]:
    """Kind and line of the first heading that names one."""
    for at, line in enumerate(first[:TOP]):
        plain = DRAFT_WORD.sub("", line, count=1) if DRAFT_WORD.match(line) else line
        goes_on = plain.lower() in ("laporan", "laporan hasil") and at + 1 < len(first)
        joined = f"{plain} {first[at + 1]}" if goes_on else plain
        if _is_heading(joined):
            return next(kind for kind, pattern in HEADINGS if pattern.match(joined)), at
    return "", -1


def _is_headed_draft(first: Sequence[str]) -> bool:
    """Whether a heading says draft before it says what of: minutes about a draft are none themselves."""
    for at, line in enumerate(first[:TOP]):
        below = first[at + 1] if at + 1 < len(first) else ""
        if match := DRAFT_WORD.match(line):
            rest = line[match.end() :] or below
            return match[0].lower().startswith("raper") or _is_heading(rest)
        if _is_heading(line):
            return False
    return False


def _is_undated(whole: str) -> bool:
    """Whether the day of stipulation was left open; a blank form in an annex comes after the real one."""
    match = STIPULATION.search(whole)
    return bool(match and re.fullmatch(rf"\W*(?:{GAP}.*|(?:bulan )?(?:20\d\d)?)", match[1], re.I))


def _number(first: Sequence[str], kind: str) -> tuple[str, bool]:
    """The number, and whether its place was left open. The first line that begins with "Nomor" decides."""
    for at, line in enumerate(first[:HEAD]):
        match = NUMBER.match(line)
        if not match or NOT_OURS.match(match["rest"]):
            continue
        rest = match["rest"] or (first[at + 1].lstrip(": ") if at + 1 < len(first) else "")
        if re.match(rf"(?:tahun\b|.*?{GAP})", rest, re.I):
            return "", kind in REGULATING or bool(re.search(r"tahun", rest, re.I))
        number = re.split(r"\s+(?:tahun|tanggal|tentang)\b", rest, maxsplit=1, flags=re.I)[0].strip(" :.,")
        return (number[:NUMBER_MAX], False) if re.match(r"[\w./ ()-]*\d", number) else ("", False)
    return "", False


def _title(first: Sequence[str], kind: str, at: int) -> str:
    """What stands after "TENTANG"; of a report or minutes, their heading."""
    for place, line in enumerate(first[:HEAD]):
        if match := re.match(r"tentang\b[\s:]*", line, re.I):
            return _joined([line[match.end() :], *first[place + 1 : place + 7]])
    if at >= 0 and kind not in REGULATING:
        return _joined(list(first[at : at + 4]))
    return ""


def _joined(lines: Sequence[str]) -> str:
    """Lines up to the first that begins something else. Once in capitals, the title stays in capitals."""
    taken: list[str] = []
    for line in filter(None, lines):
        if taken and (STOP.match(line) or (taken[0].isupper() and not line.isupper())):
            break
        taken.append(line)
    return " ".join(taken)[:TITLE_MAX].rstrip(" ,;")
