"""What the pages about priorities read, and what their sheet is made from."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any

from django.db.models import Count

from accounts.models import User
from assessments.models import Answer, Assessment, Assignment
from assessments.scoring import Band, Score, round_half_up
from domains.models import Indicator, LevelCriterion
from evidence.models import Evidence, Review
from planning import goals
from planning.goals import Goal
from planning.headlines import headlines
from planning.models import Priority, PriorityState, Target
from results.values import Row, Summary

THOUSANDTH = Decimal("0.001")


@dataclass(frozen=True, slots=True)
class Line:
    """One priority with the indicator as it stands; `gain` is what reaching its level still adds."""

    priority: Priority
    row: Row
    gain: Decimal

    @property
    def is_attained(self) -> bool:
        return (self.row.level or 0) >= self.priority.level

    @property
    def is_counted(self) -> bool:
        return self.priority.state != PriorityState.REFUSED


@dataclass(frozen=True, slots=True)
class Option:
    """An indicator that could be picked: what its next level adds, and where the index comes to with all up to it."""

    row: Row
    gain: Decimal
    index: Decimal
    predikat: Band
    is_needed: bool
    accepted: int
    wanted: int


@dataclass(frozen=True, slots=True)
class Ranking:
    """The priorities and what they come to, the goal, and the options, the greatest gain first.

    `can_be_met` says whether one more level of every option is enough.
    """

    goal: Goal | None
    lines: list[Line]
    reached: Score
    is_met: bool
    can_be_met: bool
    options: list[Option]
    open_units: frozenset[str]

    @property
    def needed(self) -> int:
        return sum(option.is_needed for option in self.options)

    @property
    def needed_index(self) -> Decimal:
        return self.options[self.needed - 1].index if self.needed else self.reached.indeks.shown

    @property
    def refused(self) -> int:
        return sum(not line.is_counted for line in self.lines)


@dataclass(frozen=True, slots=True)
class NextStep:
    """One indicator before it is picked; `criterion` is None at the top. `usual_charge` is the form's own choice."""

    present: Decimal | None
    level: int
    criterion: LevelCriterion | None
    standing: list[Priority]
    usual_charge: str


def usual_goal(assessment: Assessment, summary: Summary) -> Goal | None:
    """The year's target of the index while it lies above, or else the next predikat; None at the top."""
    rows = Target.objects.filter(
        instansi=assessment.instansi_id, year=assessment.year, instrument__code=assessment.instrument.code,
        domain=None, aspect=None, indicator=None,
    )  # fmt: skip
    value = rows.values_list("value", flat=True).first()
    if value and Fraction(value) > summary.headline.indeks.fraction:
        return Goal("target tahun ini", value)
    return goals.of_band(summary.next_band, summary.heading.basis) if summary.next_band else None


def ranking(assessment: Assessment, summary: Summary, goal: Goal | None) -> Ranking:
    """Three queries besides the summary's."""
    lines = _lines(assessment, summary)
    reached = goals.raised(summary.headline, _wanted(lines))
    picked = {line.row.code for line in lines}
    rows = [row for row in summary.worthwhile(len(summary.rows)) if row.code not in picked]
    accepted = _accepted(assessment)
    options = list(_options(summary, reached, rows, goal, accepted))
    taken = {(line.row.code, line.priority.unit.short_name) for line in lines}
    open_units = frozenset(
        line.row.code for line in lines if any((line.row.code, work.unit_short) not in taken for work in line.row.works)
    )
    top = reached.indeks.fraction + sum(map(summary.gain, rows))
    is_met = goal is not None and goal.is_met(reached.indeks.fraction)
    return Ranking(goal, lines, reached, is_met, goal is not None and goal.is_met(top), options, open_units)


