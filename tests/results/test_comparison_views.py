"""The comparison pages as each role gets them."""

import csv
import html
import io

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from results.models import ComparisonConsent, NationalMatch
from tests import factories
from tests.results.peers import final, four_domains, peer

NAME = "Pemerintah Kota Pangkal Pinang"


@pytest.fixture
def matched(world):
    world.match = factories.NationalMatchFactory(instansi=world.instansi, name=NAME)
    return world


@pytest.fixture
def page(client_for):
    def get(user, name="comparison", query="", args=()):
        response = client_for(user).get(reverse(name, args=args) + query)
        return response.status_code, " ".join(html.unescape(response.content.decode()).split())

    return get


@pytest.mark.parametrize("role", ["admin", "assessor", "coordinator"])
def test_comparison_says_rank_in_country_kind_and_province(matched, page, role):
    status, text = page(getattr(matched, role))
    assert status == 200
    assert "<strong>2,87</strong><span>Indeks SPBE 2023<b>Baik</b>" in text
    assert (
        '<span class="label">Kepulauan Bangka Belitung: </span>Peringkat 6 dari 8, <b>peringkat 3 dari bawah</b>'
        "<small>lebih tinggi daripada 28,6% instansi lain</small>" in text
    )
    assert "Peringkat 7 bersama 1 instansi lain, dari 8, <b>terendah</b>" in text  # Manajemen 1,00
    assert "tertulis “Bangka Belitung” dalam sumbernya" in text
    assert "Hasil Evaluasi SPBE 2023, Kementerian PANRB" in text
    assert "ejaannya dapat berbeda" in text
    assert "<b>tidak sebanding</b>" in text


def test_comparison_of_a_group_shows_its_neighbours_and_histogram(matched, page):
    _, text = page(matched.admin, query="?lingkup=kelompok")
    assert "Kepulauan Bangka Belitung: 8 instansi" in text
    assert (
        '<tr><td class="num">7</td><th scope="row">Pemerintah Kab. Bangka Barat</th><td class="num">2,61</td>' in text
    )
    assert '<td class="num">−0,26</td>' in text
    assert "2,80 sampai 2,99 <span" in text


@pytest.mark.parametrize("query", ["?lingkup=bulan", "?ukuran=D9&lingkup=", "?andai=abc", "?andai=999999", "?andai=²"])
def test_comparison_with_a_strange_address_shows_the_national_index(matched, page, query):
    status, text = page(matched.admin, query=query)
    assert (status, "Nasional: 621 instansi" in text, "Andai, bukan" in text) == (200, True, False)


def test_comparison_before_a_row_is_chosen_guesses_nothing(world, page):
    type(world.instansi).objects.filter(pk=world.instansi.pk).update(name="Pemerintah Kota Pangkalpinang")
    _, text = page(world.coordinator)
    assert "Yang mana instansi Anda?" in text
    assert "Peringkat" not in text
    _, text = page(world.assessor)
    assert "Admin Diskominfo atau koordinator memilihnya" in text


def test_comparison_with_a_row_that_is_gone_asks_again(matched, page):
    NationalMatch.objects.update(name="Pemerintah Kota Lama")
    assert "Yang mana instansi Anda?" in page(matched.admin)[1]


@pytest.fixture
def supposable(matched):
    """An assessment by the questionnaire of 2023, final with index 1 x 0.1 + 2 x 0.2 + 3 x 0.3 + 4 x 0.4 = 3."""
    matched.own = final(matched.instansi, four_domains(code="spbe-2020"), [1, 2, 3, 4])
    return matched


def test_supposed_values_are_labelled_and_never_mistaken_for_the_result(supposable, page):
    _, text = page(supposable.coordinator, query=f"?andai={supposable.own.pk}&lingkup=kelompok")
    assert "<b>Andai, bukan hasil 2023.</b> Nilai final 2025 diletakkan di tempat nilai 2023" in text
    assert "<strong>3,00</strong><span>Indeks SPBE<b>andai</b></span>" in text
    assert "Peringkat 6 dari 8" in text
    assert (
        '<tr class="own"><td class="num">6</td><th scope="row">Pemerintah Kota Pangkal Pinang <span class="tag">andai'
        in text
    )
    assert "2,87" not in text


def test_supposed_values_while_answers_are_missing_say_so(supposable, page):
    supposable.own.verdicts.last().delete()
    _, text = page(supposable.coordinator, query=f"?andai={supposable.own.pk}")
    assert "yang masih sementara (3 dari 4 indikator bernilai)" in text


def test_assessment_by_another_instrument_cannot_be_supposed(supposable, page):
    _, text = page(supposable.coordinator, query=f"?andai={supposable.assessment.pk}")
    assert "<strong>2,87</strong>" in text
    assert f'<option value="{supposable.assessment.pk}"' not in text


def test_assessment_of_another_institution_cannot_be_supposed(supposable, page):
    other = final(supposable.stranger.instansi, supposable.own.instrument, [5, 5, 5, 5])
    _, text = page(supposable.coordinator, query=f"?andai={other.pk}")
    assert "<strong>2,87</strong>" in text
    assert f'<option value="{other.pk}"' not in text


def test_assessment_without_all_domains_cannot_be_supposed(matched, page):
    own = final(matched.instansi, factories.small_instrument(code="spbe-2020"), [1, 2, 3, 4])
    _, text = page(matched.coordinator, query=f"?andai={own.pk}")
    assert "<strong>2,87</strong>" in text


