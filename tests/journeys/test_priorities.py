"""The coordinator sets a target and picks priorities, the OPD answers, and the sheet to be signed is taken away."""

import datetime

import pytest
from playwright.sync_api import expect

from tests.journeys.browser import PHONE

pytestmark = pytest.mark.browser


def test_coordinator_picks_the_operator_answers_and_the_sheet_is_downloaded(person, tmp_path):
    coordinator = person("koordinator")
    page = coordinator.page
    coordinator.visit("/target/2028/")
    page.get_by_label("Target", exact=True).fill("3,60")
    page.get_by_label("Judul, nomor, dan halaman").fill("RPJMD, halaman 214")
    coordinator.press("Tetapkan target")
    coordinator.reads("Target Indeks SPBE tersimpan.")
    coordinator.visit("/target/")
    coordinator.reads("3,60")

    coordinator.visit("/prioritas/")
    coordinator.follow("Indikator 12")
    coordinator.follow("Target prioritas")
    address = page.url
    coordinator.follow("Pilih Indikator 43")
    page.get_by_label("OPD dan penanggung jawab").select_option(label="Diskominfo: Ni Wayan Contoh")
    page.get_by_label("Tenggat").fill((datetime.date.today() + datetime.timedelta(days=30)).isoformat())
    page.get_by_label("Catatan untuk OPD").fill("Mulai dari katalog data.")
    coordinator.press("Jadikan prioritas")
    coordinator.reads("menjadi prioritas. OPD diberi tahu.")

    operator = person("operator", size=PHONE)
    operator.visit("/tugas/")
    operator.follow("Target prioritas OPD Anda")
    operator.follow("Indikator 43")
    operator.reads("Mulai dari katalog data.")
    operator.press("Tidak sanggup")
    operator.reads("Tulis alasannya agar koordinator dapat mempertimbangkan.")
    operator.page.get_by_label("Catatan atau alasan").fill("Kami siap mulai bulan depan.")
    operator.press("Sanggupi")
    expect(operator.page.locator(".head .tag")).to_have_text("Disanggupi OPD")

    coordinator.visit("/pemberitahuan/")
    coordinator.reads("Prioritas disanggupi: Indikator 43")
    page.goto(address)
    coordinator.press("Buat lembar Target Prioritas (PDF)")
    ready = page.get_by_role("link", name="Unduh PDF")
    expect(ready).to_be_visible(timeout=120_000)  # the page loads itself again once the sheet is there
    with page.expect_download() as download:
        ready.click()
    assert download.value.suggested_filename.startswith("Target-Prioritas-SPBE-Kota-Denpasar-")
    download.value.save_as(tmp_path / "lembar.pdf")
    assert (tmp_path / "lembar.pdf").read_bytes().startswith(b"%PDF")
