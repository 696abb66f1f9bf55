"""How an index comes about, in the order of the sum: levels times weights, aspects, domains, division, band."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from assessments.scoring import Band, Line, Score
from results.values import TRACKS, Group, GroupLine, Row, Summary


@dataclass(frozen=True, slots=True)
class AspectSum:
    """One aspect's lines and what they add up to."""

    line: GroupLine
    lines: list[tuple[Row, Line]]
    weighted_sum: Decimal
    weight_units: int
    shown: Decimal


@dataclass(frozen=True, slots=True)
class DomainSum:
    group: Group
    weighted_sum: Decimal
    weight_units: int
    shown: Decimal


@dataclass(frozen=True, slots=True)
class Explanation:
    """`ceiling` is the floor of the next predikat: the index lies below it."""

    label: str
    score: Score
    aspects: list[AspectSum]
    domains: list[DomainSum]
    unanswered: list[Row]
    ceiling: Band | None
    is_rounded_basis: bool


def explain(summary: Summary, track: str) -> Explanation:
    """The sum of one track ("claimed", "verified", "final" or "external")."""
    score = summary.scores[track]
    trace = {line.code: line for line in score.trace}
    return Explanation(
        label=TRACKS[track],
        score=score,
        aspects=[_aspect(summary, line, trace, track) for line in summary.aspect_lines],
        domains=[_domain(line, track) for line in summary.domain_lines],
        unanswered=[row for row in summary.rows if row.levels[track] is None],
        ceiling=min(
            (band for band in summary.questionnaire.bands if band.floor > score.predikat.floor),
            key=lambda band: band.floor,
            default=None,
        ),
        is_rounded_basis=score.basis == "rounded",
    )


def _aspect(summary: Summary, line: GroupLine, trace: dict[str, Line], track: str) -> AspectSum:
    value = line.values[track]
    rows = [(row, trace[row.code]) for row in summary.rows_of(line.group.code)]
    return AspectSum(line, rows, value.weighted_sum, value.weight_units, value.shown)


def _domain(line: GroupLine, track: str) -> DomainSum:
    value = line.values[track]
    return DomainSum(line.group, value.weighted_sum, value.weight_units, value.shown)
