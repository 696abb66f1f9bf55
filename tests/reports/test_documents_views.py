"""The page where documents are asked for: what is on offer to whom, what was asked, and how a job is cancelled."""

import dataclasses

import pytest
from django import forms
from django.urls import reverse

from reports import catalogue, services
from reports.documents import DOCUMENTS
from reports.forms import documents as option_forms
from reports.models import Format, JobState, ReportJob
from tests import factories

Kind = ReportJob.Kind


def text_of(response):
    return " ".join(response.content.decode().split())


def ask(world, kind=Kind.SELF_ASSESSMENT):
    return reverse("document-request", args=[world.assessment.pk, kind])


def page_of(world, client_for, role, query=""):
    return text_of(client_for(getattr(world, role)).get(reverse("reports", args=[world.assessment.pk]) + query))


@pytest.fixture
def unit_report(monkeypatch):
    """A document of one OPD in two formats, which its own operator and those who see all may ask for."""

    def may_ask(user, assessment, unit):
        return unit is not None and (not user.is_operator or unit.pk == user.unit_id)

    plain = DOCUMENTS[Kind.SELF_ASSESSMENT]
    document = dataclasses.replace(plain, stem="Laporan-OPD", formats=(Format.PDF, Format.DOCX), may_ask=may_ask)
    monkeypatch.setitem(DOCUMENTS, Kind.UNIT, document)


@pytest.fixture
def with_options(monkeypatch):
    class Options(forms.Form):
        place = forms.CharField(label="Tempat")
        day = forms.DateField(label="Tanggal", required=False)

    monkeypatch.setitem(option_forms.OPTION_FORMS, Kind.SELF_ASSESSMENT, Options)


def test_every_kind_says_what_it_is_for():
    assert set(catalogue.PURPOSES) == set(Kind)


@pytest.mark.parametrize("role", ["admin", "assessor", "coordinator"])
def test_page_offers_every_document_that_may_be_asked_for(world, client_for, role):
    text = page_of(world, client_for, role)

    assert ask(world) in text
    assert ask(world, Kind.PRIORITIES) in text
    assert '<button class="btn small" name="format" value="pdf">' in text


def test_page_of_an_operator_without_documents_says_so(world, client_for, make_job, monkeypatch):
    monkeypatch.delitem(DOCUMENTS, Kind.UNIT)
    make_job()

    text = page_of(world, client_for, "operator")

    assert "Belum ada dokumen yang dapat Anda minta" in text
    assert "Minta dokumen" not in text


def test_page_of_an_operator_offers_and_lists_the_own_units_report_alone(world, client_for, make_job, unit_report):
    own = make_job(kind=Kind.UNIT, unit=world.unit, requested_by=world.operator)
    other = make_job(kind=Kind.UNIT, unit=world.other_unit, request_key="x")

    text = page_of(world, client_for, "operator")

    assert (ask(world, Kind.UNIT) in text, ask(world) in text) == (True, False)
    assert (own.get_absolute_url() in text, other.get_absolute_url() in text) == (True, False)
    assert "<select" not in text


def test_operator_asks_for_the_own_units_report(world, client_for, unit_report, sent):
    response = client_for(world.operator).post(ask(world, Kind.UNIT), {"format": "docx", "unit": world.other_unit.pk})

    job = ReportJob.objects.get()
    assert (response.url, job.unit, job.format) == (job.get_absolute_url(), world.unit, Format.DOCX)


def test_admin_chooses_the_unit_of_its_report(world, client_for, unit_report, sent):
    factories.AssignmentFactory(assessment=world.assessment, unit=world.other_unit)
    client = client_for(world.admin)

    refused = client.post(ask(world, Kind.UNIT))
    client.post(ask(world, Kind.UNIT), {"unit": world.other_unit.pk})

    assert (refused.status_code, 'aria-invalid="true"' in text_of(refused)) == (422, True)
    assert [job.unit for job in ReportJob.objects.all()] == [world.other_unit]


def test_unit_of_another_institution_is_not_accepted(world, client_for, unit_report, sent):
    factories.AssignmentFactory(assessment=world.assessment, unit=world.other_unit)
    foreign = factories.UnitFactory()

    response = client_for(world.admin).post(ask(world, Kind.UNIT), {"unit": foreign.pk})

    assert (response.status_code, ReportJob.objects.count()) == (422, 0)


@pytest.mark.parametrize(
    ("person", "kind", "status"),
    [
        ("operator", Kind.SELF_ASSESSMENT, 403),
        ("stranger", Kind.SELF_ASSESSMENT, 404),
        ("technician", Kind.SELF_ASSESSMENT, 404),
        ("admin", "unknown", 404),
    ],
)
def test_request_that_is_not_offered_makes_no_job(world, client_for, person, kind, status):
    response = client_for(getattr(world, person)).post(ask(world, kind))

    assert (response.status_code, ReportJob.objects.count()) == (status, 0)


def test_format_that_a_document_does_not_have_is_not_accepted(world, client_for):
    response = client_for(world.admin).post(ask(world), {"format": "zip"})

    assert (response.status_code, ReportJob.objects.count()) == (422, 0)


def test_document_that_has_nothing_to_say_says_why(world, client_for):
    response = client_for(world.admin).post(ask(world, Kind.PRIORITIES), follow=True)

    assert "Belum ada prioritas yang dapat dicetak" in text_of(response)


def test_options_are_asked_in_a_fold_and_kept_as_json(world, client_for, with_options, sent):
    client_for(world.admin).post(ask(world), {"place": "Denpasar", "day": "2026-03-01"})

    assert '<details class="more"><summary>Isi, lalu buat' in page_of(world, client_for, "admin")
    assert ReportJob.objects.get().options == {"place": "Denpasar", "day": "2026-03-01"}


