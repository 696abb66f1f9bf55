"""The pages of evidence and documents, and the guarded download through the whole stack."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from activity.models import Event
from assessments.models import Stage, Status
from evidence.models import Document, Evidence
from tests import factories
from tests.evidence import corpus
from tests.evidence.test_services import criterion_of, on_disk, set_stage, set_status


def upload(name: str = "Perbup 4.pdf", content: bytes | None = None) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, corpus.pdf() if content is None else content)


def add_url(answer) -> str:
    return reverse("evidence-add", args=[answer.pk])


def text_of(response) -> str:
    return response.content.decode()


@pytest.fixture
def evidence(world):
    return factories.EvidenceFactory(answer=world.answer, added_by=world.operator)


@pytest.fixture
def operator(world, client_for):
    return client_for(world.operator)


# adding


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
            "files": [upload("a.pdf"), upload("b.png", corpus.picture("PNG"))],
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
        response = operator.post(add_url(world.answer), {"target": "2", "files": upload()})
        assert response.status_code == 302
    assert (Evidence.objects.count(), Document.objects.count()) == (1, 1)


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        ({}, "Pilih berkas, dokumen yang sudah ada, atau tulis tautan"),
        ({"files": ("a.pdf", b"MZ\x90\x00")}, "a.pdf: Nama berkas berakhiran .pdf"),
        ({"files": ("a.svg", b"<svg/>")}, "Berkas .svg tidak dapat diunggah"),
        ({"files": ("a.pdf", b"")}, "kosong"),
        ({"link": "javascript:alert(1)"}, "Tautan harus berupa alamat web lengkap"),
        ({"link": "https://a.go.id", "target": "9"}, "Masukkan pilihan yang valid"),
        ({"link": "https://a.go.id", "clause": "x" * 101}, "paling banyak 100 karakter"),
        ({"document": "999999"}, "pilihan"),
    ],
)
def test_add_what_cannot_be_taken_says_why_and_keeps_what_was_typed(world, operator, fields, says):
    if "files" in fields:
        fields = fields | {"files": upload(*fields["files"])}
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
    response = operator.post(add_url(world.answer), {"target": "3", "files": files})
    page = text_of(response)
    assert response.status_code == 422
    assert "2 bukti ditautkan." in page
    assert "buruk.pdf: Nama berkas berakhiran .pdf" in page
    assert sorted(map(str, Evidence.objects.all())) == ["bagus.docx", "baik.pdf"]


def test_add_oversized_file_is_refused_and_hardly_touches_the_disk(world, operator, settings):
    settings.UPLOAD_MAX_MIB = 1
    response = operator.post(
        add_url(world.answer),
        {"target": "3", "note": "tetap", "files": upload("a.pdf", corpus.pdf() + bytes(5 * 2**20))},
    )
    assert response.status_code == 422
    assert "melebihi batas 1 MiB" in text_of(response)
    assert "tetap" in text_of(response)
    [file] = response.wsgi_request.FILES.getlist("files")
    assert file.size == 2**20 + 1
    assert on_disk(settings) == []


def test_add_too_many_files_is_refused(world, operator):
    response = operator.post(
        add_url(world.answer), {"target": "3", "files": [upload(f"{n}.pdf", b"x") for n in range(21)]}
    )
    assert (response.status_code, "Paling banyak 20 berkas" in text_of(response)) == (422, True)


def test_add_name_with_paths_controls_and_markup_is_shown_as_harmless_text(world, operator):
    name = "..\\..\\x\u202e<img src=x>\t.pdf"
    operator.post(add_url(world.answer), {"target": "3", "files": upload(name)})
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
    response = operator.post(add_url(world.answer), {"target": "3", "files": upload(), "note": "tetap ada"})
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


# who


@pytest.mark.parametrize("who", ["other_operator", "technician", "stranger"])
def test_pages_about_evidence_not_visible_are_404(world, evidence, client_for, who):
    client = client_for(getattr(world, who))
    for name, pk in (
        ("evidence-add", world.answer.pk),
        ("evidence-remove", evidence.pk),
        ("evidence-review", evidence.pk),
        ("document-download", evidence.document.pk),
    ):
        assert client.get(reverse(name, args=[pk])).status_code == 404, name
    for name in ("evidence-remove", "evidence-restore", "evidence-review"):
        assert client.post(reverse(name, args=[evidence.pk]), {"verdict": "accepted"}).status_code == 404, name
    assert evidence.document.name not in text_of(client.get(reverse("documents")))


@pytest.mark.parametrize(
    ("who", "name", "method"),
    [
        ("admin", "evidence-add", "get"),
        ("assessor", "evidence-add", "post"),
        ("admin", "evidence-remove", "get"),
        ("coordinator", "evidence-remove", "post"),
        ("admin", "evidence-restore", "post"),
        ("operator", "evidence-review", "get"),
        ("operator", "evidence-review", "post"),
        ("assessor", "evidence-review", "post"),
    ],
)
def test_step_of_another_role_is_403(world, client_for, who, name, method):
    evidence = factories.EvidenceFactory(answer=world.answer)
    pk = world.answer.pk if name == "evidence-add" else evidence.pk
    response = getattr(client_for(getattr(world, who)), method)(reverse(name, args=[pk]), {"verdict": "accepted"})
    assert response.status_code == 403


# taking off and back


def test_remove_asks_first_then_offers_to_undo(world, operator, evidence):
    url = reverse("evidence-remove", args=[evidence.pk])
    assert "Lepas bukti ini dari isian?" in text_of(operator.get(url))
    assert Evidence.objects.linked().count() == 1
    response = operator.post(url, follow=True)
    page = text_of(response)
    assert Evidence.objects.linked().count() == 0
    assert response.redirect_chain == [(world.answer.get_absolute_url(), 302)]
    assert f'action="{reverse("evidence-restore", args=[evidence.pk])}"' in page
    assert re.search(r"csrfmiddlewaretoken.*Batalkan", page, re.DOTALL)
    operator.post(reverse("evidence-restore", args=[evidence.pk]))
    assert Evidence.objects.linked().count() == 1


def test_remove_and_restore_when_submitted_say_why_not(world, operator, evidence):
    set_status(world.answer, Status.SUBMITTED)
    for name in ("evidence-remove", "evidence-restore"):
        page = text_of(operator.post(reverse(name, args=[evidence.pk]), follow=True))
        assert "buktinya tidak dapat diubah" in page
    assert Evidence.objects.linked().count() == 1


# judging


def test_review_from_the_answers_page_has_a_form_per_evidence_with_token(world, client_for, evidence):
    set_status(world.answer, Status.SUBMITTED)
    page = text_of(client_for(world.admin).get(world.answer.get_absolute_url()))
    url = reverse("evidence-review", args=[evidence.pk])
    form = page.split(f'action="{url}"')[1].split("</form>")[0]
    assert 'name="csrfmiddlewaretoken"' in form
    assert re.findall(r'name="verdict" value="(\w+)"', form) == ["accepted", "needs_work", "refused"]


def test_review_without_note_asks_for_it_and_keeps_the_choice(world, client_for, evidence):
    set_status(world.answer, Status.SUBMITTED)
    client = client_for(world.admin)
    url = reverse("evidence-review", args=[evidence.pk])
    response = client.post(url, {"verdict": "refused", "note": ""})
    assert response.status_code == 422
    assert "Tulis catatan agar OPD tahu" in text_of(response)
    assert re.search(r'value="refused"[^>]*checked', text_of(response))
    response = client.post(url, {"verdict": "refused", "note": "Salah <tahun>."}, follow=True)
    assert response.redirect_chain == [(f"{world.answer.get_absolute_url()}#periksa", 302)]
    assert "Salah &lt;tahun&gt;." in text_of(response)
    evidence.refresh_from_db()
    assert (evidence.review, evidence.reviewed_by) == ("refused", world.admin)


def test_review_too_early_says_so_and_keeps_the_note(world, client_for, evidence):
    response = client_for(world.admin).post(
        reverse("evidence-review", args=[evidence.pk]), {"verdict": "refused", "note": "catatan panjang"}
    )
    assert response.status_code == 422
    assert "tidak sedang menunggu pemeriksaan" in text_of(response)
    assert "catatan panjang" in text_of(response)


# the list


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


# the download


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
        ("video/mp4", "?tampil=1", "attachment"),
    ],
)
def test_download_shows_only_pictures_in_the_browser(world, operator, content_type, query, kind):
    document = factories.DocumentFactory(unit=world.unit, content_type=content_type)
    response = operator.get(reverse("document-download", args=[document.pk]) + query)
    assert response["Content-Disposition"].split(";")[0] == kind
    response.close()


def test_download_of_a_file_lost_from_disk_is_404_and_records_nothing(world, operator, evidence):
    Path(evidence.document.file.path).unlink()
    assert operator.get(reverse("document-download", args=[evidence.document.pk])).status_code == 404
    assert Event.objects.count() == 0


def test_download_anonymous_is_sent_to_sign_in(client_for, evidence):
    response = client_for().get(reverse("document-download", args=[evidence.document.pk]))
    assert (response.status_code, reverse("account_login") in response["Location"]) == (302, True)
