"""The admin's judgement on evidence."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from accounts.models import User
from activity import services as activity
from assessments.models import Status
from assessments.workflow import Refused
from assessments.workflow.answers import fillers, review_is_open
from evidence import permissions
from evidence.models import Evidence, Review
from evidence.services.links import check_texts, locked, record

REVIEWABLE = (Status.SUBMITTED, Status.VERIFIED)
NEEDS_NOTE = (Review.NEEDS_WORK, Review.REFUSED)


@transaction.atomic
def review(evidence: Evidence, *, verdict: str, note: str = "", by: User) -> Evidence:
    """The admin's judgement on one piece of evidence, while its answer is submitted or verified.

    `verdict` is a value of Review other than waiting. Needing work, or refusing, takes a note and tells the OPD.
    """
    evidence, note = locked(evidence), note.strip()
    answer = evidence.answer
    if not permissions.can_review(by, answer):
        raise PermissionDenied
    review_is_open(answer)
    if answer.status not in REVIEWABLE or evidence.removed_at:
        raise Refused(
            "Bukti ini tidak sedang menunggu pemeriksaan: OPD belum mengajukan isiannya atau sudah melepasnya."
        )
    if verdict not in Review.values or verdict == Review.WAITING:
        raise Refused("Pilih hasil pemeriksaan: diterima, perlu perbaikan, atau ditolak.")
    if verdict in NEEDS_NOTE and not note:
        raise Refused("Tulis catatan agar OPD tahu apa yang harus diperbaiki.")
    if (evidence.review, evidence.review_note) == (verdict, note):
        return evidence
    evidence.review, evidence.review_note = verdict, note
    evidence.reviewed_at, evidence.reviewed_by = timezone.now(), by
    check_texts(evidence)
    evidence.save(update_fields=["review", "review_note", "reviewed_at", "reviewed_by"])
    outcome = evidence.get_review_display().lower()
    record("evidence_review", evidence, f"{by} memeriksa {evidence}: {outcome}", by, note)
    if verdict in NEEDS_NOTE:
        text = f"{answer.indicator.label}, bukti {evidence}: {outcome}. {note}"
        activity.notify(fillers(answer), text, url=answer.get_absolute_url(), except_for=by)
    return evidence
