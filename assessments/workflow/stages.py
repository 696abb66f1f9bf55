"""Steps of a whole assessment: persiapan, pengisian, verifikasi, penilaian, persetujuan, final."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from accounts.models import Role, User
from activity import services as activity
from assessments import permissions
from assessments.models import Answer, Assessment, Stage
from assessments.workflow.refusals import Refused


@dataclass(frozen=True, slots=True)
class StageStep:
    """One row of the table. `tells` lists the roles to notify, `told` is what they read after the year."""

    label: str
    told: str
    source: Stage
    target: Stage
    allowed: Callable[[User, Assessment], bool]
    tells: tuple[Role, ...]
    guard: Callable[[Assessment], None] = field(default=lambda assessment: None)
    needs_note: bool = False


def has_assignments(assessment: Assessment) -> None:
    if not assessment.assignments.exists():
        raise Refused("Tugaskan dulu paling sedikit satu indikator kepada OPD.")


def nothing_waits_for_review(assessment: Assessment) -> None:
    waiting = Answer.objects.filter(assignment__assessment=assessment).waiting_for_review().count()
    if waiting:
        raise Refused(f"Masih ada {waiting} isian yang menunggu verifikasi. Verifikasi atau kembalikan dulu.")


def every_indicator_decided(assessment: Assessment) -> None:
    total = assessment.instrument.indicators.count()
    decided = assessment.verdicts.filter(final_level__isnull=False).count()
    if decided < total:
        raise Refused(
            f"Baru {decided} dari {total} indikator yang mempunyai tingkat final. Asesor perlu menilai sisanya."
        )


STAGE_STEPS: dict[str, StageStep] = {
    "open": StageStep(
        "Buka pengisian",
        "pengisian dibuka",
        Stage.PREPARATION,
        Stage.FILLING,
        permissions.can_manage,
        (Role.OPERATOR,),
        has_assignments,
    ),
    "close_filling": StageStep(
        "Tutup pengisian",
        "pengisian ditutup",
        Stage.FILLING,
        Stage.VERIFICATION,
        permissions.can_manage,
        (Role.OPERATOR,),
    ),
    "reopen_filling": StageStep(
        "Buka kembali pengisian",
        "pengisian dibuka kembali",
        Stage.VERIFICATION,
        Stage.FILLING,
        permissions.can_manage,
        (Role.OPERATOR,),
        needs_note=True,
    ),
    "start_scoring": StageStep(
        "Mulai penilaian asesor",
        "penilaian asesor dimulai",
        Stage.VERIFICATION,
        Stage.SCORING,
        permissions.can_manage,
        (Role.ASSESSOR,),
        nothing_waits_for_review,
    ),
    "back_to_verification": StageStep(
        "Kembali ke verifikasi",
        "kembali ke verifikasi",
        Stage.SCORING,
        Stage.VERIFICATION,
        permissions.can_manage,
        (Role.ASSESSOR,),
        needs_note=True,
    ),
    "ask_approval": StageStep(
        "Ajukan persetujuan",
        "menunggu persetujuan Anda",
        Stage.SCORING,
        Stage.APPROVAL,
        permissions.can_ask_approval,
        (Role.COORDINATOR,),
        every_indicator_decided,
    ),
    "send_back": StageStep(
        "Kembalikan ke asesor",
        "dikembalikan koordinator ke tahap penilaian asesor",
        Stage.APPROVAL,
        Stage.SCORING,
        permissions.can_finalise,
        (Role.ASSESSOR, Role.ADMIN),
        needs_note=True,
    ),
    "finalise": StageStep(
        "Setujui dan tetapkan",
        "disetujui dan ditetapkan final",
        Stage.APPROVAL,
        Stage.FINAL,
        permissions.can_finalise,
        (Role.ADMIN, Role.ASSESSOR, Role.OPERATOR),
        every_indicator_decided,
    ),
}


def move(step: str, assessment: Assessment, *, by: User, note: str = "") -> Assessment:
    """Take the whole assessment one stage on or back. Refused and PermissionDenied as for answers; final is final."""
    rule, note = STAGE_STEPS[step], note.strip()
    with transaction.atomic():
        assessment = lock(assessment)
        if not rule.allowed(by, assessment):
            raise PermissionDenied
        if assessment.stage != rule.source:
            raise Refused(
                f"{rule.label} tidak dapat dilakukan: penilaian berada pada tahap {assessment.get_stage_display()}."
            )
        if rule.needs_note and not note:
            raise Refused("Tulis alasannya.")
        rule.guard(assessment)
        assessment.stage = rule.target
        if rule.target == Stage.FINAL:
            assessment.finalised_at, assessment.finalised_by = timezone.now(), by
        assessment.save()
        _announce(step, rule, assessment, by, note)
    return assessment


def available_moves(assessment: Assessment, user: User) -> list[str]:
    return [
        name for name, rule in STAGE_STEPS.items() if assessment.stage == rule.source and rule.allowed(user, assessment)
    ]


def lock(assessment: Assessment) -> Assessment:
    rows = Assessment.objects.select_related("instansi", "instrument").select_for_update(of=("self",), no_key=True)
    return rows.get(pk=assessment.pk)


def _announce(step: str, rule: StageStep, assessment: Assessment, by: User, note: str) -> None:
    url = assessment.get_absolute_url()
    activity.record(
        step,
        subject=assessment.subject,
        text=f"{by}: {rule.label.lower()} ({assessment})",
        note=note,
        by=by,
        instansi=assessment.instansi,
        url=url,
    )
    told = f"{assessment}: {rule.told}" + (f". {note}" if note else "")
    for role in rule.tells:
        people = User.objects.active().with_role(role).filter(instansi=assessment.instansi)
        door = assessment.get_tasks_url() if role == Role.OPERATOR else url
        activity.notify(people, told, url=door, except_for=by)
