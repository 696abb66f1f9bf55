"""How one number beside the index comes about: a domain's, an aspect's, an OPD's, or one indicator's level."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple

from assessments.scoring import Value, exact_text
from results.tracks import UNIT_NOTE, unit_values
from results.values import Row, Summary, Work

Levels = Mapping[str, Decimal | None]


class Title(NamedTuple):
    kind: str
    name: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class PartLine:
    """One product of the sum; `level` is None when unanswered, which then counts as `counted`."""

    row: Row
    level: Decimal | None
    counted: Decimal

    @property
    def product(self) -> Decimal:
        return self.counted * self.row.weight_units


@dataclass(frozen=True, slots=True)
class Part:
    """A weighted mean of some indicators. `share` is what they add to the index, exact text."""

    title: Title
    value: Value
    lines: list[PartLine]
    share: str

    @property
    def unanswered(self) -> list[Row]:
        return [line.row for line in self.lines if line.level is None]


@dataclass(frozen=True, slots=True)
class LevelOrigin:
    """Where one indicator's level on a track comes from: `deciding` are the works whose level is the lowest."""

    row: Row
    level: Decimal | None
    works: list[tuple[Work, Decimal | None]]
    deciding: list[Work]
    is_verdict: bool
    product: Decimal
    share: str


def find_part(summary: Summary, track: str, slug: str) -> Part | None:
    """The domain, aspect or OPD with this slug; None when there is none."""
    for kind, lines in (("Domain", summary.domain_lines), ("Aspek", summary.aspect_lines)):
        for line in lines:
            if line.group.code == slug:
                codes = [line.group.code] if kind == "Aspek" else _aspects_of(summary, slug)
                rows = [row for row in summary.rows if row.aspect in codes]
                levels = {row.code: row.levels[track] for row in rows}
                return _part(summary, Title(kind, line.group.name), line.values[track], rows, levels)
    for unit in unit_values(summary):
        if unit.slug == slug:
            title = Title("OPD", unit.name, UNIT_NOTE)
            return _part(summary, title, unit.values[track], unit.rows, unit.levels[track])
    return None


def find_level(summary: Summary, track: str, slug: str) -> LevelOrigin | None:
    """The indicator with this code; None when there is none."""
    row = next((row for row in summary.rows if row.code == slug), None)
    if row is None:
        return None
    level = row.levels[track]
    works = [(work, work.claimed if track == "claimed" else work.verified) for work in row.works]
    is_verdict = track in ("final", "external")
    product = (summary.questionnaire.unanswered_as if level is None else level) * row.weight_units
    return LevelOrigin(
        row=row,
        level=level,
        works=works,
        deciding=[work for work, own in works if own is not None and own == level and not is_verdict],
        is_verdict=is_verdict,
        product=product,
        share=_share(summary, product),
    )


def _aspects_of(summary: Summary, domain: str) -> list[str]:
    return [group.code for group in summary.aspects if group.domain == domain]


def _part(summary: Summary, title: Title, value: Value, rows: Iterable[Row], levels: Levels) -> Part:
    unanswered = summary.questionnaire.unanswered_as
    lines = [
        PartLine(row, level, unanswered if level is None else level) for row in rows for level in (levels[row.code],)
    ]
    return Part(title, value, lines, _share(summary, value.weighted_sum))


def _share(summary: Summary, weighted_sum: Decimal) -> str:
    return exact_text(Fraction(weighted_sum) / summary.questionnaire.weight_total)
