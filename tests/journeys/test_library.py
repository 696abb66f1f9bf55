"""The library of an OPD on a phone: what a document is, a newer version of it, and where it serves."""

import pytest
from playwright.sync_api import expect

from spbe_portal.demo.pdf import one_page
from tests.journeys.browser import PHONE

pytestmark = pytest.mark.browser

NEWER = {"name": "Perwali-12-2026.pdf", "mimeType": "application/pdf", "buffer": one_page(["Peraturan contoh, baru"])}
ALONE = {"name": "SK-tim-2026.pdf", "mimeType": "application/pdf", "buffer": one_page(["Keputusan contoh"])}


def describe(page, *, kind: str, number: str, title: str) -> None:
    page.get_by_label("Jenis dokumen").select_option(label=kind)
    page.get_by_label("Nomor").fill(number)
    page.get_by_label("Tanggal", exact=False).first.fill("2025-03-14")
    page.get_by_label("Judul atau tentang").fill(title)
    page.get_by_label("Status").select_option(label="Ditetapkan")


def test_operator_describes_a_document_replaces_it_and_sees_what_it_touches(person):
    operator = person("operator", size=PHONE)
    page = operator.page
    operator.visit("/dokumen/")
    operator.follow("Peraturan Wali Kota tentang SPBE")
    operator.follow("Lengkapi keterangan")
    describe(page, kind="Peraturan Wali Kota", number="12", title="Penyelenggaraan SPBE")
    operator.press("Simpan keterangan")
    operator.reads("Keterangan tersimpan.")
    expect(page.get_by_role("heading", level=1)).to_have_text("Perwali 12/2025")
    operator.reads("nomor: – → 12")
    used = page.get_by_role("row").filter(has=page.get_by_role("link", name="Indikator "))
    expect(used.first).to_contain_text("Tingkat")

    operator.follow("Ganti dengan versi baru")
    operator.reads("Tetap memakai versi lama")
    ticks = page.get_by_role("checkbox")
    assert ticks.count() >= 1
    assert all(tick.is_checked() for tick in ticks.all())
    page.get_by_label("Berkas versi baru").set_input_files(NEWER)
    operator.press("Simpan versi baru")
    operator.reads("kini memakainya dan menunggu pemeriksaan lagi")
    expect(page.get_by_label("Nomor")).to_have_value("12")
    page.get_by_label("Nomor").fill("15")
    operator.press("Simpan keterangan")
    expect(page.get_by_role("heading", level=1)).to_have_text("Perwali 15/2025")
    operator.follow("Perwali 12/2025")
    operator.reads("Ini versi lama; versi terbaru")


def test_operator_keeps_a_document_of_his_own_and_deletes_it(person):
    operator = person("operator", size=PHONE)
    page = operator.page
    operator.visit("/dokumen/")
    operator.follow("Tambah dokumen")
    page.get_by_label("Berkas").set_input_files(ALONE)
    operator.press("Simpan ke pustaka")
    describe(page, kind="Surat Keputusan", number="7", title="Tim Koordinasi SPBE")
    operator.press("Simpan keterangan")
    operator.follow("Catat pencabutan")
    page.get_by_label("dicabut dengan").fill("SK 9/2026")
    page.get_by_label("tanggal pencabutan").fill("2026-02-01")
    operator.press("Catat pencabutan")
    operator.reads("Dicabut dengan")
    operator.press("Batalkan pencabutan")
    operator.follow("Hapus dari pustaka")
    operator.press("Hapus dari pustaka")
    operator.reads("Dihapus dari pustaka oleh")
    operator.press("Pulihkan ke pustaka")
    operator.reads("ada lagi di pustaka")


def test_document_in_use_is_not_deleted(person):
    admin = person("admin")
    admin.visit("/dokumen/?pakai=ya")
    admin.page.locator("tbody th a").first.click()
    admin.look()
    admin.follow("Hapus dari pustaka")
    admin.reads("masih dipakai. Lepas dulu dari")
    expect(admin.page.get_by_role("button", name="Hapus dari pustaka")).to_have_count(0)
