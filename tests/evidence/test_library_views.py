"""The pages of the library: what they show to whom, and that nothing typed or stored is lost on the way."""

from __future__ import annotations

import datetime
import re

import pytest
from django.urls import reverse

from accounts.models import Role
from activity.models import Event
from assessments.models import Status
from evidence import services
from evidence.forms import EvidenceForm
from evidence.models import Document
from tests import factories
from tests.evidence import corpus
from tests.evidence.scenes import set_status, text_of, upload
from tests.evidence.test_library import SAID, cited_by_final

TYPED = {**SAID, "date": "2023-05-01", "valid_until": "", "version": "1"}


@pytest.fixture
def document(world):
    return factories.DocumentFactory(unit=world.unit, name="sk.pdf", uploaded_by=world.operator)


def url(name: str, document) -> str:
    return reverse(f"document-{name}", args=[document.pk])


def words(response) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", text_of(response).partition("<main")[2]).split())


def test_document_page_tells_what_it_is_where_it_serves_and_what_happened(world, operator, document):
    factories.EvidenceFactory(answer=world.answer, document=document, clause="Pasal 5", page="7")
    cited_by_final(world, document, 2021)
    services.describe(document, version=1, **SAID, by=world.admin)
    page = words(operator.get(document.get_absolute_url()))
    for text in (
        "SK 12/2023", "Tim Koordinasi SPBE", "Wali Kota", "1 Mei 2023", "Ditetapkan",
        f"{world.indicator.label} (2026)", "Tingkat 1, Pasal 5, halaman 7", f"{world.indicator.label} (2021)", "Final",
        f"{world.admin} mengubah keterangan sk.pdf", "nomor: – → 12", f"{world.operator} mengunggah sk.pdf",
    ):  # fmt: skip
        assert text in page, text


def test_document_page_tells_downloads_only_to_those_who_watch_over_the_institution(world, client_for, document):
    services.record_download(document, by=world.assessor)
    seen = {
        who: "mengunduh" in words(client_for(getattr(world, who)).get(document.get_absolute_url()))
        for who in ("operator", "admin", "coordinator")
    }
    assert seen == {"operator": False, "admin": True, "coordinator": True}


def test_document_page_offers_only_what_the_person_may_do(world, client_for, document):
    names = ("change", "replace", "revoke", "delete")
    offered = {
        who: [
            name for name in names if url(name, document) in text_of(client_for(user).get(document.get_absolute_url()))
        ]
        for who, user in (("operator", world.operator), ("admin", world.admin), ("assessor", world.assessor))
    }
    assert offered == {"operator": list(names), "admin": ["change", "revoke", "delete"], "assessor": []}


def test_document_page_of_an_old_version_leads_to_the_newest(world, operator, document):
    new = factories.DocumentFactory(unit=world.unit, replaces=document)
    page = text_of(operator.get(document.get_absolute_url()))
    assert "Ini versi lama; versi terbaru" in page
    assert new.get_absolute_url() in page
    assert url("replace", document) not in page
    assert "Ini versi lama" not in text_of(operator.get(new.get_absolute_url()))


def test_document_page_asks_the_database_the_same_for_one_and_many(
    world, client_for, document, django_assert_max_num_queries
):
    client = client_for(world.admin)
    factories.EvidenceFactory(answer=world.answer, document=document)
    newer = factories.DocumentFactory(unit=world.unit, replaces=document)
    services.record_download(document, by=world.admin)
    client.get(document.get_absolute_url())
    with django_assert_max_num_queries(25) as one:
        client.get(document.get_absolute_url())
    for year in range(2018, 2024):
        cited_by_final(world, document, year)
        newer = factories.DocumentFactory(unit=world.unit, replaces=newer)
        services.record_download(document, by=factories.UserFactory(instansi=world.instansi, role=Role.ADMIN))
    with django_assert_max_num_queries(25) as many:
        client.get(document.get_absolute_url())
    assert len(many) == len(one)


@pytest.mark.parametrize("who", ["operator", "admin"])
def test_change_saves_and_leads_back(world, client_for, document, who):
    response = client_for(getattr(world, who)).post(url("change", document), TYPED)
    assert (response.status_code, response["Location"]) == (302, document.get_absolute_url())
    document.refresh_from_db()
    assert ({name: getattr(document, name) for name in SAID}, document.version) == (SAID, 2)


