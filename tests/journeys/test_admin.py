"""The admin at Diskominfo: opens a cycle, hands out indicators, judges evidence, looks after OPD and people."""

import re
import time

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser

# Another institution with an assessment of its own; prints the addresses nobody else may open.
STRANGERS = """
from accounts.models import *; from assessments.models import *; from domains.models import Instrument
import datetime
place = Instansi.objects.create(name="Pemerintah Kota Lain", short_name="Kota Lain", kind="city")
unit = Unit.objects.create(instansi=place, code="A", name="Dinas Lain", short_name="Dinas Lain")
day = datetime.date(2030, 1, 1)
instrument = Instrument.objects.get(code="spbe-2020")
cycle = Assessment.objects.create(instansi=place, year=2026, instrument=instrument, stage="filling", filling_until=day,
    verification_until=day, scoring_until=day, approval_until=day)
given = Assignment.objects.create(assessment=cycle, indicator=instrument.indicators.first(), unit=unit)
answer = Answer.objects.create(assignment=given)
print(f"ADDRESSES /penilaian/{cycle.pk}/ /penilaian/{cycle.pk}/penugasan/ /isian/{answer.pk}/ "
      f"/pengelolaan/opd/{unit.pk}/ /penilaian/{cycle.pk}/laporan/")
"""


def test_admin_opens_a_cycle_and_hands_out_indicators(person):
    admin = person("admin")
    page = admin.page
    admin.visit("/penilaian/")
    admin.follow("Buat penilaian")
    page.get_by_label("Tahun").fill("2027")
    page.get_by_label("Instrumen").select_option(index=1)
    page.get_by_label("Batas verifikasi").fill("2026-01-01")
    admin.press("Buat penilaian")
    expect(page.get_by_role("alert")).to_contain_text("Batas waktu harus berurutan")
    expect(page.get_by_label("Tahun")).to_have_value("2027")
    page.get_by_label("Batas verifikasi").fill("2027-06-30")
    for name in ("Batas pengisian", "Batas penilaian asesor", "Batas persetujuan"):
        page.get_by_label(name).fill("2027-06-30")
    admin.press("Buat penilaian")
    for number in (1, 2):  # not for Diskominfo, whose operator has a story of their own
        page.get_by_role("checkbox", name=f"Indikator {number}, Dinkes").check()
    admin.press("Simpan penugasan")
    admin.reads("Penugasan tersimpan: 2 ditambah, 0 dihapus.")
    admin.follow("Penilaian 2027")
    admin.follow("Buka pengisian")
    admin.press("Buka pengisian")
    admin.reads("Pengisian")
    admin.follow("Pengaturan")
    admin.reads("Batas waktu")


def test_admin_judges_evidence_returns_and_verifies(person):
    admin = person("admin")
    page = admin.page
    admin.follow("Penilaian 2026")
    admin.follow("Indikator", exact=True)
    admin.follow("Indikator 4:")
    admin.follow("Periksa isian ini")
    judge = page.locator("form.judge")
    judge.get_by_role("button", name="Perlu perbaikan").click()
    admin.look()
    expect(page.get_by_role("alert").first).to_contain_text(re.compile("catatan", re.IGNORECASE))
    page.get_by_label("Catatan").first.fill("Halaman 7 tidak terbaca.")
    page.get_by_role("button", name=re.compile("Simpan hasil pemeriksaan|Perlu perbaikan")).first.click()
    admin.reads("Halaman 7 tidak terbaca.")
    admin.press("Kembalikan ke OPD")
    admin.reads("Tulis alasannya")
    page.locator("#periksa > form").get_by_label("Catatan untuk OPD").fill("Pindai ulang lampiran halaman 7.")
    admin.press("Kembalikan ke OPD")
    expect(page.locator(".head .tag")).to_have_text("Dikembalikan")

    admin.visit("/penilaian/")
    admin.follow("Penilaian 2026")
    admin.follow("Indikator", exact=True)
    admin.follow("Indikator 7:")
    admin.follow("Periksa isian ini")
    page.get_by_role("button", name="Terima").click()
    expect(page.get_by_text("Diterima").first).to_be_visible()
    page.get_by_label("Tingkat hasil verifikasi").select_option("2")
    admin.press("Verifikasi", exact=True)
    expect(page.locator(".head .tag")).to_have_text("Diverifikasi")


def test_admin_adds_an_opd_and_a_person(person, portal):
    admin = person("admin")
    page = admin.page
    admin.visit("/pengelolaan/opd/")
    admin.follow("Tambah OPD")
    page.get_by_label("Kode").fill("KOMINFO")
    page.get_by_label("Nama OPD").fill("Dinas Perhubungan")
    page.get_by_label("Nama singkat").fill("Dishub")
    admin.press("Tambah OPD")
    expect(page.get_by_role("alert")).to_contain_text("Kode OPD ini sudah dipakai.")
    page.get_by_label("Kode").fill("DISHUB")
    admin.press("Tambah OPD")
    admin.visit("/pengelolaan/opd/?q=perhubungan")
    admin.reads("Dinas Perhubungan")

    admin.visit("/pengelolaan/pengguna/")
    admin.follow("Tambah pengguna")
    page.get_by_label("Nama lengkap").fill("Nyoman Contoh")
    page.get_by_label("Nama pengguna").fill("nyoman.contoh")
    page.get_by_label("Alamat surel").fill("nyoman@contoh.invalid")
    page.get_by_label("Peran").select_option("operator")
    page.get_by_label("OPD").select_option(label="Dinas Perhubungan")
    admin.press("Tambah pengguna")
    admin.reads("Nyoman Contoh")
    until(lambda: any("nyoman@contoh.invalid" in mail for mail in portal.mails))


def test_admin_imports_a_table_after_looking_at_it(person):
    admin = person("admin")
    page = admin.page
    rows = (
        "kode;nama;nama_singkat",
        "DLHK;Dinas Lingkungan Hidup;DLHK",
        ";Tanpa Kode;TK",
        "HUKUM;Bagian Hukum Setda;Hukum",
    )
    admin.visit("/pengelolaan/opd/impor/")
    page.get_by_label("Berkas CSV atau XLSX").set_input_files(
        {"name": "opd.csv", "mimeType": "text/csv", "buffer": "\n".join(rows).encode()}
    )
    admin.press("Unggah dan periksa")
    admin.reads("Belum ada yang tersimpan.")
    admin.reads("1 baris ditolak")
    page.get_by_label("Lewati 1 baris yang salah").check()
    admin.press("Terapkan 2 baris")
    admin.visit("/pengelolaan/opd/?q=lingkungan")
    admin.reads("Dinas Lingkungan Hidup")
    admin.visit("/pengelolaan/opd/?q=tanpa")
    admin.reads("Tidak ada OPD yang cocok")


def test_addresses_of_another_institution_do_not_exist(person, portal):
    printed = portal.manage("shell", "-v", "0", "-c", STRANGERS)
    admin = person("admin")
    for address in printed.partition("ADDRESSES ")[2].split():
        admin.visit(address, status=404)


def until(happened, seconds: int = 20) -> None:
    """Wait for the worker to have done something."""
    deadline = time.monotonic() + seconds
    while not happened():
        assert time.monotonic() < deadline
        time.sleep(0.2)
