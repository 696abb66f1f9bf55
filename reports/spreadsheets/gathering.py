"""From an assessment to its worksheet. The institution's is made from a `Summary`, so it can say nothing else."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format

from accounts.models import Role, User
from assessments.models import Answer, Assessment, Verdict
from assessments.permissions import can_see_results
from assessments.questionnaires import questionnaire_of
from assessments.workflow import STEPS
from assessments.workflow.verdicts import DECIDABLE_STAGES
from reports.spreadsheets.cells import safe_text
from reports.spreadsheets.values import Line, Stamp, Worksheet
from results.summaries import summarise
from results.values import Proof, Row, Summary, Work

FILLING = frozenset({"claimed", "facts", "analysis"})
REVIEWING = frozenset({"verified", "note"})
DECIDING = frozenset({"final", "justification"})
Versions = Mapping[Any, int]


def worksheet_for(assessment: Assessment, *, user: User) -> Worksheet:
    """What this person may have of the assessment: all of it, or his own OPD's answers."""
    if not can_see_results(user, assessment):
        return unit_worksheet(assessment, user=user)
    answers = Answer.objects.visible_to(user).filter(assignment__assessment=assessment)
    verdicts = Verdict.objects.visible_to(user).filter(assessment=assessment)
    return from_summary(
        summarise(assessment),
        answers=dict(answers.values_list("pk", "version")),
        verdicts=dict(verdicts.values_list("indicator__code", "version")),
        role=user.role,
    )


def from_summary(summary: Summary, *, answers: Versions, verdicts: Versions, role: str) -> Worksheet:
    """The institution's worksheet, a pure function of what is given: a job may call it with a frozen summary."""
    heading = summary.heading
    groups = {group.code: f"{group.code} {group.name}" for group in (*summary.domains, *summary.aspects)}
    domain_of = {group.code: group.domain for group in summary.aspects}
    is_decidable = role == Role.ASSESSOR and heading.stage in DECIDABLE_STAGES
    places = {
        row.code: {
            "code": row.code, "name": row.name, "aspect": groups[row.aspect],
            "domain": groups.get(domain_of[row.aspect] or "", ""), "weight": row.weight_units,
        }
        for row in summary.rows
    }  # fmt: skip
    return Worksheet(
        stamp=Stamp(
            heading.pk, heading.instansi, heading.year, heading.instrument_code, heading.instrument_revision,
            heading.instrument_checksum, summary.taken_at.isoformat(),
        ),
        title=_title(heading.instansi, heading.year),
        subtitle=_subtitle(heading.instrument, heading.stage_label, summary.taken_at),
        questionnaire=summary.questionnaire,
        at=summary.taken_at,
        answers=tuple(
            _answer_line(places[row.code], row, work, answers.get(work.answer, 0), role)
            for row in summary.rows
            for work in row.works
        ),
        indicators=tuple(
            _indicator_line(places[row.code], row, verdicts.get(row.code, 0), is_decidable) for row in summary.rows
        ),
        summary=summary,
    )  # fmt: skip


def reading_copy(summary: Summary) -> Worksheet:
    """All of the assessment as the coordinator reads it, for a file that is kept. No key of a row goes along."""
    whole = from_summary(summary, answers={}, verdicts={}, role=Role.COORDINATOR)
    sheets = {name: tuple(replace(line, key="") for line in getattr(whole, name)) for name in ("answers", "indicators")}
    return replace(whole, is_copy=True, **sheets)


def unit_worksheet(assessment: Assessment, *, user: User) -> Worksheet:
    """One OPD's own answers, drafts among them, and the verdicts it may know of."""
    rows = Answer.objects.visible_to(user).filter(assignment__assessment=assessment).in_full().with_evidence()
    answers = rows.select_related("assignment__indicator__aspect__domain").by_indicator()
    verdicts = {row.indicator_id: row for row in Verdict.objects.visible_to(user).filter(assessment=assessment)}
    instrument, now = assessment.instrument, timezone.now()
    return Worksheet(
        stamp=Stamp(
            assessment.pk, assessment.instansi.name, assessment.year, instrument.code, instrument.revision,
            instrument.checksum, now.isoformat(),
        ),
        title=_title(user.unit.name if user.unit else "", assessment.year),
        subtitle=_subtitle(instrument.name, assessment.get_stage_display(), now),
        questionnaire=questionnaire_of(instrument),
        at=now,
        answers=tuple(_own_line(answer, verdicts.get(answer.assignment.indicator_id)) for answer in answers),
    )  # fmt: skip