def test_comparison_asks_no_more_when_there_are_more_assessments(supposable, client_for):
    def count():
        client = client_for(supposable.coordinator)
        client.get(address)
        with CaptureQueriesContext(connection) as captured:
            client.get(address)
        return len(captured)

    address = f"{reverse('comparison')}?andai={supposable.own.pk}"
    few = count()
    for year in (2021, 2022, 2024):
        final(supposable.instansi, supposable.own.instrument, [5, 5, 5, 5], year=year)
    assert count() == few <= 20


def test_suggestions_offer_the_published_spelling_first(world, page):
    type(world.instansi).objects.filter(pk=world.instansi.pk).update(name="Pemerintah Kota Pangkalpinang", kind="city")
    _, text = page(world.admin, "comparison-match", args=[world.instansi.pk])
    assert text.index(f'value="{NAME}"') < text.index('type="radio"') + 60
    _, text = page(world.admin, "comparison-match", "?q=denpasar", args=[world.instansi.pk])
    assert 'value="Pemerintah Kota Denpasar"' in text


def test_row_is_chosen_on_the_page(world, client_for):
    client = client_for(world.coordinator)
    address = reverse("comparison-match", args=[world.instansi.pk])
    assert client.post(address, {"nama": "Kota Entah"}).status_code == 422
    assert client.post(address, {"nama": NAME}).url == reverse("comparison")
    assert NationalMatch.objects.get().name == NAME
    assert client.post(address, {"tidak-ada": "1"}).url == reverse("comparison")
    assert not NationalMatch.objects.exists()


def test_technician_returns_to_the_institutions(world, client_for):
    address = reverse("comparison-match", args=[world.instansi.pk])
    assert client_for(world.technician).post(address, {"nama": NAME}).url == reverse("instansi")


def test_table_marks_the_own_row_and_keeps_its_state_in_the_address(matched, page):
    status, text = page(matched.admin, "comparison-table", "?q=pangkalpinang&urut=-D3&jenis=kota")
    assert status == 200
    assert "1 instansi. Peringkat nasional menurut indeks." in text
    assert '<tr class="own"><th scope="row" class="full">Pemerintah Kota Pangkal Pinang' in text
    assert 'aria-sort="descending"><a href="?q=pangkalpinang&jenis=kota&urut=D3">Manajemen ↓' in text
    assert 'href="/hasil/banding/tabel/unduh/?q=pangkalpinang&urut=-D3&jenis=kota"' in text


def test_table_has_pages_and_takes_any_number(world, page):
    _, text = page(world.admin, "comparison-table")
    assert "Halaman 1 dari 25 (621 baris)" in text
    assert "Halaman 25 dari 25" in page(world.admin, "comparison-table", "?hal=99999")[1]
    assert "Tidak ada instansi yang cocok" in page(world.admin, "comparison-table", "?q=atlantis")[1]


def test_download_holds_all_rows_that_were_asked_for(world, client_for):
    response = client_for(world.assessor).get(reverse("comparison-download") + "?jenis=kota&urut=nama")
    text = response.content.decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text), delimiter=";"))
    assert (len(rows), rows[0]["instansi"]) == (93, "Pemerintah Kota Ambon")
    assert response["Content-Disposition"] == 'attachment; filename="hasil-spbe-2023.csv"'


def test_consent_is_given_and_withdrawn_on_the_pages(world, client_for, page):
    final(world.instansi, world.instrument, [3, 3, 3, 3])
    other = peer(world.instrument, [4, 4, 4, 4])
    client = client_for(world.coordinator)
    assert "Instansi Anda belum ikut" in page(world.admin, "comparison-peers")[1]
    assert other.name not in page(world.admin, "comparison-peers")[1]

    assert client.post(reverse("comparison-consent", args=["beri"])).url == reverse("comparison-peers")
    _, text = page(world.admin, "comparison-peers")
    assert f"{other.name}</th>" in text
    assert "Jumlah peserta: 2, termasuk instansi Anda." in text
    assert "Cabut persetujuan" not in text  # an admin reads; the coordinator decides

    assert client.post(reverse("comparison-consent", args=["beri"])).status_code == 409
    assert client.post(reverse("comparison-consent", args=["cabut"])).status_code == 302
    assert other.name not in page(world.admin, "comparison-peers")[1]
    assert client.post(reverse("comparison-consent", args=["cabut"])).status_code == 409
    assert ComparisonConsent.objects.count() == 2


def test_consent_says_what_will_be_seen_by_whom(world, page):
    _, text = page(world.coordinator, "comparison-consent", args=["beri"])
    for words in ("Yang terlihat:", "Yang tidak terlihat:", "Oleh siapa:", "tidak dapat ditarik kembali"):
        assert words in text
    assert page(world.coordinator, "comparison-consent", args=["lain"])[0] == 404


def test_peers_page_shows_numbers_and_no_justification(world, page):
    factories.ComparisonConsentFactory(instansi=world.instansi)
    other = peer(world.instrument, [4, 4, 4, 4])
    _, text = page(world.assessor, "comparison-peers")
    assert f'{other.name}</th><td class="num"><b>4,00</b></td><td>Sangat Baik</td>' in text
    assert "Sesuai bukti" not in text
