"""The page of the years, and deleting an imported result from it."""

from __future__ import annotations

import pytest
from django.urls import reverse

from results.models import PastResult
from tests import factories
from tests.results.test_years import cycle

pytestmark = pytest.mark.django_db
NOTE = "Indeks 4,67 berpredikat Memuaskan, tetapi berkas menyebut Sangat Baik."


def page(client_for, user):
    return client_for(user).get(reverse("years")).content.decode()


def test_page_says_which_domain_rose_and_what_cannot_be_compared(world, client_for):
    cycle(world, 2022, final=2)
    cycle(world, 2023, final=3)
    first = world.instrument.domains.get(number=1)
    other = factories.small_instrument(name="Instrumen lama", first_year=2018, last_year=2020)
    factories.PastResultFactory(instansi=world.instansi, instrument=other, year=2020)
    text = page(client_for, world.assessor)
    assert "Dari 2022 ke 2023, domain yang paling naik:" in text
    assert f"<b>{first.name}</b> dari 2,00 ke 3,00 (+1,00)" in text
    assert "2020 memakai Instrumen lama; 2022–2023 memakai Instrumen contoh" in text
    assert "Tidak sebanding." in text
    assert reverse("results-import") not in text


def test_empty_page_says_what_to_do(world, client_for):
    assert "Belum ada hasil" in page(client_for, world.assessor)
    assert f'href="{reverse("results-import")}"' in page(client_for, world.coordinator)


def test_accepted_finding_is_marked_and_told(world, client_for):
    result = factories.PastResultFactory(instansi=world.instansi, instrument=world.instrument, indeks="4.67", note=NOTE)
    text = page(client_for, world.admin)
    assert f'href="/hasil/#hasil-{result.pk}">' in text
    assert "Ada temuan" in text
    assert "4,67*" in text
    assert f'id="hasil-{result.pk}"' in text
    assert NOTE in text


def test_imported_result_is_deleted_after_a_question(world, client_for):
    result = factories.PastResultFactory(instansi=world.instansi, instrument=world.instrument)
    client, url = client_for(world.coordinator), reverse("past-result-remove", args=[result.pk])
    assert url in client.get(reverse("years")).content.decode()
    assert url not in page(client_for, world.assessor)
    assert "Indeks 2,79, Baik." in client.get(url).content.decode()
    assert PastResult.objects.filter(pk=result.pk).exists()
    assert client.post(url).url == reverse("years")
    assert not PastResult.objects.filter(pk=result.pk).exists()
