"""What can never be false of a report job."""

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from reports.models import JobState, ReportJob
from tests import factories

DONE = {"state": "done", "file": "a.pdf", "sha256": "a" * 64, "finished_at": timezone.now()}
EXPIRED = {
    "state": "expired",
    "file": "",
    "sha256": "a" * 64,
    "expires_at": timezone.now(),
    "finished_at": timezone.now(),
}
FAILED = {"state": "failed", "failure": "Sebab", "finished_at": timezone.now()}


@pytest.mark.parametrize(
    ("constraint", "changes"),
    [
        ("report_job_state_known", {"state": "lost"}),
        ("report_job_progress_percent", {"progress": 101}),
        ("report_job_done_has_file", DONE | {"file": ""}),
        ("report_job_done_has_file", DONE | {"sha256": ""}),
        ("report_job_done_has_file", DONE | {"finished_at": None}),
        ("report_job_failed_says_why", FAILED | {"failure": ""}),
        ("report_job_failed_says_why", FAILED | {"finished_at": None}),
        ("report_job_format_known", {"format": "exe"}),
        ("report_job_expired_has_no_file", EXPIRED | {"file": "a.pdf"}),
        ("report_job_expired_has_no_file", EXPIRED | {"expires_at": None}),
        ("report_job_cancelled_ended", {"state": "cancelled"}),
        ("report_job_unit_of_a_unit_report", {"kind": "unit"}),
    ],
)
def test_job_breaking_a_constraint_is_refused(make_job, constraint, changes):
    job = make_job()

    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        ReportJob.objects.filter(pk=job.pk).update(**changes)


@pytest.mark.parametrize("changes", [DONE, FAILED, EXPIRED, {"state": "cancelled", "finished_at": timezone.now()}])
def test_job_that_ended_properly_is_kept(make_job, changes):
    job = make_job()

    assert ReportJob.objects.filter(pk=job.pk).update(**changes) == 1


def test_second_unfinished_job_is_refused(make_job):
    """report_job_one_unfinished: SQLite names the columns, PostgreSQL the constraint."""
    make_job()

    with pytest.raises(IntegrityError, match=r"report_job_one_unfinished|assessment_id"), transaction.atomic():
        make_job(JobState.RUNNING)


def test_unfinished_job_beside_a_finished_one_is_kept(make_job):
    make_job(JobState.FAILED)
    make_job()

    assert ReportJob.objects.unfinished().count() == 1


@pytest.mark.parametrize(
    ("person", "count"),
    [("admin", 1), ("assessor", 1), ("coordinator", 1), ("operator", 0), ("technician", 0), ("stranger", 0)],
)
def test_visible_to_shows_jobs_to_those_who_see_results(world, make_job, person, count):
    make_job()

    assert ReportJob.objects.visible_to(getattr(world, person)).count() == count


def test_light_leaves_the_frozen_summary_unread(make_job, django_assert_num_queries):
    make_job()

    with django_assert_num_queries(1):
        job = ReportJob.objects.light().get()
        assert (str(job.assessment.instansi), str(job.requested_by)) != ("", "")
    assert "frozen" in job.get_deferred_fields()


def test_text_and_address_name_the_job(make_job):
    job = make_job()

    assert (str(job), job.get_absolute_url()) == ("Laporan Hasil Penilaian Mandiri 2026", f"/laporan/{job.pk}/")
    assert factories.ReportJobFactory(assessment=factories.AssessmentFactory()).pk != job.pk


@pytest.mark.django_db
@pytest.mark.parametrize("changes", [{"code": ""}, {"sha256": ""}, {"size": 0}])
def test_enclosed_report_is_whole(changes):
    with pytest.raises(IntegrityError, match="enclosed_report_is_whole"), transaction.atomic():
        factories.EnclosedReportFactory(**changes)


@pytest.mark.django_db
def test_enclosed_report_stands_once_for_each_opd_of_a_job():
    """enclosed_report_once_per_unit: SQLite names the columns, PostgreSQL the constraint."""
    row = factories.EnclosedReportFactory()
    factories.EnclosedReportFactory(job=row.job)
    factories.EnclosedReportFactory(unit=row.unit)

    with pytest.raises(IntegrityError, match=r"enclosed_report_once_per_unit|job_id"), transaction.atomic():
        factories.EnclosedReportFactory(job=row.job, unit=row.unit)
