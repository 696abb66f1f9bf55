"""A job is claimed by one worker, made from its frozen summary, and says why it failed."""

import hashlib
import importlib.abc
import sys
from pathlib import Path

import pytest
from celery.exceptions import SoftTimeLimitExceeded

from activity.models import Event, Notification
from reports import services
from reports.models import JobState, ReportJob
from reports.rendering import ForbiddenFetchError
from reports.services import claims, making
from tests.reports.conftest import PDF


def fresh(job):
    return ReportJob.objects.get(pk=job.pk)


def path_of(job):
    return Path(job.file.storage.path(job.file.name))


def test_render_writes_the_file_and_tells_who_asked(make_job, quick_pdf, world):
    job = make_job()

    services.render(job.pk)

    done = fresh(job)
    assert (done.state, done.progress, done.attempts, done.size) == (JobState.DONE, 100, 1, len(PDF))
    assert done.sha256 == hashlib.sha256(PDF).hexdigest()
    assert path_of(done).read_bytes() == PDF
    assert path_of(done).stat().st_mode & 0o777 == 0o640
    assert [row.user for row in Notification.objects.all()] == [world.coordinator]
    assert Event.objects.about(f"report:{job.pk}").get().verb == "report_done"


def test_render_uses_the_frozen_summary_not_the_present_data(make_job, quick_pdf, world):
    job = make_job()
    world.instansi.short_name = "Nama baru"
    world.instansi.save()

    services.render(job.pk)

    assert quick_pdf[0].data["summary"]["heading"]["instansi_short"] != "Nama baru"


@pytest.mark.parametrize("state", [JobState.RUNNING, JobState.FAILED])
def test_render_of_a_job_that_is_not_queued_does_nothing(make_job, quick_pdf, state):
    job = make_job(state)

    services.render(job.pk)

    assert (fresh(job).state, fresh(job).attempts, quick_pdf) == (state, 0, [])


def test_render_again_after_redelivery_keeps_the_first_file(make_job, quick_pdf):
    job = make_job()
    services.render(job.pk)
    first = fresh(job)

    services.render(job.pk)

    again = fresh(job)
    assert (again.finished_at, again.file.name, len(quick_pdf)) == (first.finished_at, first.file.name, 1)


def test_render_of_an_unknown_job_does_nothing(db, quick_pdf):
    services.render("00000000-0000-0000-0000-000000000000")

    assert quick_pdf == []


def test_claim_by_two_workers_is_won_by_one(make_job, monkeypatch):
    job = make_job()
    first = claims.claim()
    # The second worker had read the row before the first one changed it.
    seen = iter([_Stale(job), ReportJob.objects.select_related("assessment")])
    monkeypatch.setattr(ReportJob.objects, "select_related", lambda *names: _Seen(seen))

    second = claims.claim()

    assert (first.attempts, second, fresh(job).attempts) == (1, None, 1)


class _Seen:
    """Answers the first look at the waiting rows from memory, the next from the database."""

    def __init__(self, answers):
        self.answers = answers

    def waiting(self):
        return next(self.answers).waiting()


class _Stale:
    """A queryset that answers with the row as it was."""

    def __init__(self, row):
        self.row = row

    def waiting(self):
        return self

    def first(self):
        return self.row


def test_worker_that_lost_its_claim_changes_nothing(make_job, made_by, caplog):
    job = make_job()

    def write(order, target, report):
        ReportJob.objects.filter(pk=job.pk).update(attempts=2)  # another worker took over meanwhile
        target.write_bytes(PDF)

    made_by(write)

    services.render(job.pk)

    left = fresh(job)
    assert (left.state, left.attempts, left.file.name) == (JobState.RUNNING, 2, "")
    assert list(Path(left.file.storage.location).glob(f"{job.pk}-*")) == []
    assert "lost its claim" in caplog.text


def test_worker_that_lost_its_claim_at_the_very_end_leaves_no_file(make_job, quick_pdf, monkeypatch):
    job = make_job()
    advance = making.advance

    def lose_after_saving(claimed, step, percent):
        advance(claimed, step, percent)
        if percent == 90:
            ReportJob.objects.filter(pk=job.pk).update(attempts=2)

    monkeypatch.setattr(making, "advance", lose_after_saving)

    services.render(job.pk)

    assert fresh(job).state == JobState.RUNNING
    assert list(Path(fresh(job).file.storage.location).glob(f"{job.pk}-*")) == []


def test_next_attempt_clears_what_a_dead_one_left(make_job, quick_pdf):
    job = make_job(attempts=1)
    folder = Path(job.file.storage.location)
    folder.mkdir(parents=True, exist_ok=True)
    left = folder / f"{job.pk}-1.part"
    left.write_bytes(b"half")

    services.render(job.pk)

    assert (left.exists(), fresh(job).file.name) == (False, f"{job.pk}-2.pdf")


@pytest.mark.parametrize(
    ("error", "reason"),
    [
        (
            ValueError("x"),
            "Terjadi kesalahan pada portal (ValueError). Coba lagi; bila tetap gagal, hubungi pengelola sistem.",
        ),
        (
            MemoryError(),
            "Dokumen ini memerlukan memori lebih dari 1024 MiB yang disediakan. "
            "Pengelola sistem dapat menaikkan REPORT_MEMORY_MIB.",
        ),
        (
            ForbiddenFetchError("file:///etc/passwd"),
            "Terjadi kesalahan pada portal (ForbiddenFetchError). "
            "Coba lagi; bila tetap gagal, hubungi pengelola sistem.",
        ),
        (SoftTimeLimitExceeded(), "Penyusunan melewati batas waktu 5 menit. Coba lagi saat server tidak sibuk."),
    ],
    ids=["unexpected", "memory", "forbidden fetch", "time limit"],
)
def test_render_that_fails_by_itself_says_why_at_once(make_job, made_by, world, error, reason):
    job = make_job()

    def fail(order, target, report):
        target.write_bytes(b"half")
        raise error

    made_by(fail)

    services.render(job.pk)

    failed = fresh(job)
    assert (failed.state, failed.failure, failed.file.name) == (JobState.FAILED, reason, "")
    assert list(Path(failed.file.storage.location).glob(f"{job.pk}-*")) == []
    assert Notification.objects.get().user == world.coordinator
    assert Event.objects.about(f"report:{job.pk}").get().note == reason


class _NoPango(importlib.abc.MetaPathFinder):
    def find_spec(self, name, path, target=None):
        if name == "weasyprint":
            raise OSError("cannot load library 'libpango-1.0-0'")


def test_render_without_pango_names_the_packages(make_job, monkeypatch):
    for name in [name for name in sys.modules if name == "reports.rendering" or name.startswith("weasyprint")]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.delattr("reports.rendering", raising=False)
    monkeypatch.setattr(sys, "meta_path", [_NoPango(), *sys.meta_path])
    job = make_job()

    services.render(job.pk)

    assert fresh(job).state == JobState.FAILED
    assert fresh(job).failure.splitlines()[-1] == (
        "apt-get install -y --no-install-recommends libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0"
    )
