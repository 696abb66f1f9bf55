"""Everything a dashboard may say about one assessment, read once; what a role's page leaves out is never worked out."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from django.utils import timezone

from accounts.models import User
from assessments.models import Answer, Assessment, Stage, Status
from assessments.summaries import Progress, tasks
from assessments.summaries import progress as progress_of
from planning.reading import Targets, targets_of
from results import analysis, charts, layers, progress
from results.comparing import Before, PastYear, nation_before, year_before, years_before
from results.layers import Layer
from results.national import NationalMean
from results.summaries import summarise
from results.values import GroupLine, Row, Summary

SHORT_LIST = 5


@dataclass(frozen=True, slots=True)
class Ranked:
    """An indicator among the weakest or strongest, with the Fakta behind its level."""

    row: Row
    fact: str


@dataclass(frozen=True, slots=True)
class Standing:
    """The index against one layer: `difference` from an earlier year or the nation, `lacking` to a target.

    While the index is provisional it is held against nothing: what it lacks is mostly what was not answered yet.
    """

    label: str
    value: Decimal
    difference: Decimal | None
    lacking: Decimal | None


@dataclass(frozen=True)
class Dashboard:
    """Ready values for the templates, each worked out when a page asks for it. Reading is done: no queries here."""

    assessment: Assessment
    summary: Summary
    entries: list[progress.Entry]
    years: list[PastYear]
    targets: Targets
    nation: NationalMean | None
    today: datetime.date

    @cached_property
    def before(self) -> Before:
        return year_before(self.years)

    @cached_property
    def layers(self) -> list[Layer]:
        past, targets, year = self.before.comparable, self.targets, self.summary.heading.year
        found = (
            layers.of_year(past.year, past.indeks, past.domains, past.aspects) if past else None,
            layers.of_target(year, targets.indeks, targets.domains, targets.aspects),
            layers.of_nation(self.nation, self.summary.aspects),
        )
        return [layer for layer in found if layer]

    @property
    def standings(self) -> list[Standing]:
        """The index itself against each layer that has one."""
        return [self._standing(layer, layer.indeks) for layer in self.layers if layer.indeks is not None]

    def _standing(self, layer: Layer, value: Decimal) -> Standing:
        headline = self.summary.headline
        if headline.is_provisional:
            return Standing(layer.label, value, None, None)
        if layer.code == "target":
            return Standing(layer.label, value, None, layers.shortfall(headline.indeks, value))
        return Standing(layer.label, value, headline.indeks.shown - value, None)

    @cached_property
    def scale(self) -> charts.BandScale:
        return charts.band_scale(self.summary)

    @cached_property
    def scale_compact(self) -> charts.BandScale:
        return charts.band_scale(self.summary, compact=True)

    @cached_property
    def radar(self) -> charts.Radar | None:
        return charts.radar(self.summary, layers=self.layers)

    @cached_property
    def radar_compact(self) -> charts.Radar | None:
        return charts.radar(self.summary, compact=True, layers=self.layers)

    @cached_property
    def domain_bars(self) -> list[charts.MarkedBar]:
        return self._bars(self.summary.domain_lines)

    @cached_property
    def aspect_bars(self) -> list[charts.MarkedBar]:
        return self._bars(self.summary.aspect_lines)

    def _bars(self, lines: list[GroupLine]) -> list[charts.MarkedBar]:
        return charts.marked_bars(self.summary, lines, self.layers)

    @cached_property
    def trend(self) -> charts.Trend | None:
        return charts.trend(self.summary, self.years, self.targets.indeks)

    @cached_property
    def units(self) -> list[progress.UnitLine]:
        return progress.by_unit(self.entries, self.summary.aspects, self.assessment, self.today)

    @cached_property
    def late(self) -> list[progress.UnitLine]:
        """OPD whose time ran out with answers left, the longest overdue first."""
        found = [line for line in self.units if line.overdue]
        return sorted(found, key=lambda line: (line.overdue_since or self.today, -line.overdue))

    @cached_property
    def behind(self) -> list[progress.UnitLine]:
        """OPD with answers still to hand in, the most first: whom to remind before the time is over."""
        return sorted((line for line in self.units if line.left), key=lambda line: -line.left)

    @property
    def statuses(self) -> list[tuple[str, str, int]]:
        return progress.by_status(self.entries)

    @cached_property
    def pace(self) -> progress.Pace | None:
        return progress.pace(self.entries, self.assessment, self.today)

    @cached_property
    def highlights(self) -> analysis.Highlights:
        return analysis.highlights(self.summary)

    @property
    def weakest(self) -> list[Ranked]:
        """Those that were answered: what nobody has answered yet is counted, and says nothing about strength."""
        answered = [row for row in self.summary.weakest if row.level is not None]
        return [Ranked(row, analysis.fact_of(row)) for row in answered[:SHORT_LIST]]

    @property
    def is_settled(self) -> bool:
        return not self.summary.headline.is_provisional

    @property
    def unanswered(self) -> int:
        return self.summary.headline.total - self.summary.headline.answered

    @property
    def strongest(self) -> list[Ranked]:
        return [Ranked(row, analysis.fact_of(row)) for row in self.summary.strongest[:SHORT_LIST]]

    @cached_property
    def final_gaps(self) -> list[analysis.Gap]:
        return analysis.gaps(self.summary, "final")

    @cached_property
    def verified_gaps(self) -> list[analysis.Gap]:
        return analysis.gaps(self.summary, "verified")

    @cached_property
    def shakiest(self) -> list[analysis.Footing]:
        return analysis.shakiest(self.summary)

    @cached_property
    def ready(self) -> list[Row]:
        return analysis.ready(self.summary)

    @cached_property
    def returned(self) -> list[analysis.Lying]:
        return analysis.returned(self.summary)

    @cached_property
    def unreviewed(self) -> list[analysis.Lying]:
        return analysis.unreviewed(self.summary)

    @property
    def waits_for_approval(self) -> bool:
        return self.assessment.stage == Stage.APPROVAL


@dataclass(frozen=True, slots=True)
class OwnWork:
    """An operator's page: how far his OPD is, what was sent back, and what he himself has still to hand in."""

    progress: Progress
    returned: list[Answer]
    mine: list[Answer]
    others_left: int
    last_day: datetime.date


def read(assessment: Assessment) -> Dashboard:
    """In a constant number of queries. The caller has asked whether its reader may see it."""
    return Dashboard(
        assessment=assessment,
        summary=summarise(assessment),
        entries=progress.entries_of(assessment),
        years=years_before(assessment),
        targets=targets_of(assessment),
        nation=nation_before(assessment),
        today=timezone.localdate(),
    )


def own_work(assessment: Assessment, user: User) -> OwnWork:
    """Of the operator's OPD; one query. Without a person in charge an answer is everybody's, so also his."""
    answers = list(tasks(user, assessment))
    left = [answer for answer in answers if answer.status in (Status.EMPTY, Status.DRAFT)]
    mine = [answer for answer in left if answer.assignment.person_id in (None, user.pk)]
    extended = [answer.assignment.extended_until for answer in left if answer.assignment.extended_until]
    return OwnWork(
        progress=progress_of(answers),
        returned=[answer for answer in answers if answer.status == Status.RETURNED],
        mine=mine,
        others_left=len(left) - len(mine),
        last_day=max([assessment.filling_until, *extended]),
    )
