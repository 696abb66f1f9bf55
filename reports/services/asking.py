"""Asking for a document, and asking again."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.models import Unit, User
from assessments.models import Assessment
from assessments.workflow import Refused
from reports import permissions
from reports.documents import DOCUMENTS, Ask, file_name
from reports.documents.edition import code_of, fingerprint, request_key
from reports.models import Format, JobState, ReportJob
from reports.services.claims import MAX_ATTEMPTS
from reports.services.telling import enqueue, named, record


def request_report(
    *, assessment: Assessment, kind: str = ReportJob.Kind.SELF_ASSESSMENT, unit: Unit | None = None,
    format: str = Format.PDF, options: Mapping[str, Any] | None = None, by: User,
) -> ReportJob:  # fmt: skip
    """Freeze the data as they are now and queue a document of them; one still unfinished is joined instead."""
    document = DOCUMENTS[kind]
    if not document.may_ask(by, assessment, unit):
        raise PermissionDenied
    if format not in document.formats:
        raise Refused(f"Dokumen ini tidak tersedia sebagai {format.upper()}.")
    key = request_key(kind, unit.pk if unit else None, format, dict(options or {}))
    if job := _unfinished(assessment, key):
        return job
    data = document.freeze(Ask(assessment, by, unit, options or {}))
    same = fingerprint(key, data)
    try:
        with transaction.atomic():
            job = ReportJob.objects.create(
                assessment=assessment, kind=kind, unit=unit, format=format, options=dict(options or {}),
                request_key=key, fingerprint=same, code=code_of(same), is_short=document.is_short,
                requested_by=by, frozen=data,
            )  # fmt: skip
            record(job, "request_report", f"{by} meminta {named(job)}", by)
            transaction.on_commit(lambda: enqueue(job.pk))
    except IntegrityError:  # somebody asked in the same moment, and the constraint let one through
        if found := _unfinished(assessment, key):
            return found
        raise
    return job


def retry(job: ReportJob, *, by: User) -> ReportJob:
    """Queue a failed job again, from the same frozen data; an unfinished one of the same request is joined."""
    if not permissions.can_see_job(by, job):
        raise PermissionDenied
    if other := _unfinished(job.assessment, job.request_key):
        return other
    spent = -(-job.attempts // MAX_ATTEMPTS) * MAX_ATTEMPTS
    with transaction.atomic():
        changed = ReportJob.objects.filter(pk=job.pk, state=JobState.FAILED).update(
            state=JobState.QUEUED,
            attempts=spent,
            step="",
            progress=0,
            failure="",
            finished_at=None,
            heartbeat_at=timezone.now(),
        )
        if not changed:
            raise Refused("Laporan ini tidak gagal, jadi tidak perlu diulang.")
        record(job, "retry_report", f"{by} mengulang {named(job)}", by)
        transaction.on_commit(lambda: enqueue(job.pk))
    return ReportJob.objects.light().get(pk=job.pk)


def download_name(job: ReportJob) -> str:
    """Such as Laporan-SPBE-Kota-Denpasar-2026-draf.pdf, by what the document says of itself."""
    return file_name(DOCUMENTS[job.kind].stem, job.frozen or {}, job.format)


def _unfinished(assessment: Assessment, key: str) -> ReportJob | None:
    return ReportJob.objects.light().unfinished().filter(assessment=assessment, request_key=key).first()
