"""The plan: the admin takes up a recommendation, the OPD does it on a phone, the admin confirms."""

import pytest
from playwright.sync_api import expect

from tests.journeys.browser import PHONE

pytestmark = pytest.mark.browser
TEXT = "Adakan rapat tindak lanjut kolaborasi dan tetapkan hasilnya."


def test_item_goes_from_a_recommendation_to_done(person):
    admin, operator = person("admin"), person("operator", size=PHONE)
    page = admin.page
    admin.visit("/rencana/")
    admin.follow("Tambah kegiatan")
    admin.follow("Indikator 20:")
    page.get_by_label("Tulis sendiri di bawah").check()
    page.get_by_label("Anggaran (rupiah)").fill("dua puluh juta")
    admin.press("Masukkan ke rencana")
    expect(page.get_by_role("alert")).to_contain_text("Tulis kegiatannya")
    page.get_by_label("Kegiatan", exact=True).fill(TEXT)
    page.get_by_label("Anggaran (rupiah)").fill("20.000.000")
    page.get_by_label("Tenggat").fill("2027-03-31")
    admin.press("Masukkan ke rencana")
    admin.reads("Kegiatan masuk ke rencana.")
    admin.reads("Rp20.000.000")
    address = page.url

    operator.visit("/pemberitahuan/")
    operator.reads(TEXT)
    operator.visit("/rencana/?q=kolaborasi")
    operator.follow("Indikator 20:")
    operator.page.get_by_label("Kemajuan (persen)").fill("70")
    operator.page.get_by_label("Apa yang sudah dikerjakan").fill("Rapat pertama selesai.")
    operator.press("Laporkan kemajuan")
    expect(operator.page.locator(".head .tag")).to_have_text("Berjalan 70%")
    operator.press("Usulkan selesai")
    expect(operator.page.locator(".head .tag")).to_have_text("Diusulkan selesai")

    admin.visit(address)
    admin.reads("Rapat pertama selesai.")
    admin.press("Nyatakan selesai")
    expect(page.locator(".head .tag")).to_have_text("Selesai")
    admin.visit("/rencana/kalender/?tahun=2027")
    admin.reads(TEXT)


def test_ring_in_the_order_is_named_and_nothing_is_lost(person):
    admin = person("admin")
    admin.visit("/rencana/?q=sambungkan")
    admin.follow("Indikator 33:")
    admin.follow("Indikator 12:")
    admin.follow("Atur urutan")
    admin.page.get_by_label("Indikator 33:").check()
    admin.press("Simpan urutan")
    expect(admin.page.get_by_role("alert")).to_contain_text("Urutan ini berputar")
    expect(admin.page.get_by_label("Indikator 33:")).to_be_checked()
    admin.visit("/rencana/2025/hasil/")
    admin.reads("Belum tercapai")
