"""An operator on a phone writes Fakta and Analisis with help, is told what is missing, and sends nevertheless."""

import re

import pytest
from playwright.sync_api import expect

from assessments.wording import EVERYWHERE, LEAST, RULES, Form
from spbe_portal.demo.people import PASSWORD
from tests.journeys.browser import PHONE

pytestmark = pytest.mark.browser

SAMPLES = (
    "", " \n ", "Nomor (nomor), Pasal (pasal), halaman (halaman) (lihat )", "a" * LEAST, f"  {'a' * (LEAST - 1)}  ",
    "Peraturan Bupati Nomor 4 Tahun 2022 tentang SPBE, Pasal 5 ayat (2), halaman 7 (lihat Perbup-4-2022.PDF).",
    "SK No. 188.45/12/2024, lampiran b, hlm. 3, oleh Dinas Kominfo", "skema désain sebagian pasal, hal 120221",
    "aplikasi (nama aplikasi) dipakai OPD", "Aplikasi e-Plan digunakan, https://contoh.go.id", "bagian Kedua; Bab IV",
    "Memenuhi kriteria tingkat 3", "LEVEL 4", "Naskah\npanjang\nNOMOR: 12\nÉtape, Bagian Hukum",
)  # fmt: skip


def open_task(operator, number: int) -> None:
    operator.visit("/tugas/")
    operator.follow(f"Indikator {number}:")


def lacking(page, field: str) -> list[str]:
    left = page.locator(f"[data-ticks={field}] li:not(.ok)").all_inner_texts()
    return [text.replace("Belum:", "").strip() for text in left]


def test_operator_writes_with_help_and_sends_without_some_evidence(person):
    operator = person("operator", size=PHONE)
    open_task(operator, 13)
    page = operator.page
    facts, analysis = page.get_by_label("Fakta", exact=True), page.get_by_label("Analisis", exact=True)
    facts.fill("")
    analysis.fill("")
    assert len(lacking(page, "facts")) == 8
    page.locator("#kalimat summary").click()
    operator.reads("Jenis, nomor, tanggal, judul belum diisi")
    page.get_by_role("button", name="Sisipkan ke Fakta").click()
    expect(facts).to_be_focused()
    assert lacking(page, "facts")[-1] == "tidak ada tanda kosong seperti (nomor)"
    page.get_by_role("button", name="Sisipkan kalimat untuk tingkat yang dipilih").click()
    assert lacking(page, "analysis") == []
    filled = facts.input_value()
    known = {"(jenis dokumen)": "Laporan", "(nomor)": "7", "(tahun)": "2025", "(judul)": "Rencana SPBE"}
    for gap, value in known.items():
        filled = filled.replace(gap, value)
    facts.fill(filled)
    assert lacking(page, "facts") == []
    operator.look()

    page.get_by_label("Tingkat 4:").check()
    expect(page.locator("[data-total-shown]")).to_contain_text("Bukti sampai tingkat 4:")
    page.get_by_label("Tingkat 3:").check()
    expect(page.locator("[data-total-shown]")).to_contain_text("Bukti sampai tingkat 3: 1 dari")
    operator.press("Kirim ke Diskominfo")
    operator.reads("bukti yang diminta belum ada")
    expect(page.get_by_role("alert").get_by_role("link", name="Tambah bukti").first).to_be_visible()
    expect(facts).to_have_value(filled)
    operator.press("Kirim tanpa bukti ini")
    operator.reads("Sudah dikirim ke Diskominfo.")
    operator.reads("Dikirim tanpa:")


def test_a_sentence_goes_where_the_cursor_is(person):
    operator = person("operator")
    open_task(operator, 9)
    page = operator.page
    facts = page.get_by_label("Fakta", exact=True)
    facts.fill("Awal.\nAkhir.")
    facts.evaluate("area => { area.focus(); area.setSelectionRange(5, 5); }")
    page.locator("#kalimat summary").click()
    button = page.get_by_role("button", name="Sisipkan ke Fakta").first
    button.click()
    sentence = page.locator("#kalimat li p.hint").first.inner_text()
    expect(facts).to_have_value(f"Awal. {sentence}\nAkhir.")
    button.click()  # once is enough
    expect(facts).to_have_value(f"Awal. {sentence}\nAkhir.")


def test_a_sentence_is_added_without_scripts_and_nothing_typed_is_lost(person):
    operator = person("operator", scripts=False, size=PHONE)
    open_task(operator, 9)
    page = operator.page
    page.get_by_label("Fakta", exact=True).fill("Ditulis tanpa skrip.")
    page.locator("#kalimat summary").click()
    page.get_by_role("button", name="Sisipkan ke Fakta").first.click()
    operator.reads("Kalimat ditambahkan, belum tersimpan.")
    expect(page.get_by_label("Fakta", exact=True)).to_have_value(
        re.compile(r"^Ditulis tanpa skrip\. .*\(lihat .*\)\.$")
    )
    operator.press("Simpan draf")
    operator.reads("Tersimpan.")


def test_texts_are_copied_as_single_paragraphs(person):
    operator = person("operator")
    operator.context.grant_permissions(["clipboard-read", "clipboard-write"])
    open_task(operator, 11)
    page = operator.page
    page.get_by_label("Fakta", exact=True).fill("  Baris satu.\n\nBaris dua. \n")
    page.get_by_label("Analisis", exact=True).fill("Sesuai\nkriteria.")
    for name, text in {
        "Salin Fakta": "Baris satu. Baris dua.",
        "Salin Analisis": "Sesuai kriteria.",
        "Salin keduanya": "Fakta: Baris satu. Baris dua. Analisis: Sesuai kriteria.",
    }.items():
        page.get_by_role("button", name=name).click()
        expect(page.get_by_text("Tersalin.")).to_be_visible()
        assert page.evaluate("navigator.clipboard.readText()") == text
    operator.look()


def test_texts_are_laid_out_selected_where_the_browser_cannot_copy(person):
    admin = person(None, size=PHONE)
    admin.context.add_init_script("Object.defineProperty(navigator, 'clipboard', { value: undefined })")
    admin.sign_in("operator", PASSWORD)
    open_task(admin, 4)
    page = admin.page
    page.get_by_role("button", name="Salin keduanya").click()
    area = page.get_by_label("Teks untuk disalin")
    expect(area).to_be_focused()
    admin.reads("Teks sudah dipilih.")
    selected = area.evaluate("area => area.value.slice(area.selectionStart, area.selectionEnd)")
    assert selected.startswith("Fakta: [Contoh] ")
    assert " Analisis: [Contoh] " in selected
    admin.look()


def test_patterns_say_the_same_in_the_browser_as_on_the_server(browser):
    page = browser.new_page()
    rules = {rule for form in Form for rule in RULES[form]} | set(EVERYWHERE)
    for rule in rules:
        told = page.evaluate(
            "([pattern, texts]) => texts.map(text => new RegExp(pattern, 'iu').test(text))",
            [rule.pattern, list(SAMPLES)],
        )
        met = [bool(text.strip()) and found != rule.is_unwanted for text, found in zip(SAMPLES, told, strict=True)]
        assert met == [rule.is_met(text) for text in SAMPLES], rule
    page.close()
