"""The pages of the instruments: for everyone signed in, the same number of queries whatever the size."""

from __future__ import annotations

from html import unescape

import pytest
from django.urls import reverse

from domains.loading import load, shipped_file
from domains.models import Instrument
from tests import factories


@pytest.fixture
def client(world, client_for):
    return client_for(world.operator)


def page(client, name, *args, **query):
    response = client.get(reverse(name, args=args), query)
    assert response.status_code == 200
    return " ".join(unescape(response.content.decode()).split())


def count_queries(client, captured, url):
    client.get(url)
    with captured(60) as queries:
        assert client.get(url).status_code == 200
    return len(queries)


def test_instruments_are_listed_newest_year_first_with_their_counts(world, client):
    factories.InstrumentFactory(code="baru", name="Instrumen baru", first_year=2031, last_year=2031)

    text = page(client, "instruments")

    assert text.index("Instrumen baru") < text.index(world.instrument.regulation)
    assert "2 domain, 2 aspek, 4 indikator" in text
    assert "2021–2030" in text


def test_instruments_show_each_code_once_in_its_newest_revision(world, client):
    factories.InstrumentFactory(code=world.instrument.code, revision=2, name="Instrumen diperbaiki")

    text = page(client, "instruments")

    assert "Revisi 2" in text
    assert text.count(f'href="{reverse("instrument", args=[world.instrument.code])}"') == 1


@pytest.mark.django_db
def test_instruments_of_an_empty_portal_say_what_to_do(client_for):
    client = client_for(factories.UserFactory())

    assert "Belum ada instrumen" in page(client, "instruments")


@pytest.mark.parametrize("name", ["instruments", "instrument", "indicator"])
def test_provisional_instrument_is_marked_on_every_page(name, client):
    load([shipped_file("pemdi-2026")])
    args = {"instruments": [], "instrument": ["pemdi-2026"], "indicator": ["pemdi-2026", "I5"]}[name]

    text = page(client, name, *args)

    assert "</svg>Sementara</span>" in text
    assert "Sementara: disusun dari sumber sekunder saja. Cocokkan dengan naskah resmi" in text


def test_official_instrument_is_not_marked(client):
    load([shipped_file("spbe-2020")])

    text = page(client, "instrument", "spbe-2020")

    assert "Sementara" not in text
    assert "Angka resmi" in text


def test_instrument_shows_domains_aspects_and_indicators_with_weights(client):
    load([shipped_file("spbe-2020")])

    text = page(client, "instrument", "spbe-2020")

    order = ["Domain 3: Manajemen SPBE", "Bobot 16,5% dari indeks", "Aspek 5: Penerapan Manajemen SPBE",
             "Indikator 21: ", "Domain 4: Layanan SPBE", "Bobot 45,5% dari indeks", "Indikator 47: "]  # fmt: skip
    places = [text.index(each) for each in order]
    assert places == sorted(places)
    assert "untuk tahun 2023 dari indeks setelah pembulatan dua desimal" in text
    assert text.count("Berita Negara 2020 Nomor 994") == 1


def test_instrument_without_domains_shows_aspects(client):
    load([shipped_file("pemdi-2026")])

    text = page(client, "instrument", "pemdi-2026")

    assert "Aspek 7: Kepuasan Pengguna Layanan Digital Pemerintah" in text
    assert "Domain" not in text


@pytest.mark.parametrize(
    ("search", "found"),
    [
        ("12", ["I12"]),
        ("i12", ["I12"]),
        ("arsip dinamis", ["I37"]),
        ("  Dinamis   ARSIP ", ["I37"]),
        ("48", []),
        ("\x00", None),
    ],
)
def test_instrument_search_finds_words_and_numbers(search, found, client):
    load([shipped_file("spbe-2020")])
    every = [row.code for row in Instrument.objects.get(code="spbe-2020").indicators.order_by("position")]

    text = page(client, "instrument", "spbe-2020", q=search)

    shown = [code for code in every if f'href="{reverse("indicator", args=["spbe-2020", code])}"' in text]
    assert shown == (every if found is None else found)


def test_instrument_search_without_result_says_so_and_keeps_the_words(client, world):
    url = reverse("instrument", args=[world.instrument.code])

    html = client.get(url, {"q": '<b>"tidak ada"'}).content.decode()

    assert "Tidak ada indikator yang cocok" in html
    assert 'name="q" value="&lt;b&gt;&quot;tidak ada&quot;"' in html


