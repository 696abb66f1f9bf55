"""Numbers and dates in Indonesian words, as official letters spell them out."""

from __future__ import annotations

import datetime

ONES = (
    "nol", "satu", "dua", "tiga", "empat", "lima", "enam", "tujuh", "delapan", "sembilan", "sepuluh", "sebelas",
)  # fmt: skip
SIZES = ((1000, "ribu"), (100, "ratus"), (10, "puluh"))
DAYS = ("Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu", "Minggu")
MONTHS = (
    "Januari", "Februari", "Maret", "April", "Mei", "Juni", "Juli", "Agustus", "September", "Oktober", "November",
    "Desember",
)  # fmt: skip


def in_words(number: int) -> str:
    """0 to 9999: "dua ribu dua puluh enam"."""
    if not 0 <= number <= 9999:
        raise ValueError(f"only 0 to 9999 are spelt, not {number}")
    if number < len(ONES):
        return ONES[number]
    if number < 20:
        return f"{ONES[number - 10]} belas"
    size, name = next(pair for pair in SIZES if number >= pair[0])
    count, rest = divmod(number, size)
    head = f"se{name}" if count == 1 else f"{ONES[count]} {name}"
    return f"{head} {in_words(rest)}" if rest else head


def day_name(date: datetime.date) -> str:
    return DAYS[date.weekday()]


def long_date(date: datetime.date) -> str:
    """12 November 2026."""
    return f"{date.day} {MONTHS[date.month - 1]} {date.year}"


def date_in_words(date: datetime.date) -> str:
    """tanggal dua belas bulan November tahun dua ribu dua puluh enam."""
    return f"tanggal {in_words(date.day)} bulan {MONTHS[date.month - 1]} tahun {in_words(date.year)}"
