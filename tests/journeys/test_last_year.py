"""The walk of one operator on a phone, from last year's proposals to a submitted answer."""

import pytest
from playwright.sync_api import expect

from spbe_portal.demo.pdf import one_page
from tests.journeys.browser import PHONE

pytestmark = pytest.mark.browser

REPORT = {"name": "Dokumentasi-baru.pdf", "mimeType": "application/pdf", "buffer": one_page(["Dokumentasi contoh"])}


def test_operator_decides_about_last_years_evidence_and_sends_the_answer(person, tmp_path):
    operator = person("operator", size=PHONE)
    page = operator.page
    steps = []

    def picture(name: str) -> None:
        steps.append(name)
        page.screenshot(path=tmp_path / f"{len(steps)}-{name}.png", full_page=True)

    def proposal(title: str):
        return page.locator(".ev > li").filter(has_text=title)

    operator.follow("Indikator 18:")
    operator.reads("4 menunggu keputusan")
    picture("isian")
    operator.follow("Putuskan bukti tahun")
    operator.reads("0 dari 4 diputuskan")
    picture("bukti-tahun-lalu")

    for number, title in enumerate(("Notulensi rapat integrasi", "SK 12/"), 1):
        proposal(title).get_by_role("button", name="Ya, masih berlaku").click()
        expect(proposal(title)).to_contain_text("Ditautkan")
        operator.reads(f"{number} dari 4 diputuskan")
        operator.look()
    proposal("SLA sistem penghubung").get_by_role("button", name="Tidak").click()
    expect(proposal("SLA sistem penghubung")).to_contain_text("Tidak dipakai lagi")
    operator.look()
    picture("tiga-diputuskan")

    proposal("Contoh dokumentasi operasional.pdf").get_by_role("button", name="Ganti").click()
    operator.reads("Tautkan penggantinya di sini.")
    picture("ganti")
    page.get_by_label("Unggah berkas").set_input_files(REPORT)
    page.get_by_role("button", name="Tautkan bukti").click()
    expect(page.locator("#tingkat-2")).to_contain_text("Dokumentasi-baru.pdf")
    operator.look()
    operator.reads("semua 4 sudah diputuskan")
    operator.follow("Lihat keputusannya")
    expect(proposal("Contoh dokumentasi operasional.pdf")).to_contain_text("Diganti dengan Dokumentasi-baru.pdf")
    picture("semua-diputuskan")
    operator.follow("Kembali ke isian")

    page.get_by_label("Tingkat 2:").check()
    page.get_by_label("Fakta").fill(
        "Sistem penghubung dipakai sebagian perangkat daerah; lihat dokumentasi operasional, Bab 2."
    )
    page.get_by_label("Analisis").fill(
        "Penerapan belum mencakup seluruh perangkat daerah, sehingga memenuhi tingkat 2."
    )
    picture("terisi")
    operator.press("Kirim ke Diskominfo")
    operator.reads("Sudah dikirim ke Diskominfo.")
    expect(page.locator(".head .tag")).to_have_text("Diajukan")
    picture("diajukan")
    assert len(list(tmp_path.glob("*.png"))) == len(steps) == 7
