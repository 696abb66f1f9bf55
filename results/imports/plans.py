"""What an import would do, row by row, and what a person may decide about each. A plan writes nothing."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from django.db import models

from domains.models import Domain, Indicator, Instrument
from results.imports.numbers import shown
from results.models import PastResult, PastTrack

Key = tuple[int, str, str]


class Choice(models.TextChoices):
    TAKE = "ambil", "Ambil"
    REPLACE = "ganti", "Ganti yang tersimpan"
    LEAVE = "tinggalkan", "Tinggalkan"


class Kind(models.TextChoices):
    """An error forbids the row, a warning wants an explicit yes and stays with the result, a remark only informs."""

    ERROR = "salah", "Salah"
    WARNING = "periksa", "Perlu diperiksa"
    REMARK = "catatan", "Catatan"


@dataclass(frozen=True, slots=True)
class Finding:
    kind: Kind
    text: str


@dataclass(frozen=True, slots=True)
class Decision:
    """What was chosen for a row, and whether its warnings were ticked as seen."""

    choice: str
    is_aware: bool = False


@dataclass(slots=True)
class Checked:
    """One row as far as it could be read, with what was found about it."""

    line: int
    title: str
    year: int | None = None
    instrument: Instrument | None = None
    track: str = ""
    indeks: Decimal | None = None
    predikat: str = ""
    source: str = ""
    values: dict[Domain, Decimal] = field(default_factory=dict)
    levels: dict[Indicator, Decimal] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)
    stored: PastResult | None = None
    is_stored_already: bool = False

    def say(self, kind: Kind, text: str) -> None:
        self.findings.append(Finding(kind, text))

    @property
    def key(self) -> Key | None:
        """What only one stored result may have."""
        if self.year is None or self.instrument is None or not self.track:
            return None
        return (self.year, self.instrument.code, self.track)

    @property
    def track_label(self) -> str:
        return PastTrack(self.track).label if self.track else ""

    @property
    def warnings(self) -> list[str]:
        return [finding.text for finding in self.findings if finding.kind == Kind.WARNING]

    @property
    def outcome(self) -> str:
        """The gravest of its findings; "bersih" without any."""
        kinds = {finding.kind for finding in self.findings}
        return next((kind.value for kind in Kind if kind in kinds), "bersih")

    @property
    def choices(self) -> list[Choice]:
        if self.outcome == Kind.ERROR or self.is_stored_already:
            return [Choice.LEAVE]
        return [Choice.REPLACE if self.stored else Choice.TAKE, Choice.LEAVE]

    @property
    def default(self) -> Choice:
        """A row without any finding is taken; every other one waits for a decision."""
        return Choice.LEAVE if self.findings else self.choices[0]

    @property
    def details(self) -> list[str]:
        """Its values in words: "Indeks 2,87", "Layanan SPBE 3,62", "47 tingkat"."""
        parts = [f"Indeks {shown(self.indeks)}"] if self.indeks is not None else []
        parts += [f"{domain.name} {shown(value)}" for domain, value in self.values.items()]
        return parts + ([f"{len(self.levels)} tingkat"] if self.levels else [])


@dataclass(frozen=True, slots=True)
class Plan:
    rows: list[Checked]

    @property
    def counts(self) -> Counter[str]:
        return Counter(row.outcome for row in self.rows)

    @property
    def fingerprint(self) -> str:
        """The same for the same plan: what was looked at is what is decided about, or nothing is written."""
        rows = [
            [
                row.line, row.key, str(row.indeks), row.details, [finding.text for finding in row.findings],
                row.stored and [row.stored.pk, row.stored.imported_at.isoformat()],
            ]
            for row in self.rows
        ]  # fmt: skip
        return hashlib.sha256(json.dumps(rows).encode()).hexdigest()

    def undecided(self, decisions: Mapping[int, Decision]) -> list[str]:
        """Why these decisions cannot be carried out, a sentence each; nothing when they can."""
        taken: dict[Key, int] = {}
        problems = []
        for row in self.rows:
            decision = decisions.get(row.line, Decision(""))
            if decision.choice not in row.choices:
                problems.append(f"Baris {row.line}: pilih apa yang dilakukan.")
            elif decision.choice != Choice.LEAVE:
                if row.warnings and not decision.is_aware:
                    problems.append(f"Baris {row.line}: centang bahwa temuannya sudah Anda periksa, atau tinggalkan.")
                if row.key in taken:
                    problems.append(f"Baris {row.line} dan {taken[row.key]} sama tahun dan jalurnya: ambil salah satu.")
                elif row.key:
                    taken[row.key] = row.line
        return problems
