"""Asking for a document, asking again, and thinking better of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.models import Unit, User
from activity import services as activity
from assessments.models import Assessment
from assessments.workflow import Refused
from reports import permissions
from reports.documents import DOCUMENTS, Ask, Document, file_name
from reports.documents.base import Data
from reports.documents.edition import code_of, fingerprint, request_key
from reports.models import Format, JobState, ReportJob, ReportJobQuerySet
from reports.services.claims import MAX_ATTEMPTS
from reports.services.expiring import stay_longer
from reports.services.files import is_kept, remove_files
from reports.services.moment import one_moment
from reports.services.telling import enqueue, named, record


def request_report(
    *, assessment: Assessment, kind: str = ReportJob.Kind.SELF_ASSESSMENT, unit: Unit | None = None,
    format: str = Format.PDF, options: Mapping[str, Any] | None = None, by: User,
) -> ReportJob:  # fmt: skip
    """Freeze the data as they are now and queue a document of them.

    The same request is joined while it is unfinished, and a document that says the same and still has its file is
    given out again: the job returned may be one that somebody else asked for.
    """
    document = DOCUMENTS[kind]
    if not document.may_ask(by, assessment, unit):
        raise PermissionDenied
    if format not in document.formats:
        raise Refused(f"Dokumen ini tidak tersedia sebagai {format.upper()}.")
    key = request_key(kind, unit.pk if unit else None, format, dict(options or {}))
    if job := _unfinished(assessment, key):
        return job
    data = _frozen(document, Ask(assessment, by, unit, options or {}))
    same = fingerprint(key, data)
    if job := _kept(assessment, same):
        stay_longer(job)
        return job
    job = ReportJob(
        assessment=assessment, kind=kind, unit=unit, format=format, options=dict(options or {}), request_key=key,
        fingerprint=same, code=code_of(same), is_short=document.is_short, requested_by=by, frozen=data,
    )  # fmt: skip
    return _queue(job)


def _frozen(document: Document, ask: Ask) -> Data:
    """All from one moment, the assessment too: the one that was asked with may be older."""
    with one_moment():
        now = Assessment.objects.in_full().get(pk=ask.assessment.pk)
        return document.freeze(replace(ask, assessment=now))


def _queue(job: ReportJob) -> ReportJob:
    by = job.requested_by
    try:
        with transaction.atomic():
            job.save(force_insert=True)
            record(job, "request_report", f"{by} meminta {named(job)}", by)
            transaction.on_commit(lambda: enqueue(job.pk))
    except IntegrityError:  # somebody asked in the same moment, and the constraint let one through
        if found := _unfinished(job.assessment, job.request_key):
            return found
        raise
    return job


def retry(job: ReportJob, *, by: User) -> ReportJob:
    """Queue a failed or cancelled job again, from the same frozen data; an unfinished one of its request is joined."""
    if not permissions.can_see_job(by, job):
        raise PermissionDenied
    if other := _unfinished(job.assessment, job.request_key):
        return other
    try:
        _queue_again(job, by)
    except IntegrityError:  # another failed job of the same request was queued again in the same moment
        if other := _unfinished(job.assessment, job.request_key):
            return other
        raise
    return ReportJob.objects.light().get(pk=job.pk)


def _queue_again(job: ReportJob, by: User) -> None:
    """Back to the queue with a fresh round of attempts, whatever part of the last round was spent."""
    spent = -(-job.attempts // MAX_ATTEMPTS) * MAX_ATTEMPTS
    with transaction.atomic():
        changed = ReportJob.objects.filter(pk=job.pk, state__in=permissions.MAY_BE_RETRIED).update(
            state=JobState.QUEUED,
            attempts=spent,
            step="",
            progress=0,
            failure="",
            not_before=None,
            finished_at=None,
            heartbeat_at=timezone.now(),
        )
        if not changed:
            raise Refused("Dokumen ini tidak gagal, jadi tidak perlu diulang.")
        record(job, "retry_report", f"{by} mengulang {named(job)}", by)
        transaction.on_commit(lambda: enqueue(job.pk))


def cancel(job: ReportJob, *, by: User) -> ReportJob:
    """End a job that is not finished. A worker that has it notices at its next step, and leaves no file."""
    if not permissions.can_end_job(by, job):
        raise PermissionDenied
    with transaction.atomic():
        changed = (
            ReportJob.objects.filter(pk=job.pk)
            .unfinished()
            .update(state=JobState.CANCELLED, step="", progress=0, failure="", finished_at=timezone.now())
        )
        if not changed:
            raise Refused("Dokumen ini tidak sedang disusun, jadi tidak dapat dibatalkan.")
        record(job, "cancel_report", f"{by} membatalkan {named(job)}", by)
        text = f"{named(job, at_start=True)} dibatalkan oleh {by}"
        activity.notify([job.requested_by], text, url=job.get_absolute_url(), except_for=by)
    remove_files(job)
    return ReportJob.objects.light().get(pk=job.pk)


def download_name(job: ReportJob) -> str:
    """Such as Laporan-SPBE-Kota-Denpasar-2026-draf.pdf, by what the document says of itself."""
    return file_name(DOCUMENTS[job.kind].stem, job.frozen or {}, job.format)


def _unfinished(assessment: Assessment, key: str) -> ReportJob | None:
    return _first(ReportJob.objects.unfinished().filter(assessment=assessment, request_key=key))


def _kept(assessment: Assessment, same: str) -> ReportJob | None:
    """The newest finished document that says just the same, if its file is still there."""
    rows = ReportJob.objects.filter(assessment=assessment, fingerprint=same, state=JobState.DONE)
    return _first(rows.order_by("-finished_at"), is_kept)


def _first(rows: ReportJobQuerySet, fits: Callable[[ReportJob], bool] = bool) -> ReportJob | None:
    """The first that fits. Most often there is none, which a query without all that a page names tells sooner."""
    found = list(rows.values_list("pk", flat=True))
    if not found:
        return None
    jobs = ReportJob.objects.light().in_bulk(found)
    return next((jobs[pk] for pk in found if pk in jobs and fits(jobs[pk])), None)
