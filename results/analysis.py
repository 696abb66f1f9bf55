"""What the numbers say: pemenuhan, kekuatan and kelemahan per aspect, as Pedoman Menteri PANRB 3/2024 orders them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from assessments.scoring import round_half_up
from results.values import GroupLine, Row, Summary, Work

THOUSANDTH = Decimal("0.001")


@dataclass(frozen=True, slots=True)
class Gain:
    """What the index gains when an indicator reaches its next level; `index` is rounded to three decimals."""

    row: Row
    index: Decimal


@dataclass(frozen=True, slots=True)
class AspectPart:
    """One aspect's section: met at level 2 and up, strong from 4, weak below 3, and what adds most."""

    line: GroupLine
    rows: list[Row]
    met: list[Row]
    strong: list[Row]
    weak: list[Row]
    gains: list[Gain]


@dataclass(frozen=True, slots=True)
class Highlights:
    """The summary's opening facts. Aspects are absent while nothing was answered."""

    best: GroupLine | None
    worst: GroupLine | None
    gains: list[Gain]
    total_gain: Decimal
    overclaimed: list[Row]
    level_counts: list[tuple[int, int]]


def aspect_parts(summary: Summary) -> list[AspectPart]:
    return [_part(summary, line) for line in summary.aspect_lines]


def highlights(summary: Summary, *, priorities: int = 5) -> Highlights:
    """Strongest and weakest aspect, the changes worth most, and where the final level fell below the claim."""
    answered = [line for line in summary.aspect_lines if line.value.answered]
    first = summary.worthwhile(priorities)
    return Highlights(
        best=max(answered, key=lambda line: line.value.fraction, default=None),
        worst=min(answered, key=lambda line: line.value.fraction, default=None),
        gains=_gains(summary, first),
        total_gain=round_half_up(sum((summary.gain(row) for row in first), start=Fraction(0)), THOUSANDTH),
        overclaimed=[row for row in summary.rows if row.gap is not None and row.gap < 0],
        level_counts=_level_counts(summary),
    )


def recommendations(summary: Summary) -> list[Gain]:
    """Every indicator that can still rise, the greatest gain first."""
    return _gains(summary, summary.worthwhile(len(summary.rows)))


@dataclass(frozen=True, slots=True)
class Gap:
    """An indicator whose later level fell short of the claim."""

    row: Row
    claimed: Decimal
    level: Decimal

    @property
    def difference(self) -> Decimal:
        return self.level - self.claimed


@dataclass(frozen=True, slots=True)
class Footing:
    """The evidence an indicator's claim rests on."""

    row: Row
    claimed: Decimal
    accepted: int
    troubled: int
    total: int


@dataclass(frozen=True, slots=True)
class Lying:
    """An answer somebody has to take up again; `waiting` pieces of its evidence were not reviewed yet."""

    row: Row
    work: Work
    waiting: int


def gaps(summary: Summary, track: str) -> list[Gap]:
    """Where a track ("verified", "final") lies below the claim, the widest first, the heavier among equals."""
    found = [
        Gap(row, claimed, level)
        for row in summary.rows
        if (claimed := row.levels["claimed"]) is not None
        and (level := row.levels[track]) is not None
        and level < claimed
    ]
    return sorted(found, key=lambda gap: (gap.difference, -gap.row.weight_units))


def shakiest(summary: Summary) -> list[Footing]:
    """Claims above level 1 with no evidence accepted, or with some that was found wanting; the least proven first."""
    found = [_footing(row, claimed) for row in summary.rows if (claimed := row.levels["claimed"] or Decimal(0)) > 1]
    weak = [footing for footing in found if not footing.accepted or footing.troubled]
    return sorted(
        weak, key=lambda footing: (footing.accepted, footing.total - footing.troubled, -footing.row.weight_units)
    )


def ready(summary: Summary) -> list[Row]:
    """Verified by the admin for every OPD, and still without a final level, in the order of the questionnaire."""
    return [
        row
        for row in summary.rows
        if row.works
        and row.levels["final"] is None
        and all(work.status in ("verified", "assessed") for work in row.works)
    ]


def returned(summary: Summary) -> list[Lying]:
    """Answers that were sent back to their OPD for mending."""
    return [_lying(row, work) for row in summary.rows for work in row.works if work.status == "returned"]


def unreviewed(summary: Summary) -> list[Lying]:
    """Answers handed in with evidence that nobody has looked at, most pieces first."""
    found = [_lying(row, work) for row in summary.rows for work in row.works if work.status == "submitted"]
    return sorted((lying for lying in found if lying.waiting), key=lambda lying: -lying.waiting)


def fact_of(row: Row) -> str:
    """The Fakta behind an indicator's level: of the OPD with the lowest claim, since that decides."""
    told = [work for work in row.works if work.facts]
    return min(told, key=lambda work: work.claimed or Decimal(0)).facts if told else ""


def _lying(row: Row, work: Work) -> Lying:
    return Lying(row, work, sum(proof.review == "waiting" for proof in work.proofs))


def _footing(row: Row, claimed: Decimal) -> Footing:
    reviews = [proof.review for work in row.works if work.claimed is not None for proof in work.proofs]
    troubled = sum(review in ("needs_work", "refused") for review in reviews)
    return Footing(row, claimed, reviews.count("accepted"), troubled, len(reviews))


def _part(summary: Summary, line: GroupLine) -> AspectPart:
    rows = summary.rows_of(line.group.code)
    codes = {row.code for row in rows}
    return AspectPart(
        line=line,
        rows=rows,
        met=[row for row in rows if (row.level or 0) >= 2],
        strong=[row for row in summary.strongest if row.code in codes],
        weak=[row for row in summary.weakest if row.code in codes],
        gains=_gains(summary, [row for row in summary.worthwhile(len(summary.rows)) if row.code in codes][:3]),
    )


def _gains(summary: Summary, rows: Iterable[Row]) -> list[Gain]:
    return [Gain(row, round_half_up(summary.gain(row), THOUSANDTH)) for row in rows]


def _level_counts(summary: Summary) -> list[tuple[int, int]]:
    """How many indicators stand at each whole level, from the lowest; a fraction counts at the level it has passed."""
    low, high = int(summary.questionnaire.scale_min), int(summary.questionnaire.scale_max)
    reached = [int(row.level) for row in summary.rows if row.level is not None]
    return [(level, reached.count(level)) for level in range(low, high + 1)]
