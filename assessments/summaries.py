"""What a page about the work reads, in a constant number of queries."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from accounts.models import Unit, User
from activity.models import Event
from assessments import checklist
from assessments.checklist import Checklist
from assessments.models import CLAIMING, Answer, Assessment, Assignment, Stage, Status, Verdict
from assessments.workflow.refusals import SENT_WITHOUT
from domains.models import Aspect, Indicator

FINISHED = (Status.SUBMITTED, Status.VERIFIED, Status.ASSESSED)


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a set of answers is. `percent` is whole, for a bar; the words carry the numbers."""

    total: int
    by_status: dict[str, int]

    @property
    def done(self) -> int:
        return sum(self.by_status.get(status, 0) for status in FINISHED)

    @property
    def percent(self) -> int:
        return self.done * 100 // self.total if self.total else 0

    @property
    def returned(self) -> int:
        return self.by_status.get(Status.RETURNED, 0)

    @property
    def lines(self) -> list[tuple[str, str, int]]:
        return [(status.value, status.label, self.by_status.get(status, 0)) for status in Status]


@dataclass(frozen=True, slots=True)
class IndicatorRow:
    """One indicator of an assessment with all that was said about it."""

    indicator: Indicator
    answers: list[Answer]
    verdict: Verdict | None

    @property
    def claimed(self) -> Decimal | None:
        """The institution's claim: the lowest that was handed in, since levels are cumulative."""
        handed_in = (a.claimed_level for a in self.answers if a.status in CLAIMING and a.claimed_level is not None)
        return min(handed_in, default=None)

    @property
    def verified(self) -> Decimal | None:
        """What the portal proposes to the assessor: the lowest that was verified, since levels are cumulative."""
        return min((a.verified_level for a in self.answers if a.verified_level is not None), default=None)

    @property
    def final(self) -> Decimal | None:
        return self.verdict.final_level if self.verdict else None

    @property
    def state(self) -> str:
        """One word for the row: what is to be done about it next."""
        if self.final is not None:
            return "decided"
        statuses = {answer.status for answer in self.answers}
        if not statuses:
            return "unassigned"
        if Status.SUBMITTED in statuses:
            return "waiting"
        return "ready" if statuses <= {Status.VERIFIED, Status.ASSESSED} else "filling"


STATES = {
    "unassigned": "Belum ditugaskan", "filling": "Sedang diisi", "waiting": "Menunggu verifikasi",
    "ready": "Siap dinilai", "decided": "Sudah dinilai",
}  # fmt: skip


def progress(answers: Iterable[Answer]) -> Progress:
    counts = Counter(answer.status for answer in answers)
    return Progress(sum(counts.values()), dict(counts))


def tasks(user: User, assessment: Assessment) -> QuerySet[Answer]:
    """The answers of the user's OPD in one assessment, in the order of the questionnaire; one query."""
    rows = Answer.objects.visible_to(user).filter(assignment__assessment=assessment)
    return (
        rows.in_brief().annotate(evidence_count=Count("evidence", filter=Q(evidence__removed_at=None))).by_indicator()
    )


def by_aspect(answers: Iterable[Answer]) -> list[tuple[Aspect, list[Answer]]]:
    return [(aspect, list(rows)) for aspect, rows in groupby(answers, key=lambda answer: answer.indicator.aspect)]


def task_cycles(user: User) -> list[Assessment]:
    """The cycles to choose tasks from: those at work before the finished, and of each those with tasks for this person.

    The newest comes first among equals. Next year's, opened early and not yet assigned, must not hide this year's.
    """
    given = Assignment.objects.filter(assessment=OuterRef("pk"))
    own = given.filter(unit=user.unit_id) if user.is_operator else given
    rows = Assessment.objects.visible_to(user).select_related("instrument").annotate(has_tasks=Exists(own))
    rows = rows.order_by("-has_tasks", "-year", "-pk")
    return sorted(rows, key=lambda assessment: assessment.stage == Stage.FINAL)


def ladder(answer: Answer) -> Checklist:
    """The criteria of the answer's indicator, each with its wanted items and the evidence linked to them."""
    return checklist.of(answer, answer.linked_evidence)  # type: ignore[attr-defined]  # set by with_evidence()


def sent_without(answer: Answer) -> list[str]:
    """What the OPD confirmed to be missing when it handed the answer in; it stays said, whatever is linked later."""
    if answer.status not in FINISHED:
        return []
    event = Event.objects.about(answer.subject).filter(verb="submit").order_by("-pk").first()
    return event.note.partition(SENT_WITHOUT)[2].splitlines() if event else []


def verdict_on(answer: Answer, user: User) -> Verdict | None:
    """The institution's level for the answer's indicator, if this user may read it yet."""
    rows = Verdict.objects.visible_to(user).filter(assessment=answer.assessment, indicator=answer.indicator)
    return rows.first()


