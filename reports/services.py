"""Asking for a report, and bringing every asked report to an end.

The row is the truth, a message only a hint to look at it. A worker claims a row by raising `attempts`, and that
number is its token: each later write names it, so a worker that was given up for dead can change nothing any more.
`attempts` never goes down; every round of MAX_ATTEMPTS ends in a failure, from which a person may start another.
"""

from __future__ import annotations

import datetime
import errno
import hashlib
import logging
import uuid
from collections.abc import Callable
from pathlib import Path
from typing import Any

from celery.exceptions import SoftTimeLimitExceeded
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.text import slugify
from kombu.exceptions import OperationalError

from accounts.models import User
from activity import services as activity
from assessments.models import Assessment
from assessments.workflow import Refused
from planning.summaries import priorities as planned
from reports import permissions
from reports.heartbeat import Heartbeat
from reports.models import JobState, ReportJob, ReportJobQuerySet
from results.freezing import from_data, to_data
from results.summaries import summarise
from results.values import Summary

logger = logging.getLogger(__name__)

MAX_ATTEMPTS = 3
FORGOTTEN = datetime.timedelta(seconds=60)  # a queued row that nobody has touched for so long has lost its message
DEAD = datetime.timedelta(seconds=45)  # a running row without a heartbeat for so long has lost its worker
PANGO_MISSING = (
    "Pustaka Pango belum terpasang pada server, sehingga PDF tidak dapat dibuat. Pengelola sistem perlu menjalankan:\n"
    "apt-get install -y --no-install-recommends libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0"
)


class PangoMissingError(Exception):
    """WeasyPrint cannot load its text library on this machine."""


class LostClaimError(Exception):
    """Another worker has the job now, or it was ended; whatever this one still does is for nothing."""


def request_report(*, assessment: Assessment, kind: str = ReportJob.Kind.SELF_ASSESSMENT, by: User) -> ReportJob:
    """Freeze the results as they are now and queue a report of them; one still unfinished is joined instead."""
    if not permissions.can_request_report(by, assessment):
        raise PermissionDenied
    if job := _unfinished(assessment, kind):
        return job
    summary = _frozen(assessment, kind)
    try:
        with transaction.atomic():
            job = ReportJob.objects.create(assessment=assessment, kind=kind, requested_by=by, summary=summary)
            _record(job, "request_report", f"{by} meminta {_named(job)}", by)
            transaction.on_commit(lambda: _enqueue(job.pk))
    except IntegrityError:  # somebody asked in the same moment, and the constraint let one through
        if found := _unfinished(assessment, kind):
            return found
        raise
    return job


def retry(job: ReportJob, *, by: User) -> ReportJob:
    """Queue a failed report again, from the same frozen summary; an unfinished one of this assessment is joined."""
    if not permissions.can_request_report(by, job.assessment):
        raise PermissionDenied
    if other := _unfinished(job.assessment, job.kind):
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
        _record(job, "retry_report", f"{by} mengulang {_named(job)}", by)
        transaction.on_commit(lambda: _enqueue(job.pk))
    return ReportJob.objects.light().get(pk=job.pk)


def render(job_id: uuid.UUID) -> None:
    """Bring one queued job to its end. A job that is not queued is somebody else's, or finished: nothing happens."""
    job = _claim(job_id)
    if job is None:
        return
    try:
        with Heartbeat(job):
            _produce(job)
    except LostClaimError:
        logger.warning("report %s: attempt %s lost its claim", job.pk, job.attempts)
    except SoftTimeLimitExceeded:
        _fail(job, "Penyusunan melewati batas waktu. Coba lagi saat server tidak sibuk.")
    except Exception as error:
        logger.exception("report %s failed", job.pk)
        _fail(job, _reason(error))


def recover(*, now: datetime.datetime | None = None) -> int:
    """Queue again what lost its message or its worker; returns how many jobs were queued again."""
    now, again = now or timezone.now(), 0
    for job in ReportJob.objects.light().filter(state=JobState.RUNNING, heartbeat_at__lt=now - DEAD):
        again += _revive(job, now)
    untouched = Q(heartbeat_at=None, requested_at__lt=now - FORGOTTEN) | Q(heartbeat_at__lt=now - FORGOTTEN)
    forgotten = ReportJob.objects.filter(untouched, state=JobState.QUEUED)
    for job_id in forgotten.values_list("pk", flat=True):
        if forgotten.filter(pk=job_id).update(heartbeat_at=now):
            _enqueue(job_id)
            again += 1
    return again


def download_name(job: ReportJob) -> str:
    """Such as Laporan-SPBE-Kota-Denpasar-2026-draf.pdf, by what the report says of itself."""
    heading = (job.summary or {})["heading"]
    place = slugify(heading["instansi_short"]).title() or "Instansi"
    if job.kind == ReportJob.Kind.PRIORITIES:
        return f"Target-Prioritas-SPBE-{place}-{heading['year']}.pdf"
    return f"Laporan-SPBE-{place}-{heading['year']}{'' if heading['is_final'] else '-draf'}.pdf"


def _frozen(assessment: Assessment, kind: str) -> dict[str, Any]:
    """The summary, and for the sheet of priorities what was picked. A sheet of none is Refused."""
    summary = summarise(assessment)
    if kind != ReportJob.Kind.PRIORITIES:
        return to_data(summary)
    sheet = planned.sheet(assessment, summary)
    if not sheet["rows"]:
        raise Refused("Belum ada prioritas yang dapat dicetak. Pilih paling sedikit satu indikator.")
    return to_data(summary) | {"priorities": sheet}


