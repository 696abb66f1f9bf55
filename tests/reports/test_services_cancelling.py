"""A job is cancelled by whoever asked or by an admin; its worker notices at its next step and leaves no file."""

from pathlib import Path

import pytest
from django.core.exceptions import PermissionDenied

from activity.models import Event, Notification
from assessments.workflow import Refused
from reports import permissions, services
from reports.models import JobState, ReportJob
from reports.services import claims
from tests.reports.conftest import PDF


def fresh(job):
    return ReportJob.objects.get(pk=job.pk)


def files_of(job):
    return list(Path(job.file.storage.location).glob(f"{job.pk}-*"))


@pytest.mark.parametrize("state", [JobState.QUEUED, JobState.RUNNING])
def test_cancel_ends_an_unfinished_job(make_job, world, state):
    job = make_job(state)

    ended = services.cancel(job, by=world.coordinator)

    assert (ended.state, ended.progress, ended.finished_at is None) == (JobState.CANCELLED, 0, False)
    event = Event.objects.about(f"report:{job.pk}").get()
    assert (event.verb, event.actor) == ("cancel_report", world.coordinator)
    assert Notification.objects.count() == 0


def test_cancel_by_an_admin_tells_who_asked(make_job, world):
    services.cancel(make_job(), by=world.admin)

    told = Notification.objects.get()
    assert (told.user, "dibatalkan oleh" in told.text) == (world.coordinator, True)


@pytest.mark.parametrize("role", ["assessor", "operator", "stranger", "technician"])
def test_cancel_by_others_is_denied(make_job, world, role):
    job = make_job()

    with pytest.raises(PermissionDenied):
        services.cancel(job, by=getattr(world, role))

    assert fresh(job).state == JobState.QUEUED


@pytest.mark.parametrize("state", [JobState.FAILED, JobState.CANCELLED])
def test_cancel_of_an_ended_job_is_refused(make_job, world, state):
    with pytest.raises(Refused, match="tidak sedang disusun"):
        services.cancel(make_job(state), by=world.coordinator)


def test_cancel_removes_what_a_dead_attempt_left(make_job, world):
    job = make_job(attempts=1)
    folder = Path(job.file.storage.location)
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{job.pk}-1.part").write_bytes(PDF)

    services.cancel(job, by=world.coordinator)

    assert files_of(job) == []


def test_worker_notices_a_cancelled_job_at_its_next_step(make_job, made_by, world):
    job, steps = make_job(), []

    def make(order, target, report):
        target.write_bytes(PDF)
        services.cancel(job, by=world.coordinator)
        steps.append("before")
        report("Menata halaman 10", 40)
        steps.append("after")

    made_by(make)

    services.render(job.pk)

    assert (steps, fresh(job).state, fresh(job).step, files_of(job)) == (["before"], JobState.CANCELLED, "", [])


def test_cancel_at_the_very_end_leaves_no_file(make_job, made_by, world):
    job = make_job()

    def make(order, target, report):
        report("Menulis PDF", 75)
        target.write_bytes(PDF)
        services.cancel(job, by=world.coordinator)

    made_by(make)

    services.render(job.pk)

    assert (fresh(job).state, fresh(job).file.name, files_of(job)) == (JobState.CANCELLED, "", [])


def test_cancelled_job_can_be_asked_for_again(make_job, world, quick_pdf, sent):
    job = make_job()
    claims.claim()
    services.cancel(job, by=world.coordinator)

    again = services.retry(fresh(job), by=world.assessor)

    assert (again.state, again.attempts, again.finished_at) == (JobState.QUEUED, claims.MAX_ATTEMPTS, None)
    services.render(job.pk)
    assert fresh(job).state == JobState.DONE


def test_cancelled_job_whose_hint_arrives_late_is_not_made(make_job, world, quick_pdf):
    job = make_job()
    services.cancel(job, by=world.coordinator)

    services.render(job.pk)

    assert (fresh(job).state, quick_pdf) == (JobState.CANCELLED, [])


@pytest.mark.parametrize(
    ("state", "expected"),
    [
        (JobState.QUEUED, ["admin", "coordinator"]),
        (JobState.RUNNING, ["admin", "coordinator"]),
        (JobState.CANCELLED, []),
        (JobState.FAILED, []),
    ],
)
def test_who_is_offered_to_cancel(make_job, world, state, expected):
    job = make_job(state)
    roles = ("operator", "admin", "assessor", "coordinator", "technician", "stranger")

    assert [role for role in roles if permissions.can_cancel(getattr(world, role), job)] == expected
