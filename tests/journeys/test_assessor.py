"""An internal assessor: a final level with its reason, the sum explained, and the report as a PDF."""

from io import BytesIO

import pytest
from playwright.sync_api import expect
from pypdf import PdfReader

pytestmark = pytest.mark.browser
MINUTES = 60_000


def test_assessor_decides_explains_and_prints(person):
    assessor = person("asesor")
    page = assessor.page
    assessor.follow("Penilaian 2026")
    assessor.follow("Indikator", exact=True)
    page.get_by_label("Keadaan").select_option("Siap dinilai")
    assessor.press("Terapkan")
    assessor.follow("Indikator 3:")
    assessor.reads("Usulan dari hasil verifikasi")
    page.get_by_role("radio", name="3 Terdefinisi").check()
    assessor.press("Simpan tingkat final")
    expect(page.get_by_role("alert")).to_contain_text("Pertimbangan")
    expect(page.get_by_role("radio", name="3 Terdefinisi")).to_be_checked()
    page.get_by_label("Pertimbangan").fill("Pasal 5 belum memuat seluruh rangkaian pengelolaan data.")
    assessor.press("Simpan tingkat final")
    assessor.reads("Tingkat final Indikator 3 tersimpan.")

    assessor.visit("/penilaian/")
    assessor.follow("Penilaian 2026")
    assessor.follow("Jelaskan nilai")
    assessor.reads("Indikator 3")

    page.go_back()
    assessor.follow("Laporan", exact=True)
    assessor.press("Buat PDF Laporan Hasil Penilaian Mandiri")
    expect(page.get_by_role("link", name="Unduh")).to_be_visible(timeout=2 * MINUTES)
    with page.expect_download() as download:
        page.get_by_role("link", name="Unduh").click()
    assert download.value.suggested_filename == "Laporan-SPBE-Kota-Denpasar-2026-draf.pdf"
    report = PdfReader(BytesIO(download.value.path().read_bytes()))
    words = " ".join(page.extract_text() for page in report.pages[:12])
    assert "Kota Denpasar" in words
    assert len(report.pages) > 10
    assessor.look()
