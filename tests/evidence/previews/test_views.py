"""Looking through the whole stack: who sees which page, and what a page tells."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.urls import reverse
from django.utils import timezone

from activity.models import Event
from evidence.models import Document, Evidence
from tests import factories
from tests.evidence import corpus
from tests.evidence.previews.scenes import folder, pictured, smuggled, stored
from tests.evidence.scenes import criterion_of, text_of

SAFE = {
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": "default-src 'none'; sandbox",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "private, max-age=604800",
}


def view(document: Document, **query) -> str:
    text = "&".join(f"{name}={value}" for name, value in query.items())
    return reverse("document-view", args=[document.pk]) + (f"?{text}" if text else "")


def image(document: Document, page: int = 1, width: int = 1000, extension: str = "jpg") -> str:
    return reverse("document-page", args=[document.pk, page, width, extension])


def link(world, document: Document, **place) -> Evidence:
    return factories.EvidenceFactory(answer=world.answer, document=document, added_by=world.operator, **place)


@pytest.fixture
def document(world):
    return pictured(factories.DocumentFactory(unit=world.unit, pages=1, title="Peta Rencana 2023"))


@pytest.mark.parametrize("who", ["other_operator", "technician", "stranger"])
def test_document_not_visible_is_404(world, client_for, document, who):
    client, evidence = client_for(getattr(world, who)), link(world, document)
    addresses = [view(document), image(document), image(document, 1, 320, "webp")]
    addresses += [reverse(name, args=[evidence.pk]) for name in ("evidence-open", "evidence-download")]
    assert [client.get(address).status_code for address in addresses] == [404] * 5


@pytest.mark.parametrize("who", ["operator", "admin", "assessor", "coordinator"])
def test_picture_is_shown_with_safe_headers_and_kept_by_the_browser(world, client_for, document, who):
    response = client_for(getattr(world, who)).get(image(document), headers={"accept-encoding": "gzip, br"})
    headers = SAFE | {
        "Content-Type": "image/jpeg", "Content-Length": "8", "Content-Encoding": "identity",
        "Content-Disposition": "inline; filename*=UTF-8''1-1000.jpg", "Accept-Ranges": "bytes",
    }  # fmt: skip
    assert {name: response.get(name) for name in headers} == headers
    assert (response.status_code, response.getvalue()) == (200, b"\xff\xd8\xff page")
    small = client_for(getattr(world, who)).get(image(document, 1, 320, "webp"), headers={"range": "bytes=0-3"})
    assert (small.status_code, small["Content-Type"], small.getvalue()) == (206, "image/webp", b"RIFF")
    assert Event.objects.count() == 0


def test_picture_behind_nginx_is_named_and_not_sent(settings, operator, document):
    settings.USE_X_ACCEL_REDIRECT = True
    response = operator.get(image(document))
    name = f"previews/{document.sha256[:2]}/{document.sha256}/1-1000.jpg"
    assert (response.status_code, response.content) == (200, b"")
    assert response["X-Accel-Redirect"] == f"/terlindungi/bukti/{name}"
    assert {name: response.get(name) for name in SAFE} == SAFE
    assert response["Content-Type"] == "image/jpeg"


@pytest.mark.parametrize(
    ("page", "width", "extension"),
    [(2, 1000, "jpg"), (0, 1000, "jpg"), (1, 320, "jpg"), (1, 5000, "jpg"), (1, 1, "svg")],
)
def test_picture_that_there_is_not_is_404(operator, document, page, width, extension):
    assert operator.get(image(document, page, width, extension)).status_code == 404


@pytest.mark.parametrize(
    ("scan", "readers"), [("infected", []), ("waiting", ["operator"]), ("clean", ["operator", "admin"])]
)
def test_closed_file_is_neither_shown_nor_sent(world, client_for, document, scan, readers):
    scanned_at = None if scan == "waiting" else timezone.now()
    Document.objects.filter(pk=document.pk).update(scan=scan, scanned_at=scanned_at)
    download = reverse("evidence-download", args=[link(world, document).pk])
    for who in ("operator", "admin"):
        client, status = client_for(getattr(world, who)), 200 if who in readers else 409
        page = client.get(view(document))
        assert [page.status_code, client.get(image(document)).status_code] == [status, status]
        assert (image(document) in text_of(page)) == ("/unduh/" in text_of(page)) == (status == 200)
        response = client.get(download)
        assert response.status_code == status
        response.getvalue()


def test_page_shows_its_picture_and_the_way_to_its_neighbours(world, operator):
    document = stored(world)
    operator.get(view(document))  # asks the worker
    page = text_of(operator.get(view(document, halaman=2)))
    assert (
        f'<img src="{image(document, 2)}" width="1000" height="1414" alt="Halaman 2 dari 3 dokumen Perbup 4.pdf' in page
    )
    assert re.findall(r'rel="(?:prev|next)" href="([^"]+)"', page) == ["?halaman=1#lembar", "?halaman=3#lembar"]
    assert page.count('href="?halaman=3#lembar"') == 2  # above and below it
    assert 'max="3" value="2"' in page
    assert "Refresh" not in operator.get(view(document))


@pytest.mark.parametrize(
    ("page", "ways"), [(1, ["next"]), (3, ["prev"]), ("x", ["next"]), (99, ["prev"]), ("9" * 50, ["next"])]
)
def test_page_at_the_ends_leads_only_inward(world, operator, page, ways):
    document = stored(world)
    operator.get(view(document))
    text = text_of(operator.get(view(document, halaman=page)))
    assert re.findall(r'rel="(prev|next)"', text) == ways
    assert ("Halaman 99 tidak ada: berkas ini sampai halaman 3" in text) == (page == 99)


def test_page_being_prepared_loads_itself_again_then_leaves_it_to_the_reader(world, operator, monkeypatch):
    monkeypatch.setattr("evidence.tasks.picture_block.delay", lambda *args: None)
    document = stored(world)
    evidence = link(world, document)
    first = operator.get(view(document, halaman=2, bukti=evidence.pk))
    assert "Halaman ini sedang disiapkan" in text_of(first)
    assert first["Refresh"] == f"3; url={view(document, halaman=2, coba=1, bukti=evidence.pk)}"
    beyond = operator.get(view(document, halaman=99, coba=39))
    assert beyond["Refresh"] == f"3; url={view(document, halaman=99, coba=40)}"
    last = operator.get(view(document, halaman=2, coba=40))
    assert "lebih lama dari biasanya" in text_of(last)
    assert "Refresh" not in last


def test_page_that_cannot_be_drawn_offers_the_file(world, operator):
    document = smuggled(world, b"%PDF-1.7 nothing")
    operator.get(view(document))
    page = text_of(operator.get(view(document)))
    assert "Halaman ini tidak dapat ditampilkan" in page
    assert reverse("document-download", args=[document.pk]) in page


def test_page_names_what_is_cited_and_where_the_document_is_used(world, client_for, document):
    evidence = link(world, document, clause="Pasal 5", page="12-14", criterion=criterion_of(world.answer, 3))
    page = text_of(client_for(world.admin).get(view(document, bukti=evidence.pk)))
    assert "Disebut: <b>Pasal 5, halaman 12-14</b>" in page
    assert f"{world.indicator.label}, tingkat 3" in page
    assert page.count(f"{world.indicator.label} (2026)") == 1
    assert reverse("evidence-download", args=[evidence.pk]) in page


def test_page_does_not_tell_of_evidence_on_another_document(world, operator, document):
    other = link(world, factories.DocumentFactory(unit=world.unit), clause="Pasal 77")
    for bukti in (other.pk, "x", 10**9):
        response = operator.get(view(document, bukti=bukti))
        assert (response.status_code, "Pasal 77" in text_of(response)) == (200, False)


def test_film_is_played_from_the_guarded_download_in_parts(world, operator):
    document = stored(world, corpus.mp4(), "rapat.mp4")
    response = operator.get(view(document))
    source = reverse("document-download", args=[document.pk]) + "?tampil=1"
    assert f'src="{source}"' in text_of(response)
    assert "media-src 'self'" in response["Content-Security-Policy"]
    part = operator.get(source, headers={"range": "bytes=4-11"})
    assert (part.status_code, part["Content-Type"], part.getvalue()) == (206, "video/mp4", b"ftypisom")
    assert part["Content-Disposition"].startswith("inline;")


def test_office_file_is_offered_for_download(world, operator):
    document = stored(world, corpus.office("docx"), "SK.docx")
    page = text_of(operator.get(view(document)))
    assert "Unduh untuk membuka" in page
    assert "/halaman/" not in page


@pytest.mark.parametrize(
    ("cited", "page"),
    [
        ("7", 7),
        ("12-14", 12),
        ("hal. 7", 7),
        ("", 1),
        ("sampul", 1),
        ("0", 1),
        ("9" * 40, 999999),
        ("Lampiran I, 3", 3),
    ],
)
def test_open_leads_to_the_first_page_that_is_cited(world, operator, document, cited, page):
    evidence = link(world, document, page=cited)
    response = operator.get(reverse("evidence-open", args=[evidence.pk]))
    assert response["Location"] == view(document, halaman=page, bukti=evidence.pk)


def test_open_office_file_leads_to_its_download(world, operator):
    evidence = link(world, stored(world, corpus.office("docx"), "SK.docx"))
    response = operator.get(reverse("evidence-open", args=[evidence.pk]))
    assert response["Location"] == reverse("evidence-download", args=[evidence.pk])


def test_address_as_evidence_is_never_followed(world, operator):
    evidence = link(world, None, link="https://contoh.go.id/")
    for name in ("evidence-open", "evidence-download"):
        assert operator.get(reverse(name, args=[evidence.pk])).status_code == 404


def test_download_has_the_official_name_and_is_remembered_once(world, operator, document):
    first = factories.DocumentFactory(unit=world.unit, name="1.a.SK Tim.pdf")
    for row in (first, document, first):
        evidence = link(world, row)
    wanted = {first.pk: "a.SK-Tim.pdf", document.pk: "b.Peta-Rencana-2023.pdf"}
    for evidence in Evidence.objects.all():
        response = operator.get(reverse("evidence-download", args=[evidence.pk]))
        assert response["Content-Disposition"] == (
            f"attachment; filename*=UTF-8''{world.indicator.short_code}.{wanted[evidence.document_id]}"
        )
        assert response.getvalue() == Path(evidence.document.file.path).read_bytes()
    assert Event.objects.filter(verb="download").count() == 3
    operator.get(reverse("evidence-download", args=[evidence.pk]), headers={"range": "bytes=3-"}).getvalue()
    assert Event.objects.filter(verb="download").count() == 3


def test_download_of_evidence_taken_off_keeps_the_name_of_its_file(world, operator, document):
    evidence = link(world, document)
    Evidence.objects.filter(pk=evidence.pk).update(removed_at=timezone.now(), removed_by=world.operator)
    response = operator.get(reverse("evidence-download", args=[evidence.pk]))
    assert response["Content-Disposition"] == f"attachment; filename*=UTF-8''{document.name}"
    response.getvalue()


def test_evidence_on_the_answer_has_a_thumbnail_and_opens_its_page(world, operator, document):
    evidence = link(world, document)
    bare = link(world, factories.DocumentFactory(unit=world.unit))
    page = text_of(operator.get(world.answer.get_absolute_url()))
    assert page.count('<img class="thumb"') == 1
    assert f'src="{image(document, 1, 320, "webp")}" width="48" height="64" loading="lazy"' in page
    for row in (evidence, bare):
        assert f'href="{reverse("evidence-open", args=[row.pk])}"' in page


def test_thumbnail_of_a_closed_file_is_an_icon(world, operator, document):
    link(world, document)
    Document.objects.filter(pk=document.pk).update(scan="infected", scanned_at=timezone.now())
    assert 'class="thumb"' not in text_of(operator.get(world.answer.get_absolute_url()))


def test_pictures_are_no_part_of_the_originals(world, operator):
    """They lie apart in the store, so that they can be thrown away and drawn anew."""
    document = stored(world)
    operator.get(view(document))
    assert folder(document).is_dir()
    assert not document.file.name.startswith("previews/")
