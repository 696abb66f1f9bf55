"""Every row of a table of results is judged in plain words."""

from __future__ import annotations

from decimal import Decimal

import pytest

from domains.models import Instrument
from tests import factories
from tests.results.imports.tables import CODES, DOMAINS, GOOD, INDEX, planned, said

SALAH, PERIKSA, CATATAN = "salah", "periksa", "catatan"


def judged(place, line, head=INDEX, shape="index"):
    (row,) = planned(place, head, line, shape=shape).rows
    return row


def test_clean_row_is_read_whole_and_taken_by_default(place):
    row = judged(place, GOOD, DOMAINS, "domains")
    assert (row.year, row.instrument.code, row.track, row.indeks, row.predikat, row.source) == (
        2023, "spbe-2020", "external", Decimal("2.87"), "Baik", "Laporan contoh",
    )  # fmt: skip
    assert {domain.code: value for domain, value in row.values.items()} == {
        "D1": Decimal("3.10"), "D2": Decimal("2.60"), "D3": Decimal("1.00"), "D4": Decimal("3.62"),
    }  # fmt: skip
    assert (row.findings, row.outcome, row.default.value) == ([], "bersih", "ambil")


@pytest.mark.parametrize(
    ("line", "finding"),
    [
        ("2023;dua;Baik", (SALAH, "Indeks: “dua” bukan angka; tulis misalnya 3,19.")),
        ("2023;=A1+A2;Baik", (SALAH, "Indeks: berisi rumus; tempelkan nilainya saja.")),
        ("2023;5,67;Memuaskan", (SALAH, "Indeks 5,67 di luar skala 0,00 sampai 5,00.")),
        ("2023;;Baik", (SALAH, "Indeks kosong.")),
        (";2,87;Baik", (SALAH, "Tahun kosong.")),
        ("dua ribu;2,87;Baik", (SALAH, "Tahun “dua ribu” bukan tahun; tulis empat angka, misalnya 2023.")),
        ("2017;2,87;Baik", (SALAH, "Tahun 2017 sebelum penilaian SPBE yang pertama (2018).")),
        ("2099;2,87;Baik", (SALAH, "Tahun 2099 belum berlangsung.")),
        ("2023;4,67;Sangat Baik", (PERIKSA, "Indeks 4,67 berpredikat Memuaskan, tetapi berkas menyebut Sangat Baik.")),
        ("2023;2,87;Bagus", (PERIKSA, "Predikat “Bagus” tidak ada pada instrumen ini; seharusnya Baik.")),
        ("2023;2,87;" + "x" * 41, (SALAH, "Predikat lebih panjang dari 40 huruf.")),
        ("2023;2,87;Baik;lebih", (SALAH, "Baris ini punya lebih banyak sel daripada nama kolom.")),
    ],
)
def test_row_says_what_is_wrong_with_it(place, line, finding):
    row = judged(place, line)
    assert said(row) == [finding]
    assert [choice.value for choice in row.choices] == (
        ["tinggalkan"] if finding[0] == SALAH else ["ambil", "tinggalkan"]
    )
    assert row.default.value == "tinggalkan"


@pytest.mark.parametrize("line", ["2024;3,50;Baik", "2023;3,50;Sangat Baik", "2023;3,50;sangat baik", "2023;3,50;"])
def test_predikat_fits_under_either_basis(place, line):
    assert said(judged(place, line)) == []


@pytest.mark.parametrize(
    ("head", "line", "finding"),
    [
        ("instrumen", "spbe-1999", (SALAH, "Instrumen “spbe-1999” tidak dikenal; tulis salah satu: spbe-2018, spbe-2020, pemdi-2026.")),  # noqa: E501
        ("instrumen", "spbe-2018", (PERIKSA, "Instrumen spbe-2018 berlaku 2018–2020, bukan 2023.")),
        ("jalur", "kira-kira", (SALAH, "Jalur “kira-kira” tidak dikenal; tulis mandiri atau eksternal.")),
        ("instansi", "Kota Sebelah", (SALAH, "Instansi “Kota Sebelah” tidak dikenal di sini; impor ini untuk Pemerintah Kota Contoh.")),  # noqa: E501
    ],
)  # fmt: skip
def test_optional_column_says_what_is_wrong_with_it(place, head, line, finding):
    assert said(judged(place, f"2023;2,87;{line}", f"tahun;indeks;{head}")) == [finding]


