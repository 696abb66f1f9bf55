"""Short ways to bring the work into a state, and to see whether a step changed anything."""

from __future__ import annotations

import datetime
from decimal import Decimal

from django.utils import timezone

from activity.models import Event, Notification
from assessments.models import Answer, Assessment, Assignment, Stage, Verdict
from tests import factories

PEOPLE = ("operator", "other_operator", "admin", "assessor", "coordinator", "technician", "stranger")


def day(offset: int) -> datetime.date:
    return timezone.localdate() + datetime.timedelta(days=offset)


def set_status(answer: Answer, status: str, *, level: int = 1) -> Answer:
    """Bring an answer to a status with what its constraints demand, and complete texts."""
    now = timezone.now()
    is_verified, is_empty = status in ("verified", "assessed"), status == "empty"
    person = factories.UserFactory(instansi=answer.assessment.instansi, role="assessor") if is_verified else None
    Answer.objects.filter(pk=answer.pk).update(
        status=status,
        claimed_level=None if is_empty else level,
        facts="" if is_empty else "Fakta",
        analysis="" if is_empty else "Analisis",
        verified_level=level if is_verified else None,
        verified_at=now if is_verified else None,
        verified_by=person if is_verified else None,
        review_note="Lengkapi." if status == "returned" else "",
    )
    return fresh(answer)


def set_stage(assessment: Assessment, stage: str) -> Assessment:
    is_final = stage == Stage.FINAL
    Assessment.objects.filter(pk=assessment.pk).update(
        stage=stage,
        finalised_at=timezone.now() if is_final else None,
        finalised_by=factories.UserFactory() if is_final else None,
    )
    return Assessment.objects.select_related("instrument", "instansi").get(pk=assessment.pk)


def set_deadlines(assessment: Assessment, filling: int, verification: int = 60, scoring: int = 90) -> Assessment:
    """Deadlines as days from today; the coordinator's follows the last."""
    Assessment.objects.filter(pk=assessment.pk).update(
        filling_until=day(filling),
        verification_until=day(verification),
        scoring_until=day(scoring),
        approval_until=day(scoring),
    )
    return Assessment.objects.select_related("instrument", "instansi").get(pk=assessment.pk)


def extend(answer: Answer, days: int) -> None:
    Assignment.objects.filter(pk=answer.assignment_id).update(extended_until=day(days), extension_reason="Mati listrik")


def fresh(answer: Answer) -> Answer:
    return Answer.objects.in_full().get(pk=answer.pk)


def decide_all(assessment: Assessment, *, by, level: int = 3) -> None:
    now = timezone.now()
    for indicator in assessment.instrument.indicators.all():
        Verdict.objects.create(
            assessment=assessment, indicator=indicator, final_level=Decimal(level), justification="Cukup bukti.",
            decided_at=now, decided_by=by,
        )  # fmt: skip


def everything() -> dict[str, list]:
    """All rows a step may touch: equal before and after a step that was refused."""
    return {
        model.__name__: list(model.objects.order_by("pk").values())
        for model in (Answer, Assessment, Assignment, Verdict, Event, Notification)
    }


def told() -> list[tuple[str, str]]:
    """Who was told what, in order of names."""
    return sorted(Notification.objects.values_list("user__username", "text"))


def words(response) -> str:
    """The page's text and marks, with the template's line ends squeezed."""
    return " ".join(response.content.decode().split())
