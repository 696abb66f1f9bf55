"""The columns of the three tables of results: what they are called, in Indonesian and English, and what goes there."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from results.domain_words import WORDS
from results.models import Shape


@dataclass(frozen=True, slots=True)
class Column:
    """A column by its first name; `others` are read just as well."""

    name: str
    others: tuple[str, ...]
    hint: str
    example: str = ""
    is_required: bool = False


YEAR = Column("tahun", ("year",), "Tahun penilaian.", "2023", is_required=True)
INDEX = Column(
    "indeks",
    ("index", "indeks_spbe", "nilai_indeks"),
    "Indeks seperti diterbitkan; koma atau titik.",
    "2,87",
    is_required=True,
)
STATED = Column("indeks", INDEX.others, "Indeks yang disebut sumbernya; dicocokkan dengan tingkatnya.", "2,87")
LEADING = (YEAR,)
TRAILING = (
    Column("predikat", ("predicate", "rating"), "Predikat seperti diterbitkan.", "Baik"),
    Column("jalur", ("track",), "mandiri atau eksternal; kosong berarti pilihan pada formulir.", "eksternal"),
    Column("instrumen", ("instrument",), "Kode instrumen; kosong berarti instrumen tahun itu.", "spbe-2020"),
    Column("instansi", ("institution", "nama_instansi"), "Bila ada, harus nama instansi tujuan impor."),
    Column("sumber", ("source",), "Sumber hasil baris ini; kosong berarti sumber pada formulir."),
)
ENGLISH = {"kebijakan": "policy", "tata kelola": "governance", "manajemen": "management", "layanan": "services"}
EXAMPLES = {"kebijakan": "3,10", "tata kelola": "2,60", "manajemen": "1,00", "layanan": "3,62"}
MOST_DOMAINS = 9
DOMAINS = tuple(
    Column(
        word.replace(" ", "_"),
        (ENGLISH[word], f"domain_{word}".replace(" ", "_")),
        f"Nilai domain {word.capitalize()}.",
        EXAMPLES[word],
    )
    for word in WORDS
)
# The same by number in the row's instrument, for tables that number them.
NUMBERED = tuple(Column(f"domain_{n}", (f"d{n}", f"nilai_domain_{n}"), "") for n in range(1, MOST_DOMAINS + 1))


def columns_of(shape: str, codes: Iterable[str] = ()) -> list[Column]:
    """The documented columns of a table; for levels one per indicator code."""
    if shape == Shape.LEVELS:
        levels = (Column(column_of(code), _level_names(code), f"Tingkat indikator {code}.") for code in codes)
        return [*LEADING, STATED, *TRAILING, *levels]
    return [*LEADING, *(DOMAINS if shape == Shape.DOMAINS else ()), INDEX, *TRAILING]


def accepted(shape: str, codes: Iterable[str] = ()) -> list[Column]:
    """All columns that are read, also the numbered domains."""
    return [*columns_of(shape, codes), *(NUMBERED if shape == Shape.DOMAINS else ())]


def aliases(columns: Iterable[Column]) -> dict[str, str]:
    return {other: column.name for column in columns for other in column.others}


def column_of(code: str) -> str:
    """An indicator's column: i1 for I1, i35_1 for I35-1."""
    return code.lower().replace("-", "_")


def _level_names(code: str) -> tuple[str, ...]:
    plain = column_of(code).removeprefix("i")
    return (plain, f"indikator_{plain}", f"indicator_{plain}")
