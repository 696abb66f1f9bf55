"""The worksheet out and in: an operator fills it in without a connection, and a colleague was quicker with one row."""

import pytest
from playwright.sync_api import expect

from reports.spreadsheets.values import ANSWERS, COLUMNS
from tests.journeys.browser import PHONE
from tests.reports.worksheets import cell_of, opened, saved

pytestmark = pytest.mark.browser
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def open_rows(book) -> list[str]:
    """The keys of the rows that may be filled in, in their order."""
    facts = [column.name for column in COLUMNS[ANSWERS]].index("facts")
    rows = book[ANSWERS].iter_rows(min_row=5)
    return [row[0].value for row in rows if not row[facts].protection.locked]


def test_operator_fills_the_worksheet_offline_and_settles_a_conflict(person):
    operator = person("operator.bappeda", size=PHONE)
    page = operator.page
    operator.visit("/penilaian/")
    operator.follow("Penilaian 2026")
    operator.follow("Isi tanpa internet (LKE)")
    with page.expect_download() as download:
        page.get_by_role("link", name="Unduh LKE (XLSX)").click()
    assert download.value.suggested_filename == "LKE-SPBE-Bappeda-2026.xlsx"
    book = opened(download.value.path().read_bytes())
    mine, shared = open_rows(book)[:2]
    cell_of(book, mine, "claimed").value = 2
    cell_of(book, mine, "facts").value = "Ditulis di perjalanan, tanpa internet."
    cell_of(book, mine, "note").value = "Bukan bagian operator"
    cell_of(book, shared, "facts").value = "Isi dari berkas."

    operator.visit(f"/isian/{shared[1:]}/")
    page.get_by_label("Fakta", exact=True).fill("Isi dari rekan.")
    operator.press("Simpan draf")
    operator.reads("Tersimpan.")

    operator.visit("/penilaian/")
    operator.follow("Penilaian 2026")
    operator.follow("Isi tanpa internet (LKE)")
    page.get_by_label("LKE yang sudah diisi").set_input_files(
        {"name": "lke-bappeda.xlsx", "mimeType": XLSX, "buffer": saved(book)}
    )
    operator.press("Unggah dan periksa")
    operator.reads("Periksa sebelum menerapkan")
    expect(page.locator("main")).to_contain_text("Ditulis di perjalanan, tanpa internet.")
    expect(page.locator("main")).to_contain_text("Diabaikan karena bukan bagian Anda: Catatan admin")
    choice = page.get_by_role("group").filter(has_text="Isi dari rekan.")
    expect(choice).to_contain_text("Isi dari berkas.")
    expect(choice.get_by_role("radio", name="Pertahankan isi portal")).to_be_checked()
    choice.get_by_role("radio", name="Pakai isi berkas").check()
    operator.press("Terapkan")
    operator.reads("Hasil impor LKE")
    operator.reads("2 baris diterapkan.")

    operator.visit(f"/isian/{mine[1:]}/")
    expect(page.get_by_label("Fakta", exact=True)).to_have_value("Ditulis di perjalanan, tanpa internet.")
    expect(page.get_by_label("Tingkat 2")).to_be_checked()
    operator.visit(f"/isian/{shared[1:]}/")
    expect(page.get_by_label("Fakta", exact=True)).to_have_value("Isi dari berkas.")


def test_assessor_checks_the_institutions_worksheet(person):
    assessor = person("asesor")
    page = assessor.page
    assessor.visit("/penilaian/")
    assessor.follow("Penilaian 2026")
    assessor.visit(f"{page.url}lke/")
    with page.expect_download() as download:
        page.get_by_role("link", name="Unduh LKE (XLSX)").click()
    assert download.value.suggested_filename == "LKE-SPBE-Kota-Denpasar-2026.xlsx"
    data = download.value.path().read_bytes()
    assert opened(data).sheetnames == ["Baca dulu", "Rekap", "Indikator", "Isian", "_versi"]
    with page.expect_download() as table:
        page.get_by_role("link", name="CSV Indikator").click()
    lines = table.value.path().read_text(encoding="utf-8-sig").splitlines()
    assert lines[0].startswith("Kode;Indikator;Aspek;Domain;Bobot;OPD;Mandiri;Verifikasi;Final;Eksternal")
    page.get_by_label("LKE yang sudah diisi").set_input_files(
        {"name": "catatan.xlsx", "mimeType": XLSX, "buffer": b"bukan berkas Excel"}
    )
    assessor.press("Unggah dan periksa")
    expect(page.get_by_role("alert")).to_contain_text("Unggah LKE sebagai berkas Excel (.xlsx)")
