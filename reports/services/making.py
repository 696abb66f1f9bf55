"""Making the file of a job, in a worker."""

from __future__ import annotations

import errno
import hashlib
import logging
import uuid
from pathlib import Path

from celery.exceptions import SoftTimeLimitExceeded
from django.db import transaction
from django.utils import timezone

from accounts.refusals import Refused
from evidence.stores import StoreFailed
from reports.documents import DOCUMENTS, Order
from reports.documents.pdf import PANGO_MISSING, PangoMissingError
from reports.heartbeat import Heartbeat
from reports.models import JobState, ReportJob
from reports.services.claims import LostClaimError, advance, claim, fail, mine
from reports.services.telling import named, tell

logger = logging.getLogger("reports.services")


def render(job_id: uuid.UUID) -> None:
    """Bring one queued job to its end. A job that is not queued is somebody else's, or finished: nothing happens."""
    job = claim(job_id)
    if job is None:
        return
    try:
        with Heartbeat(job):
            _produce(job)
    except LostClaimError:
        logger.warning("report %s: attempt %s lost its claim", job.pk, job.attempts)
    except SoftTimeLimitExceeded:
        fail(job, "Penyusunan melewati batas waktu. Coba lagi saat server tidak sibuk.")
    except Exception as error:
        logger.exception("report %s failed", job.pk)
        fail(job, _reason(error))


def _produce(job: ReportJob) -> None:
    """Make the file under a name of this attempt alone, so that two workers never write the same one."""
    final = Path(job.file.storage.path(f"{job.pk}-{job.attempts}.{job.format}"))
    final.parent.mkdir(mode=0o750, parents=True, exist_ok=True)
    for left in final.parent.glob(f"{job.pk}-*"):  # by attempts that died
        left.unlink(missing_ok=True)
    draft = final.with_suffix(".part")
    order = Order(data=job.frozen or {}, format=job.format, options=job.options, code=job.code)
    try:
        DOCUMENTS[job.kind].make(order, draft, lambda step, percent: advance(job, step, percent))
        advance(job, "Menyimpan", 90)
        with draft.open("rb") as file:
            digest = hashlib.file_digest(file, "sha256").hexdigest()
        draft.chmod(0o640)
        draft.replace(final)
        _finish(job, final, digest)
    finally:
        draft.unlink(missing_ok=True)


def _finish(job: ReportJob, path: Path, digest: str) -> None:
    with transaction.atomic():
        done = mine(job).update(
            state=JobState.DONE,
            step="",
            progress=100,
            file=path.name,
            sha256=digest,
            size=path.stat().st_size,
            finished_at=timezone.now(),
        )
        if done:
            tell(job, "report_done", f"{named(job, at_start=True)} selesai")
    if not done:
        path.unlink(missing_ok=True)
        raise LostClaimError


def _reason(error: Exception) -> str:
    if isinstance(error, Refused | StoreFailed):  # their text is meant for people
        return str(error)
    if isinstance(error, PangoMissingError):
        return PANGO_MISSING
    if isinstance(error, OSError) and error.errno in (errno.ENOSPC, errno.EDQUOT):
        return "Ruang penyimpanan server penuh. Hubungi pengelola sistem, lalu coba lagi."
    kind = type(error).__name__
    return f"Terjadi kesalahan pada portal ({kind}). Coba lagi; bila tetap gagal, hubungi pengelola sistem."