def test_change_from_an_old_version_shows_both_and_saves_the_second_time(world, operator, document):
    services.describe(document, version=1, **SAID | {"number": "77"}, by=world.admin)
    response = operator.post(url("change", document), TYPED)
    page = words(response)
    assert response.status_code == 409
    assert "sudah diubah orang lain" in page
    assert "Nomor 77 12" in page
    assert 'name="version" value="2"' in text_of(response)
    assert operator.post(url("change", document), TYPED | {"version": "2"}).status_code == 302
    assert Document.objects.get().number == "12"


def test_change_that_cannot_be_is_told_and_keeps_what_was_typed(operator, document):
    response = operator.post(url("change", document), TYPED | {"valid_until": "2023-04-30", "signer": "Sekda"})
    page = text_of(response)
    assert (response.status_code, "Masa berlaku berakhir sebelum" in page, 'value="Sekda"' in page) == (422, True, True)


def test_change_offers_the_kind_that_was_read(world, operator, document):
    factories.ReadingFactory(document=document, kind="decree")
    assert "Dibaca dari berkas: jenis dokumen Surat Keputusan." in words(operator.get(url("change", document)))


def test_change_offers_what_was_read_for_empty_fields_only(world, operator, document):
    factories.ReadingFactory(
        document=document, number="4", date=datetime.date(2022, 3, 14), title="SPBE", is_draft=True
    )
    Document.objects.update(title="Judul orang")
    page = words(operator.get(url("change", document)))
    assert "Dibaca dari berkas: nomor 4, tanggal 14 Maret 2022, status Draf." in page
    typed = {"version": "1", "number": "188", "title": "Judul orang", "signer": "Sekda", "pakai": "ya"}
    response = operator.post(url("change", document), typed)
    form = response.context["form"]
    values = {name: form[name].value() for name in ("number", "date", "title", "signer", "standing", "version")}
    assert values == {
        "number": "188", "date": "2022-03-14", "title": "Judul orang", "signer": "Sekda", "standing": "draft",
        "version": "1",
    }  # fmt: skip
    assert (response.status_code, Document.objects.get().number) == (200, "")
    assert "Dibaca dari berkas" not in words(response)


def test_change_text_survives_a_session_that_ran_out(world, client_for, document):
    client = client_for()
    client.post(url("change", document), TYPED)
    client.force_login(world.operator, backend="allauth.account.auth_backends.AuthenticationBackend")
    assert 'value="Tim Koordinasi SPBE"' in text_of(client.get(url("change", document)))


def test_replace_shows_open_answers_ticked_and_closed_ones_with_the_reason(world, operator, document):
    factories.EvidenceFactory(answer=world.answer, document=document, page="7")
    cited_by_final(world, document, 2021)
    page = words(operator.get(url("replace", document)))
    assert f"{world.indicator.label} (2026), tingkat 1, halaman 7" in page
    assert "Penilaian berada pada tahap Final; isian tidak dapat diubah." in page
    assert text_of(operator.get(url("replace", document))).count(" checked") == 1


def test_replace_stores_switches_and_goes_on_to_the_metadata(world, operator, document):
    evidence = factories.EvidenceFactory(answer=world.answer, document=document)
    chosen = {"file": upload("baru.pdf"), "evidence": [evidence.pk]}
    response = operator.post(url("replace", document), chosen, follow=True)
    new = Document.objects.get(replaces=document)
    assert response.request["PATH_INFO"] == url("change", new)
    assert "1 bukti kini memakainya dan menunggu pemeriksaan lagi." in words(response)
    assert [row.document for row in world.answer.evidence.linked()] == [new]


def test_replace_of_an_answer_sent_in_the_meantime_keeps_the_file_and_says_so(world, operator, document):
    evidence = factories.EvidenceFactory(answer=world.answer, document=document)
    set_status(world.answer, Status.SUBMITTED)
    chosen = {"file": upload("baru.pdf"), "evidence": [evidence.pk, 10**18, "x"]}
    assert operator.post(url("replace", document), chosen).status_code == 422
    chosen = {"file": upload("baru.pdf"), "evidence": [evidence.pk, 10**17]}
    response = operator.post(url("replace", document), chosen, follow=True)
    assert f"isiannya sudah tidak dapat diubah: {world.indicator.label}." in words(response)
    assert [row.document for row in world.answer.evidence.linked()] == [document]


