"""What the pages of kept scenarios show: each beside the assessment as it is now."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import cached_property

from assessments.models import Assessment
from assessments.scoring import Score
from planning.forms.whatif import address_of
from planning.imagining import compare, present_levels
from planning.models import Scenario, ScenarioLevel
from planning.whatif import Change, WhatIf, index_of, steps_between
from results.values import Group, Row, Summary

MOST = 4  # side by side; more would not fit
DIGITS = 18  # of a number in the address


@dataclass(frozen=True, slots=True)
class Step:
    """What one indicator must rise from today, and what that takes."""

    row: Row
    change: Change
    effort: Decimal


@dataclass(frozen=True, slots=True)
class Drift:
    """An indicator whose own level is no longer what the scenario was imagined from."""

    row: Row
    base: Decimal | None
    now: Decimal | None


@dataclass(frozen=True)
class Kept:
    """One scenario. `whatif` compares it with today, `original` with the levels it was imagined from."""

    scenario: Scenario
    summary: Summary
    whatif: WhatIf
    original: WhatIf
    efforts: Mapping[str, Decimal]
    locked: frozenset[str]

    @property
    def score(self) -> Score:
        return self.whatif.after

    @cached_property
    def steps(self) -> list[Step]:
        """Only rises: what is lower than today needs no work."""
        rows = {row.code: row for row in self.summary.rows}
        return [
            Step(rows[change.code], change, self._effort(change)) for change in self.whatif.changes if change.gain > 0
        ]

    @property
    def plan_steps(self) -> list[tuple[str, Decimal, Decimal]]:
        """For the plan: code, present level (0 for none), level to reach."""
        return [
            (step.row.code, step.change.before or Decimal(0), step.change.after)
            for step in self.steps
            if step.change.after is not None
        ]

    def _effort(self, change: Change) -> Decimal:
        steps = steps_between(self.summary.questionnaire, change.before, change.after)
        return self.efforts[change.code] * steps

    @property
    def lowered(self) -> list[tuple[Row, Change]]:
        rows = {row.code: row for row in self.summary.rows}
        return [(rows[change.code], change) for change in self.whatif.changes if change.gain <= 0]

    @property
    def levels(self) -> list[tuple[Row, Decimal | None]]:
        return [(row, self.whatif.levels[row.code]) for row in self.summary.rows]

    @property
    def address(self) -> str:
        """Of the page on which to go on imagining from here."""
        return address_of(self.whatif.base, self.whatif.levels, self.efforts, self.locked)

    @property
    def effort(self) -> Decimal:
        return sum((step.effort for step in self.steps), Decimal(0))

    @property
    def domains(self) -> list[tuple[Group, Decimal, Decimal]]:
        """Each with its value today and in the scenario."""
        before, after = self.whatif.before.domains, self.whatif.after.domains
        return [(group, before[group.code].shown, after[group.code].shown) for group in self.summary.domains]

    @cached_property
    def drifts(self) -> list[Drift]:
        now, base = self.whatif.base, self.original.base
        return [
            Drift(row, base[row.code], now[row.code]) for row in self.summary.rows if base[row.code] != now[row.code]
        ]

    @property
    def has_moved_base(self) -> bool:
        return bool(self.drifts) or self.scenario.track != self.summary.heading.track

    @property
    def reaches_target(self) -> bool | None:
        """None where no index was aimed at. A predikat is reached when the cycle's basis gives it."""
        if self.scenario.target is None:
            return None
        floors = {band.name: index_of(band, self.whatif.basis) for band in self.summary.questionnaire.bands}
        return self.score.indeks.fraction >= floors.get(self.scenario.goal, Fraction(self.scenario.target))


def domain_rows(kept: list[Kept], summary: Summary) -> list[tuple[Group, Decimal, list[Decimal]]]:
    """Each domain with its value today and in every scenario."""
    return [
        (
            group,
            summary.headline.domains[group.code].shown,
            [each.score.domains[group.code].shown for each in kept],
        )
        for group in summary.domains
    ]


@dataclass(frozen=True, slots=True)
class Difference:
    """One row of the comparison: an indicator, its level today, and in each scenario with whether it differs."""

    row: Row
    now: Decimal | None
    levels: tuple[tuple[Decimal | None, bool], ...]


def read(scenarios: Iterable[Scenario], summary: Summary) -> list[Kept]:
    """Scenarios of one assessment beside it; one query for all their levels."""
    scenarios = list(scenarios)
    found: dict[int, list[ScenarioLevel]] = {scenario.pk: [] for scenario in scenarios}
    for row in ScenarioLevel.objects.filter(scenario__in=found).select_related("indicator"):
        found[row.scenario_id].append(row)
    return [_kept(scenario, summary, found[scenario.pk]) for scenario in scenarios]


def _kept(scenario: Scenario, summary: Summary, rows: list[ScenarioLevel]) -> Kept:
    levels = {row.indicator.code: row.level for row in rows}
    base = {row.indicator.code: row.base for row in rows}
    locked = frozenset(row.indicator.code for row in rows if row.is_locked)
    return Kept(
        scenario, summary, compare(summary, present_levels(summary), levels), compare(summary, base, levels),
        {row.indicator.code: row.effort for row in rows}, locked,
    )  # fmt: skip


def differences(kept: list[Kept], summary: Summary) -> list[Difference]:
    """The indicators in which a scenario differs from today; where all agree with today there is nothing to compare."""
    found = []
    for row in summary.rows:
        levels = tuple((each.whatif.levels[row.code], each.whatif.levels[row.code] != row.level) for each in kept)
        if any(differs for _, differs in levels):
            found.append(Difference(row, row.level, levels))
    return found


def chosen(assessment: Assessment, numbers: list[str]) -> tuple[list[Scenario], str]:
    """The scenarios of this assessment with these numbers in that order, and what is wrong with the choice if it is."""
    wanted = list(dict.fromkeys(int(number) for number in numbers if number.isdecimal() and len(number) <= DIGITS))
    rows = assessment.scenarios.kept().in_full().in_bulk(wanted[: MOST + 1])
    found = [rows[number] for number in wanted[:MOST] if number in rows]
    if len(wanted) > MOST:
        return found, f"Paling banyak {MOST} skenario dapat dibandingkan; yang tampak {MOST} yang pertama."
    if len(found) < len(wanted):
        return found, "Sebagian skenario tidak ditemukan pada penilaian ini atau sudah dihapus."
    return found, "" if len(found) > 1 else f"Pilih dua sampai {MOST} skenario untuk dibandingkan."