@pytest.mark.parametrize(
    ("head", "cell"),
    [
        ("instansi", "KOTA CONTOH"),
        ("institution", "Pemerintah Kota Contoh"),
        ("instrument", "SPBE-2020"),
        ("track", ""),
    ],
)
def test_optional_column_may_confirm_what_is_known(place, head, cell):
    assert said(judged(place, f"2023;2,87;{cell}", f"year;index;{head}")) == []


def test_track_and_source_of_a_row_come_before_those_of_the_form(place):
    row = judged(place, "2023;2,87;Mandiri;Siaran pers", "tahun;indeks;jalur;sumber")
    assert (row.track, row.source) == ("claimed", "Siaran pers")


def test_year_with_several_instruments_wants_one_named(place):
    factories.InstrumentFactory(code="lain", first_year=2023, last_year=2023)
    (finding,) = said(judged(place, "2023;2,87;Baik"))
    assert finding[1].startswith("Lebih dari satu instrumen berlaku pada 2023; tulis salah satu: ")
    Instrument.objects.all().delete()
    assert said(judged(place, "2023;2,87;Baik"))[0][1].startswith("Tidak ada instrumen untuk tahun 2023")


def test_domains_that_cannot_give_the_index_are_flagged(place):
    row = judged(place, "2023;3,10;2,60;1,00;3,62;2,88;Baik", DOMAINS, "domains")
    assert said(row) == [(PERIKSA, "Nilai domain ini hanya mungkin memberi indeks 2,86 sampai 2,87, bukan 2,88.")]


def test_domains_of_2018_go_by_their_word_or_by_their_number_there(place):
    by_word = judged(place, "2018;2,06;2,29;;3,00;2,64;Baik", DOMAINS, "domains")
    by_number = judged(place, "2018;2,06;2,29;3,00;2,64", "tahun;domain_1;domain 2;d3;indeks", "domains")
    assert said(by_word) == said(by_number) == []
    assert by_word.values == by_number.values
    assert said(judged(place, "2018;2,06;1,00;2,64", "tahun;d1;d4;indeks", "domains")) == [
        (SALAH, "Instrumen spbe-2018 tidak punya domain untuk kolom domain 4; kosongkan.")
    ]


@pytest.mark.parametrize(
    ("head", "line", "text"),
    [
        ("tahun;layanan;indeks", "2023;;2,87", "Tidak ada nilai domain di baris ini; untuk indeks saja, pakai templat indeks."),  # noqa: E501
        ("tahun;layanan;d4;indeks", "2023;3,62;3,63;2,87", "Layanan SPBE disebut di dua kolom."),
        ("tahun;layanan;indeks", "2023;tinggi;2,87", "Layanan SPBE: “tinggi” bukan angka; tulis misalnya 3,19."),
        ("tahun;layanan;indeks", "2023;5,01;2,87", "Layanan SPBE 5,01 di luar skala 0,00 sampai 5,00."),
        ("tahun;layanan;indeks", "2026;3,62;2,87", "Instrumen pemdi-2026 tidak punya domain untuk kolom layanan; kosongkan."),  # noqa: E501
    ],
)  # fmt: skip
def test_domain_cell_says_what_is_wrong_with_it(place, head, line, text):
    assert said(judged(place, line, head, "domains")) == [(SALAH, text)]


def levels(year, given, indeks="", predikat=""):
    return ";".join([str(year), indeks, predikat, *given])


LEVELS = ";".join(["tahun", "indeks", "predikat", *CODES])


def test_levels_give_the_index_exactly(place):
    row = judged(place, levels(2023, ["3"] * 47, "3,00", "Baik"), LEVELS, "levels")
    assert (said(row), len(row.levels), row.details) == ([], 47, ["Indeks 3,00", "47 tingkat"])
    row = judged(place, levels(2023, ["3"] * 47), LEVELS, "levels")
    assert (said(row), row.indeks) == ([], None)


