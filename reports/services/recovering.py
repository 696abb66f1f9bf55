"""Finding jobs that lost their message or their worker."""

from __future__ import annotations

import datetime

from django.db.models import Q
from django.utils import timezone

from reports.models import JobState, ReportJob
from reports.services.claims import DEAD, FORGOTTEN, MAX_ATTEMPTS, fail, mine
from reports.services.telling import enqueue


def recover(*, now: datetime.datetime | None = None) -> int:
    """Queue again what lost its message or its worker; returns how many jobs were queued again."""
    now, again = now or timezone.now(), 0
    for job in ReportJob.objects.light().filter(state=JobState.RUNNING, heartbeat_at__lt=now - DEAD):
        again += _revive(job, now)
    untouched = Q(heartbeat_at=None, requested_at__lt=now - FORGOTTEN) | Q(heartbeat_at__lt=now - FORGOTTEN)
    forgotten = ReportJob.objects.waiting(now).filter(untouched)
    for job_id in forgotten.values_list("pk", flat=True):
        if forgotten.filter(pk=job_id).update(heartbeat_at=now):
            enqueue(job_id)
            again += 1
    return again


def _revive(job: ReportJob, now: datetime.datetime) -> bool:
    """Queue a job whose worker died, or fail it when its round of attempts is spent. It may beat again just now."""
    silent = mine(job).filter(heartbeat_at=job.heartbeat_at)
    if job.attempts % MAX_ATTEMPTS == 0:
        fail(job, f"Proses penyusunan terhenti {MAX_ATTEMPTS} kali sebelum selesai. Hubungi pengelola sistem.", silent)
        return False
    if not silent.update(state=JobState.QUEUED, step="", progress=0, heartbeat_at=now):
        return False
    enqueue(job.pk)
    return True