def _title(whose: str, year: int) -> str:
    """On one line and fit for XML: it stands in the properties and the feet of the file too, not in cells alone."""
    return f"Lembar Kerja Evaluasi SPBE {year}: {safe_text(' '.join(whose.split()))}"


def _subtitle(instrument: str, stage: str, at: datetime.datetime) -> str:
    moment = date_format(timezone.localtime(at), "j F Y, H.i")
    return f"{instrument}. Tahap {stage}. Diekspor {moment}."


def _answer_line(place: dict[str, Any], row: Row, work: Work, version: int, role: str) -> Line:
    can_verify = role == Role.ADMIN and work.status in STEPS["verify"].sources
    return Line(
        key=f"A{work.answer}",
        version=version,
        cells=place | {
            "unit": work.unit_short, "status": work.status_label, "claimed": work.claimed, "verified": work.verified,
            "final": row.levels["final"], "external": row.levels["external"], "facts": work.facts,
            "analysis": work.analysis, "proofs": _names(work.proofs), "note": work.review_note,
            "justification": row.justification,
        },
        editable=REVIEWING if can_verify else frozenset(),
        proofs=work.proofs,
    )  # fmt: skip


def _indicator_line(place: dict[str, Any], row: Row, version: int, is_decidable: bool) -> Line:
    def by_unit(field: str) -> str:
        texts = [(work.unit_short, getattr(work, field)) for work in row.works]
        return "\n\n".join(f"{unit}: {text}" for unit, text in texts if text)

    proofs = [(work.unit_short, _names(work.proofs)) for work in row.works if work.proofs]
    return Line(
        key=row.code,
        version=version,
        cells=place | dict(row.levels) | {
            "unit": row.units, "facts": by_unit("facts"), "analysis": by_unit("analysis"),
            "note": by_unit("review_note"), "proofs": "\n\n".join(f"{unit}:\n{names}" for unit, names in proofs),
            "justification": row.justification,
        },
        editable=DECIDING if is_decidable else frozenset(),
    )  # fmt: skip


def _own_line(answer: Answer, verdict: Verdict | None) -> Line:
    indicator, aspect = answer.indicator, answer.indicator.aspect
    proofs = _proofs(getattr(answer, "linked_evidence", []))
    is_open = answer.status in STEPS["save"].sources | STEPS["revise"].sources
    return Line(
        key=f"A{answer.pk}",
        version=answer.version,
        cells={
            "code": indicator.code, "name": indicator.name, "aspect": f"{aspect.code} {aspect.name}",
            "domain": f"{aspect.domain.code} {aspect.domain.name}" if aspect.domain else "",
            "weight": indicator.weight_units, "unit": answer.unit.short_name, "status": answer.get_status_display(),
            "claimed": answer.claimed_level, "verified": answer.verified_level,
            "final": verdict.final_level if verdict else None,
            "external": verdict.external_level if verdict else None, "facts": answer.facts,
            "analysis": answer.analysis, "proofs": _names(proofs), "note": answer.review_note,
            "justification": verdict.justification if verdict else "",
        },
        editable=FILLING if is_open else frozenset(),
        proofs=proofs,
    )  # fmt: skip


def _proofs(rows: Iterable[Any]) -> tuple[Proof, ...]:
    return tuple(
        Proof(str(row), bool(row.link), row.criterion.level,
              ", ".join(filter(None, [row.clause, f"halaman {row.page}" if row.page else ""])),
              row.note, row.review, row.get_review_display())
        for row in rows
    )  # fmt: skip


def _names(proofs: Iterable[Proof]) -> str:
    return "\n".join(f"{proof.name} ({proof.place})" if proof.place else proof.name for proof in proofs)
