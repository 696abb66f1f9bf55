"""Results of earlier years come in from a table that is wrong in six ways, and show on the trend."""

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser

TABLE = """tahun;kebijakan;tata kelola;manajemen;layanan;indeks;predikat;instansi
2022;3,00;2,10;1,50;3,40;2,71;Baik;
2024;3,10;2,60;1,00;3,62;2,87;Sangat Baik;
2025;3,10;2,60;1,00;3,62;5,67;Baik;
2025;3,10;2,60;satu;3,62;2,87;Baik;
2019;2,10;1,60;;2,62;2,27;Cukup;
2025;3,10;2,60;1,00;3,62;2,87;Baik;Kota Sebelah
2017;3,10;2,60;1,00;3,62;2,87;Baik;
"""
SAID = (
    "Indeks 2,87 berpredikat Baik, tetapi berkas menyebut Sangat Baik.",
    "Indeks 5,67 di luar skala 0,00 sampai 5,00.",
    "Manajemen SPBE: “satu” bukan angka; tulis misalnya 3,19.",
    "Nilai domain ini hanya mungkin memberi indeks 2,24 sampai 2,25, bukan 2,27.",
    "Instansi “Kota Sebelah” tidak dikenal di sini",
    "Tahun 2017 sebelum penilaian SPBE yang pertama (2018).",
)


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no-scripts"])
def test_coordinator_decides_about_each_row_and_sees_the_trend(person, scripts):
    coordinator = person("koordinator", scripts=scripts)
    page = coordinator.page
    coordinator.visit("/hasil/")
    coordinator.follow("Impor hasil")
    page.get_by_label("Indeks dan nilai domain").check()
    page.get_by_label("Sumber").fill("Laporan contoh")
    page.get_by_label("Berkas CSV atau XLSX").set_input_files(
        {"name": "hasil.csv", "mimeType": "text/csv", "buffer": TABLE.encode()}
    )
    coordinator.press("Unggah dan periksa")
    for text in SAID:
        coordinator.reads(text)
    for line in (4, 5, 7, 8):
        expect(page.locator(f"[name=pilihan-{line}]")).to_have_count(1)
    expect(page.locator("[name=pilihan-2][value=ambil]")).to_be_checked()
    page.locator("[name=pilihan-3][value=ambil]").check()
    coordinator.press("Simpan yang dipilih")
    coordinator.reads("Baris 3: centang bahwa temuannya sudah Anda periksa, atau tinggalkan.")
    expect(page.locator("[name=pilihan-3][value=ambil]")).to_be_checked()
    page.locator("[name=sadar-3]").check()
    coordinator.press("Simpan yang dipilih")
    coordinator.reads("2 hasil tersimpan")
    coordinator.reads("Ada temuan")
    coordinator.reads(SAID[0])
    for year in (2022, 2024):
        coordinator.follow(f"Hapus hasil eksternal {year}")
        coordinator.reads("Isinya tetap tercatat di riwayat")
        coordinator.press("Hapus hasil ini")
        coordinator.reads(f"Hasil eksternal {year} dihapus.")
    coordinator.visit("/riwayat/")
    coordinator.reads("menghapus hasil eksternal 2024 (spbe-2020)")
