"""Lembar Kerja Evaluasi: each indicator with what is asked, what every level demands and what shows that it is met."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from assessments.models import Assessment
from domains.models import Indicator, LevelCriterion
from reports.documents.base import Data
from results.values import TRACKS, Proof, Row, Summary, Work

MOST_WORKS, IN_FULL = 4, 3  # answers to one indicator in full; of more, these, and a table of all
MOST_PROOFS = 12  # named at one level; the list of evidence names them all
PAGE_LINES, LINE, CELL = 44, 100, 46  # of a page, and characters in a line of text and in one of a criterion


@dataclass(frozen=True, slots=True)
class LevelLine:
    """One level: who holds it to be reached, and the evidence linked to it, with its OPD where several answer."""

    level: int
    name: str
    criterion: str
    reached: str
    proofs: list[tuple[str, Proof]]
    more: int
    is_present: bool


@dataclass(frozen=True, slots=True)
class Sheet:
    """`is_whole`: short enough to stand on one page undivided. `has_table`: only some of many answers are in full."""

    row: Row
    question: str
    explanation: str
    assessed: str
    levels: list[LevelLine]
    works: list[Work]  # printed with their texts
    has_table: bool
    is_whole: bool


def questions_of(assessment: Assessment) -> dict[str, Data]:
    """What each indicator asks and each of its levels demands, by the indicator's code; two queries."""
    indicators = Indicator.objects.filter(instrument=assessment.instrument_id).order_by("position")
    found: dict[str, Data] = {
        code: {"question": question, "explanation": explanation, "assessed": assessed, "levels": []}
        for code, question, explanation, assessed in indicators.values_list(
            "code", "question", "explanation", "assessed"
        )
    }
    criteria = LevelCriterion.objects.filter(indicator__instrument=assessment.instrument_id).order_by("level")
    for code, level, name, text in criteria.values_list("indicator__code", "level", "name", "text"):
        found[code]["levels"].append([level, name, text])
    return found


def sheets_of(summary: Summary, questions: Mapping[str, Data]) -> list[Sheet]:
    """In the order of the indicators. An order older than the questions has sheets without them."""
    return [_sheet(row, questions.get(row.code, {})) for row in summary.rows]


def _sheet(row: Row, asked: Data) -> Sheet:
    levels = [_line(row, *level) for level in asked.get("levels", [])]
    texts = {name: asked.get(name, "") for name in ("question", "explanation", "assessed")}
    works = _in_full(row)
    lines = _lines(row, works, texts.values(), levels)
    return Sheet(
        row, **texts, levels=levels, works=works, has_table=len(works) < len(row.works), is_whole=lines <= PAGE_LINES
    )


def _in_full(row: Row) -> list[Work]:
    """All while they are few. Of many those that say something, the lowest claim first: it decides the level."""
    if len(row.works) <= MOST_WORKS:
        return list(row.works)
    said = [work for work in row.works if work.facts or work.analysis or work.review_note]
    return sorted(said, key=lambda work: (work.claimed is None, work.claimed or Decimal(0)))[:IN_FULL]


def _line(row: Row, level: int, name: str, criterion: str) -> LevelLine:
    several = len(row.works) > 1
    proofs = [
        (work.unit_short if several else "", proof)
        for work in row.works
        for proof in work.proofs
        if proof.level == level
    ]
    more = max(0, len(proofs) - MOST_PROOFS)
    return LevelLine(
        level, name, criterion, _reached(row, level), proofs[:MOST_PROOFS], more, is_present=_holds(row.level, level)
    )


def _reached(row: Row, level: int) -> str:
    """Such as "Mandiri, verifikasi": the values by which the level is met, and every level below it too."""
    names = [name for track, name in TRACKS.items() if (found := row.levels[track]) is not None and found >= level]
    return ", ".join(names).capitalize()


def _holds(value: Decimal | None, level: int) -> bool:
    """A value between two levels stands at the lower one."""
    return value is not None and int(value) == level


def _lines(row: Row, works: Sequence[Work], texts: Iterable[str], levels: Iterable[LevelLine]) -> float:
    """About how many lines of text the sheet takes."""
    table = sum(max(1 + len(line.criterion) // CELL, 2 * len(line.proofs)) + 0.6 for line in levels)
    answers = sum(
        3 + sum(2 + _tall(text) for text in (work.facts, work.analysis, work.review_note) if text) for work in works
    )
    units = len(row.works) if len(works) < len(row.works) else 0
    said = 2 + _tall(row.justification) if row.justification else 0
    return 4 + sum(_tall(text) for text in texts if text) + table * 0.85 + answers + units + said


def _tall(text: str) -> int:
    return sum(1 + len(line) // LINE for line in text.splitlines())


def context_of(summary: Summary, data: Data) -> dict[str, Any]:
    return {"sheets": sheets_of(summary, data.get("questions", {}))}
