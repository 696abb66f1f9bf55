"""Who holds a job. A claim raises `attempts`; whoever lost it can write nothing to the row any more."""

from __future__ import annotations

import datetime
import uuid

from django.db import transaction
from django.utils import timezone

from reports.models import JobState, ReportJob, ReportJobQuerySet
from reports.services.telling import named, tell

MAX_ATTEMPTS = 3
FORGOTTEN = datetime.timedelta(seconds=60)  # a queued row that nobody has touched for so long has lost its message
DEAD = datetime.timedelta(seconds=45)  # a running row without a heartbeat for so long has lost its worker


class LostClaimError(Exception):
    """Another worker has the job now, or it was ended; whatever this one still does is for nothing."""


def claim(job_id: uuid.UUID) -> ReportJob | None:
    """Take a queued job, or None when another worker was quicker: the update is the race, and one wins it."""
    rows = ReportJob.objects.select_related("assessment__instansi", "requested_by", "unit")
    job = rows.filter(pk=job_id).first()
    if job is None or job.state != JobState.QUEUED:
        return None
    taken = ReportJob.objects.filter(pk=job_id, state=JobState.QUEUED, attempts=job.attempts).update(
        state=JobState.RUNNING,
        attempts=job.attempts + 1,
        step="Membaca ringkasan",
        progress=5,
        heartbeat_at=timezone.now(),
    )
    job.attempts += 1
    return job if taken else None


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
