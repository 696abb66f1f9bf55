"""What becomes known of a job: the event of each step, the notice to whoever asked, the hint to the workers."""

from __future__ import annotations

import logging
import uuid

from kombu.exceptions import OperationalError

from accounts.models import User
from activity import services as activity
from reports.models import ReportJob

logger = logging.getLogger("reports.services")


def named(job: ReportJob, *, at_start: bool = False) -> str:
    if job.kind == ReportJob.Kind.SELF_ASSESSMENT:
        return f"{'L' if at_start else 'l'}aporan {job.assessment}"
    return str(job)


def tell(job: ReportJob, verb: str, text: str, *, note: str = "") -> None:
    """Record how the job ended, and tell whoever asked for it."""
    record(job, verb, text, None, note=note)
    activity.notify([job.requested_by], text, url=job.get_absolute_url())


def record(job: ReportJob, verb: str, text: str, by: User | None, *, note: str = "") -> None:
    activity.record(
        verb,
        subject=f"report:{job.pk}",
        text=text,
        by=by,
        instansi=job.assessment.instansi,
        note=note,
        url=job.get_absolute_url(),
    )


def enqueue(job_id: uuid.UUID, *, after: int = 0) -> None:
    """Send the hint, to be read after some seconds. A broker that cannot be reached loses nothing: `recover`
    finds the row."""
    from reports.tasks import render_job  # noqa: PLC0415 - the task module imports the services

    try:
        if after:
            render_job.apply_async([str(job_id)], countdown=after)
        else:
            render_job.delay(str(job_id))
    except (OperationalError, OSError):
        logger.exception("report %s: no message could be sent", job_id)
