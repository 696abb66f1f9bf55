"""Published national results, shipped as files: every institution of 2023, and the national means of each year.

Names come from a converted document and may differ from the official ones in spelling. Values are as published: two
decimals, already rounded, so no index may be computed from them.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from pathlib import Path

FOLDER = Path(__file__).parent
SOURCE = "Hasil Evaluasi SPBE {year}, Kementerian PANRB"
DOMAINS = ("D1", "D2", "D3", "D4")


@dataclass(frozen=True, slots=True)
class Published:
    """One institution's published result. `group` is a province, or for central institutions the kind of body."""

    year: int
    name: str
    kind: str
    group: str
    domains: dict[str, Decimal]
    indeks: Decimal
    predikat: str


@dataclass(frozen=True, slots=True)
class NationalMean:
    """The published mean of all institutions of a year; a domain that did not exist then is missing."""

    year: int
    indeks: Decimal
    domains: dict[str, Decimal]
    respondents: int | None


@cache
def published(year: int = 2023) -> tuple[Published, ...]:
    """All results of a year in the order of publication; empty for a year that is not shipped."""
    path = FOLDER / f"results-{year}.csv"
    if not path.exists():
        return ()
    return tuple(
        Published(
            year=int(row["year"]),
            name=row["institution"],
            kind=row["type"],
            group=row["group"],
            domains=_domains(row),
            indeks=Decimal(row["index"]),
            predikat=row["predikat"],
        )
        for row in _rows(path)
    )


@cache
def means() -> tuple[NationalMean, ...]:
    """The national series, oldest first."""
    return tuple(
        NationalMean(int(row["year"]), Decimal(row["index"]), _domains(row), int(row["respondents"] or 0) or None)
        for row in _rows(FOLDER / "series.csv")
    )


def mean_of(year: int) -> NationalMean | None:
    return next((mean for mean in means() if mean.year == year), None)


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _domains(row: dict[str, str]) -> dict[str, Decimal]:
    return {code: Decimal(text) for code in DOMAINS if (text := row[f"domain_{code[1:]}"])}