def test_options_filled_in_wrongly_come_back_open_with_what_was_typed(world, client_for, with_options):
    response = client_for(world.admin).post(ask(world), {"day": "kapan saja"})

    text = text_of(response)
    assert (response.status_code, ReportJob.objects.count()) == (422, 0)
    assert '<details class="more" open>' in text
    assert "kapan saja" in text
    summary = text.partition("Dokumen belum diminta")[2].partition("</ul>")[0]
    assert all(f'href="#self_assessment-{field}"' in summary for field in ("place", "day"))


def test_second_person_is_led_to_the_first_ones_document_and_told_so(world, client_for, sent):
    client_for(world.coordinator).post(ask(world))

    text = text_of(client_for(world.admin).post(ask(world), follow=True))

    assert f"Dokumen yang sama sudah diminta {world.coordinator} pada" in text
    assert "bila ada yang berubah sesudahnya, minta lagi setelah dokumen ini selesai" in text
    assert ReportJob.objects.count() == 1


def test_same_person_asking_again_for_an_unchanged_document_is_told_so(world, client_for, quick_pdf, sent):
    client = client_for(world.coordinator)
    client.post(ask(world))
    services.render(ReportJob.objects.get().pk)

    text = text_of(client.post(ask(world), follow=True))

    assert ("Dokumen yang sama sudah diminta Anda pada" in text, ReportJob.objects.count()) == (True, 1)
    assert "bila ada yang berubah sesudahnya" not in text


def test_what_was_asked_last_stands_first_with_its_file(world, client_for, make_job, quick_pdf):
    done = make_job()
    services.render(done.pk)
    make_job()

    top, _, below = page_of(world, client_for, "admin").partition("Minta dokumen")

    assert "Terakhir diminta" in top
    assert top.index("Menunggu giliran") < top.index(reverse("report-download", args=[done.pk]))
    assert "Yang pernah diminta" not in below


def test_fourth_document_brings_the_whole_list(world, client_for, make_job):
    jobs = [make_job(JobState.FAILED) for _ in range(4)]

    top, _, below = page_of(world, client_for, "admin").partition("Minta dokumen")

    assert 'href="#daftar">Semua yang pernah diminta (4)' in top
    assert [job.get_absolute_url() in top for job in jobs] == [False, True, True, True]
    assert all(job.get_absolute_url() in below for job in jobs)


def test_list_is_filtered_by_kind_in_the_address(world, client_for, make_job):
    report = make_job(JobState.FAILED)
    sheet = make_job(JobState.FAILED, kind=Kind.PRIORITIES)

    text = page_of(world, client_for, "admin", f"?jenis={Kind.PRIORITIES}")

    assert (report.get_absolute_url() in text, sheet.get_absolute_url() in text) == (False, True)
    assert "Tidak ada yang cocok" in page_of(world, client_for, "admin", f"?jenis={Kind.BUNDLE}")
    assert report.get_absolute_url() in page_of(world, client_for, "admin", "?jenis=lainnya")


def test_cancelling_is_asked_once_more_and_then_done(world, client_for, make_job):
    job, client = make_job(), client_for(world.coordinator)
    address = reverse("report-cancel", args=[job.pk])

    assert address in text_of(client.get(job.get_absolute_url()))
    assert "Ya, batalkan" in text_of(client.get(address))
    assert ReportJob.objects.get().state == JobState.QUEUED
    text = text_of(client.post(address, follow=True))

    assert ReportJob.objects.get().state == JobState.CANCELLED
    assert "Penyusunan dibatalkan" in text
    assert reverse("report-retry", args=[job.pk]) in text


def test_cancel_of_a_job_that_ended_meanwhile_leads_back_and_says_so(world, client_for, make_job):
    client, address = client_for(world.coordinator), reverse("report-cancel", args=[make_job(JobState.FAILED).pk])

    assert client.get(address).status_code == 302
    assert "tidak sedang disusun" in text_of(client.post(address, follow=True))


def test_cancel_is_not_offered_to_others_and_refused(world, client_for, make_job):
    job, client = make_job(), client_for(world.assessor)
    address = reverse("report-cancel", args=[job.pk])

    assert address not in text_of(client.get(job.get_absolute_url()))
    assert [client.get(address).status_code, client.post(address).status_code] == [403, 403]


def test_job_that_waits_for_its_next_attempt_says_why_and_when(world, client_for, make_job):
    job = make_job(failure="Ruang penyimpanan server penuh.", not_before="2026-11-22T14:05:10+07:00")

    text = text_of(client_for(world.admin).get(job.get_absolute_url()))

    assert "Ruang penyimpanan server penuh. Portal mencoba lagi dengan sendirinya mulai pukul 14.05.10." in text


def test_done_job_shows_its_code_format_and_when_the_draft_goes(world, client_for, make_job, quick_pdf):
    job = make_job(code="ABCDEFGH2345")
    services.render(job.pk)

    text = text_of(client_for(world.admin).get(job.get_absolute_url()))

    assert "ABCD-EFGH-2345" in text
    assert ReportJob.objects.get().sha256 in text
    assert "Unduh PDF (" in text
    assert "Berkas draf dihapus" in text


def test_expired_job_offers_a_new_one_instead_of_the_file(world, client_for, make_job, quick_pdf):
    job = make_job()
    services.render(job.pk)
    services.expire(now=ReportJob.objects.get().expires_at)

    text = text_of(client_for(world.admin).get(job.get_absolute_url()))

    assert "Berkas sudah dihapus" in text
    assert ReportJob.objects.get().sha256 in text
    assert reverse("report-download", args=[job.pk]) not in text
