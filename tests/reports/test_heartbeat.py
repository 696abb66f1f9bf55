"""The sign of life: beats while the work lasts, stops when the claim is lost, survives a moment without a database."""

import threading

import pytest
from django.db import DatabaseError

from reports.heartbeat import Heartbeat
from reports.models import JobState, ReportJob


class _Rows:
    """Answers each beat with the next of the given answers, and says when it has been asked for them all."""

    def __init__(self, *answers):
        self.answers, self.asked, self.all_asked = list(answers), 0, threading.Event()

    def update(self, **changes):
        answer = self.answers[min(self.asked, len(self.answers) - 1)]
        self.asked += 1
        if self.asked == len(self.answers):
            self.all_asked.set()
        if isinstance(answer, Exception):
            raise answer
        return answer


def beating(rows):
    heart = Heartbeat(ReportJob(state=JobState.RUNNING, attempts=1), seconds=0.01)
    heart._rows = rows
    return heart


def test_heartbeat_touches_the_row_until_the_block_ends():
    rows = _Rows(1, 1, 1)
    heart = beating(rows)

    with heart:
        assert rows.all_asked.wait(5)

    assert not heart._thread.is_alive()


def test_heartbeat_of_a_lost_claim_stops_by_itself():
    rows = _Rows(1, 0)
    heart = beating(rows)

    with heart:
        heart._thread.join(5)
        assert (heart._thread.is_alive(), rows.asked) == (False, 2)


def test_heartbeat_missed_by_the_database_goes_on():
    rows = _Rows(DatabaseError("locked"), 1, 0)

    with beating(rows):
        assert rows.all_asked.wait(5)


def test_heartbeat_watches_the_attempt_that_claimed(make_job):
    job = make_job(JobState.RUNNING, attempts=1)
    heart = Heartbeat(job)

    assert heart._touch() is True
    ReportJob.objects.update(attempts=2)
    assert heart._touch() is False


@pytest.mark.parametrize("state", [JobState.QUEUED, JobState.FAILED])
def test_heartbeat_of_a_job_no_longer_running_is_not_written(make_job, state):
    job = make_job(state, attempts=1)

    assert Heartbeat(job)._touch() is False
    assert ReportJob.objects.get().heartbeat_at is None
