"""Which of the dates in a document is its own."""

import datetime

import pytest

from evidence.reading.dates import own_date

FOURTEENTH = datetime.date(2023, 3, 14)


@pytest.mark.parametrize(
    "text",
    [
        "Ditetapkan di Bandung\npada tanggal 14 Maret 2023",
        "Ditetapkan di Bandung\npada tanggal : 14 MARET 2023",
        "DITETAPKAN DI KOTA CONTOH\nPADA TANGGAL 14-03-2023",
        "Dikeluarkan di : Tegal\nTanggal 14/3/2023",
        "Ditandatangani di Tegal, 14 Maret 2023",
        "Bandung, 14 Maret 2023\nTim Reviu",
        "Tanggal : 14 Maret 2023",
        "Hari/Tanggal : Selasa, 14 Maret 2023",
        "Tanggal Pengesahan : 14.03.2023",
        "Diundangkan di Bandung\npada tanggal 14 Maret 2023",
        "Ditetapkan di Bandung\npada tanggal 14 bulan Maret tahun 2023",
    ],
)
def test_date_of_its_own_is_found(text):
    assert own_date(text, text) == FOURTEENTH


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Mengacu pada peraturan yang ditetapkan pada tanggal 2 Oktober 2018.",
        "tanggal 2 Oktober 2018 disebut di tengah kalimat",
        "laporan terdahulu bertanggal 4 Februari 2019",
        "Ditetapkan di Bandung\npada tanggal .............. 2023",
        "Ditetapkan di Bandung\npada tanggal 31 Februari 2023",
        "Ditetapkan di Bandung\npada tanggal 14 Maret 1823",
        "paling lambat 31 Desember 2023",
    ],
)
def test_no_date_of_its_own_is_none(text):
    assert own_date(text, text) is None


def test_old_spelling_of_months_is_understood():
    assert own_date("", "Tegal, 3 Nopember 2020") == datetime.date(2020, 11, 3)
    assert own_date("", "Tegal, 3 Pebruari 2020") == datetime.date(2020, 2, 3)


def test_stipulation_comes_before_promulgation_and_signature():
    text = "Tegal, 1 Mei 2020\nDiundangkan di Tegal\npada tanggal 2 Mei 2020\nDitetapkan di Tegal\ntanggal 3 Mei 2020"
    assert own_date(text, text) == datetime.date(2020, 5, 3)


def test_annexed_stipulation_does_not_date_a_report():
    text = "Bandung, 1 Mei 2024\nKEPUTUSAN\nDitetapkan di Bandung\npada tanggal 5 Maret 2018"
    assert own_date("LAPORAN", text, is_stipulated=False) == datetime.date(2024, 5, 1)
    assert own_date("LAPORAN", text.partition("\n")[2], is_stipulated=False) is None
    assert own_date("LAPORAN", text, is_stipulated=True) == datetime.date(2018, 3, 5)
