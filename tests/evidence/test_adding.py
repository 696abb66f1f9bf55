"""The page that adds evidence: what it takes, and that nothing typed is lost."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.urls import reverse

from assessments.models import Stage, Status
from evidence.models import Document, Evidence
from tests import factories
from tests.evidence import corpus
from tests.evidence.scenes import criterion_of, on_disk, set_stage, set_status, text_of, upload


def add_url(answer) -> str:
    return reverse("evidence-add", args=[answer.pk])


def test_add_form_offers_the_wanted_items_and_preselects_the_one_asked_for(world, operator):
    criterion = criterion_of(world.answer, 3)
    item = criterion.evidence_items.get()
    page = text_of(operator.get(add_url(world.answer), {"tingkat": 3, "item": item.pk}))
    assert f'<option value="3:{item.pk}" selected>' in page
    assert page.count("<optgroup") == 5
    assert 'enctype="multipart/form-data"' in page
    assert "multiple" in page


def test_add_files_and_link_at_once_links_each_and_returns_to_the_level(world, operator, settings):
    item = criterion_of(world.answer, 3).evidence_items.get()
    response = operator.post(
        add_url(world.answer),
        {
            "target": f"3:{item.pk}",
            "uploads": [upload("a.pdf"), upload("b.png", corpus.picture("PNG"))],
            "link": "https://jdih.contoh.go.id/1",
            "clause": "Pasal 5",
            "page": "12",
            "note": "Ayat 2",
        },
    )
    assert (response.status_code, response["Location"]) == (302, f"{world.answer.get_absolute_url()}#tingkat-3")
    rows = [(str(row), row.criterion.level, row.item, row.clause, row.page) for row in Evidence.objects.order_by("pk")]
    assert rows == [(name, 3, item, "Pasal 5", "12") for name in ("a.pdf", "b.png", "https://jdih.contoh.go.id/1")]
    assert len(on_disk(settings)) == 2


def test_add_document_the_unit_already_has_stores_nothing_new(world, operator, evidence):
    response = operator.post(add_url(world.answer), {"target": "2", "document": evidence.document.pk})
    assert response.status_code == 302
    assert Document.objects.count() == 1
    assert Evidence.objects.filter(document=evidence.document).count() == 2


def test_add_twice_is_one_evidence(world, operator):
    for _ in range(2):
        response = operator.post(add_url(world.answer), {"target": "2", "uploads": upload()})
        assert response.status_code == 302
    assert (Evidence.objects.count(), Document.objects.count()) == (1, 1)


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        ({}, "Pilih berkas, dokumen yang sudah ada, atau tulis tautan"),
        ({"uploads": ("a.pdf", b"MZ\x90\x00")}, "a.pdf: Nama berkas berakhiran .pdf"),
        ({"uploads": ("a.svg", b"<svg/>")}, "Berkas .svg tidak dapat diunggah"),
        ({"uploads": ("a.pdf", b"")}, "kosong"),
        ({"link": "javascript:alert(1)"}, "Tautan harus berupa alamat web lengkap"),
        ({"link": "https://a.go.id", "target": "9"}, "Masukkan pilihan yang valid"),
        ({"link": "https://a.go.id", "clause": "x" * 101}, "paling banyak 100 karakter"),
        ({"document": "999999"}, "pilihan"),
    ],
)
def test_add_what_cannot_be_taken_says_why_and_keeps_what_was_typed(world, operator, fields, says):
    if "uploads" in fields:
        fields = fields | {"uploads": upload(*fields["uploads"])}
    response = operator.post(
        add_url(world.answer), {"target": "3", "note": "jangan <b>hilang</b>", "page": "77"} | fields
    )
    page = text_of(response)
    assert response.status_code == 422
    assert says in page
    assert "jangan &lt;b&gt;hilang&lt;/b&gt;" in page
    assert 'value="77"' in page
    assert Evidence.objects.count() == 0


def test_add_one_bad_file_among_good_ones_keeps_the_good_ones(world, operator):
    files = [upload("baik.pdf"), upload("buruk.pdf", b"MZ"), upload("bagus.docx", corpus.office("docx"))]
    response = operator.post(add_url(world.answer), {"target": "3", "uploads": files})
    page = text_of(response)
    assert response.status_code == 422
    assert "2 bukti ditautkan." in page
    assert "buruk.pdf: Nama berkas berakhiran .pdf" in page
    assert sorted(map(str, Evidence.objects.all())) == ["bagus.docx", "baik.pdf"]


def test_add_oversized_file_is_refused_and_hardly_touches_the_disk(world, operator, settings):
    settings.UPLOAD_MAX_MIB = 1
    response = operator.post(
        add_url(world.answer),
        {"target": "3", "note": "tetap", "uploads": upload("a.pdf", corpus.pdf() + bytes(5 * 2**20))},
    )
    assert response.status_code == 422
    assert "melebihi batas 1 MiB" in text_of(response)
    assert "tetap" in text_of(response)
    [file] = response.wsgi_request.FILES.getlist("uploads")
    assert file.size == 2**20 + 1
    assert on_disk(settings) == []


@pytest.mark.parametrize("path", ["evidence-add", "document-add"])
def test_add_beyond_the_quota_is_refused_and_keeps_nothing(world, operator, settings, path):
    settings.QUOTA_GIB = 0
    url = add_url(world.answer) if path == "evidence-add" else reverse(path)
    response = operator.post(url, {"target": "2", "uploads": upload("a.pdf")})
    assert response.status_code == 422
    assert "a.pdf: Ruang penyimpanan instansi" in text_of(response)
    assert (Document.objects.count(), on_disk(settings)) == (0, [])


def test_add_too_many_files_is_refused(world, operator):
    response = operator.post(
        add_url(world.answer), {"target": "3", "uploads": [upload(f"{n}.pdf", b"x") for n in range(21)]}
    )
    assert (response.status_code, "Paling banyak 20 berkas" in text_of(response)) == (422, True)


def test_add_name_with_paths_controls_and_markup_is_shown_as_harmless_text(world, operator):
    name = "..\\..\\x\u202e<img src=x>\t.pdf"
    operator.post(add_url(world.answer), {"target": "3", "uploads": upload(name)})
    document = Document.objects.get()
    assert document.name == "x<img src=x>.pdf"
    assert Path(document.file.name).name.isalnum()
    page = text_of(operator.get(reverse("documents")))
    assert "x&lt;img src=x&gt;.pdf" in page
    assert "<img src=x>" not in page


@pytest.mark.parametrize("forged", ["item", "level", "document"])
def test_add_forged_ids_are_not_taken(world, operator, forged):
    other = world.instrument.indicators.exclude(pk=world.indicator.pk).first().criteria.get(level=3)
    foreign = factories.DocumentFactory(unit=world.other_unit)
    data = {
        "item": {"target": f"3:{other.evidence_items.get().pk}", "link": "https://a.go.id"},
        "level": {"target": str(other.pk + 100), "link": "https://a.go.id"},
        "document": {"target": "3", "document": foreign.pk},
    }[forged]
    assert operator.post(add_url(world.answer), data).status_code == 422
    assert Evidence.objects.count() == 0


def test_add_to_a_submitted_answer_leads_back_with_the_reason(world, operator):
    set_status(world.answer, Status.SUBMITTED)
    response = operator.get(add_url(world.answer), follow=True)
    assert response.redirect_chain == [(world.answer.get_absolute_url(), 302)]
    assert "buktinya tidak dapat diubah" in text_of(response)


def test_add_posted_after_the_freeze_is_refused_and_keeps_what_was_typed(world, operator, settings):
    set_stage(world.assessment, Stage.FINAL)
    response = operator.post(add_url(world.answer), {"target": "3", "uploads": upload(), "note": "tetap ada"})
    page = text_of(response)
    assert response.status_code == 422
    assert "tahap Final" in page
    assert "tetap ada" in page
    assert (Evidence.objects.count(), on_disk(settings)) == (0, [])


def test_add_with_an_expired_session_finds_the_text_after_signing_in(world, client_for):
    client = client_for()
    response = client.post(add_url(world.answer), {"target": "3", "note": "sudah ditulis", "link": "https://a.go.id"})
    assert response.status_code == 302
    assert reverse("account_login") in response["Location"]
    client.post(reverse("account_login"), {"login": world.operator.username, "password": factories.PASSWORD})
    page = text_of(client.get(add_url(world.answer)))
    assert "sudah ditulis" in page
    assert 'value="https://a.go.id"' in page
    assert '<option value="3" selected>' in page
