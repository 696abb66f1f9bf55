"""Setting a cycle up: open it, hand out indicators, move deadlines."""

from __future__ import annotations

import datetime
from collections.abc import Iterable

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format

from accounts.models import Instansi, Role, Unit, User
from activity import services as activity
from assessments import permissions
from assessments.models import Answer, Assessment, Assignment, Stage
from assessments.summaries import fingerprint_of
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
    Instansi.objects.select_for_update().get(pk=instansi.pk)  # two admins at once: the second is told it exists
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
    _record("create", assessment, f"{by} membuat {assessment}", by)
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
    _record("deadlines", assessment, f"{by} mengubah batas waktu {assessment}", by)
    return assessment


@transaction.atomic
def assign(
    assessment: Assessment, wanted: Iterable[tuple[Indicator, Unit]], *, seen: str | None = None, by: User
) -> tuple[int, int]:
    """Make the assignments exactly the wanted pairs; returns (added, removed).

    `seen` is the fingerprint of the matrix the wish was made from; another one now is Refused. A pair on which
    an OPD has begun to work, or linked evidence, is never removed: Refused, and nothing changes.
    """
    assessment = _managed(assessment, by)
    if assessment.stage not in ASSIGNABLE_STAGES:
        raise Refused(f"Penilaian berada pada tahap {assessment.get_stage_display()}; penugasan tidak dapat diubah.")
    rows = list(assessment.assignments.with_begun().select_related("indicator", "unit").order_by("pk"))
    if seen is not None and seen != fingerprint_of(rows):
        raise Refused("Penugasan diubah orang lain sejak halaman ini dibuka. Periksa centang Anda, lalu simpan lagi.")
    pairs, existing = set(wanted), {(row.indicator, row.unit) for row in rows}
    _check_pairs(assessment, pairs, new=pairs - existing)
    surplus = [row for row in rows if (row.indicator, row.unit) not in pairs]
    _remove(surplus)
    added = Assignment.objects.bulk_create(
        Assignment(assessment=assessment, indicator=indicator, unit=unit)
        for indicator, unit in sorted(pairs - existing, key=lambda pair: (pair[0].position, pair[1].pk))
    )
    Answer.objects.bulk_create(Answer(assignment=row) for row in added)
    if added or surplus:
        text = f"{by} mengubah penugasan {assessment}: {len(added)} ditambah, {len(surplus)} dihapus"
        _record("assign", assessment, text, by)
    if added and assessment.stage != Stage.PREPARATION:
        text = f"OPD Anda mendapat penugasan baru pada {assessment}"
        _tell_operators(assessment, {row.unit_id for row in added}, text, by)
    return len(added), len(surplus)


@transaction.atomic
def put_in_charge(assignment: Assignment, person: User | None, *, by: User) -> Assignment:
    """Name the person of the OPD who answers for this indicator, or nobody."""
    assessment = _managed(assignment.assessment, by)
    if assessment.is_frozen:
        raise Refused("Penilaian ini sudah final.")
    if person and (person.unit_id != assignment.unit_id or not person.is_operator or not person.is_active):
        raise Refused("Penanggung jawab harus operator aktif dari OPD itu.")
    if assignment.person == person:
        return assignment
    assignment.person = person
    assignment.save(update_fields=["person"])
    what = f"menunjuk {person} untuk" if person else "mengosongkan penanggung jawab"
    _record("put_in_charge", assessment, f"{by} {what} {assignment}", by, about=assignment.answer)
    if person:
        text = f"Anda ditunjuk untuk {assignment.indicator.label} pada {assessment}"
        activity.notify([person], text, url=assignment.answer.get_absolute_url(), except_for=by)
    return assignment


@transaction.atomic
def reopen_for_unit(assessment: Assessment, unit: Unit, *, until: datetime.date, reason: str, by: User) -> int:
    """Let one OPD write again until a date although filling has closed; returns the number of its assignments."""
    assessment, reason = _managed(assessment, by), reason.strip()
    if assessment.stage not in (Stage.FILLING, Stage.VERIFICATION):
        raise Refused(
            f"Penilaian berada pada tahap {assessment.get_stage_display()}; pengisian tidak dapat dibuka kembali."
        )
    if until < timezone.localdate():
        raise Refused("Tanggal itu sudah lewat. Pilih hari ini atau sesudahnya.")
    if not reason:
        raise Refused("Tulis alasan membuka kembali.")
    count = assessment.assignments.filter(unit=unit).update(extended_until=until, extension_reason=reason[:300])
    if not count:
        raise Refused("OPD ini tidak mempunyai penugasan pada penilaian ini.")
    _record("reopen_for_unit", assessment, f"{by} membuka kembali pengisian {assessment} untuk {unit}", by, reason)
    text = f"Pengisian {assessment} dibuka kembali untuk OPD Anda sampai {date_format(until, 'j F Y')}"
    _tell_operators(assessment, {unit.pk}, text, by)
    return count


def _managed(assessment: Assessment, by: User) -> Assessment:
    assessment = lock(assessment)
    if not permissions.can_manage(by, assessment):
        raise PermissionDenied
    return assessment


def _check_pairs(
    assessment: Assessment, pairs: set[tuple[Indicator, Unit]], *, new: set[tuple[Indicator, Unit]]
) -> None:
    if any(indicator.instrument_id != assessment.instrument_id for indicator, _ in pairs):
        raise Refused("Indikator bukan bagian dari instrumen penilaian ini.")
    if any(unit.instansi_id != assessment.instansi_id for _, unit in pairs):
        raise Refused("OPD bukan bagian dari instansi penilaian ini.")
    if idle := sorted({unit.short_name for _, unit in new if not unit.is_active}):
        raise Refused(f"OPD yang tidak aktif tidak dapat diberi indikator baru: {', '.join(idle)}.")


def _remove(surplus: list[Assignment]) -> None:
    begun = [row for row in surplus if row.has_begun]  # type: ignore[attr-defined]  # set by with_begun()
    if begun:
        names = ", ".join(f"{row.indicator.label} ({row.unit.short_name})" for row in begun[:5])
        raise Refused(
            f"Tidak disimpan: {len(begun)} penugasan sudah mulai dikerjakan OPD dan tidak dapat dihapus: {names}."
        )
    Answer.objects.filter(assignment__in=surplus).delete()
    Assignment.objects.filter(pk__in=[row.pk for row in surplus]).delete()


def _record(
    verb: str, assessment: Assessment, text: str, by: User, note: str = "", *, about: Answer | None = None
) -> None:
    subject = about or assessment
    activity.record(
        verb, subject=subject.subject, text=text, note=note, by=by, instansi=assessment.instansi,
        url=subject.get_absolute_url(),
    )  # fmt: skip


def _tell_operators(assessment: Assessment, units: set[int], text: str, by: User) -> None:
    operators = User.objects.active().with_role(Role.OPERATOR).filter(unit__in=units)
    activity.notify(operators, text, url=assessment.get_tasks_url(), except_for=by)
