"""What everybody does: come in, forget a password, read the instrument, mend the profile, leave."""

import re

import pytest
from playwright.sync_api import expect

from tests.journeys.browser import PHONE

pytestmark = pytest.mark.browser
NEW = "padi-menguning-2026"


def test_profile_password_and_leaving(person):
    somebody = person("operator.bkpsdm")
    page = somebody.page
    somebody.follow("Profil")
    page.get_by_label("Nomor telepon").fill("081200000000")
    somebody.press("Simpan profil")
    expect(page.get_by_label("Nomor telepon")).to_have_value("081200000000")
    somebody.follow("Ganti kata sandi")
    page.get_by_label("Kata sandi sekarang").fill("contoh-spbe-2026")
    page.get_by_label("Kata sandi baru", exact=True).fill(NEW)
    page.get_by_label(re.compile("ulangi|sekali lagi", re.IGNORECASE)).fill(NEW)
    somebody.press("Simpan kata sandi")
    somebody.visit("/keluar/")
    somebody.press("Keluar")
    somebody.sign_in("operator.bkpsdm", NEW)


def test_key_for_programs_is_shown_once(person):
    somebody = person("koordinator")
    page = somebody.page
    somebody.visit("/profil/")
    page.get_by_label("Nama kunci").fill("Rekap bulanan")
    somebody.press("Buat kunci")
    key = page.get_by_label("Kunci", exact=True).input_value()
    answer = page.request.get("/api/v1/assessments/", headers={"Authorization": f"Bearer {key}"})
    assert answer.status == 200
    somebody.follow("Sudah saya salin")
    assert key not in page.content()
    somebody.follow("Cabut")
    somebody.press("Cabut kunci")


def test_forgotten_password_is_replaced_by_mail(person, portal):
    somebody = person(None, size=PHONE)
    page = somebody.page
    somebody.visit("/masuk/")
    somebody.follow("Lupa kata sandi?")
    page.get_by_label("Alamat surel").fill("operator.bpkad@contoh.invalid")
    somebody.press("Kirim tautan")
    somebody.reads("Periksa surel Anda")
    link = re.search(rf"{portal.address}(/lupa-sandi/\S+)", portal.mails[-1]).group(1)
    somebody.visit(link)
    page.get_by_label("Kata sandi baru", exact=True).fill(NEW)
    page.get_by_label(re.compile("ulangi|sekali lagi", re.IGNORECASE)).fill(NEW)
    somebody.press("Simpan kata sandi")
    somebody.sign_in("operator.bpkad", NEW)
    somebody.visit(link)
    somebody.reads("Tautan tidak berlaku")


def test_guessing_a_password_is_slowed_down(person):
    guesser = person(None)
    guesser.visit("/masuk/")
    for _ in range(6):
        guesser.page.get_by_label("Nama pengguna").fill("operator.inspektorat")
        guesser.page.get_by_label("Kata sandi", exact=True).fill("salah-terus-menerus")
        guesser.press("Masuk", exact=True)
    guesser.reads("Terlalu banyak percobaan masuk")


def test_instrument_is_read_by_anybody_signed_in(person):
    reader = person("koordinator", size=PHONE)
    reader.visit("/instrumen/")
    reader.follow("Pemerintah Digital")
    reader.reads("sementara")
    reader.visit("/instrumen/spbe-2020/")
    reader.follow("Kebijakan Internal Arsitektur SPBE")
    reader.reads("Tingkat 5")


def test_notices_and_history_are_listed(person):
    somebody = person("admin")
    somebody.visit("/pemberitahuan/")
    somebody.press("Tandai semua sudah dibaca")
    somebody.visit("/riwayat/")
    somebody.page.get_by_label("Cari orang").fill("Indikator 12")
    somebody.press("Cari")
    somebody.reads("Indikator 12")
