"""How far the work has come: by status, by OPD, by OPD and aspect, and whether it will be done in time."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple

from django.utils import timezone

from assessments.models import Answer, Assessment, Stage, Status
from assessments.scoring import round_half_up
from assessments.summaries import FINISHED
from results.charts import Slice, stack
from results.values import Group

KINDS = {
    "done": ("verified", "assessed"),
    "waiting": ("submitted",),
    "in_hand": ("draft", "returned"),
    "empty": ("empty",),
}
WINDOW = 7  # days whose pace is taken for the present one
SHADES = 4
TENTH = Decimal("0.1")


class Entry(NamedTuple):
    """One answer, as far as its progress is concerned."""

    unit: int
    unit_name: str
    unit_short: str
    aspect: str
    status: str
    submitted_at: datetime.datetime | None
    verified_at: datetime.datetime | None
    extended_until: datetime.date | None

    @property
    def is_done(self) -> bool:
        return self.status in FINISHED


@dataclass(frozen=True, slots=True)
class Cell:
    """How many of an OPD's answers in one aspect are handed in; `shade` goes from 0, none, to 4, all."""

    done: int
    total: int

    @property
    def shade(self) -> int:
        if self.done == self.total:
            return SHADES
        return 0 if not self.done else 1 + self.done * (SHADES - 1) // self.total


@dataclass(frozen=True, slots=True)
class UnitLine:
    """One OPD's answers by kind of progress, and by aspect. `overdue_since` is the day its time ran out."""

    unit: str
    counts: Mapping[str, int]
    slices: list[Slice]
    cells: list[Cell | None]
    returned: int
    overdue: int
    overdue_since: datetime.date | None

    @property
    def total(self) -> int:
        return sum(self.counts.values())

    @property
    def handed_in(self) -> int:
        return self.counts["done"] + self.counts["waiting"]

    @property
    def left(self) -> int:
        return self.total - self.handed_in


@dataclass(frozen=True, slots=True)
class Pace:
    """What is done of the present stage, how fast it goes, and how fast it must. Rates are per day, to a tenth.

    `window` is how many days the rate was taken over. `days_left` counts today and is 0 or less when the time is over.
    `needed` is None when nothing is left or no time is; `expected` is None while nothing moves.
    """

    verb: str
    done: int
    total: int
    rate: Decimal
    window: int
    needed: Decimal | None
    until: datetime.date
    days_left: int
    expected: datetime.date | None

    @property
    def left(self) -> int:
        return self.total - self.done

    @property
    def is_enough(self) -> bool:
        return self.expected is not None and self.expected <= self.until


def entries_of(assessment: Assessment) -> list[Entry]:
    """Every answer of an assessment, by the names of the OPD; one query."""
    rows = Answer.objects.filter(assignment__assessment=assessment)
    fields = (
        "assignment__unit_id", "assignment__unit__name", "assignment__unit__short_name",
        "assignment__indicator__aspect__code", "status", "submitted_at", "verified_at", "assignment__extended_until",
    )  # fmt: skip
    found = [Entry(*row) for row in rows.values_list(*fields)]
    return sorted(found, key=lambda entry: (entry.unit_short.casefold(), entry.unit_name, entry.unit))


def by_unit(
    entries: Iterable[Entry], aspects: Sequence[Group], assessment: Assessment, today: datetime.date
) -> list[UnitLine]:
    """One line per OPD. Two OPD of the same short name are shown by their whole names."""
    found: dict[int, list[Entry]] = {}
    for entry in entries:
        found.setdefault(entry.unit, []).append(entry)
    shorts = Counter(rows[0].unit_short for rows in found.values())
    return [
        _line(
            rows[0].unit_short if shorts[rows[0].unit_short] == 1 else rows[0].unit_name,
            rows, aspects, assessment, today,
        )
        for rows in found.values()
    ]  # fmt: skip


def by_status(entries: Iterable[Entry]) -> list[tuple[str, str, int]]:
    """Status, its words, and how many answers have it, commonest first."""
    counts = Counter(entry.status for entry in entries)
    return [(status, str(Status(status).label), count) for status, count in counts.most_common()]


def pace(entries: Sequence[Entry], assessment: Assessment, today: datetime.date) -> Pace | None:
    """Of the stage in which much is to be done by many: filling, or verification; None in the others."""
    if not entries or assessment.stage not in (Stage.FILLING, Stage.VERIFICATION):
        return None
    is_filling = assessment.stage == Stage.FILLING
    times = [
        entry.submitted_at if is_filling else entry.verified_at
        for entry in entries
        if (entry.is_done if is_filling else entry.status in KINDS["done"])
    ]
    days = [timezone.localdate(time) for time in times if time]
    window = min(WINDOW, max(1, (today - timezone.localdate(assessment.created_at)).days + 1))
    recent = sum(today - datetime.timedelta(days=window) < day <= today for day in days)
    left, rate = len(entries) - len(times), Fraction(recent, window)
    until = assessment.filling_until if is_filling else assessment.verification_until
    days_left = (until - today).days + 1
    return Pace(
        verb="diajukan" if is_filling else "diverifikasi",
        done=len(times),
        total=len(entries),
        rate=round_half_up(rate, TENTH),
        window=window,
        needed=-(-Fraction(left, days_left) * 10 // 1) * TENTH if left and days_left > 0 else None,
        until=until,
        days_left=days_left,
        expected=_expected(left, rate, today),
    )


def _expected(left: int, rate: Fraction, today: datetime.date) -> datetime.date | None:
    """When the rest is done at this rate; None where it never is, or not while any of us is here to see it."""
    days = -(-left // rate) if rate else None
    if not left:
        return today
    return today + datetime.timedelta(days=int(days)) if days is not None and days < 3650 else None


def _line(
    name: str, rows: list[Entry], aspects: Sequence[Group], assessment: Assessment, today: datetime.date
) -> UnitLine:
    statuses = [row.status for row in rows]
    counts = {kind: sum(status in members for status in statuses) for kind, members in KINDS.items()}
    closed = [day for row in rows if not row.is_done and (day := _closes(row, assessment)) < today]
    return UnitLine(
        unit=name,
        counts=counts,
        slices=stack(counts),
        cells=[_cell(rows, aspect.code) for aspect in aspects],
        returned=statuses.count(Status.RETURNED),
        overdue=len(closed),
        overdue_since=min(closed, default=None),
    )


def _cell(rows: list[Entry], aspect: str) -> Cell | None:
    """None where the OPD has nothing to answer in the aspect."""
    done = [row.is_done for row in rows if row.aspect == aspect]
    return Cell(sum(done), len(done)) if done else None


def _closes(entry: Entry, assessment: Assessment) -> datetime.date:
    """The last day on which the OPD may hand it in: a returned one may be mended until verification ends."""
    ends = assessment.verification_until if entry.status == Status.RETURNED else assessment.filling_until
    return max(ends, entry.extended_until or ends)
