"""A report is asked for once, and again when it failed."""

from pathlib import Path

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone
from kombu.exceptions import OperationalError

from activity.models import Event
from assessments.models import Assessment
from assessments.workflow import Refused
from reports import services
from reports.models import JobState, ReportJob
from reports.services import asking, claims
from reports.services.expiring import DRAFTS_STAY
from reports.tasks import recover_jobs, render_job
from results.freezing import to_data
from results.summaries import summarise
from tests import factories


def fresh(job):
    return ReportJob.objects.get(pk=job.pk)


@pytest.mark.parametrize("role", ["admin", "assessor", "coordinator"])
def test_request_freezes_the_summary_and_sends_one_message(world, role, sent, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        job = services.request_report(assessment=world.assessment, by=getattr(world, role))

    expected = to_data(summarise(Assessment.objects.in_full().get(pk=world.assessment.pk)))
    assert (job.state, sent, job.requested_by) == (JobState.QUEUED, [str(job.pk)], getattr(world, role))
    assert fresh(job).frozen["summary"] | {"taken_at": ""} == expected | {"taken_at": ""}
    assert Event.objects.about(f"report:{job.pk}").get().verb == "request_report"


@pytest.mark.parametrize("role", ["operator", "technician", "stranger"])
def test_request_by_others_is_denied(world, role, sent):
    with pytest.raises(PermissionDenied):
        services.request_report(assessment=world.assessment, by=getattr(world, role))

    assert ReportJob.objects.count() == 0


@pytest.mark.parametrize("state", [JobState.QUEUED, JobState.RUNNING])
def test_request_while_one_is_unfinished_joins_it(world, make_job, sent, state, django_capture_on_commit_callbacks):
    job = make_job(state)

    with django_capture_on_commit_callbacks(execute=True):
        joined = services.request_report(assessment=world.assessment, by=world.assessor)

    assert (joined.pk, ReportJob.objects.count(), sent) == (job.pk, 1, [])


def test_request_in_the_same_moment_joins_the_one_that_won(world, make_job, monkeypatch, sent):
    job = make_job()
    answers = iter([None, job])
    monkeypatch.setattr(asking, "_unfinished", lambda assessment, kind: next(answers))

    assert services.request_report(assessment=world.assessment, by=world.assessor) == job


@pytest.fixture
def finished(world, quick_pdf, sent):
    """A document that the coordinator had made from the present data."""
    job = services.request_report(assessment=world.assessment, by=world.coordinator)
    services.render(job.pk)
    return fresh(job)


def test_request_of_an_unchanged_document_is_given_the_one_that_is_there(world, finished, quick_pdf):
    again = services.request_report(assessment=world.assessment, by=world.assessor)

    assert (again.pk, again.requested_by, len(quick_pdf)) == (finished.pk, world.coordinator, 1)


def test_draft_given_out_again_stays_thirty_days_more(world, finished):
    ReportJob.objects.update(expires_at=timezone.now())

    services.request_report(assessment=world.assessment, by=world.assessor)

    assert (services.expire(), fresh(finished).expires_at > timezone.now() + 0.99 * DRAFTS_STAY) == (0, True)


def test_request_after_the_data_changed_makes_another(world, finished):
    world.instansi.name = "Nama baru"
    world.instansi.save()

    assert services.request_report(assessment=fresh_assessment(world), by=world.assessor).pk != finished.pk


@pytest.mark.parametrize("damage", [Path.unlink, lambda path: path.write_bytes(b"half")], ids=["gone", "cut off"])
def test_request_after_the_file_was_lost_makes_another(world, finished, damage):
    damage(Path(finished.file.path))

    assert services.request_report(assessment=world.assessment, by=world.assessor).pk != finished.pk


def test_request_after_the_file_expired_makes_another_with_the_same_code(world, finished):
    ReportJob.objects.update(expires_at=timezone.now())
    services.expire()

    again = services.request_report(assessment=world.assessment, by=world.assessor)

    assert (again.pk == finished.pk, again.code) == (False, finished.code)


def fresh_assessment(world):
    return type(world.assessment).objects.in_full().get(pk=world.assessment.pk)


def test_request_without_a_broker_keeps_the_row(world, monkeypatch, caplog, django_capture_on_commit_callbacks):
    def fail(job_id):
        raise OperationalError("no broker")

    monkeypatch.setattr("reports.tasks.render_job.delay", fail)

    with django_capture_on_commit_callbacks(execute=True):
        job = services.request_report(assessment=world.assessment, by=world.admin)

    assert fresh(job).state == JobState.QUEUED
    assert "no message could be sent" in caplog.text


def test_retry_of_a_failed_job_starts_a_new_round(make_job, quick_pdf, sent, world, django_capture_on_commit_callbacks):
    job = make_job(JobState.FAILED, attempts=1)

    with django_capture_on_commit_callbacks(execute=True):
        again = services.retry(job, by=world.assessor)

    assert (again.pk, again.state, again.attempts, again.failure, sent) == (
        job.pk,
        JobState.QUEUED,
        claims.MAX_ATTEMPTS,
        "",
        [str(job.pk)],
    )
    services.render(job.pk)
    assert (fresh(job).state, fresh(job).attempts) == (JobState.DONE, claims.MAX_ATTEMPTS + 1)


def test_retry_while_another_is_unfinished_joins_it(make_job, world, sent):
    failed, waiting = make_job(JobState.FAILED), make_job()

    assert services.retry(failed, by=world.admin) == waiting
    assert fresh(failed).state == JobState.FAILED


def test_retry_in_the_same_moment_as_another_joins_it(make_job, world, sent, monkeypatch):
    failed, waiting = make_job(JobState.FAILED), make_job()
    answers = iter([None, waiting])
    monkeypatch.setattr(asking, "_unfinished", lambda assessment, kind: next(answers))

    assert services.retry(failed, by=world.admin) == waiting
    assert (fresh(failed).state, sent) == (JobState.FAILED, [])


def test_retry_of_a_finished_job_is_refused(make_job, quick_pdf, world):
    job = make_job()
    services.render(job.pk)

    with pytest.raises(Refused, match="tidak gagal"):
        services.retry(fresh(job), by=world.admin)


@pytest.mark.parametrize("role", ["operator", "stranger"])
def test_retry_by_others_is_denied(make_job, world, role):
    with pytest.raises(PermissionDenied):
        services.retry(make_job(JobState.FAILED), by=getattr(world, role))


@pytest.mark.parametrize(
    ("short_name", "is_final", "name"),
    [
        ("Kota Denpasar", False, "Laporan-SPBE-Kota-Denpasar-2026-draf.pdf"),
        ("Kab. Pañcur/../x", True, "Laporan-SPBE-Kab-Pancurx-2026.pdf"),
        ("日本", True, "Laporan-SPBE-Instansi-2026.pdf"),
    ],
)
def test_download_name_says_whose_which_year_and_whether_a_draft(make_job, short_name, is_final, name):
    job = make_job()
    job.frozen["summary"]["heading"] |= {"instansi_short": short_name, "is_final": is_final}

    assert services.download_name(job) == name


def test_tasks_take_ids_and_call_the_services(make_job, quick_pdf, sent):
    job = make_job()

    render_job(str(job.pk))

    assert (fresh(job).state, recover_jobs()) == (JobState.DONE, 0)
    assert factories.ReportJobFactory._meta.model is ReportJob
