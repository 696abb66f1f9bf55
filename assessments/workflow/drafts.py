"""Saving what an OPD wrote, kindly: a double click is not a conflict."""

from __future__ import annotations

from decimal import Decimal

from accounts.models import User
from assessments.models import Answer, Status
from assessments.workflow.answers import take
from assessments.workflow.refusals import Refused, Stale


def save_draft(
    answer: Answer, *, level: Decimal | None, facts: str, analysis: str, version: int, by: User
) -> tuple[Answer, bool]:
    """Save level and texts; returns the answer and whether anything was written.

    A second send of the very same content, whatever became of the answer since, is taken as the
    first: nothing is written and nothing refused. Other content on a stale version raises Stale.
    """
    step = "revise" if answer.status == Status.RETURNED else "save"
    try:
        saved = take(step, answer, by=by, version=version, level=level, facts=facts, analysis=analysis)
    except Refused as refusal:
        current = refusal.current if isinstance(refusal, Stale) else answer
        if isinstance(current, Answer) and _same(current, level, facts, analysis):
            return current, False
        raise
    return saved, True


def _same(answer: Answer, level: Decimal | None, facts: str, analysis: str) -> bool:
    return (answer.claimed_level, answer.facts, answer.analysis) == (level, facts, analysis)
