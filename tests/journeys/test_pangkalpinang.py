"""A city aimed at 2,50 and reached 2,22: why, where it stands, and a plan for its weakest domain."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from planning.action_templates import texts_for
from tests.journeys.browser import PHONE
from tests.planning.pangkalpinang import CITY, MANAJEMEN

pytestmark = pytest.mark.browser
COORDINATOR, ADMIN = "pangkalpinang.coordinator", "pangkalpinang.admin"


@pytest.fixture(scope="module")
def number(portal) -> str:
    """The city's cycle of 2022."""
    return portal.manage("shell", "-v", "0", "-c", CITY).partition("CYCLE ")[2].strip()


def test_missed_target_is_told_and_explained(person, number):
    coordinator = person(COORDINATOR, size=PHONE)
    page = coordinator.visit("/target/2022/?instrumen=spbe-2020")
    page.get_by_label("Target", exact=True).fill("2,50")
    page.get_by_label("Judul, nomor, dan halaman").fill("RPJMD, halaman 112")
    coordinator.press("Tetapkan target", heading="Indikator mana yang menjelaskan kekurangannya")
    line = page.get_by_role("row", name="Indeks SPBE")
    for words in ("2,50", "2,22", "−0,28", "88,80%", "Belum tercapai"):
        expect(line).to_contain_text(words)
    parts = page.get_by_role("table", name="Bagian setiap indikator dari kekurangan indeks")
    first = parts.first.locator("tbody th a").all_inner_texts()
    assert first == [f"Indikator {code}" for code in MANAJEMEN[:10]]
    expect(parts.locator("tfoot")).to_contain_text("0,280")

    coordinator.follow("Buka penilaian 2022", heading="Penilaian mandiri SPBE 2022")
    expect(page.locator(".hero .indeks strong")).to_have_text("2,22")
    assert page.url.endswith(f"/penilaian/{number}/")


def test_city_finds_its_place_in_the_province(person, number):
    coordinator = person(COORDINATOR)
    page = coordinator.visit("/hasil/banding/")
    coordinator.follow("Pilih nama", heading="Nama dalam hasil nasional 2023")
    page.get_by_role("radio", name="Pemerintah Kota Pangkal Pinang").check()
    coordinator.press("Ini instansi kami", heading="Perbandingan nasional")
    ranks = page.get_by_role("table", name="Peringkat indeks dan domain")
    index = ranks.get_by_role("row", name="Indeks SPBE")
    management = ranks.get_by_role("row", name="Manajemen 1,00")
    expect(index).to_contain_text("Kepulauan Bangka Belitung: Peringkat 6 dari 8, peringkat 3 dari bawah")
    expect(management).to_contain_text(
        "Kepulauan Bangka Belitung: Peringkat 7 bersama 1 instansi lain, dari 8, terendah"
    )
    page.get_by_label("Andaikan nilai dari").select_option(value=number)
    coordinator.press("Lihat andai", heading="Andai posisi Pemerintah Kota Pangkal Pinang")
    expect(index).to_contain_text("Kepulauan Bangka Belitung: Peringkat 8 dari 8, terendah")


def test_weakest_domain_becomes_a_plan_with_concrete_texts(person, number):
    coordinator, admin = person(COORDINATOR), person(ADMIN, size=PHONE)
    page = coordinator.visit(f"/penilaian/{number}/andai/")
    for code in MANAJEMEN:
        page.locator(f"#g-I{code}").fill("3")
    side = page.locator(".whatif-side")
    expect(side.locator(".indeks strong")).to_have_text("2,55")
    expect(side.locator('[data-domain="D3"]')).to_have_text("3,00")
    coordinator.press("Simpan sebagai skenario", heading="Simpan sebagai skenario")
    page.get_by_label("Nama skenario").fill("Manajemen terdefinisi")
    coordinator.press("Simpan skenario", heading="Manajemen terdefinisi")

    admin.visit(page.url)
    admin.press("Jadikan rencana", heading="Rencana tindak lanjut")
    admin.reads("11 kegiatan masuk ke rencana.")
    first, *_ = texts = texts_for("spbe-2020", "I31", 1, 3)
    assert len(texts) == 2
    line = admin.page.locator("tbody tr", has=admin.page.get_by_role("link", name=f"Indikator 31: {first[:90]}"))
    expect(line).to_contain_text("Menunggu Indikator 22")
    expect(line).to_contain_text("1 → 3")
    admin.follow("Indikator 31:", heading=first[:90])
    for text in texts:
        admin.reads(text)
