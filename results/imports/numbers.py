"""Numbers as people type them into tables: 3,19 and 3.19, at most two decimals. Everything else says what is wrong."""

from __future__ import annotations

import re
from decimal import Decimal

NUMBER = re.compile(r"\d{1,3}(?:[.,]\d{1,2})?", re.ASCII)
LONGER = re.compile(r"\d+[.,]\d{3,}", re.ASCII)
YEAR = re.compile(r"(?:19|20)\d\d", re.ASCII)


class Unreadable(ValueError):
    """The cell holds no number; the text says so to whoever typed it."""


def number(text: str) -> Decimal:
    if NUMBER.fullmatch(text):
        return Decimal(text.replace(",", "."))
    if text.startswith("="):
        raise Unreadable("berisi rumus; tempelkan nilainya saja")
    if LONGER.fullmatch(text):
        raise Unreadable(f"“{text[:20]}” lebih dari dua desimal; tulis seperti diterbitkan, misalnya 3,19")
    raise Unreadable(f"“{text[:20]}” bukan angka; tulis misalnya 3,19")


def year(text: str) -> int:
    if not YEAR.fullmatch(text):
        raise Unreadable(f"“{text[:20]}” bukan tahun; tulis empat angka, misalnya 2023" if text else "kosong")
    return int(text)


def shown(value: Decimal) -> str:
    """Two decimals and a comma, as the screens show a published value."""
    return f"{value:.2f}".replace(".", ",")
