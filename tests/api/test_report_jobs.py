"""Report jobs over the API: asked for, watched, tried again and taken away by who may see results."""

import hashlib

import pytest
from django.core.files.base import ContentFile
from django.utils import timezone

from activity.models import Event
from reports.models import JobState, ReportJob
from results.freezing import to_data
from results.summaries import summarise
from tests import factories

LIST = "/api/v1/report-jobs/"
ROLES = ["operator", "other_operator", "admin", "assessor", "coordinator", "technician", "stranger"]
READERS = {"admin", "assessor", "coordinator"}
PDF = b"%PDF-1.7 laporan contoh"


def job(world, state=JobState.DONE):
    ended = {"finished_at": timezone.now()} if state in (JobState.DONE, JobState.FAILED) else {}
    if state == JobState.DONE:
        ended |= {"sha256": hashlib.sha256(PDF).hexdigest(), "size": len(PDF), "file": ContentFile(PDF, name="x.pdf")}
    if state == JobState.FAILED:
        ended |= {"failure": "Pango belum terpasang."}
    return factories.ReportJobFactory(
        assessment=world.assessment, state=state, frozen={"summary": to_data(summarise(world.assessment))}, **ended
    )


@pytest.mark.parametrize("role", ROLES)
def test_each_role_sees_what_its_screens_show(world, api_for, role):
    done, failed = job(world), job(world, JobState.FAILED)
    client, seen = api_for(getattr(world, role)), role in READERS
    rows = client.get(LIST).json()["results"]
    assert {row["id"] for row in rows} == ({str(done.pk), str(failed.pk)} if seen else set())
    assert client.get(f"{LIST}{done.pk}/").status_code == (200 if seen else 404)
    assert client.get(f"{LIST}{done.pk}/download/").status_code == (200 if seen else 404)
    assert client.post(f"{LIST}{failed.pk}/retry/").status_code == (202 if seen else 404)


def test_a_finished_job_is_downloaded_whole(world, api_for):
    done, client = job(world), api_for(world.coordinator)
    data = client.get(f"{LIST}{done.pk}/").json()
    assert (data["state"], data["assessment"], data["size"]) == ("done", world.assessment.pk, len(PDF))
    response = client.get(data["download"])
    assert b"".join(response.streaming_content) == PDF
    assert response.headers["Content-Type"] == "application/pdf"
    assert response.headers["Content-Disposition"].startswith("attachment")


@pytest.mark.parametrize("state", [JobState.QUEUED, JobState.RUNNING, JobState.FAILED])
def test_a_job_without_a_file_has_no_download(world, api_for, state):
    unfinished, client = job(world, state), api_for(world.admin)
    assert client.get(f"{LIST}{unfinished.pk}/").json()["download"] is None
    assert client.get(f"{LIST}{unfinished.pk}/download/").status_code == 404


@pytest.mark.parametrize(
    ("role", "status"),
    [
        ("admin", 202),
        ("assessor", 202),
        ("coordinator", 202),
        ("operator", 403),
        ("technician", 400),
        ("stranger", 400),
    ],
)
def test_a_report_is_asked_for_by_who_may_see_results(world, api_for, role, status):
    response = api_for(getattr(world, role)).post(LIST, {"assessment": world.assessment.pk})
    assert response.status_code == status
    assert ReportJob.objects.count() == (1 if status == 202 else 0)
    if status == 202:
        assert (response.json()["state"], response.json()["id"]) == ("queued", str(ReportJob.objects.get().pk))
        assert Event.objects.get().verb == "request_report"


def test_asking_twice_joins_the_first(world, api_for):
    client = api_for(world.admin)
    first, second = (client.post(LIST, {"assessment": world.assessment.pk}).json() for _ in range(2))
    assert first["id"] == second["id"]


@pytest.mark.parametrize(
    "body",
    [{}, {"assessment": "x"}, {"assessment": None}, {"assessment": 10**40}, {"kind": "x"}, [], {"assessment": {}}],
)
def test_asking_with_bad_input_is_refused(world, api_for, body):
    assert api_for(world.admin).post(LIST, body).status_code == 400
    assert not ReportJob.objects.exists()


