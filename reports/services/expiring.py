"""The files of drafts are removed after a while; their rows stay, so that a printed code can still be looked up."""

from __future__ import annotations

import datetime
import re
from pathlib import Path
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from reports.models import Format, JobState, ReportJob, WorksheetDraft
from reports.services.telling import named, record

DRAFTS_STAY = datetime.timedelta(days=30)
STRAY_AFTER = datetime.timedelta(days=1)
OF_AN_ATTEMPT = re.compile(rf"([0-9a-f-]{{36}})-\d+\.(part|{'|'.join(Format.values)})")


def stay_longer(job: ReportJob) -> None:
    """A draft that is given out again stays as long as one made now."""
    if job.expires_at is not None:
        ReportJob.objects.filter(pk=job.pk, state=JobState.DONE).update(expires_at=timezone.now() + DRAFTS_STAY)


def expire(*, now: datetime.datetime | None = None) -> int:
    """Remove the files of drafts whose time is over; returns how many. Documents of final results never expire."""
    now = now or timezone.now()
    rows = ReportJob.objects.light().filter(state=JobState.DONE, expires_at__lte=now)
    return sum(_expire(job) for job in rows)


def _expire(job: ReportJob) -> bool:
    """The row first: a file without a row is found by `remove_strays`, a row without its file would be a lie."""
    with transaction.atomic():
        if not ReportJob.objects.filter(pk=job.pk, state=JobState.DONE).update(state=JobState.EXPIRED, file=""):
            return False
        record(job, "expire_report", f"Berkas {named(job)} dihapus setelah {DRAFTS_STAY.days} hari", None)
        transaction.on_commit(lambda: job.file.storage.delete(job.file.name or ""))
    return True


def remove_strays(*, now: datetime.datetime | None = None) -> int:
    """Remove files of attempts that no row names, a day after they were written; returns how many.

    Each belongs to a job that ended in another way, when its worker had just put it there.
    """
    before, removed = (now or timezone.now()) - STRAY_AFTER, 0
    for path in Path(ReportJob().file.storage.path("")).glob("*-*"):
        found = OF_AN_ATTEMPT.fullmatch(path.name)
        if found is None or path.stat().st_mtime > before.timestamp():
            continue
        jobs = ReportJob.objects.filter(pk=UUID(found[1]))
        if jobs.exclude(file=path.name).exists() and not jobs.unfinished().exists():
            path.unlink(missing_ok=True)
            removed += 1
    return removed


def forget_worksheets(*, now: datetime.datetime | None = None) -> int:
    """Forget worksheets that came back and were looked at for the last time long ago; returns how many."""
    rows = WorksheetDraft.objects.filter(created_at__lt=(now or timezone.now()) - DRAFTS_STAY)
    return rows.delete()[0]
