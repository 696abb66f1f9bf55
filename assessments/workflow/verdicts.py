"""The assessor's final level for one indicator."""

from __future__ import annotations

from decimal import Decimal

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import F
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from activity import services as activity
from assessments import permissions
from assessments.models import Answer, Assessment, Stage, Status, Verdict
from assessments.workflow.refusals import Refused, Stale
from assessments.workflow.stages import lock
from domains.models import Indicator
from domains.services import check_scale

DECIDABLE_STAGES = (Stage.FILLING, Stage.VERIFICATION, Stage.SCORING)


def decide(
    assessment: Assessment, indicator: Indicator, *, level: Decimal | None, justification: str, version: int, by: User
) -> Verdict:
    """Set the institution's final level. `version` is 0 when the assessor saw no verdict yet.

    Answers of this indicator that were verified become assessed. One that still waits for the admin
    blocks the verdict; one that its OPD never submitted does not, once scoring has begun.
    """
    with transaction.atomic():
        assessment = lock(assessment)
        if not permissions.can_decide(by, assessment):
            raise PermissionDenied
        verdict = Verdict.objects.filter(assessment=assessment, indicator=indicator).first() or Verdict(
            assessment=assessment, indicator=indicator, version=0
        )
        if version != verdict.version:
            raise Stale(verdict)
        answers = Answer.objects.filter(assignment__assessment=assessment, assignment__indicator=indicator)
        _check_possible(verdict, set(answers.values_list("status", flat=True)), level, justification)
        verdict.final_level, verdict.justification = check_scale(assessment.instrument, level), justification.strip()
        verdict.decided_at, verdict.decided_by, verdict.version = timezone.now(), by, verdict.version + 1
        verdict.save()
        answers.filter(status=Status.VERIFIED).update(status=Status.ASSESSED, version=F("version") + 1)
        _record(verdict, by)
    return verdict


def can_decide_now(assessment: Assessment, user: User) -> bool:
    """Whether to offer the form: the role, the stage and the deadline. The answers' states are told on the attempt."""
    return permissions.can_decide(user, assessment) and _closed_because(assessment) is None


def _closed_because(assessment: Assessment) -> str | None:
    if assessment.stage not in DECIDABLE_STAGES:
        return f"Penilaian berada pada tahap {assessment.get_stage_display()}; tingkat final tidak dapat diubah."
    if timezone.localdate() > assessment.scoring_until:
        return "Batas penilaian asesor sudah lewat. Minta Admin Diskominfo mengubah batas waktunya."
    return None


def _check_possible(verdict: Verdict, statuses: set[str], level: Decimal | None, justification: str) -> None:
    assessment = verdict.assessment
    if closed := _closed_because(assessment):
        raise Refused(closed)
    if verdict.indicator.instrument_id != assessment.instrument_id:
        raise Refused("Indikator bukan bagian dari instrumen penilaian ini.")
    if level is None or not justification.strip():
        raise Refused("Pilih tingkat final dan tulis pertimbangannya.")
    if Status.SUBMITTED in statuses:
        raise Refused("Masih ada isian yang menunggu verifikasi Diskominfo untuk indikator ini.")
    if assessment.stage != Stage.SCORING and (not statuses or statuses - {Status.VERIFIED, Status.ASSESSED}):
        raise Refused(
            "Indikator ini belum selesai diverifikasi. Tunggu verifikasi, atau sampai tahap penilaian asesor dimulai."
        )


def _record(verdict: Verdict, by: User) -> None:
    activity.record(
        "decide",
        subject=f"verdict:{verdict.pk}",
        text=f"{by} menetapkan tingkat final {verdict.indicator.label}",
        note=verdict.justification,
        by=by,
        instansi=verdict.assessment.instansi,
        url=reverse("assessment-indicator", args=[verdict.assessment.pk, verdict.indicator.code]),
    )
