"""Setting a cycle up: open it, hand out indicators, move deadlines."""

from __future__ import annotations

import datetime
from collections.abc import Iterable

from django.core.exceptions import PermissionDenied
from django.db import transaction

from accounts.models import Instansi, Role, Unit, User
from activity import services as activity
from assessments import permissions
from assessments.models import Answer, Assessment, Assignment, Stage, Status
from assessments.workflow.refusals import Refused
from assessments.workflow.stages import lock
from domains.models import Indicator, Instrument

ASSIGNABLE_STAGES = (Stage.PREPARATION, Stage.FILLING, Stage.VERIFICATION)


@transaction.atomic
def create_assessment(
    *,
    instansi: Instansi,
    year: int,
    instrument: Instrument,
    filling_until: datetime.date,
    verification_until: datetime.date,
    scoring_until: datetime.date,
    approval_until: datetime.date,
    by: User,
) -> Assessment:
    """Open a cycle in preparation; the predikat basis is the ministry's of that year."""
    if not permissions.can_create_assessment(by) or by.instansi_id != instansi.pk:
        raise PermissionDenied
    assessment = Assessment(
        instansi=instansi,
        year=year,
        instrument=instrument,
        filling_until=filling_until,
        verification_until=verification_until,
        scoring_until=scoring_until,
        approval_until=approval_until,
        predikat_basis=instrument.basis_for(year),
        created_by=by,
    )
    assessment.full_clean()
    assessment.save()
    activity.record(
        "create",
        subject=assessment.subject,
        text=f"{by} membuat {assessment}",
        by=by,
        instansi=instansi,
        url=assessment.get_absolute_url(),
    )
    return assessment


@transaction.atomic
def change_deadlines(
    assessment: Assessment,
    *,
    filling_until: datetime.date,
    verification_until: datetime.date,
    scoring_until: datetime.date,
    approval_until: datetime.date,
    by: User,
) -> Assessment:
    """Move the ends of the stages; they stay in order."""
    assessment = _managed(assessment, by)
    if assessment.is_frozen:
        raise Refused("Penilaian ini sudah final.")
    assessment.filling_until, assessment.verification_until = filling_until, verification_until
    assessment.scoring_until, assessment.approval_until = scoring_until, approval_until
    assessment.full_clean(exclude=["created_by"])
    assessment.save()
    activity.record(
        "deadlines",
        subject=assessment.subject,
        text=f"{by} mengubah batas waktu {assessment}",
        by=by,
        instansi=assessment.instansi,
        url=assessment.get_absolute_url(),
    )
    return assessment


@transaction.atomic
def assign(assessment: Assessment, wanted: Iterable[tuple[Indicator, Unit]], *, by: User) -> tuple[int, int]:
    """Make the assignments exactly the wanted pairs; returns (added, removed).

    A pair on which an OPD has begun to work, or linked evidence, is never removed: Refused, and nothing changes.
    """
    assessment = _managed(assessment, by)
    if assessment.stage not in ASSIGNABLE_STAGES:
        raise Refused(f"Penilaian berada pada tahap {assessment.get_stage_display()}; penugasan tidak dapat diubah.")
    pairs = set(wanted)
    _check_pairs(assessment, pairs)
    existing = {
        (row.indicator, row.unit): row for row in assessment.assignments.select_related("indicator", "unit", "answer")
    }
    surplus = [row for pair, row in existing.items() if pair not in pairs]
    _remove(surplus)
    added = Assignment.objects.bulk_create(
        Assignment(assessment=assessment, indicator=indicator, unit=unit) for indicator, unit in pairs - existing.keys()
    )
    Answer.objects.bulk_create(Answer(assignment=assignment) for assignment in added)
    if added or surplus:
        activity.record(
            "assign",
            subject=assessment.subject,
            by=by,
            instansi=assessment.instansi,
            text=f"{by} mengubah penugasan {assessment}: {len(added)} ditambah, {len(surplus)} dihapus",
            url=assessment.get_absolute_url(),
        )
    if added and assessment.stage != Stage.PREPARATION:
        _tell_new_units(assessment, added, by)
    return len(added), len(surplus)