@pytest.mark.parametrize(
    "extra",
    [
        {"kind": "none"},
        {"format": "zip"},
        {"format": "x"},
        {"unit": "x"},
        {"options": "x"},
        {"options": []},
        {"options": {"witout": ["preface"]}},
        {"kind": "worksheet", "options": {"without": ["preface"]}},
        {"options": {"unit": 1}},
        {"options": {"format": "pdf"}},
    ],
)
def test_asking_for_what_a_document_does_not_have_is_refused(world, api_for, extra):
    assert api_for(world.admin).post(LIST, {"assessment": world.assessment.pk} | extra).status_code == 400
    assert not ReportJob.objects.exists()


@pytest.mark.parametrize(
    ("role", "body"),
    [("operator", {"kind": "unit"}), ("admin", {"kind": "unit"}), ("admin", {"kind": "self_assessment"})],
)
def test_nobody_gets_another_report_than_that_of_the_unit_asked_for(world, api_for, role, body):
    client, body = api_for(getattr(world, role)), body | {"assessment": world.assessment.pk}

    assert client.post(LIST, body | {"unit": world.other_unit.pk}).status_code == 400
    assert not ReportJob.objects.exists()


def test_operator_asks_for_the_report_of_the_own_unit(world, api_for):
    body = {"assessment": world.assessment.pk, "kind": "unit", "unit": world.unit.pk}
    response = api_for(world.operator).post(LIST, body)

    assert (response.status_code, response.json()["unit"]) == (202, world.unit.pk)


def test_a_kind_and_a_format_are_asked_for_by_name(world, api_for):
    factories.PriorityFactory(
        assessment=world.assessment, indicator=world.indicator, unit=world.unit, picked_by=world.coordinator
    )
    body = {"assessment": world.assessment.pk, "kind": "priorities", "format": "pdf"}
    answer = api_for(world.admin).post(LIST, body).json()
    assert (answer["kind"], answer["format"], answer["unit"], answer["state"]) == ("priorities", "pdf", None, "queued")
    assert answer["code"] == ReportJob.objects.get().code


def test_a_document_with_nothing_to_say_says_so(world, api_for):
    response = api_for(world.admin).post(LIST, {"assessment": world.assessment.pk, "kind": "priorities"})
    assert (response.status_code, "Belum ada prioritas" in response.json()["detail"]) == (409, True)


def test_an_unfinished_job_is_cancelled_once(world, api_for):
    unfinished, client = job(world, JobState.QUEUED), api_for(world.admin)
    address = f"{LIST}{unfinished.pk}/cancel/"
    assert client.post(address).json()["state"] == "cancelled"
    assert client.post(address).json() == {"detail": "Dokumen ini tidak sedang disusun, jadi tidak dapat dibatalkan."}


def test_list_is_filtered_by_kind(world, api_for):
    kept, client = job(world), api_for(world.admin)
    assert [row["id"] for row in client.get(LIST, {"kind": "self_assessment"}).json()["results"]] == [str(kept.pk)]
    assert client.get(LIST, {"kind": "bundle"}).json()["results"] == []


def test_retry_of_a_job_that_did_not_fail_says_so(world, api_for):
    response = api_for(world.admin).post(f"{LIST}{job(world).pk}/retry/")
    assert (response.status_code, response.json()) == (
        409,
        {"detail": "Dokumen ini tidak gagal, jadi tidak perlu diulang."},
    )


def test_list_is_filtered_and_takes_as_many_queries_for_many_rows(world, api_for, queries_of):
    failed, client = job(world, JobState.FAILED), api_for(world.assessor)
    one = queries_of(client, LIST)
    done = [job(world) for _ in range(4)]
    assert (one, queries_of(client, LIST)) == (3, 3)
    assert [row["id"] for row in client.get(LIST, {"state": "failed"}).json()["results"]] == [str(failed.pk)]
    assert len(client.get(LIST, {"assessment": world.assessment.pk}).json()["results"]) == len(done) + 1


@pytest.mark.parametrize("pk", ["1", "x", "00000000-0000-0000-0000-000000000000"])
def test_an_unknown_job_is_not_found(world, api_for, pk):
    assert api_for(world.admin).get(f"{LIST}{pk}/").status_code == 404
