"""Years that a file's name or a document's title mentions, and which of them mislead."""

from __future__ import annotations

import datetime
import re

YEAR = r"(?<![\d.,])(20\d\d)(?!\d|[.,]\d)"
RANGE = re.compile(rf"{YEAR}\s*(?:-|–|/|s\.?\s?/?\s?d\.?|sd|sampai(?: dengan)?|hingga)\s*{YEAR}", re.I)
# A whole date in a name tells when somebody scanned or sent the file.
MONTH, DAY = "(?:0[1-9]|1[0-2])", r"[0-3]\d"
STAMP = re.compile(rf"(?<!\d)(?:20\d\d[-_. ]{MONTH}[-_. ]{DAY}|{DAY}[-_. ]{MONTH}[-_. ]20\d\d)(?!\d)")
NUMBERED = re.compile(r"\b(?:nomor|no)\b\.? ?\d+", re.I)  # "nomor 2043" is no year
FAR = 5  # years after the assessment from which on a number is a vision ("2045") or none at all
# What follows these words is another document.
CITES = re.compile(r"\b(?:perubahan|pencabutan|pengganti|atas|tindak lanjut|berdasarkan)\b", re.I)
LOOKS_BACK = re.compile(
    r"\b(?:laporan|reviu|review|evaluasi|audit|hasil|kinerja|realisasi|lkjip|lakip|rekap\w*|capaian|monev|notul\w*)\b",
    re.IGNORECASE,
)
LOOKS_AHEAD = re.compile(
    r"\b(?:rencana|program|rka|dpa|apbd|anggaran|rkpd|renja|renstra|rpjmd|jadwal|target|usulan|penyusunan|roadmap)\b",
    re.IGNORECASE,
)


def misleading_years(text: str, *, date: datetime.date | None, cycle: int) -> list[int]:
    """The years in `text`, none of which fits a document of that date in the assessment of that year; else nothing.

    One that fits is enough, and so is a range that includes it. A report may be about the year before it was written,
    a plan about the next ones; words like "perubahan atas" speak of an older document.
    """
    plain = NUMBERED.sub(" ", STAMP.sub(" ", text))
    spans = [(int(first), int(last)) for first, last in RANGE.findall(plain)]
    spans += [(int(year), int(year)) for year in re.findall(YEAR, RANGE.sub(" ", plain))]
    spans = [span for span in spans if span[0] <= cycle + FAR]
    if not spans or any(_fits(plain, first, last, date, cycle) for first, last in spans):
        return []
    return sorted({year for span in spans for year in span})


def _fits(text: str, first: int, last: int, date: datetime.date | None, cycle: int) -> bool:
    ahead = LOOKS_AHEAD.search(text)
    if date is None:
        return first <= cycle or bool(ahead)
    earliest = date.year - (1 if LOOKS_BACK.search(text) else 0)
    latest = date.year + (5 if ahead else 0)
    if CITES.search(text) and first <= date.year:
        return True
    return first <= latest and last >= earliest and (first <= cycle or bool(ahead))
