"""The four tracks side by side and their gaps: for the index, domains, aspects, OPD and indicators.

A gap of weighted values is the difference of the shown values, so that a reader can check it, and stands only where
both tracks are complete: an unfinished value counts what is missing as zero and would show a gap that is none.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import NamedTuple

from assessments import scoring
from results.values import TRACKS, Row, Summary

UNIT_NOTE = "nilai OPD, bukan indeks SPBE"


class Gap(NamedTuple):
    """`over` less `under`: what the later judge found beside the earlier one."""

    over: str
    under: str
    label: str


GAPS = (
    Gap("verified", "claimed", "Verifikasi − mandiri"),
    Gap("final", "claimed", "Final − mandiri"),
    Gap("external", "final", "Eksternal − final"),
)


@dataclass(frozen=True, slots=True)
class TrackRow:
    """One thing on every track. `shown` holds what stands on the screen, None where nothing is known."""

    slug: str
    name: str
    weight_units: int
    shown: Mapping[str, Decimal | None]
    incomplete: frozenset[str]

    @property
    def cells(self) -> list[tuple[str, Decimal | None, bool]]:
        """Each track's name, the value on it, and whether that is still provisional."""
        return [(name, self.shown[track], track in self.incomplete) for track, name in TRACKS.items()]

    @property
    def gaps(self) -> list[Decimal | None]:
        return [self._gap(gap) for gap in GAPS]

    @property
    def named_gaps(self) -> list[tuple[str, Decimal | None]]:
        return [(gap.label, self._gap(gap)) for gap in GAPS]

    def _gap(self, gap: Gap) -> Decimal | None:
        over, under = self.shown[gap.over], self.shown[gap.under]
        if over is None or under is None or self.incomplete & {gap.over, gap.under}:
            return None
        return over - under


@dataclass(frozen=True, slots=True)
class UnitValue:
    """What one OPD's own indicators weigh. It is no index: an index is of all indicators of the institution.

    Mandiri and verifikasi are this OPD's own levels; final and eksternal are the institution's for these indicators.
    """

    pk: int
    name: str
    rows: tuple[Row, ...]
    levels: Mapping[str, Mapping[str, Decimal | None]]
    values: Mapping[str, scoring.Value]

    @property
    def slug(self) -> str:
        return f"opd-{self.pk}"


def unit_values(summary: Summary) -> list[UnitValue]:
    """One per OPD that was given indicators, in the order of their names."""
    names = {work.unit_id: work.unit for row in summary.rows for work in row.works}
    return [_unit_value(summary, pk, names[pk]) for pk in sorted(names, key=lambda pk: names[pk].casefold())]


def index_row(summary: Summary) -> TrackRow:
    return _weighted("", "Indeks SPBE", {track: summary.scores[track].indeks for track in TRACKS})


def domain_rows(summary: Summary) -> list[TrackRow]:
    return [_weighted(line.group.code, line.group.name, line.values) for line in summary.domain_lines]


def aspect_rows(summary: Summary) -> list[TrackRow]:
    return [_weighted(line.group.code, line.group.name, line.values) for line in summary.aspect_lines]


def unit_rows(summary: Summary) -> list[TrackRow]:
    return [_weighted(unit.slug, unit.name, unit.values) for unit in unit_values(summary)]


def indicator_rows(summary: Summary) -> list[TrackRow]:
    return [
        TrackRow(row.code, f"{row.label} {row.short_name}", row.weight_units, row.levels, frozenset())
        for row in summary.rows
    ]


def _weighted(slug: str, name: str, values: Mapping[str, scoring.Value]) -> TrackRow:
    return TrackRow(
        slug=slug,
        name=name,
        weight_units=values["claimed"].weight_units,
        shown={track: value.shown if value.answered else None for track, value in values.items()},
        incomplete=frozenset(track for track, value in values.items() if value.answered < value.total),
    )


def _unit_value(summary: Summary, pk: int, name: str) -> UnitValue:
    works = {row.code: work for row in summary.rows for work in row.works if work.unit_id == pk}
    rows = tuple(row for row in summary.rows if row.code in works)
    levels = {
        "claimed": {code: work.claimed for code, work in works.items()},
        "verified": {code: work.verified for code, work in works.items()},
        "final": {row.code: row.levels["final"] for row in rows},
        "external": {row.code: row.levels["external"] for row in rows},
    }
    own = _only(summary.questionnaire, works.keys())
    values = {track: scoring.score(own, given).indeks for track, given in levels.items()}
    return UnitValue(pk, name, rows, levels, values)


def _only(questionnaire: scoring.Questionnaire, codes: Collection[str]) -> scoring.Questionnaire:
    items = tuple(item for item in questionnaire.items if item.code in codes)
    return replace(questionnaire, items=items, weight_total=sum(item.weight_units for item in items))
