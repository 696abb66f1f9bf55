"""An operator of an OPD, mostly on a phone: from the list of tasks to an answer that was sent."""

import re

import pytest
from playwright.sync_api import expect

from spbe_portal.demo.pdf import one_page
from spbe_portal.demo.people import PASSWORD
from tests.journeys.browser import PHONE

pytestmark = pytest.mark.browser

DECREE = {"name": "Perwali-12-2025.pdf", "mimeType": "application/pdf", "buffer": one_page(["Peraturan contoh"])}
PROGRAM = {"name": "Perwali-13-2025.pdf", "mimeType": "application/pdf", "buffer": b"MZ\x90\x00" + bytes(400)}
FACTS = "Diatur dalam Peraturan Wali Kota Nomor 12 Tahun 2025, Pasal 5, halaman 7."


def open_task(operator, number: int) -> None:
    operator.visit("/tugas/")
    operator.follow(f"Indikator {number}:")


def status(operator):
    return operator.page.locator(".head .tag")


def test_operator_answers_an_indicator_and_sends_it(person):
    operator = person("operator", size=PHONE)
    operator.follow("Indikator 10:")
    page = operator.page
    page.get_by_label("Tingkat 2: Terkelola").check()
    page.get_by_label("Fakta", exact=True).fill(FACTS)
    page.get_by_label("Analisis", exact=True).fill("Pengaturan itu memenuhi kriteria tingkat 2.")
    operator.press("Kirim ke Diskominfo")
    operator.reads("Draf tersimpan, tetapi belum dikirim.")
    operator.reads("Tautkan paling sedikit satu data dukung pada tingkat 2")

    page.locator("#tingkat-2 details").evaluate("box => box.open = true")
    page.locator("#tingkat-2").get_by_role("button", name="Simpan dan tambah bukti").first.click()
    page.get_by_label("Pasal atau bagian").fill("Pasal 5")
    page.get_by_label("Halaman").fill("7")
    page.get_by_label("Unggah berkas").set_input_files(PROGRAM)
    page.get_by_role("button", name="Tautkan bukti").click()
    expect(page.locator("[data-transfers]")).to_contain_text("Perwali-13-2025.pdf")
    expect(page.locator("[data-transfers]")).to_contain_text("simpan ulang sebagai .pdf")
    operator.look()
    expect(page.get_by_label("Pasal atau bagian")).to_have_value("Pasal 5")
    expect(page.get_by_label("Halaman")).to_have_value("7")
    page.get_by_label("Unggah berkas").set_input_files(DECREE)
    page.get_by_role("button", name="Tautkan bukti").click()
    expect(page).to_have_url(re.compile(r"#tingkat-2$"))
    operator.look()
    operator.reads("Perwali-12-2025.pdf")
    expect(page.get_by_label("Fakta", exact=True)).to_have_value(FACTS)

    operator.press("Kirim ke Diskominfo")
    operator.press("Kirim tanpa bukti ini")
    operator.reads("Sudah dikirim ke Diskominfo.")
    expect(status(operator)).to_have_text("Diajukan")
    operator.follow("Riwayat isian")
    operator.reads("mengajukan Indikator 10")
    operator.visit("/dokumen/")
    operator.reads("Perwali-12-2025.pdf")


def test_operator_takes_evidence_off_and_puts_it_back(person):
    operator = person("operator", size=PHONE)
    open_task(operator, 9)
    operator.reads("Halaman pasal belum disebut")
    operator.follow("Lepas")
    operator.press("Lepas bukti")
    operator.reads("dilepas dari isian ini")
    operator.press("Batalkan")
    operator.reads("Peraturan Wali Kota tentang SPBE.pdf ditautkan kembali.")


def test_two_tabs_with_different_texts_show_both(person):
    operator = person("operator")
    open_task(operator, 21)
    first, second = operator.page, operator.tab()
    second.goto(first.url)
    second.get_by_label("Fakta").fill("Naskah dari tab kedua.")
    second.get_by_role("button", name="Simpan draf").click()
    expect(second.get_by_text("Tersimpan.")).to_be_visible()
    first.get_by_label("Fakta").fill("Naskah dari tab pertama.")
    operator.press("Simpan draf")
    expect(first.get_by_role("alert")).to_contain_text("Naskah dari tab kedua.")
    expect(first.get_by_role("alert")).to_contain_text("Naskah dari tab pertama.")
    expect(first.get_by_label("Fakta")).to_have_value("Naskah dari tab pertama.")
    operator.press("Simpan draf")
    operator.reads("Tersimpan.")
    expect(first.get_by_label("Fakta")).to_have_value("Naskah dari tab pertama.")


