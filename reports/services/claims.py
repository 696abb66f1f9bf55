"""Who holds a job. A claim raises `attempts`; whoever lost it can write nothing to the row any more."""

from __future__ import annotations

import datetime

from django.db import transaction
from django.utils import timezone

from reports.models import JobState, ReportJob, ReportJobQuerySet
from reports.services.files import remove_files
from reports.services.telling import enqueue, named, tell

MAX_ATTEMPTS = 3
PAUSES = (15, 60)  # seconds before the second and the third attempt, where a failure may pass by itself
FORGOTTEN = datetime.timedelta(seconds=60)  # a queued row that nobody has touched for so long has lost its message
DEAD = datetime.timedelta(seconds=45)  # a running row without a heartbeat for so long has lost its worker


class LostClaimError(Exception):
    """Another worker has the job now, or it was ended; whatever this one still does is for nothing."""


def claim() -> ReportJob | None:
    """Take the best job that waits, or None when none does: the update is the race, and one worker wins it."""
    rows = ReportJob.objects.select_related("assessment__instansi", "requested_by", "unit")
    while job := rows.waiting().first():
        taken = ReportJob.objects.filter(pk=job.pk, state=JobState.QUEUED, attempts=job.attempts).update(
            state=JobState.RUNNING,
            attempts=job.attempts + 1,
            step="Membaca data",
            progress=5,
            failure="",
            not_before=None,
            heartbeat_at=timezone.now(),
        )
        if taken:
            job.attempts += 1
            return job
    return None


def mine(job: ReportJob) -> ReportJobQuerySet:
    """The job's row as long as this attempt holds it."""
    return ReportJob.objects.filter(pk=job.pk, state=JobState.RUNNING, attempts=job.attempts)


def advance(job: ReportJob, step: str, percent: int) -> None:
    if not mine(job).update(step=step, progress=percent, heartbeat_at=timezone.now()):
        raise LostClaimError


def fail(job: ReportJob, reason: str, rows: ReportJobQuerySet | None = None) -> None:
    with transaction.atomic():
        failed = (mine(job) if rows is None else rows).update(
            state=JobState.FAILED, step="", failure=reason, finished_at=timezone.now()
        )
        if failed:
            tell(job, "report_failed", f"{named(job, at_start=True)} gagal disusun", note=reason)
    if failed:
        remove_files(job)


def put_off(job: ReportJob, reason: str) -> None:
    """Let a job wait a little and try again by itself; after the last attempt of its round it has failed."""
    attempt = job.attempts % MAX_ATTEMPTS
    if not attempt:
        return fail(job, f"{reason} Penyusunan sudah dicoba {MAX_ATTEMPTS} kali.")
    now, pause = timezone.now(), PAUSES[attempt - 1]
    waits = mine(job).update(
        state=JobState.QUEUED,
        step="",
        progress=0,
        failure=reason,
        not_before=now + datetime.timedelta(seconds=pause),
        heartbeat_at=now,
    )
    if waits:
        enqueue(job.pk, after=pause)
    return None