def _named(job: ReportJob, *, at_start: bool = False) -> str:
    if job.kind == ReportJob.Kind.SELF_ASSESSMENT:
        return f"{'L' if at_start else 'l'}aporan {job.assessment}"
    return str(job)


def _unfinished(assessment: Assessment, kind: str) -> ReportJob | None:
    return ReportJob.objects.light().unfinished().filter(assessment=assessment, kind=kind).first()


def _revive(job: ReportJob, now: datetime.datetime) -> bool:
    """Queue a job whose worker died, or fail it when its round of attempts is spent. It may beat again just now."""
    silent = _mine(job).filter(heartbeat_at=job.heartbeat_at)
    if job.attempts % MAX_ATTEMPTS == 0:
        _fail(job, f"Proses penyusunan terhenti {MAX_ATTEMPTS} kali sebelum selesai. Hubungi pengelola sistem.", silent)
        return False
    if not silent.update(state=JobState.QUEUED, step="", progress=0, heartbeat_at=now):
        return False
    _enqueue(job.pk)
    return True


def _mine(job: ReportJob) -> ReportJobQuerySet:
    """The job's row as long as this attempt holds it."""
    return ReportJob.objects.filter(pk=job.pk, state=JobState.RUNNING, attempts=job.attempts)


def _claim(job_id: uuid.UUID) -> ReportJob | None:
    """Take a queued job, or None when another worker was quicker: the update is the race, and one wins it."""
    job = ReportJob.objects.select_related("assessment__instansi", "requested_by").filter(pk=job_id).first()
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


def _produce(job: ReportJob) -> None:
    """Make the file under a name of this attempt alone, so that two workers never write the same one."""
    final = Path(job.file.storage.path(f"{job.pk}-{job.attempts}.pdf"))
    final.parent.mkdir(mode=0o750, parents=True, exist_ok=True)
    for left in final.parent.glob(f"{job.pk}-*"):  # by attempts that died
        left.unlink(missing_ok=True)
    draft = final.with_suffix(".part")
    try:
        data = job.summary or {}
        extra = {"priorities": data["priorities"]} if job.kind == ReportJob.Kind.PRIORITIES else {}
        _write(from_data(data), draft, lambda step, percent: _advance(job, step, percent), **extra)
        _advance(job, "Menyimpan", 90)
        with draft.open("rb") as file:
            digest = hashlib.file_digest(file, "sha256").hexdigest()
        draft.chmod(0o640)
        draft.replace(final)
        _finish(job, final, digest)
    finally:
        draft.unlink(missing_ok=True)


def _write(
    summary: Summary, target: Path, report: Callable[[str, int], None], *, priorities: dict[str, Any] | None = None
) -> None:
    """Summary to PDF. WeasyPrint is loaded here, so that the web processes never carry it."""
    try:
        from reports import rendering  # noqa: PLC0415 - needs Pango, and half a second
    except OSError as error:
        raise PangoMissingError from error
    report("Menyusun grafik", 15)
    html = rendering.render_html(summary) if priorities is None else rendering.render_priorities(summary, priorities)
    report("Menata halaman", 30)
    rendering.write_pdf(html, target, report=report)


def _advance(job: ReportJob, step: str, percent: int) -> None:
    if not _mine(job).update(step=step, progress=percent, heartbeat_at=timezone.now()):
        raise LostClaimError


def _finish(job: ReportJob, path: Path, digest: str) -> None:
    with transaction.atomic():
        done = _mine(job).update(
            state=JobState.DONE,
            step="",
            progress=100,
            file=path.name,
            sha256=digest,
            size=path.stat().st_size,
            finished_at=timezone.now(),
        )
        if done:
            _tell(job, "report_done", f"{_named(job, at_start=True)} selesai")
    if not done:
        path.unlink(missing_ok=True)
        raise LostClaimError


def _fail(job: ReportJob, reason: str, rows: ReportJobQuerySet | None = None) -> None:
    with transaction.atomic():
        failed = (_mine(job) if rows is None else rows).update(
            state=JobState.FAILED, step="", failure=reason, finished_at=timezone.now()
        )
        if failed:
            _tell(job, "report_failed", f"{_named(job, at_start=True)} gagal disusun", note=reason)


def _reason(error: Exception) -> str:
    if isinstance(error, PangoMissingError):
        return PANGO_MISSING
    if isinstance(error, OSError) and error.errno in (errno.ENOSPC, errno.EDQUOT):
        return "Ruang penyimpanan server penuh. Hubungi pengelola sistem, lalu coba lagi."
    kind = type(error).__name__
    return f"Terjadi kesalahan pada portal ({kind}). Coba lagi; bila tetap gagal, hubungi pengelola sistem."


def _tell(job: ReportJob, verb: str, text: str, *, note: str = "") -> None:
    """Record how the job ended, and tell whoever asked for it."""
    _record(job, verb, text, None, note=note)
    activity.notify([job.requested_by], text, url=job.get_absolute_url())


def _record(job: ReportJob, verb: str, text: str, by: User | None, *, note: str = "") -> None:
    activity.record(
        verb,
        subject=f"report:{job.pk}",
        text=text,
        by=by,
        instansi=job.assessment.instansi,
        note=note,
        url=job.get_absolute_url(),
    )


def _enqueue(job_id: uuid.UUID) -> None:
    """Send the hint. A broker that cannot be reached loses nothing: `recover` finds the row."""
    from reports.tasks import render_job  # noqa: PLC0415 - the task module imports this one

    try:
        render_job.delay(str(job_id))
    except (OperationalError, OSError):
        logger.exception("report %s: no message could be sent", job_id)
