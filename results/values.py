"""What is known about one assessment, as plain values: the dashboard, the PDF and the API all read this `Summary`.

It knows no database and no clock, so it can be frozen into a report job and give the same report for ever.
Four tracks stand side by side and never overwrite each other: mandiri, verifikasi, final, eksternal.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import cached_property

from assessments import scoring

TRACKS = {"claimed": "Mandiri", "verified": "Verifikasi", "final": "Final", "external": "Eksternal"}


@dataclass(frozen=True, slots=True)
class Heading:
    """Whose assessment this is, how far it has come and by which rules it is scored."""

    pk: int
    instansi: str
    instansi_short: str
    province: str
    year: int
    stage: str
    stage_label: str
    is_final: bool
    track: str
    filling_until: datetime.date
    verification_until: datetime.date
    scoring_until: datetime.date
    approval_until: datetime.date
    finalised_on: datetime.date | None
    finalised_by: str
    finalised_by_position: str
    source: str
    is_demo: bool
    basis: str
    basis_label: str
    instrument: str
    instrument_code: str
    instrument_revision: int
    instrument_checksum: str
    regulation: str
    guideline: str
    is_provisional: bool
    is_outside_years: bool


@dataclass(frozen=True, slots=True)
class Group:
    """A domain, or an aspect (then `domain` is its domain's code, if the instrument has domains)."""

    code: str
    name: str
    weight_units: int
    domain: str | None = None


@dataclass(frozen=True, slots=True)
class Proof:
    """One piece of evidence linked to an answer. `place` says where in the document to look."""

    name: str
    is_link: bool
    level: int
    place: str
    note: str
    review: str
    review_label: str


@dataclass(frozen=True, slots=True)
class Work:
    """What one OPD says about one indicator."""

    answer: int
    unit: str
    unit_short: str
    status: str
    status_label: str
    claimed: Decimal | None
    verified: Decimal | None
    facts: str
    analysis: str
    review_note: str
    proofs: tuple[Proof, ...]
    unit_id: int = 0

    @property
    def accepted(self) -> int:
        return sum(proof.review == "accepted" for proof in self.proofs)


@dataclass(frozen=True, slots=True)
class NextLevel:
    """What the level above the present one demands."""

    level: int
    name: str
    criterion: str
    wanted: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Row:
    """One indicator. `level` is that of the headline track; `levels` holds all four."""

    code: str
    label: str
    name: str
    short_name: str
    aspect: str
    weight_units: int
    level: Decimal | None
    level_name: str
    levels: Mapping[str, Decimal | None]
    justification: str
    works: tuple[Work, ...]
    next: NextLevel | None

    @property
    def gap(self) -> Decimal | None:
        """Final less mandiri: what the institution learns about its own judgement."""
        final, claimed = self.levels["final"], self.levels["claimed"]
        return None if final is None or claimed is None else final - claimed

    @property
    def units(self) -> str:
        return ", ".join(work.unit_short for work in self.works)

    @property
    def proof_count(self) -> int:
        return sum(len(work.proofs) for work in self.works)


@dataclass(frozen=True, slots=True)
class GroupLine:
    """A group's value on each track; `value` is the headline's."""

    group: Group
    value: scoring.Value
    values: Mapping[str, scoring.Value]


@dataclass(frozen=True, slots=True)
class TrackLine:
    """A track with its score; `difference` is its shown index less the mandiri one, where both are complete."""

    code: str
    label: str
    score: scoring.Score
    difference: Decimal | None


@dataclass(frozen=True)
class Summary:
    """Everything a screen or a report says about one assessment."""

    heading: Heading
    questionnaire: scoring.Questionnaire
    domains: tuple[Group, ...]
    aspects: tuple[Group, ...]
    rows: tuple[Row, ...]
    taken_at: datetime.datetime

    @cached_property
    def scores(self) -> Mapping[str, scoring.Score]:
        """Every track weighed by the assessment's own basis."""
        return {
            track: scoring.score(
                self.questionnaire, {row.code: row.levels[track] for row in self.rows}, basis=self.heading.basis
            )
            for track in TRACKS
        }

    @property
    def headline(self) -> scoring.Score:
        return self.scores[self.heading.track]

    @property
    def headline_label(self) -> str:
        return TRACKS[self.heading.track]

    @property
    def tracks(self) -> list[TrackLine]:
        claimed = self.scores["claimed"]
        return [
            TrackLine(code, label, self.scores[code], self._difference(code, claimed)) for code, label in TRACKS.items()
        ]

    def _difference(self, code: str, claimed: scoring.Score) -> Decimal | None:
        score = self.scores[code]
        if code == "claimed" or score.is_provisional or claimed.is_provisional:
            return None
        return score.indeks.shown - claimed.indeks.shown

    @property
    def next_band(self) -> scoring.Band | None:
        higher = [band for band in self.questionnaire.bands if band.floor > self.headline.predikat.floor]
        return min(higher, key=lambda band: band.floor) if higher else None

    @property
    def to_next_band(self) -> Decimal | None:
        """How much the index lacks, rounded up so that reaching it is enough."""
        if self.next_band is None:
            return None
        lacking = Fraction(self.next_band.floor) - self.headline.indeks.fraction
        return -(-lacking * 100 // 1) * scoring.HUNDREDTH

    @cached_property
    def domain_lines(self) -> list[GroupLine]:
        return [self._line(group, "domains") for group in self.domains]

    @cached_property
    def aspect_lines(self) -> list[GroupLine]:
        return [self._line(group, "aspects") for group in self.aspects]

    def _line(self, group: Group, kind: str) -> GroupLine:
        values = {track: getattr(score, kind)[group.code] for track, score in self.scores.items()}
        return GroupLine(group, values[self.heading.track], values)

    def rows_of(self, aspect: str) -> list[Row]:
        return [row for row in self.rows if row.aspect == aspect]

    @cached_property
    def strongest(self) -> list[Row]:
        """Level 4 and up, highest first, the heavier first among equals (DOMAIN: kekuatan)."""
        return sorted(
            (row for row in self.rows if (row.level or 0) >= 4), key=lambda row: (-(row.level or 0), -row.weight_units)
        )

    @cached_property
    def weakest(self) -> list[Row]:
        """Below level 3 or unanswered, lowest first, the heavier first among equals (kelemahan)."""
        return sorted(
            (row for row in self.rows if (row.level or 0) < 3), key=lambda row: (row.level or 0, -row.weight_units)
        )

    @property
    def units(self) -> list[str]:
        return sorted({work.unit_short for row in self.rows for work in row.works}, key=str.casefold)

    @property
    def unassigned(self) -> list[Row]:
        return [row for row in self.rows if not row.works]

    @property
    def has_proofs(self) -> bool:
        return any(row.proof_count for row in self.rows)

    def gain(self, row: Row) -> Fraction:
        """How much the index rises when this indicator reaches its next level; 0 at the top."""
        if row.next is None:
            return Fraction(0)
        present = self.questionnaire.unanswered_as if row.level is None else row.level
        return Fraction(row.next.level - present) * row.weight_units / self.questionnaire.weight_total

    def worthwhile(self, limit: int) -> list[Row]:
        """The indicators whose next level adds most to the index, the lower level first among equals."""
        rows = [row for row in self.rows if row.next]
        return sorted(rows, key=lambda row: (-self.gain(row), row.level or 0))[:limit]
