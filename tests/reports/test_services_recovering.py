"""A job that lost its message or its worker comes to an end all the same."""

import datetime

import pytest
from django.utils import timezone

from activity.models import Notification
from reports import services
from reports.models import JobState, ReportJob
from reports.services import claims, making, recovering


def fresh(job):
    return ReportJob.objects.get(pk=job.pk)


def ago(**kwargs):
    return timezone.now() - datetime.timedelta(**kwargs)


def test_recover_queues_a_running_job_without_a_heartbeat(make_job, sent):
    job = make_job(JobState.RUNNING, attempts=1, heartbeat_at=ago(minutes=5), progress=30, step="Menata halaman")

    assert services.recover() == 1

    found = fresh(job)
    assert (found.state, found.attempts, found.progress, found.step, sent) == (JobState.QUEUED, 1, 0, "", [str(job.pk)])


def test_recover_leaves_a_running_job_with_a_heartbeat(make_job, sent):
    job = make_job(JobState.RUNNING, attempts=1, heartbeat_at=ago(seconds=20))

    assert services.recover() == 0
    assert (fresh(job).state, sent) == (JobState.RUNNING, [])


def test_recover_sends_the_lost_message_of_a_queued_job_once(make_job, sent):
    job = make_job()
    ReportJob.objects.update(requested_at=ago(minutes=5))

    assert (services.recover(), services.recover()) == (1, 0)
    assert sent == [str(job.pk)]


def test_recover_leaves_a_job_that_was_just_asked_for(make_job, sent):
    make_job()

    assert (services.recover(), sent) == (0, [])


def test_recover_after_three_attempts_fails_with_the_reason(make_job, sent, world):
    job = make_job(JobState.RUNNING, attempts=claims.MAX_ATTEMPTS, heartbeat_at=ago(minutes=5))

    assert services.recover() == 0

    found = fresh(job)
    assert (found.state, found.failure, sent) == (
        JobState.FAILED,
        "Proses penyusunan terhenti 3 kali sebelum selesai. Hubungi pengelola sistem.",
        [],
    )
    assert Notification.objects.get().user == world.coordinator


def test_recover_leaves_a_job_that_beats_again_meanwhile(make_job, sent):
    job = make_job(JobState.RUNNING, attempts=1, heartbeat_at=ago(minutes=5))
    seen = ReportJob.objects.light().get(pk=job.pk)
    ReportJob.objects.update(heartbeat_at=timezone.now())

    assert recovering._revive(seen, timezone.now()) is False
    assert fresh(job).state == JobState.RUNNING


def test_recover_ends_every_job_whose_worker_keeps_dying(make_job, monkeypatch, sent):
    """Killed in mid-work three times: each time found, queued again, and in the end failed."""
    job = make_job()

    def die(claimed):
        raise SystemExit  # as far as the row can tell, SIGKILL

    monkeypatch.setattr(making, "_produce", die)
    states = []
    for _ in range(claims.MAX_ATTEMPTS):
        with pytest.raises(SystemExit):
            services.render(job.pk)
        services.recover(now=timezone.now() + datetime.timedelta(minutes=2))
        states.append(fresh(job).state)

    assert states == [JobState.QUEUED, JobState.QUEUED, JobState.FAILED]
