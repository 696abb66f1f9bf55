"""The way of a report through the browser: ask, watch, take away; try again when it failed."""

import pytest
from django.urls import reverse

from accounts.models import User
from reports import services
from reports.models import JobState, ReportJob
from tests import factories
from tests.reports.conftest import PDF

READERS = ["admin", "assessor", "coordinator"]
JSON = {"headers": {"accept": "application/json"}}


def text_of(response):
    return " ".join(response.content.decode().split())


@pytest.fixture
def done(make_job, quick_pdf):
    job = make_job()
    services.render(job.pk)
    return ReportJob.objects.get(pk=job.pk)


@pytest.mark.parametrize("role", READERS)
def test_request_leads_to_the_jobs_page(world, client_for, sent, role):
    response = client_for(getattr(world, role)).post(reverse("report-request", args=[world.assessment.pk]))

    job = ReportJob.objects.get()
    assert (response.status_code, response.url) == (302, job.get_absolute_url())


def test_request_twice_leads_to_the_same_job(world, client_for, sent):
    client, address = client_for(world.admin), reverse("report-request", args=[world.assessment.pk])

    assert client.post(address).url == client.post(address).url
    assert ReportJob.objects.count() == 1


@pytest.mark.parametrize(("person", "status"), [("operator", 403), ("technician", 404), ("stranger", 404)])
def test_request_by_others_makes_no_job(world, client_for, person, status):
    response = client_for(getattr(world, person)).post(reverse("report-request", args=[world.assessment.pk]))

    assert (response.status_code, ReportJob.objects.count()) == (status, 0)


def test_request_by_get_is_not_allowed(world, client_for):
    assert client_for(world.admin).get(reverse("report-request", args=[world.assessment.pk])).status_code == 405


def test_list_without_jobs_says_what_to_do(world, client_for):
    text = text_of(client_for(world.admin).get(reverse("reports", args=[world.assessment.pk])))

    assert "Belum ada dokumen" in text
    assert "Pilih dokumen di atas" in text


def test_list_shows_states_newest_first_in_constant_queries(world, client_for, make_job, django_assert_max_num_queries):
    client, address = client_for(world.coordinator), reverse("reports", args=[world.assessment.pk])
    make_job(JobState.FAILED)
    with django_assert_max_num_queries(8) as one:
        client.get(address)
    make_job(JobState.FAILED)
    make_job(JobState.FAILED)
    newest = make_job()

    with django_assert_max_num_queries(8) as many:
        text = text_of(client.get(address))

    assert len(many) == len(one)
    text = text.partition("Yang pernah diminta")[2]
    assert (text.count("Gagal"), text.count("Menunggu giliran")) == (3, 1)
    assert text.index(newest.get_absolute_url()) < text.index("Gagal")


def test_list_pages_after_twenty_jobs(world, client_for, make_job):
    for _ in range(21):
        make_job(JobState.FAILED)

    text = text_of(client_for(world.admin).get(reverse("reports", args=[world.assessment.pk]) + "?hal=2"))

    assert (text.count("Gagal"), "Halaman 2 dari 2" in text) == (1, True)


@pytest.mark.parametrize(("person", "status"), [("stranger", 404), ("technician", 404)])
def test_list_for_others_is_closed(world, client_for, person, status):
    assert client_for(getattr(world, person)).get(reverse("reports", args=[world.assessment.pk])).status_code == status


def test_unfinished_job_shows_its_step_and_loads_again_without_script(world, client_for, make_job):
    job = make_job(JobState.RUNNING, step="Menata halaman 20", progress=50)

    text = text_of(client_for(world.coordinator).get(job.get_absolute_url()))

    assert '<noscript><meta http-equiv="refresh" content="3"></noscript>' in text
    assert '<p role="status" class="mt"><b data-step>Menata halaman 20</b></p>' in text
    assert 'max="100" value="50"' in text
    assert "js/progress.js" in text


def test_unfinished_job_answers_the_script_as_json(world, client_for, make_job):
    job = make_job(JobState.RUNNING, step="Menulis PDF", progress=75)

    response = client_for(world.coordinator).get(job.get_absolute_url(), **JSON)

    assert response.json() == {"is_unfinished": True, "state": "Sedang disusun", "step": "Menulis PDF", "progress": 75}
    assert "Accept" in response["Vary"]


@pytest.mark.parametrize("accept", ["text/html,application/xhtml+xml,*/*;q=0.8", "*/*"])
def test_job_for_a_browser_is_a_page(world, client_for, make_job, accept):
    response = client_for(world.admin).get(make_job().get_absolute_url(), headers={"accept": accept})

    assert response["Content-Type"].startswith("text/html")


def test_failed_job_shows_the_reason_escaped_and_a_button(world, client_for, make_job):
    job = make_job(JobState.FAILED, failure="Sebab <b>contoh</b>")

    text = text_of(client_for(world.assessor).get(job.get_absolute_url()))

    assert "Sebab &lt;b&gt;contoh&lt;/b&gt;" in text
    assert reverse("report-retry", args=[job.pk]) in text
    assert "http-equiv" not in text


