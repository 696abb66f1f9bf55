"""What each level wants, what is linked there, and what is missing: one reading for the page and for the guard."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, NamedTuple

from assessments.models import Answer
from domains.models import EvidenceItem, LevelCriterion

ALTERNATIVE = "atau "  # how the instrument begins an item that may stand in for the one before it


class Wanted(NamedTuple):
    """One wanted item with the evidence linked to it."""

    item: EvidenceItem
    rows: list[Any]

    @property
    def is_met(self) -> bool:
        return any(row.counts for row in self.rows)


class Missing(NamedTuple):
    """Something a level demands and nothing that counts is linked for. `code` is the choice of "Tambah bukti"."""

    level: int
    text: str
    code: str

    def __str__(self) -> str:
        return f"Tingkat {self.level}: {self.text}"

    @property
    def item(self) -> str:
        return self.code.partition(":")[2]


@dataclass(frozen=True, slots=True)
class Rung:
    """One level of the ladder: its criterion, what it wants, and what is linked there."""

    criterion: LevelCriterion
    wanted: list[Wanted]
    others: list[Any]

    @property
    def linked(self) -> int:
        return len(self.evidence)

    @property
    def evidence(self) -> list[Any]:
        return [row for _, rows in self.wanted for row in rows] + self.others

    @property
    def warnings(self) -> int:
        return sum(len(row.findings.all()) for row in self.evidence)

    @property
    def demands(self) -> list[list[Wanted]]:
        """What has to be there: each item that is not optional, together with those that may stand in for it."""
        groups: list[list[Wanted]] = []
        for wanted in self.wanted:
            if wanted.item.is_optional:
                continue
            if groups and wanted.item.text.lower().startswith(ALTERNATIVE):
                groups[-1].append(wanted)
            else:
                groups.append([wanted])
        return groups

    @property
    def missing(self) -> list[Missing]:
        """Where the instrument names no items, one piece of evidence of any kind is what the level demands."""
        level = self.criterion.level
        if not self.wanted and not any(row.counts for row in self.others):
            return [Missing(level, "paling sedikit satu bukti", str(level))]
        return [
            Missing(level, ", ".join(wanted.item.text for wanted in group), f"{level}:{group[0].item.pk}")
            for group in self.demands
            if not any(wanted.is_met for wanted in group)
        ]

    @property
    def demanded(self) -> int:
        return len(self.demands) if self.wanted else 1

    @property
    def met(self) -> int:
        return self.demanded - len(self.missing)


@dataclass(frozen=True, slots=True)
class Checklist:
    """The ladder of one answer, from the lowest level up."""

    rungs: list[Rung]

    def missing(self, claim: Decimal | None) -> list[Missing]:
        """What is not there for this claim. The lowest claim says that there is nothing yet, and so demands nothing."""
        return [row for rung in self._up_to(claim) for row in rung.missing] if claim and claim >= 2 else []

    def has_evidence_at(self, level: int) -> bool:
        return any(row.counts for rung in self.rungs if rung.criterion.level == level for row in rung.evidence)

    def codes(self, claim: Decimal | None) -> frozenset[str]:
        """Names exactly this list, for a confirmation that must not cover another."""
        return frozenset(row.code for row in self.missing(claim))

    def counted(self, claim: Decimal | int | None) -> str:
        """How far the evidence is, in words, for all levels up to the one claimed."""
        if not claim or claim < 1:
            return ""
        rungs = self._up_to(claim)
        met, demanded = sum(rung.met for rung in rungs), sum(rung.demanded for rung in rungs)
        return f"Bukti sampai tingkat {int(claim)}: {met} dari {demanded} ada"

    @property
    def totals(self) -> list[tuple[Rung, str]]:
        """Each level with the words for a claim of it."""
        return [(rung, self.counted(rung.criterion.level)) for rung in self.rungs]

    def _up_to(self, claim: Decimal | int | None) -> list[Rung]:
        return [rung for rung in self.rungs if claim and 1 <= rung.criterion.level <= claim]


def of(answer: Answer, evidence: Iterable[Any]) -> Checklist:
    """The criteria of the answer's indicator with the linked evidence put under each; two queries besides."""
    rows = list(evidence)
    criteria = answer.indicator.criteria.in_full()  # type: ignore[attr-defined]  # the manager of LevelCriterion
    return Checklist([_rung(row, [link for link in rows if link.criterion_id == row.pk]) for row in criteria])


def read(answer: Answer) -> Checklist:
    """The same as it is stored now; three queries."""
    return of(answer, answer.evidence.linked().select_related("document"))


def _rung(criterion: LevelCriterion, rows: list[Any]) -> Rung:
    return Rung(
        criterion,
        wanted=[
            Wanted(item, [row for row in rows if row.item_id == item.pk]) for item in criterion.evidence_items.all()
        ],
        others=[row for row in rows if row.item_id is None],
    )
