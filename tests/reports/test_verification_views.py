"""Everybody may look a code up, nobody may guess: the public pages."""

import copy

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from reports.models import JobState, ReportJob
from reports.views.verification import OPENED, UNKNOWN
from tests import factories

CODE = "ABCDEFGHJKLM"
ADDRESS = f"/v/{CODE}/"
WRONG = "/v/ZZZZZZZZZZZZ/"


@pytest.fixture(autouse=True)
def _time_stands_still(monkeypatch):
    """So that no window of a limit ends in the middle of a test."""
    monkeypatch.setattr("reports.limiting.time", lambda: 6_000_000.0)


def text_of(response):
    return " ".join(response.content.decode().split())


def shown(text):
    """The outcomes that are not hidden."""
    return [part.partition('"')[0] for part in text.split('data-outcome="')[1:] if '" hidden>' not in part[:30]]


@pytest.fixture
def done(scored, make_job):
    return make_job(JobState.DONE, code=CODE, file="a.pdf", sha256="a" * 64, size=4711)


def test_form_is_open_to_everybody(client, db):
    response = client.get(reverse("verify"))

    assert response.status_code == 200
    assert 'name="kode"' in text_of(response)
    assert response.cookies == {}


@pytest.mark.parametrize("typed", ["ABCD-EFGH-JKLM", "abcd efgh jklm"])
def test_form_leads_to_the_page_of_the_code(client, db, typed):
    response = client.get(reverse("verify"), {"kode": typed})

    assert (response.status_code, response.url) == (302, ADDRESS)


def test_form_says_what_is_wrong_with_a_code_and_keeps_it(client, db):
    response = client.get(reverse("verify"), {"kode": "<b>ABC"})

    assert response.status_code == 422
    assert "“&lt;b&gt;ABC” bukan kode verifikasi" in text_of(response)


def test_page_tells_the_facts_of_the_document(client, done, world):
    text = text_of(client.get(ADDRESS))

    assert "<h1>Laporan Hasil Penilaian Mandiri</h1>" in text
    for fact in (world.instansi.name, "Tahun 2026", "3,00", "Baik", "ABCD-EFGH-JKLM", "a" * 64, "4,6 KB"):
        assert fact in text
    assert "Ini DRAF, bukan dokumen resmi." in text
    assert world.coordinator.full_name not in text


def test_page_of_a_report_out_of_a_zip_is_that_of_its_opd_alone(client, world, scored, make_job):
    batch = {"kind": "units", "format": "zip", "code": "ZZZZZZZZZZZZ", "file": "a.zip", "sha256": "e" * 64, "size": 9}
    job = make_job(JobState.DONE, **batch)
    factories.EnclosedReportFactory(job=job, unit=world.unit, code=CODE, sha256="b" * 64, size=4711)
    factories.EnclosedReportFactory(job=job, unit=world.other_unit)
    text = text_of(client.get(ADDRESS, {"sidik": "b" * 64}))

    for fact in (f"<h1>Laporan OPD {world.unit.name}</h1>", "ABCD-EFGH-JKLM", "b" * 64, "4,6 KB", "berkas PDF"):
        assert fact in text
    assert shown(text) == ["same"]
    assert [part for part in (world.other_unit.name, "ZZZZ", "e" * 64, "Predikat") if part in text] == []


def test_page_of_a_final_document_has_no_warning(client, done):
    frozen = done.frozen
    frozen["summary"]["heading"]["is_final"] = True
    ReportJob.objects.filter(pk=done.pk).update(frozen=frozen)
    text = text_of(client.get(ADDRESS))

    assert "FINAL" in text
    assert ("DRAF" in text, "versi yang lebih baru" in text) == (False, False)


def test_page_of_minutes_calls_them_neither_draft_nor_final(client, done):
    ReportJob.objects.filter(pk=done.pk).update(kind="meeting", frozen=done.frozen | {"is_draft": False})
    text = text_of(client.get(ADDRESS))

    assert "<h1>Notulen Rapat</h1>" in text
    assert ("DRAF" in text, "FINAL" in text) == (False, False)


def test_page_of_an_expired_draft_says_so(client, scored, make_job):
    ended = {"finished_at": timezone.now(), "expires_at": timezone.now()}
    make_job(JobState.EXPIRED, code=CODE, sha256="b" * 64, size=9, **ended)

    assert "berkas sudah dihapus karena draf kedaluwarsa" in text_of(client.get(ADDRESS))


