"""The list of documents and the guarded download through the whole stack."""

from __future__ import annotations

import datetime
import re
from pathlib import Path

import pytest
from django.urls import reverse
from django.utils import timezone

from activity.models import Event
from evidence.models import Document
from tests import factories
from tests.evidence.scenes import criterion_of, text_of

ONE_DAY = datetime.timedelta(days=1)


def test_documents_operator_sees_his_own_units_admin_all_of_the_institution(world, client_for):
    mine = factories.DocumentFactory(unit=world.unit, name="milik-sendiri.pdf")
    other = factories.DocumentFactory(unit=world.other_unit, name="milik-lain.pdf")
    factories.DocumentFactory(name="instansi-lain.pdf")
    seen = {
        who: set(re.findall(r"[\w-]+\.pdf", text_of(client_for(getattr(world, who)).get(reverse("documents")))))
        for who in ("operator", "admin", "assessor", "coordinator", "technician")
    }
    everything = {mine.name, other.name}
    assert seen == {
        "operator": {mine.name},
        "admin": everything,
        "assessor": everything,
        "coordinator": everything,
        "technician": set(),
    }


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ({}, ["c.png", "b.pdf", "a.pdf"]),
        ({"q": "A.P"}, ["a.pdf"]),
        ({"jenis": "png"}, ["c.png"]),
        ({"urut": "nama"}, ["a.pdf", "b.pdf", "c.png"]),
        ({"urut": "besar"}, ["b.pdf", "a.pdf", "c.png"]),
        ({"jenis": "exe", "urut": "acak", "hal": "x"}, ["c.png", "b.pdf", "a.pdf"]),
        ({"opd": "other"}, ["b.pdf"]),
        ({"opd": "stranger"}, ["c.png", "b.pdf", "a.pdf"]),
        ({"q": "tidak ada"}, []),
    ],
)
def test_documents_are_narrowed_and_sorted_by_the_address(world, client_for, query, names):
    factories.DocumentFactory(unit=world.unit, name="a.pdf", size=20)
    factories.DocumentFactory(unit=world.other_unit, name="b.pdf", size=30)
    factories.DocumentFactory(unit=world.unit, name="c.png", size=10, content_type="image/png")
    units = {"other": world.other_unit.pk, "stranger": factories.UnitFactory().pk}
    query = query | ({"opd": units[query["opd"]]} if "opd" in query else {})
    page = text_of(client_for(world.admin).get(reverse("documents"), query))
    assert re.findall(r">(\w\.(?:pdf|png))</a>", page) == names
    assert ("Tidak ada dokumen yang cocok" in page) == (not names)


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ({}, ["film.mp4", "habis.pdf", "sk.pdf"]),
        ({"versi": "semua"}, ["film.mp4", "habis.pdf", "sk.pdf", "sk-lama.pdf"]),
        ({"keadaan": "terhapus"}, ["terhapus.pdf"]),
        ({"keadaan": "gugur"}, ["habis.pdf"]),
        ({"keadaan": "lengkapi"}, ["film.mp4", "habis.pdf"]),
        ({"keadaan": "lengkapi", "versi": "semua"}, ["film.mp4", "habis.pdf", "sk-lama.pdf"]),
        ({"dokumen": "decree"}, ["sk.pdf"]),
        ({"status": "enacted"}, ["sk.pdf"]),
        ({"pakai": "ya"}, ["sk.pdf"]),
        ({"pakai": "tidak"}, ["film.mp4", "habis.pdf"]),
        ({"q": "koordinasi tim"}, ["sk.pdf"]),
        ({"q": "188.45"}, ["sk.pdf"]),
        ({"q": "sekda"}, ["sk.pdf"]),
        ({"q": "koordinasi film"}, []),
        ({"urut": "tanggal"}, ["sk.pdf", "film.mp4", "habis.pdf"]),
        ({"urut": "judul"}, ["film.mp4", "habis.pdf", "sk.pdf"]),
        ({"keadaan": "x", "pakai": "x", "versi": "x", "q": "\x00"}, ["film.mp4", "habis.pdf", "sk.pdf"]),
    ],
)
def test_documents_are_found_by_what_is_said_of_them(world, operator, query, names):
    day = datetime.date(2023, 5, 1)
    old = factories.DocumentFactory(unit=world.unit, name="sk-lama.pdf")
    decree = factories.DocumentFactory(
        unit=world.unit, name="sk.pdf", kind="decree", number="188.45/12", date=day, title="Tim Koordinasi",
        signer="Sekda", standing="enacted", replaces=old,
    )  # fmt: skip
    factories.EvidenceFactory(answer=world.answer, document=decree)
    factories.DocumentFactory(unit=world.unit, name="habis.pdf", valid_until=timezone.localdate() - ONE_DAY)
    factories.DocumentFactory(unit=world.unit, name="film.mp4", content_type="video/mp4")
    gone = {"deleted_at": timezone.now(), "deleted_by": world.operator}
    factories.DocumentFactory(unit=world.unit, name="terhapus.pdf", **gone)
    page = text_of(operator.get(reverse("documents"), query))
    assert re.findall(r"(?:<small>|/dokumen/\d+/\">)([\w-]+\.(?:pdf|mp4))", page) == names