def option(assessment: Assessment, indicator: Indicator) -> NextStep:
    """What picking this indicator asks for: its present level and the criterion of the next; a handful of queries."""
    present = headlines([assessment])[assessment.pk].levels[indicator.code]
    level = int(present or 0) + 1
    criterion = indicator.criteria.filter(level=level).prefetch_related("evidence_items").first()
    standing = Priority.objects.filter(assessment=assessment, indicator=indicator).standing().in_full()
    found = list(standing.by_indicator())
    given = Assignment.objects.filter(assessment=assessment, indicator=indicator).order_by("unit__name")
    first = given.exclude(unit__in=[row.unit_id for row in found]).first()
    return NextStep(present, level, criterion, found, f"{first.unit_id}-{first.person_id or ''}" if first else "")


def answer_of(priority: Priority, user: User) -> Answer | None:
    """The answer in which the work of this priority is done, if the user may see it."""
    rows = Answer.objects.visible_to(user).filter(
        assignment__assessment=priority.assessment_id, assignment__indicator=priority.indicator_id,
        assignment__unit=priority.unit_id,
    )  # fmt: skip
    return rows.first()


def sheet(assessment: Assessment, summary: Summary) -> dict[str, Any]:
    """The priorities that stand, as plain values, for a report job to keep."""
    lines = [line for line in _lines(assessment, summary) if line.is_counted]
    reached, goal = goals.raised(summary.headline, _wanted(lines)), usual_goal(assessment, summary)
    return {
        "goal": f"{goal.label} ({goal.floor:.2f})".replace(".", ",") if goal else "",
        "index": f"{reached.indeks.shown:f}",
        "predikat": reached.predikat.name,
        "rows": [_printed(line) for line in lines],
    }


def _printed(line: Line) -> dict[str, Any]:
    priority, level = line.priority, line.row.level
    return {
        "label": line.row.label,
        "name": line.row.short_name,
        "level": "" if level is None else f"{level:f}",
        "wanted": priority.level,
        "gain": f"{line.gain:f}",
        "unit": priority.unit.name,
        "person": str(priority.person or ""),
        "due_on": priority.due_on.isoformat(),
        "state": priority.get_state_display(),
    }


def _lines(assessment: Assessment, summary: Summary) -> list[Line]:
    """In the order of the questionnaire. An indicator given to several OPD adds to the index once, beside the first."""
    rows = {row.code: row for row in summary.rows}
    priorities = Priority.objects.filter(assessment=assessment).standing().in_full().by_indicator()
    found: list[Line] = []
    for priority in priorities:
        is_first = all(line.priority.indicator_id != priority.indicator_id for line in found if line.is_counted)
        row = rows[priority.indicator.code]
        gain = _gain(summary, row, priority.level) if is_first else Fraction(0)
        found.append(Line(priority, row, round_half_up(gain, THOUSANDTH)))
    return found


def _gain(summary: Summary, row: Row, level: int) -> Fraction:
    present = summary.questionnaire.unanswered_as if row.level is None else row.level
    return Fraction(max(Decimal(0), level - present)) * row.weight_units / summary.questionnaire.weight_total


def _wanted(lines: Iterable[Line]) -> dict[str, int]:
    wanted: dict[str, int] = {}
    for line in lines:
        if line.is_counted:
            wanted[line.row.code] = max(line.priority.level, wanted.get(line.row.code, 0))
    return wanted


def _accepted(assessment: Assessment) -> dict[tuple[str, int], int]:
    """How many wanted items have accepted evidence, by indicator and level."""
    rows = Evidence.objects.linked().filter(
        answer__assignment__assessment=assessment, review=Review.ACCEPTED, item__isnull=False
    )
    counts = rows.values_list("criterion__indicator__code", "criterion__level").annotate(Count("item", distinct=True))
    return {(code, level): count for code, level, count in counts.order_by()}


def _options(
    summary: Summary, reached: Score, rows: list[Row], goal: Goal | None, accepted: dict[tuple[str, int], int]
) -> Iterator[Option]:
    index = reached.indeks.fraction
    for row in rows:
        is_needed = goal is not None and not goal.is_met(index)
        index += summary.gain(row)
        level = row.next.level if row.next else 0
        yield Option(
            row, round_half_up(summary.gain(row), THOUSANDTH), round_half_up(index), goals.band_at(reached, index),
            is_needed, accepted.get((row.code, level), 0), len(row.next.wanted) if row.next else 0,
        )  # fmt: skip
