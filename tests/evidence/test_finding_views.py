"""Warnings on the screens: beside the evidence, counted above the answer, told to operator and reviewer alike."""

import pytest
from django.urls import reverse

from assessments import checklist
from tests import factories
from tests.evidence.scenes import criterion_of, set_status, text_of

TEXT = "Pasal & halaman belum disebut."
COUNTED = "2 peringatan pada data dukung"


@pytest.fixture
def warned(world):
    row = factories.EvidenceFactory(answer=world.answer, criterion=criterion_of(world.answer), added_by=world.operator)
    factories.FindingFactory(evidence=row, text=TEXT)
    factories.FindingFactory(evidence=row, rule="draft", text="Dokumen ini berstatus draf.")
    return row


def shown(client, address) -> str:
    response = client.get(address)
    assert response.status_code == 200
    return text_of(response)


@pytest.mark.parametrize("role", ["operator", "admin", "assessor", "coordinator"])
def test_answer_shows_and_counts_its_warnings(world, client_for, warned, role):
    page = shown(client_for(getattr(world, role)), world.answer.get_absolute_url())
    assert "Pasal &amp; halaman belum disebut." in page
    assert COUNTED in page
    assert 'href="#tingkat-2">Tingkat 2: 2 peringatan</a>' in page


def test_answer_without_warnings_says_nothing_of_them(world, client_for):
    factories.EvidenceFactory(answer=world.answer, added_by=world.operator)
    page = shown(client_for(world.operator), world.answer.get_absolute_url())
    assert "peringatan" not in page.lower()


def test_warning_of_evidence_taken_off_is_not_counted(world, client_for, warned):
    type(warned).objects.filter(pk=warned.pk).update(removed_at=warned.added_at, removed_by=world.operator)
    assert "peringatan" not in shown(client_for(world.operator), world.answer.get_absolute_url()).lower()


@pytest.mark.parametrize(("role", "name"), [("operator", "evidence-remove"), ("admin", "evidence-review")])
def test_pages_about_one_piece_show_its_warnings(world, client_for, warned, role, name):
    page = shown(client_for(getattr(world, role)), reverse(name, args=[warned.pk]))
    assert 'aria-label="Peringatan otomatis"' in page
    assert page.index("Pasal &amp;") < page.index("berstatus draf")


def test_reviewing_part_shows_the_warnings_beside_each_piece(world, client_for, warned):
    set_status(world.answer, "submitted")
    page = shown(client_for(world.admin), world.answer.get_absolute_url())
    assert "Pasal &amp;" in page.partition('id="periksa"')[2]


def test_warning_does_not_block_submission(world, client_for, warned):
    typed = {"version": 1, "level": "2", "facts": "Fakta", "analysis": "Analisis"}
    typed["tanpa"] = " ".join(checklist.read(world.answer).codes(2))
    client_for(world.operator).post(world.answer.get_absolute_url(), typed)
    world.answer.refresh_from_db()
    assert world.answer.status == "submitted"
