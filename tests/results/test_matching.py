"""Suggestions find the own row whatever the spelling, and never decide by themselves."""

import re

import pytest

from accounts.models import Instansi
from results import national
from results.matching import KINDS, Key, key_of, readable_group, suggestions

ROWS = national.published()
REGIONS = [row for row in ROWS if row.kind in ("kabupaten", "kota")]


def spellings(row: national.Published) -> list[str]:
    """The ways a regency or city may be called here, made from its published name."""
    word = row.kind.capitalize()
    core = re.sub(r"^Pemerintah (Kab\.|Kota) ", "", row.name)
    full = core.replace("Kep. ", "Kepulauan ").replace("Sel.", "Selatan")
    return [
        f"Pemerintah {word} {core}", f"Pemerintah {word} {full}", f"Pemerintah Daerah {word} {full}",
        f"{word} {full}", f"{word} {full.replace('Kepulauan', 'Kep.')}", f"{word.upper()} {full.upper()}",
        f"{word} {full.replace(' ', '').replace('-', '')}", f"{word} {full.replace(' ', '-')}",
        *([f"Kab. {full}", f"Kab {core}"] if row.kind == "kabupaten" else []),
    ]  # fmt: skip


def test_kinds_of_institutions_are_all_known():
    assert set(KINDS) == set(Instansi.Kind.values)
    assert set(KINDS.values()) == {row.kind for row in ROWS}


@pytest.mark.parametrize("kind", ["kabupaten", "kota"])
def test_every_spelling_of_every_region_suggests_its_own_row_first(kind):
    missed = [
        (spelling, row.name)
        for row in REGIONS
        if row.kind == kind
        for spelling in spellings(row)
        if key_of(spelling).letters != key_of(row.name).letters
    ]
    assert missed == []


def test_letters_and_kind_tell_all_rows_apart():
    """With the spellings above: equal letters and kind are one row, so the first suggestion is never a coin's toss."""
    keys = [(key_of(row.name).letters, row.kind) for row in ROWS]
    assert len(set(keys)) == len(ROWS)


@pytest.mark.parametrize("row", REGIONS[::7], ids=lambda row: row.name)
def test_suggestions_offer_the_own_row_first(row):
    assert [suggestions(spelling, row.kind, ROWS, limit=1) for spelling in spellings(row)[:2]] == [[row], [row]]


@pytest.mark.parametrize(
    ("name", "kind", "expected"),
    [
        ("Pemerintah Kota Pangkalpinang", "kota", "Pemerintah Kota Pangkal Pinang"),
        ("Kabupaten Lima Puluh Kota", "kabupaten", "Pemerintah Kab. Limapuluh Kota"),
        ("Kota Bau-Bau", "kota", "Pemerintah Kota Baubau"),
        ("Kota Padang Sidempuan", "kota", "Pemerintah Kota Padangsidimpuan"),
        ("Kabupaten Pangkajene Kepulauan", "kabupaten", "Pemerintah Kab. Pangkajene dan Kepulauan"),
        ("Kabupaten Kepulauan Siau Tagulandang Biaro", "kabupaten", "Pemerintah Kab. Siau Tagulandang Biaro"),
        ("Kabupaten Ogan Komering Ulu Selatan", "kabupaten", "Pemerintah Kab. Ogan Komering Ulu Sel."),
        ("Provinsi Kepulauan Bangka Belitung", "provinsi", "Pemerintah Provinsi Kep. Bangka Belitung"),
        ("Provinsi Nusa Tenggara Timur", "provinsi", "Pemerintah Provinsi NTT"),
        ("Daerah Istimewa Yogyakarta", "provinsi", "Pemerintah D.I. Yogyakarta"),
        ("DI Yogyakarta", "provinsi", "Pemerintah D.I. Yogyakarta"),
        ("DIY", "provinsi", "Pemerintah D.I. Yogyakarta"),
        ("Pemerintah Provinsi Aceh", "provinsi", "Pemerintah Aceh"),
        ("Provinsi Daerah Khusus Ibukota Jakarta", "provinsi", "Pemerintah Provinsi DKI Jakarta"),
        ("Badan Riset Dan Inovasi Nasional (BRIN)", "instansi pusat", "Badan Riset dan Inovasi Nasional"),
        ("Kementerian Pekerjaan Umum dan Perumahan Rakyat", "instansi pusat",
         "Kementerian Pekerjaan Umum & Perumahan Rakyat"),
    ],
)  # fmt: skip
def test_official_spelling_suggests_the_published_one_first(name, kind, expected):
    assert suggestions(name, kind, ROWS)[0].name == expected


def test_city_and_regency_of_one_name_are_told_apart_by_kind():
    names = [[row.name for row in suggestions("Bogor", kind, ROWS)[:2]] for kind in ("kota", "kabupaten")]
    assert names == [
        ["Pemerintah Kota Bogor", "Pemerintah Kab. Bogor"], ["Pemerintah Kab. Bogor", "Pemerintah Kota Bogor"],
    ]  # fmt: skip


def test_name_that_is_like_none_has_no_suggestions():
    assert suggestions("Xyzzy Qwk", "kota", ROWS) == []


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("Pemerintah Kab. Limapuluh Kota", Key("limapuluhkota", "kabupaten")),
        ("Pemerintah Kab. Kotabaru", Key("kotabaru", "kabupaten")),
        ("Pemerintah Kota KotaMobagu", Key("kotamobagu", "kota")),
        ("Pemerintah Provinsi NTB", Key("nusatenggarabarat", "provinsi")),
        ("Pemerintah Aceh", Key("aceh", "")),
        ("", Key("", "")),
        ("...", Key("", "")),
    ],
)
def test_key_takes_the_kind_only_from_where_it_leads(name, key):
    assert key_of(name) == key


def test_shortened_provinces_are_read_in_full():
    assert [readable_group(group) for group in ("Bangka Belitung", "D.I Yogyakarta", "Bali")] == [
        "Kepulauan Bangka Belitung", "Daerah Istimewa Yogyakarta", "Bali",
    ]  # fmt: skip