def test_text_survives_a_session_that_ran_out(person):
    operator = person("operator", size=PHONE)
    open_task(operator, 24)
    page, address = operator.page, operator.page.url
    page.get_by_label("Tingkat 3:").check()
    page.get_by_label("Fakta", exact=True).fill("Ditulis lama sekali.")
    operator.context.clear_cookies(name="sessionid")
    operator.press("Simpan draf")
    operator.reads("Sesi Anda berakhir")
    page.get_by_label("Nama pengguna").fill("operator")
    page.get_by_label("Kata sandi", exact=True).fill(PASSWORD)
    operator.press("Masuk", exact=True)
    expect(page).to_have_url(address)
    expect(page.get_by_label("Fakta", exact=True)).to_have_value("Ditulis lama sekali.")
    expect(page.get_by_label("Tingkat 3:")).to_be_checked()
    operator.press("Simpan draf")
    operator.reads("Tersimpan.")


def test_markup_in_texts_stays_text(person):
    hostile = "<script>alert(1)</script><svg onload=alert(2)><b>tebal</b>"
    operator = person("operator")
    open_task(operator, 27)
    page = operator.page
    page.get_by_label("Tingkat 1:").check()
    page.get_by_label("Fakta", exact=True).fill(hostile)
    page.get_by_label("Analisis", exact=True).fill(hostile)
    operator.press("Kirim ke Diskominfo")
    expect(status(operator)).to_have_text("Diajukan")
    expect(page.get_by_text(hostile)).to_have_count(2)


def test_a_double_click_sends_once(person):
    operator = person("operator")
    open_task(operator, 29)
    page = operator.page
    page.get_by_label("Tingkat 1:").check()
    page.get_by_label("Fakta", exact=True).fill(FACTS)
    page.get_by_label("Analisis", exact=True).fill("Sesuai kriteria.")
    page.get_by_role("button", name="Kirim ke Diskominfo").dblclick()
    expect(status(operator)).to_have_text("Diajukan")
    operator.look()
    operator.follow("Riwayat isian")
    expect(page.get_by_text("mengajukan Indikator 29")).to_have_count(1)
    page.go_back()
    operator.press("Tarik kembali untuk diperbaiki")
    expect(status(operator)).to_have_text("Draf")


def test_the_form_is_filled_with_the_keyboard_alone(person):
    operator = person("operator")
    open_task(operator, 42)
    page = operator.page

    def tab_to(locator):
        for _ in range(120):
            page.keyboard.press("Tab")
            if locator.evaluate("element => element === document.activeElement"):
                return
        pytest.fail(f"Tab never reaches {locator}")

    page.locator("body").click(position={"x": 1, "y": 1})
    tab_to(page.get_by_label("Tingkat 1:"))
    page.keyboard.press("Space")
    tab_to(page.get_by_label("Fakta", exact=True))
    page.keyboard.type(FACTS)
    tab_to(page.get_by_label("Analisis", exact=True))
    page.keyboard.type("Sesuai kriteria.")
    tab_to(page.get_by_role("button", name="Kirim ke Diskominfo"))
    page.keyboard.press("Space")
    expect(status(operator)).to_have_text("Diajukan")


def test_everything_is_possible_without_scripts(person):
    operator = person("operator", scripts=False, size=PHONE)
    open_task(operator, 43)
    page = operator.page
    page.get_by_label("Tingkat 2:").check()
    page.get_by_label("Fakta", exact=True).fill(FACTS)
    page.get_by_label("Analisis", exact=True).fill("Sesuai kriteria.")
    page.locator("#tingkat-2 summary").click()
    page.locator("#tingkat-2").get_by_role("button", name="Simpan dan tambah bukti").first.click()
    page.get_by_label("Unggah berkas").set_input_files(DECREE)
    operator.press("Tautkan bukti")
    operator.press("Kirim ke Diskominfo")
    operator.reads("1 bukti yang diminta belum ada")
    operator.press("Kirim tanpa bukti ini")
    expect(status(operator)).to_have_text("Diajukan")


def test_one_opd_never_sees_the_answer_of_another(person):
    operator = person("operator")
    open_task(operator, 44)
    answer = re.search(r"/isian/\d+/", operator.page.url).group()
    other = person("operator.bappeda")
    other.visit(answer, status=404)