@transaction.atomic
def put_in_charge(assignment: Assignment, person: User | None, *, by: User) -> Assignment:
    """Name the person of the OPD who answers for this indicator, or nobody."""
    _managed(assignment.assessment, by)
    if person and (person.unit_id != assignment.unit_id or not person.is_operator or not person.is_active):
        raise Refused("Penanggung jawab harus operator aktif dari OPD itu.")
    assignment.person = person
    assignment.save(update_fields=["person"])
    activity.record(
        "put_in_charge",
        subject=f"assignment:{assignment.pk}",
        by=by,
        instansi=assignment.assessment.instansi,
        text=f"{by} menunjuk {person or 'tanpa penanggung jawab'} untuk {assignment}"[:300],
    )
    if person:
        activity.notify(
            [person],
            f"Anda ditunjuk untuk {assignment.indicator.label}",
            url=assignment.answer.get_absolute_url(),
            except_for=by,
        )
    return assignment


@transaction.atomic
def reopen_for_unit(assessment: Assessment, unit: Unit, *, until: datetime.date, reason: str, by: User) -> int:
    """Let one OPD write again until a date although filling has closed; returns the number of its assignments."""
    assessment = _managed(assessment, by)
    if assessment.stage not in (Stage.FILLING, Stage.VERIFICATION):
        raise Refused(
            f"Penilaian berada pada tahap {assessment.get_stage_display()}; pengisian tidak dapat dibuka kembali."
        )
    if not reason.strip():
        raise Refused("Tulis alasan membuka kembali.")
    count = assessment.assignments.filter(unit=unit).update(extended_until=until, extension_reason=reason.strip()[:300])
    if not count:
        raise Refused("OPD ini tidak mempunyai penugasan pada penilaian ini.")
    activity.record(
        "reopen_for_unit",
        subject=assessment.subject,
        by=by,
        instansi=assessment.instansi,
        note=reason.strip(),
        text=f"{by} membuka kembali pengisian {assessment} untuk {unit.short_name}",
        url=assessment.get_absolute_url(),
    )
    operators = User.objects.active().with_role(Role.OPERATOR).filter(unit=unit)
    activity.notify(
        operators, f"Pengisian dibuka kembali sampai {until:%d-%m-%Y}", url=assessment.get_absolute_url(), except_for=by
    )
    return count


def _managed(assessment: Assessment, by: User) -> Assessment:
    assessment = lock(assessment)
    if not permissions.can_manage(by, assessment):
        raise PermissionDenied
    return assessment


def _check_pairs(assessment: Assessment, pairs: set[tuple[Indicator, Unit]]) -> None:
    if any(indicator.instrument_id != assessment.instrument_id for indicator, _ in pairs):
        raise Refused("Indikator bukan bagian dari instrumen penilaian ini.")
    if any(unit.instansi_id != assessment.instansi_id for _, unit in pairs):
        raise Refused("OPD bukan bagian dari instansi penilaian ini.")


def _remove(surplus: list[Assignment]) -> None:
    begun = [row for row in surplus if row.answer.status != Status.EMPTY or row.answer.evidence.exists()]
    if begun:
        names = ", ".join(f"{row.indicator.label} ({row.unit.short_name})" for row in begun[:5])
        raise Refused(
            f"Tidak disimpan: {len(begun)} penugasan sudah mulai dikerjakan OPD dan tidak dapat dihapus: {names}."
        )
    Answer.objects.filter(assignment__in=surplus).delete()
    Assignment.objects.filter(pk__in=[row.pk for row in surplus]).delete()


def _tell_new_units(assessment: Assessment, added: list[Assignment], by: User) -> None:
    operators = User.objects.active().with_role(Role.OPERATOR).filter(unit__in={row.unit_id for row in added})
    activity.notify(operators, f"OPD Anda mendapat penugasan baru pada {assessment}", url="/tugas/", except_for=by)