@pytest.mark.parametrize(
    ("line", "findings"),
    [
        (levels(2023, ["3"] * 47, "3,19", "Baik"), [(PERIKSA, "Tingkatnya memberi indeks 3,00, bukan 3,19.")]),
        (levels(2023, ["3"] * 47, "", "Memuaskan"), [(PERIKSA, "Indeks 3,00 berpredikat Baik, tetapi berkas menyebut Memuaskan.")]),  # noqa: E501
        (levels(2023, ["3"] * 45 + ["", ""]), [(PERIKSA, "Hanya 45 dari 47 indikator bertingkat; yang kosong dihitung nol.")]),  # noqa: E501
        (levels(2023, ["6"] + ["3"] * 46), [(SALAH, "I1: tingkat 6 di luar skala 1 sampai 5.")]),
        (levels(2023, ["2,5"] + ["3"] * 46), [(SALAH, "I1: tingkat 2.5 tidak sesuai langkah skala 1.")]),
        (levels(2023, ["tiga"] + ["3"] * 46), [(SALAH, "I1: “tiga” bukan angka; tulis misalnya 3,19.")]),
        (levels(2023, [""] * 47), [(SALAH, "Tidak ada tingkat indikator di baris ini.")]),
        (levels(2019, ["3"] * 34 + [""] * 12 + ["2"]), [(SALAH, "Instrumen spbe-2018 tidak punya indikator I47; kosongkan.")]),  # noqa: E501
    ],
)  # fmt: skip
def test_levels_say_what_is_wrong_with_them(place, line, findings):
    assert said(judged(place, line, LEVELS, "levels")) == findings


def test_levels_of_2018_have_columns_for_an_indicator_of_three_services(place):
    codes = [f"i{n}" for n in range(1, 35)] + ["I35-1", "indikator 35-2", "i35_3"]
    row = judged(place, ";".join(["2018", *["2"] * 37]), ";".join(["tahun", *codes]), "levels")
    assert (said(row), len(row.levels)) == ([], 37)


def test_year_and_track_in_several_rows_is_told_for_each_that_can_be_taken(place):
    rows = planned(place, INDEX, "2023;2,87;Baik", "2023;2,88;Baik", "2023;x;Baik", "2022;2,61;Baik").rows
    assert [said(row)[-1:] for row in rows] == [
        [(CATATAN, "Tahun dan jalur ini juga di baris 3; ambil paling banyak satu.")],
        [(CATATAN, "Tahun dan jalur ini juga di baris 2; ambil paling banyak satu.")],
        [(SALAH, "Indeks: “x” bukan angka; tulis misalnya 3,19.")],
        [],
    ]


def test_what_is_stored_already_is_told(place):
    stored = factories.PastResultFactory(
        instansi=place.instansi,
        instrument=Instrument.objects.get(code="spbe-2020"),
        indeks="2.87",
        source="Laporan contoh",
    )
    same, other = planned(place, INDEX, "2023;2,87;Baik").rows[0], judged(place, "2023;2,50;Cukup")
    assert (said(same), [c.value for c in same.choices]) == (
        [(CATATAN, "Sama dengan yang sudah tersimpan; tidak ada yang perlu diambil.")], ["tinggalkan"],
    )  # fmt: skip
    assert said(other) == [(CATATAN, "Sudah tersimpan dengan isi lain: indeks 2,87, Baik.")]
    assert ([c.value for c in other.choices], other.default.value) == (["ganti", "tinggalkan"], "tinggalkan")
    assert other.stored == stored


def test_claimed_result_beside_an_own_assessment_is_told(place):
    instrument = Instrument.objects.get(code="spbe-2020")
    factories.AssessmentFactory(instansi=place.instansi, instrument=instrument, year=2023)
    row = judged(place, "2023;2,87;mandiri", "tahun;indeks;jalur")
    assert said(row) == [(CATATAN, "Portal punya Penilaian 2023 sendiri; hasil ini akan berdampingan dengannya.")]
    assert said(judged(place, "2023;2,87;Baik")) == []