def test_documents_tell_each_answer_once_where_they_are_used(world, operator, evidence):
    criterion = criterion_of(world.answer, 4)
    factories.EvidenceFactory(answer=world.answer, criterion=criterion, document=evidence.document)
    page = text_of(operator.get(reverse("documents")))
    assert page.count(f"{world.indicator.label} (2026)") == 1


def test_documents_ask_the_database_the_same_for_one_and_many(
    world, client_for, evidence, django_assert_max_num_queries
):
    client = client_for(world.admin)
    client.get(reverse("documents"))  # the session is fresh from here on
    with django_assert_max_num_queries(20) as one:
        client.get(reverse("documents"))
    for indicator in world.instrument.indicators.exclude(pk=world.indicator.pk):
        for unit in (world.unit, world.other_unit):
            assignment = factories.AssignmentFactory(assessment=world.assessment, indicator=indicator, unit=unit)
            answer = factories.AnswerFactory(assignment=assignment)
            factories.EvidenceFactory.create_batch(5, answer=answer)
    with django_assert_max_num_queries(20) as many:
        response = client.get(reverse("documents"), {"hal": 2})
    assert "Halaman 2 dari 2" in text_of(response)
    assert len(many) == len(one) <= 8


def test_download_has_exactly_our_headers(world, client_for, evidence):
    response = client_for(world.assessor).get(
        reverse("document-download", args=[evidence.document.pk]), headers={"accept-encoding": "gzip, br"}
    )
    body = b"".join(response.streaming_content)
    wanted = {
        "Content-Type": "application/pdf",
        "Content-Length": str(evidence.document.size),
        "Content-Disposition": f"attachment; filename*=UTF-8''{evidence.document.name}",
        "Content-Encoding": "identity",
        "Content-Security-Policy": "default-src 'none'; sandbox",
        "Cross-Origin-Resource-Policy": "same-origin",
        "X-Content-Type-Options": "nosniff",
        "Cache-Control": "private, no-store",
        "Referrer-Policy": "no-referrer",
        "Accept-Ranges": "bytes",
    }
    assert {name: response.get(name) for name in wanted} == wanted
    assert (response.status_code, body) == (200, Path(evidence.document.file.path).read_bytes())


def test_download_range_gives_that_part_and_records_only_the_start(world, operator, evidence):
    url = reverse("document-download", args=[evidence.document.pk])
    whole = Path(evidence.document.file.path).read_bytes()
    for header, part in (("bytes=0-4", whole[:5]), ("bytes=5-9", whole[5:10]), ("bytes=-3", whole[-3:])):
        response = operator.get(url, headers={"range": header})
        assert (response.status_code, b"".join(response.streaming_content)) == (206, part)
    assert operator.get(url, headers={"range": "bytes=99999-"}).status_code == 416
    event = Event.objects.get(verb="download")
    assert (event.subject, event.actor, event.instansi) == (evidence.document.subject, world.operator, world.instansi)


def test_download_behind_nginx_names_the_file_and_sends_no_body(world, operator, evidence, settings):
    settings.USE_X_ACCEL_REDIRECT = True
    response = operator.get(reverse("document-download", args=[evidence.document.pk]))
    assert (response.status_code, response.content) == (200, b"")
    assert response["X-Accel-Redirect"] == f"/terlindungi/bukti/{evidence.document.file.name}"
    assert response["Content-Type"] == "application/pdf"


@pytest.mark.parametrize(
    ("content_type", "query", "kind"),
    [
        ("image/png", "?tampil=1", "inline"),
        ("image/jpeg", "?tampil=1", "inline"),
        ("image/png", "", "attachment"),
        ("application/pdf", "?tampil=1", "attachment"),
        ("video/mp4", "?tampil=1", "inline"),
        ("video/mp4", "", "attachment"),
    ],
)
def test_download_shows_only_pictures_and_films_in_the_browser(world, operator, content_type, query, kind):
    document = factories.DocumentFactory(unit=world.unit, content_type=content_type)
    response = operator.get(reverse("document-download", args=[document.pk]) + query)
    assert response["Content-Disposition"].split(";")[0] == kind
    response.getvalue()


def test_download_of_a_closed_file_says_why_and_records_nothing(world, operator, evidence):
    Document.objects.filter(pk=evidence.document.pk).update(scan="infected", scanned_at=timezone.now())
    assert operator.get(reverse("document-download", args=[evidence.document.pk])).status_code == 409
    assert Event.objects.count() == 0


def test_download_of_a_file_lost_from_disk_is_404_and_records_nothing(world, operator, evidence):
    Path(evidence.document.file.path).unlink()
    assert operator.get(reverse("document-download", args=[evidence.document.pk])).status_code == 404
    assert Event.objects.count() == 0


def test_download_anonymous_is_sent_to_sign_in(client_for, evidence):
    response = client_for().get(reverse("document-download", args=[evidence.document.pk]))
    assert (response.status_code, reverse("account_login") in response["Location"]) == (302, True)
