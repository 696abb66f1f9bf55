"""The button that drafts a sentence, where no script does it: nothing typed is lost, nothing is saved."""

from __future__ import annotations

import datetime

import pytest

from tests import factories
from tests.assessments.scenes import everything, set_deadlines, set_status, words

TEXT = {"version": "7", "level": "3", "facts": "Fakta saya.", "analysis": "Analisis saya."}


@pytest.fixture
def decree(world):
    document = factories.DocumentFactory(
        unit=world.unit, name="SK.pdf", kind="decree", number="12", date=datetime.date(2023, 5, 1), title="Tim SPBE"
    )
    return factories.EvidenceFactory(answer=world.answer, document=document, clause="Kedua", page="3")


@pytest.fixture
def press(world, client_for):
    def ask(wanted, *, by=None, **change):
        client = client_for(by or world.operator)
        return client.post(f"/isian/{world.answer.pk}/kalimat/", TEXT | {"kalimat": wanted} | change)

    return ask


def sentence(world):
    return (
        f"{world.indicator.short_name} dibuktikan dengan Surat Keputusan Nomor 12 Tahun 2023 tentang Tim SPBE, Kedua, "
        f"halaman 3, dilaksanakan oleh {world.unit.name} (lihat {world.indicator.short_code}.a.Tim-SPBE.pdf)."
    )


def test_sentence_is_appended_and_nothing_saved(world, press, decree):
    before = everything()
    response = press(decree.pk)
    text = words(response)
    assert (response.status_code, everything()) == (200, before)
    assert f"Fakta saya. {sentence(world)}</textarea>" in text
    assert "Analisis saya.</textarea>" in text
    assert 'name="version" value="7"' in text  # still the version the person saw
    assert 'value="3" checked' in text
    assert "belum tersimpan" in text
    assert "data-unsaved" in text


def test_sentence_for_analysis_follows_the_level_chosen(world, press):
    text = words(press("analisis"))
    assert "Analisis saya. Penerapan itu sudah memenuhi kriteria tingkat 3 (Terdefinisi): belum ada, atau" in text
    assert "Fakta saya.</textarea>" in text


@pytest.mark.parametrize(
    ("wanted", "level"),
    [("", "3"), ("0", "3"), ("99999999999999999999", "3"), ("²", "3"), ("analisis", ""), ("analisis", "9"), ("x", "3")],
)
def test_sentence_of_nothing_says_so_and_keeps_the_text(world, press, wanted, level):
    response = press(wanted, level=level)
    assert response.status_code == 422
    assert "Pilih dulu tingkatnya" in words(response)
    assert "Fakta saya.</textarea>" in words(response)


def test_sentence_of_the_evidence_of_another_answer_is_not_given(world, press):
    other = factories.EvidenceFactory(document__title="Rahasia OPD lain")
    response = press(other.pk)
    assert (response.status_code, "Rahasia" in words(response)) == (422, False)


def test_sentence_of_evidence_taken_off_is_not_given(world, press, decree):
    type(decree).objects.update(removed_at=decree.added_at, removed_by=world.operator)
    assert press(decree.pk).status_code == 422


def test_sentence_that_makes_the_text_too_long_keeps_it_and_says_so(world, press, decree):
    text = words(press(decree.pk, facts="x" * 4990))
    assert "paling banyak 5000" in text or "5000 karakter" in text
    assert "x" * 4990 in text


def test_sentence_once_the_answer_is_closed_shows_the_text_to_copy(world, press, decree):
    set_deadlines(world.assessment, -1)
    response = press(decree.pk)
    text = words(response)
    assert response.status_code == 409
    assert "Masa pengisian sudah berakhir" in text
    assert "Salin tulisan Anda" in text
    assert "Fakta saya." in text
    assert "Kalimat ditambahkan" not in text


@pytest.mark.parametrize("name", ["admin", "assessor", "coordinator"])
def test_sentence_is_for_those_who_write(world, press, decree, name):
    assert press(decree.pk, by=getattr(world, name)).status_code == 403


def test_text_typed_before_the_session_ran_out_is_back(world, client_for):
    client, path = client_for(), f"/isian/{world.answer.pk}/kalimat/"
    assert client.post(path, TEXT | {"kalimat": "analisis"}).status_code == 302
    kept = dict(client.session)
    client.force_login(world.operator, backend="allauth.account.auth_backends.AuthenticationBackend")
    session = client.session
    session.update(kept)
    session.save()
    assert "Fakta saya." in words(client.get(path))


def test_page_offers_a_sentence_for_each_piece_of_evidence_that_counts(world, client_for, decree):
    unknown = factories.EvidenceFactory(answer=world.answer, document=factories.DocumentFactory(unit=world.unit))
    text = words(client_for(world.operator).get(f"/isian/{world.answer.pk}/"))
    assert f'id="kalimat-{decree.pk}">{sentence(world)}</p>' in text
    assert f'Jenis, nomor, tanggal, judul belum diisi: <a href="/dokumen/{unknown.document.pk}/"' in text
    assert f'belum diisi: <a href="/dokumen/{decree.document.pk}/"' not in text
    assert "Pasal atau bagian dan halaman belum disebut pada bukti ini." in text
    type(decree).objects.filter(pk=decree.pk).update(
        review="refused", review_note="Buram.", reviewed_at=decree.added_at, reviewed_by=world.admin
    )
    assert f'id="kalimat-{decree.pk}"' not in words(client_for(world.operator).get(f"/isian/{world.answer.pk}/"))


def test_page_of_a_closed_answer_offers_none(world, client_for, decree):
    set_status(world.answer, "submitted")
    assert 'name="kalimat"' not in words(client_for(world.operator).get(f"/isian/{world.answer.pk}/"))
