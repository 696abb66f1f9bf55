"""Dates as Indonesian documents write them, and which of them is the document's own."""

from __future__ import annotations

import datetime
import re

MONTHS = {
    "januari": 1, "jan": 1, "februari": 2, "pebruari": 2, "feb": 2, "maret": 3, "mar": 3, "april": 4, "apr": 4,
    "mei": 5, "juni": 6, "jun": 6, "juli": 7, "jul": 7, "agustus": 8, "agt": 8, "agu": 8, "september": 9, "sept": 9,
    "sep": 9, "oktober": 10, "okt": 10, "november": 11, "nopember": 11, "nov": 11, "desember": 12, "des": 12,
}  # fmt: skip
NAMES = "|".join(sorted(MONTHS, key=len, reverse=True))
DATE = (
    rf"(?:(?P<day>\d{{1,2}}) (?:bulan )?(?P<month>{NAMES})\.? (?:tahun )?(?P<year>\d{{4}})"
    r"|(?P<d>\d{1,2}) ?[-/.] ?(?P<m>\d{1,2}) ?[-/.] ?(?P<y>\d{4}))(?!\d)"
)
FLAGS = re.IGNORECASE | re.MULTILINE
# From the surest to the least sure. A date inside a sentence is never the document's own.
STIPULATED = re.compile(
    r"^\W*(?:ditetapkan|dikeluarkan|ditandatangani|disahkan|dibuat)\s+di\b[^\n]{0,60}\n?[^\n]{0,40}?"
    rf"(?:(?:\bpada\s+)?\btanggal|,)\s*:?\s*{DATE}",
    FLAGS,
)
SIGNED = re.compile(rf"^[A-Z][A-Za-z .']{{2,40}},\s*(?:tanggal\s+)?{DATE}\W*$", FLAGS)
# Written large, or with a colon: a line of running text may begin with the word too.
LABELLED = re.compile(
    r"^\W*(?:hari ?[/,&]? ?(?:dan )?)?(?:(?:tanggal|tgl)\b\.?(?: [a-z]+){0,2} ?:|(?-i:T)(?:anggal|ANGGAL|gl)\b\.?)"
    rf" ?(?:[a-z']+ ?[,/] ?)?{DATE}",
    FLAGS,
)
PROMULGATED = re.compile(rf"^\W*diundangkan\s+di\b[^\n]{{0,60}}\n?[^\n]{{0,40}}?\btanggal\s*:?\s*{DATE}", FLAGS)


def own_date(first: str, whole: str, *, is_stipulated: bool = True) -> datetime.date | None:
    """The day of stipulation; else the day beside the signature, or of the meeting; else None.

    `first` is the text of the first page, `whole` of all that was read, in lines without doubled blanks. What is
    reported rather than stipulated has its date on its first page or beside a signature; a stipulation in it is that
    of an annex.
    """
    stipulated = [(STIPULATED, whole), (SIGNED, whole), (LABELLED, first), (PROMULGATED, whole)]
    for pattern, text in stipulated if is_stipulated else [(LABELLED, first), (SIGNED, whole)]:
        for match in pattern.finditer(text):
            if found := _date(match):
                return found
    return None


def _date(match: re.Match[str]) -> datetime.date | None:
    month = MONTHS[match["month"].lower()] if match["month"] else int(match["m"])
    year = int(match["year"] or match["y"])
    try:
        return datetime.date(year, month, int(match["day"] or match["d"])) if 1945 <= year <= 2100 else None
    except ValueError:  # 31 Februari
        return None
