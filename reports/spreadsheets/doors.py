"""Which columns each role may bring back, and the door of the workflow through which they go: the browser's own."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms

from accounts.models import Role, User
from assessments.forms import AnswerForm, ReviewForm, VerdictForm
from assessments.models import Answer, Assessment, Verdict
from assessments.workflow import STEPS, Refused, available, can_decide_now, decide, save_draft, take
from domains.models import Indicator
from reports.spreadsheets.values import ANSWERS, INDICATORS, level_text

Texts = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Target:
    """A row of the portal: the answer, or the indicator with its verdict, and its texts as they are now."""

    row: Any
    title: str
    unit: str
    version: int
    present: Texts
    about: Any = None  # the assessment, where the row is an indicator


@dataclass(frozen=True, slots=True)
class Door:
    """One role's way in. `fields` names the columns; the first is the level and goes into the form as such."""

    sheet: str
    fields: tuple[str, ...]
    names: Texts  # the form's field of each column
    find: Callable[[Assessment, User, Iterable[str]], dict[str, Target]]
    closed: Callable[[Target, User], str]
    form: Callable[[Target, Texts], forms.Form]
    enter: Callable[..., object]


def _answers(assessment: Assessment, user: User, keys: Iterable[str]) -> dict[str, Target]:
    numbers = [int(key[1:]) for key in keys if key[:1] == "A" and key[1:].isdecimal() and len(key) < 19]
    rows = Answer.objects.visible_to(user).filter(assignment__assessment=assessment, pk__in=numbers).for_step()
    return {
        f"A{row.pk}": Target(
            row, str(row.indicator), row.unit.short_name, row.version,
            {"claimed": level_text(row.claimed_level), "facts": row.facts, "analysis": row.analysis,
             "verified": level_text(row.verified_level), "note": row.review_note},
        )
        for row in rows
    }  # fmt: skip


def _verdicts(assessment: Assessment, user: User, keys: Iterable[str]) -> dict[str, Target]:
    found = {row.indicator_id: row for row in Verdict.objects.visible_to(user).filter(assessment=assessment)}
    rows = Indicator.objects.filter(instrument=assessment.instrument_id, code__in=list(keys))
    return {row.code: _verdict_target(assessment, row, found.get(row.pk)) for row in rows}


def _verdict_target(assessment: Assessment, indicator: Indicator, verdict: Verdict | None) -> Target:
    final, justification = (verdict.final_level, verdict.justification) if verdict else (None, "")
    present = {"final": level_text(final), "justification": justification}
    return Target(indicator, str(indicator), "", verdict.version if verdict else 0, present, assessment)


def _why_not(target: Target, user: User, names: tuple[str, ...]) -> str:
    """Why none of these steps is open on the answer; empty when one is."""
    answer: Answer = target.row
    if set(names) & set(available(answer, user)):
        return ""
    rule = STEPS[names[0]]
    if not rule.allowed(user, answer):
        return "Isian ini bukan bagian Anda."
    try:
        rule.is_open(answer, None)  # type: ignore[arg-type]  # the two guards of being open look at the answer alone
    except Refused as refusal:
        return str(refusal)
    return f"Isian ini berstatus {answer.get_status_display().lower()}, jadi tidak dapat diubah sekarang."


def _fill_closed(target: Target, user: User) -> str:
    return _why_not(target, user, ("save", "revise"))


def _review_closed(target: Target, user: User) -> str:
    return _why_not(target, user, ("verify",))


def _decide_closed(target: Target, user: User) -> str:
    if can_decide_now(target.about, user):
        return ""
    return "Tingkat final tidak dapat diubah sekarang: tahap atau batas waktunya sudah lewat."


def _enter_draft(target: Target, *, by: User, **values: Any) -> None:
    save_draft(target.row, by=by, **values)


def _enter_review(target: Target, *, by: User, **values: Any) -> None:
    take("verify", target.row, by=by, **values)


def _enter_verdict(target: Target, *, by: User, **values: Any) -> None:
    decide(target.about, target.row, by=by, **values)


class _CompleteReviewForm(ReviewForm):
    """Through a file an answer can only be verified, which takes a level."""

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if "level" not in self.errors and cleaned.get("level") is None:
            self.add_error("level", "isi tingkatnya. Untuk mengembalikan isian, buka halaman isian itu.")
        return cleaned


DOORS: dict[str, Door] = {
    Role.OPERATOR: Door(
        ANSWERS, ("claimed", "facts", "analysis"), {"claimed": "level", "facts": "facts", "analysis": "analysis"},
        _answers, _fill_closed, lambda target, data: AnswerForm(data, answer=target.row), _enter_draft,
    ),
    Role.ADMIN: Door(
        ANSWERS, ("verified", "note"), {"verified": "level", "note": "note"},
        _answers, _review_closed, lambda target, data: _CompleteReviewForm(data, answer=target.row), _enter_review,
    ),
    Role.ASSESSOR: Door(
        INDICATORS, ("final", "justification"), {"final": "level", "justification": "justification"},
        _verdicts, _decide_closed, lambda target, data: VerdictForm(data, instrument=target.about.instrument),
        _enter_verdict,
    ),
}  # fmt: skip
