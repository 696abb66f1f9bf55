"""Making the file of a job, in a worker."""

from __future__ import annotations

import errno
import hashlib
import logging
import uuid
from collections.abc import Sequence
from pathlib import Path

from celery.exceptions import SoftTimeLimitExceeded
from django.conf import settings
from django.db import InterfaceError, OperationalError, connection, transaction
from django.utils import timezone

from accounts.refusals import Refused
from evidence.stores import StoreFailed
from reports.documents import DOCUMENTS, Order, is_draft
from reports.documents.base import Enclosed
from reports.documents.pdf import PANGO_MISSING, PangoMissingError
from reports.heartbeat import Heartbeat
from reports.memory import memory_limit
from reports.models import EnclosedReport, JobState, ReportJob
from reports.patience import TooSlow, time_limit
from reports.services.claims import LostClaimError, advance, claim, fail, mine, put_off
from reports.services.expiring import DRAFTS_STAY
from reports.services.files import path_of_attempt, remove_files
from reports.services.telling import named, tell

logger = logging.getLogger("reports.services")


def render(hint: uuid.UUID) -> None:
    """Bring the best job that waits to its end. The hint names a job, but any worker may have made that one already,
    and a short or an older one goes first; for each of those another hint is on its way.
    """
    job = claim()
    if job is None:
        return
    logger.info("report %s: attempt %s, on the hint of %s", job.pk, job.attempts, hint)
    try:
        with Heartbeat(job), memory_limit(settings.REPORT_MEMORY_MIB), time_limit(60 * DOCUMENTS[job.kind].minutes):
            _produce(job)
    except LostClaimError:
        logger.warning("report %s: attempt %s lost its claim", job.pk, job.attempts)
    except (TooSlow, SoftTimeLimitExceeded):
        document = DOCUMENTS[job.kind]
        fail(job, f"Penyusunan melewati batas waktu {document.minutes:g} menit. {document.too_slow}")
    except (OperationalError, InterfaceError, OSError, StoreFailed) as error:
        logger.warning("report %s: attempt %s was interrupted", job.pk, job.attempts, exc_info=True)
        _put_off(job, _interruption(error))
    except Exception as error:
        logger.exception("report %s failed", job.pk)
        fail(job, _reason(error))


def _produce(job: ReportJob) -> None:
    """Make the file under a name of this attempt alone, and move it into place when it is whole."""
    final = path_of_attempt(job)
    final.parent.mkdir(mode=0o750, parents=True, exist_ok=True)
    remove_files(job)  # of attempts that died
    draft = final.with_suffix(".part")
    order = Order(data=job.frozen or {}, format=job.format, options=job.options, code=job.code)
    try:
        enclosed = DOCUMENTS[job.kind].make(order, draft, lambda step, percent: advance(job, step, percent))
        advance(job, "Menyimpan", 90)
        with draft.open("rb") as file:
            digest = hashlib.file_digest(file, "sha256").hexdigest()
        draft.chmod(0o640)
        draft.replace(final)
        _finish(job, final, digest, enclosed or ())
    finally:
        draft.unlink(missing_ok=True)


def _finish(job: ReportJob, path: Path, digest: str, enclosed: Sequence[Enclosed]) -> None:
    now = timezone.now()
    with transaction.atomic():
        done = mine(job).update(
            state=JobState.DONE,
            step="",
            progress=100,
            file=path.name,
            sha256=digest,
            size=path.stat().st_size,
            finished_at=now,
            expires_at=now + DRAFTS_STAY if is_draft(job.frozen or {}) else None,
        )
        if done:
            _enclose(job, enclosed)
            tell(job, "report_done", f"{named(job, at_start=True)} selesai")
    if not done:
        path.unlink(missing_ok=True)
        raise LostClaimError


def _enclose(job: ReportJob, enclosed: Sequence[Enclosed]) -> None:
    """Write down what the file holds, in place of what an earlier file of this job held."""
    if not enclosed:
        return
    job.enclosed.all().delete()
    EnclosedReport.objects.bulk_create(
        EnclosedReport(job=job, unit_id=row.unit, code=row.code, sha256=row.sha256, size=row.size) for row in enclosed
    )


def _put_off(job: ReportJob, reason: str) -> None:
    """Write down the interruption, unless the database is away itself: then the silent row is found later."""
    if not connection.in_atomic_block:  # whoever opened one, such as a test, has to close it
        connection.close_if_unusable_or_obsolete()
    try:
        put_off(job, reason)
    except (OperationalError, InterfaceError):
        logger.exception("report %s: its row cannot be written now", job.pk)


def _interruption(error: Exception) -> str:
    if isinstance(error, StoreFailed):
        return str(error)
    if isinstance(error, OSError) and error.errno in (errno.ENOSPC, errno.EDQUOT):
        return "Ruang penyimpanan server penuh. Hubungi pengelola sistem, lalu coba lagi."
    if isinstance(error, OSError):
        return "Berkas tidak dapat ditulis atau dibaca pada server. Hubungi pengelola sistem, lalu coba lagi."
    return "Hubungan dengan basis data terputus. Coba lagi beberapa saat lagi."


def _reason(error: Exception) -> str:
    if isinstance(error, Refused):  # its text is meant for people
        return str(error)
    if isinstance(error, PangoMissingError):
        return PANGO_MISSING
    if isinstance(error, MemoryError):
        return (
            f"Dokumen ini memerlukan memori lebih dari {settings.REPORT_MEMORY_MIB} MiB yang disediakan. "
            "Pengelola sistem dapat menaikkan REPORT_MEMORY_MIB."
        )
    kind = type(error).__name__
    return f"Terjadi kesalahan pada portal ({kind}). Coba lagi; bila tetap gagal, hubungi pengelola sistem."
