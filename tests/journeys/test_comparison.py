"""The coordinator compares: with the published results, with values supposed, and with peers that agreed."""

import pytest
from playwright.sync_api import expect

from tests.journeys.browser import PHONE

pytestmark = pytest.mark.browser


def test_coordinator_compares_with_the_country_on_a_phone(person):
    coordinator = person("koordinator", size=PHONE)
    page = coordinator.visit("/hasil/banding/")
    coordinator.reads("Peringkat 58 dari 621")
    page.get_by_label("Di antara").select_option("Bali")
    coordinator.press("Tampilkan")
    coordinator.reads("Bali: 10 instansi")
    page.get_by_label("Andaikan nilai dari").select_option(label="Penilaian 2021, final")
    coordinator.press("Lihat andai")
    coordinator.reads("Andai, bukan hasil 2023.")

    coordinator.visit("/hasil/banding/tabel/")
    page.get_by_label("Cari").fill("pangkalpinang")
    coordinator.press("Tampilkan")
    coordinator.reads("Pemerintah Kota Pangkal Pinang")
    with page.expect_download() as waiting:
        page.get_by_role("link", name="Unduh CSV").click()
    assert waiting.value.suggested_filename == "hasil-spbe-2023.csv"


def test_coordinator_chooses_the_row_and_decides_about_consent(person):
    coordinator = person("koordinator")
    page = coordinator.visit("/hasil/banding/")
    coordinator.follow("Bukan instansi Anda?")
    page.get_by_role("radio", name="Pemerintah Kota Denpasar").check()
    coordinator.press("Ini instansi kami")
    coordinator.reads("Nama dalam hasil nasional disimpan.")

    coordinator.follow("Antarpeserta portal ini")
    coordinator.follow("Cabut persetujuan")
    coordinator.press("Ya, cabut")
    coordinator.reads("Instansi Anda belum ikut")
    coordinator.follow("Baca dan setujui")
    coordinator.reads("Yang tidak terlihat:")
    coordinator.press("Ya, setujui")
    expect(page.get_by_role("link", name="Cabut persetujuan")).to_be_visible()
