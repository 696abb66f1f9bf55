"""Who goes first, and how long a job waits after a failure that may pass by itself."""

import datetime
import errno
from pathlib import Path

import pytest
from django.db import InterfaceError, OperationalError
from django.utils import timezone

from activity.models import Event, Notification
from reports import services
from reports.documents.edition import request_key
from reports.models import JobState, ReportJob
from reports.services import claims, making, telling

DISK_FULL = "Ruang penyimpanan server penuh. Hubungi pengelola sistem, lalu coba lagi."
UNREADABLE = "Berkas tidak dapat ditulis atau dibaca pada server. Hubungi pengelola sistem, lalu coba lagi."
DATABASE_AWAY = "Hubungan dengan basis data terputus. Coba lagi beberapa saat lagi."
PASSING = [
    (OSError(errno.ENOSPC, "full"), DISK_FULL),
    (OSError(errno.EIO, "broken"), UNREADABLE),
    (OperationalError("server closed the connection"), DATABASE_AWAY),
    (InterfaceError("connection already closed"), DATABASE_AWAY),
]


def fresh(job):
    return ReportJob.objects.get(pk=job.pk)


def files_of(job):
    return list(Path(job.file.storage.location).glob(f"{job.pk}-*"))


@pytest.fixture
def later(monkeypatch):
    """Hints go nowhere; the list collects for how many seconds each would wait."""
    waits = []
    monkeypatch.setattr("reports.tasks.render_job.apply_async", lambda ids, countdown: waits.append(countdown))
    return waits


@pytest.fixture
def another(make_job):
    """`another(minutes, ...)`: a job of a request of its own that was asked for so many minutes ago."""

    def make(minutes, **changes):
        key = request_key(f"request {ReportJob.objects.count()}", None, "pdf", {})
        job = make_job(request_key=key, **changes)
        ReportJob.objects.filter(pk=job.pk).update(requested_at=timezone.now() - datetime.timedelta(minutes=minutes))
        return job

    return make


def test_claim_takes_the_short_ones_first_then_the_oldest(another):
    newest, oldest, short = another(1), another(9), another(3, is_short=True)

    assert [claims.claim().pk for _ in range(3)] == [short.pk, oldest.pk, newest.pk]
    assert claims.claim() is None


def test_claim_leaves_a_job_that_is_not_due(another):
    soon = timezone.now() + datetime.timedelta(seconds=10)
    early, due = another(9, not_before=soon), another(1)

    assert (claims.claim().pk, claims.claim()) == (due.pk, None)
    assert fresh(early).state == JobState.QUEUED


def test_hint_makes_one_job_and_not_always_the_one_it_names(another, quick_pdf):
    named, better = another(1), another(9)

    services.render(named.pk)

    assert (fresh(named).state, fresh(better).state, len(quick_pdf)) == (JobState.QUEUED, JobState.DONE, 1)


def test_as_many_hints_as_jobs_make_them_all(another, quick_pdf):
    jobs = [another(1), another(9), another(3, is_short=True)]

    for job in jobs:
        services.render(job.pk)

    assert {fresh(job).state for job in jobs} == {JobState.DONE}


def test_recover_sends_no_hint_for_a_job_that_is_not_due(another, sent):
    job = another(9, not_before=timezone.now() + datetime.timedelta(seconds=30))

    assert (services.recover(), sent) == (0, [])
    assert services.recover(now=timezone.now() + datetime.timedelta(seconds=40)) == 1
    assert sent == [str(job.pk)]


@pytest.mark.parametrize("failure", PASSING, ids=["disk full", "disk broken", "database", "closed"])
def test_failure_that_may_pass_is_tried_three_times_with_growing_pauses(make_job, made_by, later, world, failure):
    (error, reason), job, pauses = failure, make_job(), []

    def fail(order, target, report):
        target.write_bytes(b"half")
        raise error

    made_by(fail)
    for attempt in (1, 2):
        services.render(job.pk)
        row = fresh(job)
        pauses.append(round((row.not_before - timezone.now()).total_seconds()))
        assert (row.state, row.attempts, row.failure, files_of(job)) == (JobState.QUEUED, attempt, reason, [])
        services.render(job.pk)  # a hint that comes too early does nothing
        assert fresh(job).attempts == attempt
        ReportJob.objects.update(not_before=timezone.now())
    services.render(job.pk)

    assert (pauses, later) == ([15, 60], [15, 60])
    assert (fresh(job).state, fresh(job).failure) == (
        JobState.FAILED,
        f"{reason} Penyusunan sudah dicoba 3 kali.",
    )
    assert Notification.objects.get().user == world.coordinator
    assert [event.verb for event in Event.objects.about(f"report:{job.pk}")] == ["report_failed"]


def test_job_that_waits_for_its_next_attempt_forgets_the_failure_when_it_succeeds(make_job, quick_pdf):
    job = make_job(failure=DISK_FULL, attempts=1, not_before=timezone.now())

    services.render(job.pk)

    row = fresh(job)
    assert (row.state, row.failure, row.not_before, row.attempts) == (JobState.DONE, "", None, 2)


def test_database_away_even_for_the_failure_leaves_the_row_to_be_found(make_job, made_by, monkeypatch, caplog, sent):
    job = make_job()

    def fail(*args):
        raise OperationalError("gone")

    made_by(fail)
    monkeypatch.setattr(making, "put_off", fail)

    services.render(job.pk)

    assert (fresh(job).state, "its row cannot be written now" in caplog.text) == (JobState.RUNNING, True)
    services.recover(now=timezone.now() + datetime.timedelta(minutes=2))
    assert (fresh(job).state, sent) == (JobState.QUEUED, [str(job.pk)])


def test_job_put_off_by_a_worker_that_lost_it_is_left_alone(make_job, later):
    job = make_job()
    claimed = claims.claim()
    ReportJob.objects.update(attempts=2)

    claims.put_off(claimed, DISK_FULL)

    assert (fresh(job).state, fresh(job).failure, later) == (JobState.RUNNING, "", [])


def test_hint_for_later_is_sent_with_its_pause(make_job, later):
    telling.enqueue(make_job().pk, after=15)

    assert later == [15]
