"""One cell: text that no program takes for a formula or refuses, and the digest that tells whether it was edited."""

from __future__ import annotations

import datetime
import hashlib
import re
from decimal import Decimal
from typing import Any
from xml.sax.saxutils import escape

from assessments.scoring import shown
from reports.spreadsheets.values import Cell

LONGEST = 32_767  # characters, in a cell of any spreadsheet program
CUT = " … (dipotong; selengkapnya di portal)"
FORMULA = ("=", "+", "-", "@", "\t", "\r")
NOT_XML = re.compile("[^\t\n\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
CODED = re.compile(r"_x([0-9A-Fa-f]{4})_")  # how the format writes what XML cannot hold
PLAIN_NUMBER = re.compile(r"-?[0-9]{1,4}(\.[0-9]{1,6})?")


def safe_text(text: str) -> str:
    """Line ends as \\n, nothing that XML cannot hold, and no longer than a cell may be."""
    plain = NOT_XML.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
    return plain if len(plain) <= LONGEST else plain[: LONGEST - len(CUT)] + CUT


def encoded(text: str) -> str:
    """As XML. What looks like a coded character is marked as itself, so that "_x0041_" is not read as "A"."""
    return escape(CODED.sub(r"_x005F_x\1_", safe_text(text)))


def decoded(text: str) -> str:
    return CODED.sub(lambda found: chr(int(found[1], 16)), text)


def canonical(value: Cell) -> str:
    """A value of ours as the text that a reader of the file arrives at."""
    if value is None:
        return ""
    return safe_text(value).strip() if isinstance(value, str) else shown(Decimal(value))


def digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:12]


def read_text(value: Any) -> str:
    """A cell of a file as text, however its program stores it."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "ya" if value else "tidak"
    if isinstance(value, int | float):
        return read_number(value)
    if isinstance(value, datetime.datetime | datetime.date | datetime.time):
        return value.isoformat()
    return safe_text(decoded(str(value))).strip()


def read_level(value: Any) -> str:
    """A cell that ought to hold a level; a decimal comma is as good as a point. What is none stays as it was typed."""
    if isinstance(value, int | float) and not isinstance(value, bool):
        return read_number(value)
    text = read_text(value)
    number = text.replace(",", ".", 1)
    return shown(Decimal(number)) if PLAIN_NUMBER.fullmatch(number) else text


def read_number(value: float) -> str:
    """The shortest decimal that the stored number stands for."""
    number = Decimal(repr(value))
    return shown(number) if number.is_finite() and abs(number.adjusted()) < 16 else str(value)