def test_page_tells_of_a_newer_version_and_no_more(client, done, make_job):
    frozen = copy.deepcopy(done.frozen)
    frozen["summary"]["heading"]["stage_label"] = "Lain"
    make_job(JobState.DONE, code="NNNNNNNNNNNN", file="b.pdf", sha256="b" * 64, size=1, frozen=frozen)
    text = text_of(client.get(ADDRESS))

    assert "Ada versi yang lebih baru" in text
    assert ("NNNN" in text, "b" * 64 in text) == (False, False)


@pytest.mark.parametrize("code", [CODE.lower(), "ABCD-EFGH-JKLM", " ABCDEFGHJKLM"])
def test_page_forgives_how_the_address_is_typed(client, done, code):
    assert client.get(reverse("verify-document", args=[code])).status_code == 200


def test_page_is_for_no_search_engine_and_no_cache(client, done):
    for address in (ADDRESS, WRONG, reverse("verify")):
        response = client.get(address)
        assert response["X-Robots-Tag"] == "noindex, nofollow, noarchive"
        assert '<meta name="robots" content="noindex, nofollow">' in text_of(response)
        assert "no-store" in response["Cache-Control"]


def test_unfinished_job_and_wrong_code_get_the_same_answer(client, done, make_job):
    make_job(JobState.FAILED, code="FFFFFFFFFFFF")
    running = make_job(JobState.RUNNING, code="RRRRRRRRRRRR")
    factories.EnclosedReportFactory(job=running, code="EEEEEEEEEEEE")
    codes = ("FFFFFFFFFFFF", "RRRRRRRRRRRR", "EEEEEEEEEEEE", "ZZZZZZZZZZZZ", "kacau")
    answers = [client.get(f"/v/{code}/") for code in codes]

    assert {answer.status_code for answer in answers} == {404}
    assert len({answer.content for answer in answers}) == 1
    assert "Kode ini tidak dikenal" in text_of(answers[0])


@pytest.mark.parametrize(
    ("typed", "outcome"), [("a" * 64, "same"), ("b" * 64, "different"), ("salah", "unreadable"), ("", None)]
)
def test_pasted_hash_is_compared_without_script(client, done, typed, outcome):
    text = text_of(client.get(ADDRESS, {"sidik": typed}))

    assert shown(text) == ([outcome] if outcome else [])


def test_pasted_hash_of_a_signed_copy_is_known(client, done):
    copy = factories.SignedCopyFactory(job=done)
    text = text_of(client.get(ADDRESS, {"sidik": copy.sha256}))

    assert shown(text) == ["signed"]
    assert "Ni Made Contoh" not in text


def test_guessing_is_stopped_and_right_codes_with_it(client, done):
    for _ in range(UNKNOWN.amount):
        assert client.get(WRONG).status_code == 404
    response = client.get(ADDRESS)

    assert response.status_code == 429
    assert 0 < int(response["Retry-After"]) <= UNKNOWN.seconds
    assert "Terlalu banyak percobaan" in text_of(response)
    assert client.get(WRONG).status_code == 429


def test_right_codes_are_opened_often(client, done):
    statuses = {client.get(ADDRESS).status_code for _ in range(OPENED.amount)}

    assert (statuses, client.get(ADDRESS).status_code) == ({200}, 429)


def test_each_visitor_behind_the_proxies_is_counted_alone(done, settings):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    guesser, reader = (Client(headers={"x-forwarded-for": f"1.1.1.1, 10.0.0.{n}"}) for n in (1, 2))
    for _ in range(UNKNOWN.amount):
        guesser.get(WRONG)

    assert (guesser.get(ADDRESS).status_code, reader.get(ADDRESS).status_code) == (429, 200)


def test_forged_forwarding_without_a_proxy_does_not_help(done):
    for number in range(UNKNOWN.amount):
        Client(headers={"x-forwarded-for": f"10.0.0.{number}"}).get(WRONG)

    assert Client(headers={"x-forwarded-for": "10.9.9.9"}).get(ADDRESS).status_code == 429


def test_posting_is_not_allowed(client, done):
    assert (client.post(ADDRESS).status_code, client.post(reverse("verify")).status_code) == (405, 405)