def test_replace_without_a_file_or_with_a_known_one_is_told_beside_it(world, operator, document):
    services.store_document(unit=world.unit, file=upload(), name="lain.pdf", by=world.operator)
    assert "Bidang ini" in words(operator.post(url("replace", document), {}))
    response = operator.post(url("replace", document), {"file": upload()})
    assert (response.status_code, "sama persis dengan lain.pdf" in words(response)) == (422, True)


def test_revoke_shows_what_it_touches_and_can_be_undone(world, operator, document):
    factories.EvidenceFactory(answer=world.answer, document=document)
    assert f"{world.indicator.label} (2026)" in words(operator.get(url("revoke", document)))
    assert operator.post(url("revoke", document), {"revoked_by": "", "revoked_on": ""}).status_code == 422
    operator.post(url("revoke", document), {"revoked_by": "SK 5/2026", "revoked_on": "2026-01-31"})
    assert "Dicabut dengan SK 5/2026 pada 31 Januari 2026." in words(operator.get(document.get_absolute_url()))
    again = operator.post(url("revoke", document), {"revoked_by": "SK 6", "revoked_on": "2026-02-01"})
    assert (again.status_code, "sudah dicatat dicabut" in words(again)) == (422, True)
    assert "dibatalkan" in words(operator.post(url("unrevoke", document), follow=True))
    assert Document.objects.get().revoked_by == ""


def test_delete_in_use_says_where_and_leaves_it(world, operator, document):
    factories.EvidenceFactory(answer=world.answer, document=document)
    sentence = f"sk.pdf masih dipakai. Lepas dulu dari {world.indicator.label} (2026)."
    asked, told = operator.get(url("delete", document)), operator.post(url("delete", document))
    assert (asked.status_code, told.status_code) == (200, 409)
    assert all(sentence in words(response) for response in (asked, told))
    assert "<button" not in text_of(asked).partition("<main")[2]
    assert Document.objects.get().deleted_at is None


def test_delete_hides_it_everywhere_until_it_is_restored(world, operator, document):
    names = lambda **query: re.findall(r">(\w+\.pdf)</a>", text_of(operator.get(reverse("documents"), query)))  # noqa: E731
    offered = lambda: list(EvidenceForm(answer=world.answer).fields["document"].queryset)  # noqa: E731
    assert (names(), names(keadaan="terhapus"), offered()) == (["sk.pdf"], [], [document])
    assert "dapat dipulihkan" in words(operator.post(url("delete", document), follow=True))
    assert (names(), names(keadaan="terhapus"), offered()) == ([], ["sk.pdf"], [])
    assert "ada lagi di pustaka" in words(operator.post(url("restore", document), follow=True))
    assert (names(), names(keadaan="terhapus"), offered()) == (["sk.pdf"], [], [document])


def test_add_one_file_goes_on_to_its_metadata(world, operator):
    response = operator.post(reverse("document-add"), {"uploads": upload("Perbup 4.pdf")})
    document = Document.objects.get()
    assert (response["Location"], document.unit, document.name) == (url("change", document), world.unit, "Perbup 4.pdf")


def test_add_several_keeps_the_good_ones_and_tells_the_bad(world, operator):
    files = [upload("a.pdf"), upload("b.pdf", corpus.pdf(2)), upload("c.pdf", b"MZ" + bytes(300))]
    response = operator.post(reverse("document-add"), {"uploads": files})
    page = words(response)
    assert (response.status_code, "c.pdf:" in page, "a.pdf tersimpan." in page) == (422, True, True)
    assert set(Document.objects.values_list("name", flat=True)) == {"a.pdf", "b.pdf"}
    files = [upload("a.pdf"), upload("d.pdf", corpus.pdf(3))]
    again = operator.post(reverse("document-add"), {"uploads": files}, follow=True)
    assert again.redirect_chain == [(f"{reverse('documents')}?keadaan=lengkapi", 302)]


def test_add_what_is_there_already_says_so_and_stores_nothing(world, operator):
    for _ in range(2):
        response = operator.post(reverse("document-add"), {"uploads": upload("a.pdf")}, follow=True)
    assert "a.pdf sudah ada di pustaka." in words(response)
    assert (Document.objects.count(), Event.objects.filter(verb="document_add").count()) == (1, 1)
