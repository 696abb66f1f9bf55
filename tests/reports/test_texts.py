"""The words an institution writes for its reports."""

import pytest
from django.db import IntegrityError
from django.urls import reverse

from activity.models import Event
from directory.versions import version_of
from reports.documents import DOCUMENTS, Ask
from reports.documents.self_assessment.texts import DEFAULTS, own_texts, paragraphs
from reports.models import ReportText
from tests import factories


@pytest.fixture
def page(world, client_for):
    """`page(person)` reads it, `page(person, intro=...)` writes it."""

    def ask(person="admin", **texts):
        client, address = client_for(getattr(world, person)), reverse("report-texts", args=[world.assessment.pk])
        texts = {"version": version_of(own_texts(world.assessment))} | texts if texts else {}
        return client.post(address, texts) if texts else client.get(address)

    return ask


def words(response):
    return " ".join(response.content.decode().split())


def test_page_shows_the_default_texts_with_name_and_year_filled_in(page, world):
    shown = words(page())

    assert f"{world.instansi.name} Tahun {world.assessment.year}." in shown
    assert shown.count("Teks bawaan") == 2


def test_own_text_is_kept_shown_and_frozen_into_the_next_report(page, world):
    response = page(intro="Salam dari {instansi}.\r\n\r\nBaris <b>kedua</b>.", closing="")

    shown = words(page())
    frozen = DOCUMENTS["self_assessment"].freeze(Ask(world.assessment, world.admin))
    assert response.status_code == 302
    assert f"Salam dari {world.instansi.name}." in shown
    assert "Baris &lt;b&gt;kedua&lt;/b&gt;." in shown
    assert frozen["texts"] == {"intro": "Salam dari {instansi}.\n\nBaris <b>kedua</b>."}


@pytest.mark.parametrize("empty", ["", DEFAULTS["intro"]])
def test_text_left_empty_or_as_the_default_goes_back_to_it(page, world, empty):
    factories.ReportTextFactory(instansi=world.instansi, text="Lama")

    page(intro=empty, closing="")

    assert not ReportText.objects.exists()
    assert list(Event.objects.filter(verb="write_report_text").values_list("note", flat=True)) == ["Lama"]


def test_writing_the_same_text_again_records_nothing(page):
    page(intro="Sama", closing="")
    page(intro="Sama", closing="")

    assert Event.objects.filter(verb="write_report_text").count() == 1


def test_second_of_two_writers_is_shown_both_texts_and_may_save_again(page, world):
    opened_at = page().context["form"]["version"].value()
    page(intro="Dari rekan", closing="", version=opened_at)
    refused = page(intro="Dari saya", closing="Penutup saya", version=opened_at)

    assert (refused.status_code, own_texts(world.assessment)) == (409, {"intro": "Dari rekan"})
    assert refused.context["form"].differences == [
        ("Kata pengantar", "Dari rekan", "Dari saya"),
        ("Penutup", "", "Penutup saya"),
    ]
    assert "Teks laporan sudah diubah orang lain" in words(refused)
    page(intro="Dari saya", closing="Penutup saya", version=refused.context["form"]["version"].value())
    assert own_texts(world.assessment) == {"intro": "Dari saya", "closing": "Penutup saya"}


def test_button_pressed_twice_saves_once(page):
    opened_at = version_of({})
    answers = [page(intro="Sama", closing="", version=opened_at).status_code for _ in range(2)]

    assert (answers, Event.objects.filter(verb="write_report_text").count()) == ([302, 302], 1)


def test_text_typed_before_the_session_ended_comes_back(world, client_for):
    client, address = client_for(), reverse("report-texts", args=[world.assessment.pk])
    client.post(address, {"intro": "Panjang", "version": version_of({})}, HTTP_REFERER=f"http://testserver{address}")
    client.force_login(world.admin, backend="allauth.account.auth_backends.AuthenticationBackend")
    shown = words(client.get(address))

    assert "Panjang</textarea>" in shown
    assert "Belum tersimpan" in shown


def test_text_beyond_its_length_is_refused_and_kept_on_the_page(page):
    response = page(intro="x" * 5001, closing="Tetap")

    assert (response.status_code, ReportText.objects.count()) == (422, 0)
    assert "Tetap" in words(response)


def test_texts_of_another_institution_stay_out_of_the_report(world):
    factories.ReportTextFactory(text="Milik instansi lain")

    assert DOCUMENTS["self_assessment"].freeze(Ask(world.assessment, world.admin))["texts"] == {}


def test_paragraphs_are_split_at_blank_lines():
    assert paragraphs("intro", {"intro": "Satu\r\n\r\n\r\n\r\nDua {tahun}"}, instansi="X", year=2026) == [
        "Satu",
        "Dua 2026",
    ]


@pytest.mark.parametrize(
    ("name", "values"),
    [
        ("report_text_part_known", {"part": "lain"}),
        ("report_text_says_something", {"text": ""}),
        ("report_text_once", {}),
    ],
)
def test_constraint_refuses(world, name, values):
    if name == "report_text_once":
        factories.ReportTextFactory(instansi=world.instansi)

    with pytest.raises(IntegrityError, match=name if name != "report_text_once" else "part"):
        factories.ReportTextFactory(instansi=world.instansi, **values)