def test_done_job_offers_the_file(world, client_for, done):
    text = text_of(client_for(world.assessor).get(done.get_absolute_url()))

    assert reverse("report-download", args=[done.pk]) in text
    assert done.sha256 in text
    assert "data-progress" not in text


def test_retry_queues_the_job_again(world, client_for, make_job, sent):
    job = make_job(JobState.FAILED)

    response = client_for(world.admin).post(reverse("report-retry", args=[job.pk]))

    assert (response.url, ReportJob.objects.get().state) == (job.get_absolute_url(), JobState.QUEUED)


def test_retry_of_a_done_job_says_why_not(world, client_for, done):
    response = client_for(world.admin).post(reverse("report-retry", args=[done.pk]), follow=True)

    assert "Dokumen ini tidak gagal" in text_of(response)


def test_download_sends_the_file_under_a_sensible_name(world, client_for, done):
    response = client_for(world.coordinator).get(reverse("report-download", args=[done.pk]))

    assert b"".join(response.streaming_content) == PDF
    assert response["Content-Type"] == "application/pdf"
    assert response["Content-Disposition"] == f"attachment; filename*=UTF-8''{services.download_name(done)}"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Cache-Control"] == "private, no-store"


def test_download_behind_the_web_server_names_the_internal_place(world, client_for, done, settings):
    settings.USE_X_ACCEL_REDIRECT = True

    response = client_for(world.coordinator).get(reverse("report-download", args=[done.pk]))

    assert (response.content, response["X-Accel-Redirect"]) == (b"", f"/terlindungi/laporan/{done.file.name}")


@pytest.mark.parametrize("person", ["operator", "technician", "stranger"])
@pytest.mark.parametrize("name", ["report-job", "report-download"])
def test_job_of_an_institution_is_hidden_from_others(world, client_for, done, person, name):
    assert client_for(getattr(world, person)).get(reverse(name, args=[done.pk])).status_code == 404


def answers(client, addresses):
    return [client.get(address).status_code for address in addresses]


@pytest.fixture
def ways_in(make_job, done):
    """`ways_in(**changes)`: the page, the file and the signed copy of a finished document."""

    def make(**changes):
        file = {name: getattr(done, name) for name in ("file", "sha256", "size")}
        job = make_job(JobState.DONE, **file, **changes)
        copy = factories.SignedCopyFactory(job=job)
        pages = [reverse(name, args=[job.pk]) for name in ("report-job", "report-download")]
        return [*pages, copy.get_absolute_url()]

    return make


@pytest.mark.parametrize(
    "changes",
    [{"role": "operator", "unit": "other_unit"}, {"instansi": "other"}, {"role": "technician", "instansi": None}],
)
def test_whoever_asked_is_weighed_again_each_time(world, client_for, ways_in, changes):
    client, addresses = client_for(world.coordinator), ways_in(requested_by=world.coordinator)
    before = answers(client, addresses)
    places = {"other_unit": world.other_unit, "other": world.stranger.instansi}

    User.objects.filter(pk=world.coordinator.pk).update(**{name: places.get(to, to) for name, to in changes.items()})

    assert (before, answers(client, addresses)) == ([200, 200, 200], [404, 404, 404])


def test_operator_who_moved_leaves_the_documents_of_the_unit_behind(world, client_for, ways_in):
    addresses = ways_in(kind="unit", unit=world.unit, requested_by=world.operator)
    client = client_for(world.operator)
    before = answers(client, addresses)

    User.objects.filter(pk=world.operator.pk).update(unit=world.other_unit)

    assert (before, answers(client, addresses)) == ([200, 200, 200], [404, 404, 404])


@pytest.mark.parametrize("state", [JobState.QUEUED, JobState.RUNNING, JobState.FAILED])
def test_download_before_the_end_is_not_found(world, client_for, make_job, state):
    address = reverse("report-download", args=[make_job(state).pk])

    assert client_for(world.admin).get(address).status_code == 404


def test_download_of_a_file_that_is_gone_is_not_found(world, client_for, done):
    done.file.storage.delete(done.file.name)

    assert client_for(world.admin).get(reverse("report-download", args=[done.pk])).status_code == 404


def test_anonymous_visitor_is_sent_to_sign_in(world, client_for, done):
    response = client_for(None).get(reverse("report-download", args=[done.pk]))

    assert (response.status_code, response.url.split("?")[0]) == (302, "/masuk/")


@pytest.mark.parametrize("is_enclosed", [True, False])
def test_page_of_a_zip_says_that_its_reports_have_codes_of_their_own(world, client_for, make_job, is_enclosed):
    job = make_job(JobState.DONE, kind="units", format="zip", file="a.zip", sha256="a" * 64, size=9)
    factories.EnclosedReportFactory(**({"job": job} if is_enclosed else {}))
    text = text_of(client_for(world.admin).get(job.get_absolute_url()))

    assert ("Tiap laporan di dalam ZIP ini mempunyai kode verifikasi sendiri" in text) is is_enclosed
    assert ("kode yang tercetak padanya, tanpa masuk" in text) is not is_enclosed
    assert reverse("verify-document", args=[job.code]) in text
