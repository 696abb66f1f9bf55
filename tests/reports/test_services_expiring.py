"""Files of drafts go after thirty days, those of final results never; what was forgotten is swept up."""

import datetime
import os
import uuid
from pathlib import Path

import pytest
from django.utils import timezone

from activity.models import Event
from reports import services
from reports.models import JobState, ReportJob, WorksheetDraft
from reports.services.expiring import DRAFTS_STAY
from reports.tasks import tidy
from results.models import ResultDraft
from results.tasks import forget_drafts
from tests import factories

DAY = datetime.timedelta(days=1)


def fresh(job):
    return ReportJob.objects.get(pk=job.pk)


def path_of(job):
    return Path(job.file.path)


@pytest.fixture
def made(make_job, quick_pdf):
    """`made(is_final)`: a finished document of final results, or of a draft."""

    def make(is_final):
        job = make_job()
        job.frozen["summary"]["heading"]["is_final"] = is_final
        job.save()
        services.render(job.pk)
        return fresh(job)

    return make


def test_draft_gets_thirty_days_and_a_final_document_none(made):
    draft, final = made(False), made(True)

    assert (draft.expires_at - draft.finished_at, final.expires_at) == (DRAFTS_STAY, None)


def test_expire_removes_the_file_and_keeps_what_identifies_it(made, django_capture_on_commit_callbacks):
    draft, final = made(False), made(True)
    file, digest = path_of(draft), draft.sha256

    with django_capture_on_commit_callbacks(execute=True):
        removed = [services.expire(now=timezone.now() + days * DAY) for days in (29, 31, 31)]

    gone = fresh(draft)
    assert (removed, file.exists(), path_of(fresh(final)).exists()) == ([0, 1, 0], False, True)
    assert (gone.state, gone.file.name, gone.sha256, gone.code) == (JobState.EXPIRED, "", digest, draft.code)
    assert Event.objects.about(f"report:{draft.pk}").order_by("-pk").first().verb == "expire_report"


def test_expire_keeps_unfinished_failed_and_cancelled_rows(make_job):
    jobs = [make_job(state) for state in (JobState.QUEUED, JobState.FAILED, JobState.CANCELLED)]

    assert services.expire(now=timezone.now() + 400 * DAY) == 0
    assert ReportJob.objects.count() == len(jobs)


def test_strays_are_removed_a_day_after_and_nothing_else(made, make_job):
    job, failed, unfinished = made(True), make_job(JobState.FAILED), make_job()
    folder = path_of(job).parent
    stray, left = folder / f"{job.pk}-9.pdf", folder / f"{failed.pk}-1.part"
    kept = [
        path_of(job), folder / f"{unfinished.pk}-1.part", folder / f"{uuid.uuid4()}-1.pdf", folder / "tanda-tangan.pdf",
    ]  # fmt: skip
    young = folder / f"{failed.pk}-2.part"
    for path in (stray, left, young, *kept):
        path.write_bytes(b"x")
    for path in (stray, left, *kept):
        old = (timezone.now() - 2 * DAY).timestamp()
        os.utime(path, (old, old))

    assert services.remove_strays() == 2
    assert [path.exists() for path in (stray, left, young, *kept)] == [False, False, *[True] * 5]


def test_worksheets_and_tables_are_forgotten_after_thirty_days(world):
    for days, person in ((29, world.admin), (31, world.assessor)):
        sheet = factories.WorksheetDraftFactory(assessment=world.assessment, created_by=person)
        table = factories.ResultDraftFactory(instansi=world.instansi, created_by=person)
        WorksheetDraft.objects.filter(pk=sheet.pk).update(created_at=timezone.now() - days * DAY)
        ResultDraft.objects.filter(pk=table.pk).update(created_at=timezone.now() - days * DAY)

    tidy()

    assert forget_drafts() == 1
    assert WorksheetDraft.objects.get().created_by == world.admin
    assert ResultDraft.objects.get().created_by == world.admin