def earlier_verdict(answer: Answer, user: User) -> Verdict | None:
    """The newest earlier verdict on the same indicator code of the same instrument code, if the user may read it."""
    assessment = answer.assessment
    earlier = Verdict.objects.visible_to(user).filter(
        assessment__instansi=assessment.instansi_id, assessment__year__lt=assessment.year,
        assessment__stage=Stage.FINAL, assessment__instrument__code=assessment.instrument.code,
        indicator__code=answer.indicator.code,
    )  # fmt: skip
    return earlier.select_related("assessment").order_by("-assessment__year").first()


@dataclass(frozen=True, slots=True)
class EarlierEvidence:
    """How much evidence of an earlier year is proposed for an answer, and how much of it waits for a decision."""

    year: int
    total: int
    waiting: int


def earlier_evidence(answer: Answer) -> EarlierEvidence | None:
    """For the line on the answer's page that leads there; two queries. None when there is nothing to propose."""
    evidence: Any = Answer.evidence.rel.related_model  # type: ignore[attr-defined]  # the layer above, by its relation
    decided = answer.carry_overs.filter(earlier=OuterRef("pk"))  # type: ignore[attr-defined]
    offered = evidence.objects.earlier_than(answer).exclude(review="refused").annotate(is_decided=Exists(decided))
    rows = list(offered.values_list("answer__assignment__assessment__year", "is_decided"))
    return EarlierEvidence(rows[0][0], len(rows), sum(not done for _, done in rows)) if rows else None


def indicator_rows(assessment: Assessment, user: User) -> list[IndicatorRow]:
    """Every indicator of the instrument with its visible answers and verdict; three queries."""
    indicators = assessment.instrument.indicators.select_related("aspect").order_by("position")
    answers = Answer.objects.visible_to(user).filter(assignment__assessment=assessment)
    answers = answers.select_related("assignment__unit", "assignment__person").by_indicator()
    verdicts = {row.indicator_id: row for row in Verdict.objects.visible_to(user).filter(assessment=assessment)}
    given: dict[int, list[Answer]] = {}
    for answer in answers:
        given.setdefault(answer.assignment.indicator_id, []).append(answer)
    return [IndicatorRow(row, given.get(row.pk, []), verdicts.get(row.pk)) for row in indicators]


def neighbours(indicator: Indicator) -> tuple[str | None, str | None]:
    """Codes of the indicators before and after, for paging through the questionnaire."""
    codes = list(indicator.instrument.indicators.order_by("position").values_list("code", flat=True))
    here = codes.index(indicator.code)
    return codes[here - 1] if here else None, codes[here + 1] if here + 1 < len(codes) else None


@dataclass(frozen=True, slots=True)
class Cell:
    """One tick: is it set, does it differ from what is stored, and has the OPD begun, so that it must stay?"""

    unit: Unit
    key: str
    is_ticked: bool
    is_changed: bool
    has_begun: bool


@dataclass(frozen=True, slots=True)
class Matrix:
    """Who answers what: indicators down, OPD across, and the fingerprint of what the page showed."""

    indicators: list[Indicator]
    units: list[Unit]
    given: frozenset[tuple[int, int]]
    begun: frozenset[tuple[int, int]]
    fingerprint: str

    @property
    def keys(self) -> dict[str, tuple[Indicator, Unit]]:
        """Every pair there is, by the value of its tick."""
        return {f"{row.pk}-{unit.pk}": (row, unit) for row in self.indicators for unit in self.units}

    @property
    def ticked(self) -> set[str]:
        """The ticks as they are stored."""
        return {f"{indicator}-{unit}" for indicator, unit in self.given}

    def rows(self, ticked: set[str]) -> list[tuple[Indicator, list[Cell]]]:
        """The table to draw, with the ticks the person made."""
        return [(row, [self._cell(row, unit, ticked) for unit in self.units]) for row in self.indicators]

    def _cell(self, indicator: Indicator, unit: Unit, ticked: set[str]) -> Cell:
        pair, key = (indicator.pk, unit.pk), f"{indicator.pk}-{unit.pk}"
        return Cell(unit, key, key in ticked, (key in ticked) != (pair in self.given), pair in self.begun)


def matrix(assessment: Assessment) -> Matrix:
    """Three queries whatever the size; an OPD no longer active stays while it has assignments."""
    rows = list(Assignment.objects.filter(assessment=assessment).with_begun().order_by("pk"))
    indicators = list(assessment.instrument.indicators.select_related("aspect").order_by("position"))
    busy = {row.unit_id for row in rows}
    units = Unit.objects.filter(instansi=assessment.instansi_id).filter(Q(is_active=True) | Q(pk__in=busy))
    return Matrix(
        indicators=indicators,
        units=list(units.order_by("name")),
        given=frozenset((row.indicator_id, row.unit_id) for row in rows),
        begun=frozenset((row.indicator_id, row.unit_id) for row in rows if row.has_begun),  # type: ignore[attr-defined]
        fingerprint=fingerprint_of(rows),
    )


def fingerprint_of(rows: list[Assignment]) -> str:
    """Names one state of the assignments of an assessment, given in order of their keys, which never come back."""
    return f"{len(rows)}-{rows[-1].pk if rows else 0}"
