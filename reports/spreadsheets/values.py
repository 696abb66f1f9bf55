"""What a worksheet holds, as plain values: columns, lines, and the stamp by which a file is known again."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from assessments.scoring import Questionnaire, shown
from results.values import Proof, Summary

FORMAT = "lke-1"
ANSWERS, INDICATORS, RECAP, VERSIONS, README = "Isian", "Indikator", "Rekap", "_versi", "Baca dulu"
Cell = str | int | Decimal | None


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its name in code, its heading, its width in characters; `is_level` for a level on the scale."""

    name: str
    label: str
    width: int
    is_level: bool = False
    is_number: bool = False


KEY = Column("key", "kunci", 4)
_PLACE = (
    Column("code", "Kode", 7),
    Column("name", "Indikator", 30),
    Column("aspect", "Aspek", 18),
    Column("domain", "Domain", 16),
    Column("weight", "Bobot", 8, is_number=True),
)
_LEVELS = (
    Column("claimed", "Mandiri", 10, is_level=True),
    Column("verified", "Verifikasi", 10, is_level=True),
    Column("final", "Final", 10, is_level=True),
    Column("external", "Eksternal", 10, is_level=True),
)
_TEXTS = (
    Column("facts", "Fakta", 50),
    Column("analysis", "Analisis", 50),
    Column("proofs", "Bukti dukung", 32),
    Column("note", "Catatan admin", 30),
    Column("justification", "Pertimbangan", 40),
)
COLUMNS: dict[str, tuple[Column, ...]] = {
    ANSWERS: (KEY, *_PLACE, Column("unit", "OPD", 16), Column("status", "Status", 13), *_LEVELS, *_TEXTS),
    INDICATORS: (KEY, *_PLACE, Column("unit", "OPD", 16), *_LEVELS, *_TEXTS),
}


@dataclass(frozen=True, slots=True)
class Line:
    """One row: what it is about, the version of that in the portal, its cells, and which of them may be written."""

    key: str
    version: int
    cells: Mapping[str, Cell]
    editable: frozenset[str] = frozenset()
    proofs: tuple[Proof, ...] = ()


@dataclass(frozen=True, slots=True)
class Stamp:
    """Where and when a file was made. It names rows and grants nothing: every change still asks its permission."""

    assessment: int
    instansi: str
    year: int
    instrument: str
    revision: int
    checksum: str
    exported_at: str
    format: str = FORMAT


@dataclass(frozen=True, slots=True)
class Worksheet:
    """Everything one file says. Without a `summary` it holds one OPD's answers and no number of the institution's.

    One that `is_copy` is for reading alone: it carries no keys and versions, so no import can take it for a fresh one.
    """

    stamp: Stamp
    title: str
    subtitle: str
    questionnaire: Questionnaire
    at: datetime.datetime
    answers: tuple[Line, ...]
    indicators: tuple[Line, ...] = ()
    summary: Summary | None = field(default=None)
    is_copy: bool = False

    @property
    def sheets(self) -> dict[str, tuple[Line, ...]]:
        return {INDICATORS: self.indicators, ANSWERS: self.answers} if self.summary else {ANSWERS: self.answers}


def level_text(level: Decimal | None) -> str:
    """3 or 2.75; empty for nothing."""
    return "" if level is None else shown(level)
