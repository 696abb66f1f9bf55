"""What the pages of the plan read, each in a constant number of queries."""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Count, Prefetch, Q, Sum
from django.utils import timezone

from accounts.lineage import reached
from accounts.models import Instansi, User
from assessments.models import Assessment, Stage
from planning.finishing import reasons
from planning.models import LATE, ActionItem, ActionOrder, ActionState
from planning.ordering import in_order
from results.summaries import summarise
from results.values import Row, Summary


@dataclass(frozen=True, slots=True)
class Line:
    """One item in a list; `reason` says why it looks finished, `waits` what has to be done before it."""

    item: ActionItem
    reason: str
    waits: list[ActionItem]


@dataclass(frozen=True, slots=True)
class Totals:
    states: list[tuple[str, str, int]]
    budget: int
    unbudgeted: int
    overdue: int
    unplaced: int

    @property
    def count(self) -> int:
        return sum(count for *_, count in self.states)


@dataclass(frozen=True, slots=True)
class Before:
    """Something that has to be done first; `is_late` when it ends after what waits for it."""

    item: ActionItem
    is_late: bool
    is_this: bool = False


@dataclass(frozen=True, slots=True)
class Outcome:
    """One item beside what its indicator reached a year later; `level` is None while that is not known."""

    item: ActionItem
    level: Decimal | None
    is_reached: bool


@dataclass(frozen=True, slots=True)
class Share:
    """How many of a group's items reached their level."""

    name: str
    reached: int
    total: int

    @property
    def percent(self) -> int:
        """Half up, for display."""
        return (200 * self.reached + self.total) // (2 * self.total) if self.total else 0


@dataclass(frozen=True, slots=True)
class Outcomes:
    """What the plan of one year came to: `cycles` are the assessments of the next year that were looked at."""

    rows: list[Outcome]
    cycles: list[tuple[Assessment, Summary]]
    total: Share
    units: list[Share]
    domains: list[Share]


def totals(items: Any) -> Totals:
    """Sums over the items of a list, dropped ones counted but without budget; one query."""
    alive = ~Q(state=ActionState.DROPPED)
    late = Q(state__in=LATE, deadline__lt=timezone.localdate())
    found = items.order_by().aggregate(
        **{f"in_{state}": Count("pk", filter=Q(state=state)) for state in ActionState.values},
        rupiah=Sum("budget", filter=alive), unbudgeted=Count("pk", filter=alive & Q(budget=None)),
        overdue=Count("pk", filter=late), unplaced=Count("pk", filter=alive & Q(unit=None)),
    )  # fmt: skip
    states = [(state.value, str(state.label), found[f"in_{state.value}"]) for state in ActionState]
    return Totals(states, found["rupiah"] or 0, found["unbudgeted"], found["overdue"], found["unplaced"])


def lines(items: Any) -> list[Line]:
    """Items of a page with what each waits for and whether it looks finished."""
    open_needs = ActionItem.objects.open().select_related("indicator").order_by("pk")
    rows = list(items.prefetch_related(Prefetch("needs", queryset=open_needs, to_attr="awaited")))
    finished = reasons(rows)
    return [Line(item, finished.get(item.pk, ""), item.awaited) for item in rows]


def before(item: ActionItem, user: User) -> list[Before]:
    """What has to be done first, in the order to work in, and the item itself at the end; two queries.

    Everything that these wait for in turn comes along, as far as the person may know of it.
    """
    needs = ActionOrder.objects.within(item.instansi_id)
    keys = reached([item.pk], needs)
    seen = ActionItem.objects.visible_to(user).filter(pk__in=keys).in_full().order_by("deadline", "pk")
    rows = {row.pk: row for row in seen}
    followers: dict[int, list[ActionItem]] = defaultdict(list)
    for follower, row in rows.items():
        for key in needs.get(follower, ()):
            followers[key].append(row)
    return [
        Before(rows[key], any(_ends_after(rows[key], row) for row in followers[key]), key == item.pk)
        for key in in_order(rows, needs)
    ]


def _ends_after(first: ActionItem, then: ActionItem) -> bool:
    return first.deadline is not None and then.deadline is not None and first.deadline > then.deadline


def months(user: User, year: int) -> list[tuple[datetime.date, list[ActionItem]]]:
    """The year's twelve months with the items that end in each; one query."""
    rows = ActionItem.objects.listed_for(user).exclude(state=ActionState.DROPPED).filter(deadline__year=year)
    found: dict[int, list[ActionItem]] = defaultdict(list)
    for item in rows.in_full().order_by("deadline", "indicator__position", "pk"):
        if item.deadline:
            found[item.deadline.month].append(item)
    return [(datetime.date(year, month, 1), found[month]) for month in range(1, 13)]


def undated(user: User) -> list[ActionItem]:
    """Open items that nobody has given a deadline."""
    rows = ActionItem.objects.listed_for(user).open().filter(deadline=None)
    return list(rows.in_full().order_by("indicator__position", "pk"))


def outcomes(instansi: Instansi, year: int) -> Outcomes:
    """Each item of a year's plan beside the level that its indicator has in the next year's assessment.

    Compared is only what was asked with the same instrument, in whatever revision. Dropped items are left out. An
    indicator without a level yet has not reached anything, and counts.
    """
    plan = ActionItem.objects.filter(instansi=instansi, year=year).exclude(state=ActionState.DROPPED)
    items = list(plan.in_full().order_by("indicator__position", "pk"))
    codes = {item.indicator.instrument.code for item in items}
    cycles = _cycles(instansi, year + 1, codes)
    levels = {(cycle.instrument.code, row.code): row for cycle, summary in cycles for row in summary.rows}
    rows = [_outcome(item, levels.get((item.indicator.instrument.code, item.indicator.code))) for item in items]
    return Outcomes(
        rows, cycles, _share("Semua kegiatan", rows),
        _shares(rows, lambda row: row.item.unit.name if row.item.unit else "Belum ada OPD"),
        _shares(rows, lambda row: (row.item.indicator.aspect.domain or row.item.indicator.aspect).name),
    )  # fmt: skip


def _cycles(instansi: Instansi, year: int, codes: Iterable[str]) -> list[tuple[Assessment, Summary]]:
    begun = Assessment.objects.filter(instansi=instansi, year=year, instrument__code__in=codes)
    newest = {cycle.instrument.code: cycle for cycle in begun.exclude(stage=Stage.PREPARATION).in_full().order_by("pk")}
    return [(cycle, summarise(cycle)) for cycle in newest.values()]


def _outcome(item: ActionItem, row: Row | None) -> Outcome:
    level = row.level if row else None
    return Outcome(item, level, level is not None and level >= item.to_level)


def _share(name: str, rows: list[Outcome]) -> Share:
    return Share(name, sum(row.is_reached for row in rows), len(rows))


def _shares(rows: list[Outcome], name_of: Any) -> list[Share]:
    groups: dict[str, list[Outcome]] = defaultdict(list)
    for row in rows:
        groups[name_of(row)].append(row)
    return [_share(name, members) for name, members in groups.items()]