def test_instrument_of_an_older_revision_says_so_and_keeps_it_in_links(world, client):
    factories.InstrumentFactory(code=world.instrument.code, revision=2)

    text = page(client, "instrument", world.instrument.code, revisi="1")

    assert "Ini revisi 1, yang sudah digantikan." in text
    link = reverse("indicator", args=[world.instrument.code, world.indicator.code])
    assert f'href="{link}?revisi=1"' in text


def test_indicator_of_an_older_revision_keeps_it_in_links(world, client):
    factories.InstrumentFactory(code=world.instrument.code, revision=2)
    url = reverse("indicator", args=[world.instrument.code, world.indicator.code])

    assert client.get(url).status_code == 404
    assert 'revisi=1" aria-current="page"' in client.get(url, {"revisi": "1"}).content.decode()


@pytest.mark.parametrize("revision", ["3", "x", "-1", "1" * 50])
def test_instrument_of_an_unknown_revision_is_not_found(revision, world, client):
    assert client.get(reverse("instrument", args=[world.instrument.code]), {"revisi": revision}).status_code == 404


def test_indicator_shows_question_ladder_and_references(client):
    load([shipped_file("spbe-2020")])

    text = page(client, "indicator", "spbe-2020", "I11")

    for each in ("Apakah instansi mempunyai Arsitektur SPBE?", "Yang dinilai", "Perpres 95/2018 Pasal 6-12",
                 "Tingkat 1: Rintisan", "Draf/rancangan Arsitektur SPBE", "Tingkat 5: Optimum", "Bobot 2,5%",
                 'Undangan/dokumentasi rapat reviu <span class="opt">(opsional)</span>', "11 dari 47",
                 "Tingkat 2: Pedoman 3/2024:"):  # fmt: skip
        assert each in text
    assert f'rel="prev" href="{reverse("indicator", args=["spbe-2020", "I10"])}"' in text
    assert f'rel="next" href="{reverse("indicator", args=["spbe-2020", "I12"])}"' in text


@pytest.mark.parametrize(("code", "has_previous", "has_next"), [("I1", False, True), ("I47", True, False)])
def test_indicator_at_an_end_leads_one_way_only(code, has_previous, has_next, client):
    load([shipped_file("spbe-2020")])

    text = page(client, "indicator", "spbe-2020", code)

    assert ('rel="prev"' in text, 'rel="next"' in text) == (has_previous, has_next)


def test_indicator_that_shares_its_number_is_told_apart(client):
    load([shipped_file("spbe-2018")])

    text = page(client, "indicator", "spbe-2018", "I35-2")

    assert "<title>Indikator 35-2, SPBE 2018" in text
    assert "Tingkat 0: Belum ada" in text


@pytest.mark.parametrize("args", [("tidak-ada",), ("tidak-ada", "I1"), ("spbe-2020", "I48"), ("spbe-2020", "<b>")])
def test_page_of_what_is_not_there_is_not_found(args, client):
    load([shipped_file("spbe-2020")])

    assert client.get(reverse(["instrument", "indicator"][len(args) - 1], args=args)).status_code == 404


@pytest.mark.parametrize("name", ["instruments", "instrument", "indicator"])
def test_page_asks_to_sign_in_and_only_to_read(name, world, client, client_for):
    args = {
        "instruments": [],
        "instrument": [world.instrument.code],
        "indicator": [world.instrument.code, world.indicator.code],
    }[name]
    url = reverse(name, args=args)

    assert client_for().get(url).url == f"{reverse('account_login')}?next={url}"
    assert client.post(url).status_code == 405


@pytest.mark.parametrize("name", ["instrument", "indicator"])
def test_page_takes_as_many_queries_for_many_indicators(name, client, django_assert_max_num_queries):
    counts = []
    for size in (2, 14):
        instrument = factories.small_instrument(size)
        code = instrument.indicators.earliest("position").code
        url = reverse(name, args=[instrument.code] if name == "instrument" else [instrument.code, code])
        counts.append(count_queries(client, django_assert_max_num_queries, url))

    assert counts[0] == counts[1] <= 10


def test_list_takes_as_many_queries_for_many_instruments(client, django_assert_max_num_queries):
    url = reverse("instruments")
    few = count_queries(client, django_assert_max_num_queries, url)
    factories.InstrumentFactory.create_batch(5)

    assert count_queries(client, django_assert_max_num_queries, url) == few <= 6
