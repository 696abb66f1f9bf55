"""The walk of one operator on a phone, from last year's proposals to a submitted answer."""

import pytest
from playwright.sync_api import expect

from spbe_portal.demo.pdf import one_page
from tests.journeys.browser import PHONE

pytestmark = pytest.mark.browser

REPORT = {"name": "Laporan-audit-baru.pdf", "mimeType": "application/pdf", "buffer": one_page(["Laporan contoh"])}


def test_operator_decides_about_last_years_evidence_and_sends_the_answer(person, tmp_path):
    operator = person("operator", size=PHONE)
    page = operator.page
    steps = []

    def picture(name: str) -> None:
        steps.append(name)
        page.screenshot(path=tmp_path / f"{len(steps)}-{name}.png", full_page=True)

    def proposal(title: str):
        return page.locator(".ev > li").filter(has_text=title)

    operator.follow("Indikator 31:")
    operator.reads("4 menunggu keputusan")
    picture("isian")
    operator.follow("Putuskan bukti tahun")
    operator.reads("0 dari 4 diputuskan")
    picture("bukti-tahun-lalu")

    for number, title in enumerate(("Notulensi rapat audit", "Program audit keamanan"), 1):
        proposal(title).get_by_role("button", name="Ya, masih berlaku").click()
        expect(proposal(title)).to_contain_text("Ditautkan")
        operator.reads(f"{number} dari 4 diputuskan")
        operator.look()
    proposal("SK 12/").get_by_role("button", name="Tidak").click()
    expect(proposal("SK 12/")).to_contain_text("Tidak dipakai lagi")
    operator.look()
    picture("tiga-diputuskan")

    proposal("Laporan audit keamanan").get_by_role("button", name="Ganti").click()
    operator.reads("Tautkan penggantinya di sini.")
    picture("ganti")
    page.get_by_label("Unggah berkas").set_input_files(REPORT)
    page.get_by_role("button", name="Tautkan bukti").click()
    expect(page.locator("#tingkat-3")).to_contain_text("Laporan-audit-baru.pdf")
    operator.look()
    operator.reads("semua 4 sudah diputuskan")
    operator.follow("Lihat keputusannya")
    expect(proposal("Laporan audit keamanan")).to_contain_text("Diganti dengan Laporan-audit-baru.pdf")
    picture("semua-diputuskan")
    operator.follow("Kembali ke isian")

    page.get_by_label("Tingkat 3:").check()
    page.get_by_label("Fakta").fill("Audit keamanan dilaksanakan auditor internal; lihat laporan audit, Bab 4.")
    page.get_by_label("Analisis").fill("Seluruh hal pokok teknis diaudit sesuai pedoman, sehingga memenuhi tingkat 3.")
    picture("terisi")
    operator.press("Kirim ke Diskominfo")
    operator.reads("Sudah dikirim ke Diskominfo.")
    expect(page.locator(".head .tag")).to_have_text("Diajukan")
    picture("diajukan")
    assert len(list(tmp_path.glob("*.png"))) == len(steps) == 7
