"""How far the work has come: by status and by OPD."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from results.charts import Slice, stack
from results.values import Summary

KINDS = {
    "done": ("verified", "assessed"),
    "waiting": ("submitted",),
    "in_hand": ("draft", "returned"),
    "empty": ("empty",),
}


@dataclass(frozen=True, slots=True)
class UnitLine:
    """One OPD's indicators by kind of progress."""

    unit: str
    counts: Mapping[str, int]
    slices: list[Slice]

    @property
    def total(self) -> int:
        return sum(self.counts.values())


def by_unit(summary: Summary) -> list[UnitLine]:
    """One line per OPD, in the order of their names."""
    statuses: dict[str, list[str]] = {unit: [] for unit in summary.units}
    for row in summary.rows:
        for work in row.works:
            statuses[work.unit_short].append(work.status)
    return [_line(unit, found) for unit, found in statuses.items()]


def by_status(summary: Summary) -> list[tuple[str, str, int]]:
    """Status, its words, and how many answers have it, commonest first."""
    works = [(work.status, work.status_label) for row in summary.rows for work in row.works]
    return [(status, label, count) for (status, label), count in Counter(works).most_common()]


def _line(unit: str, statuses: list[str]) -> UnitLine:
    counts = {kind: sum(status in members for status in statuses) for kind, members in KINDS.items()}
    return UnitLine(unit, counts, stack(counts))
