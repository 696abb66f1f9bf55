"""The coordinator asks for documents: one with options, one that is cancelled again, and all OPD in one file."""

from __future__ import annotations

import re
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pypdf
import pytest
from playwright.sync_api import expect

from tests.journeys.browser import PHONE

pytestmark = pytest.mark.browser
MINUTES = 60_000  # milliseconds
CODE = re.compile(r"Kode verifikasi\s+([A-Z2-7-]{14})")

# A document that waits for an hour: no worker hears of it before that is written. Prints the address of its page.
WAITING = """
import datetime
from django.utils import timezone
from accounts.models import User
from assessments.models import Assessment
from reports.models import ReportJob
from reports.services import asking
asking.enqueue = lambda job: None
by = User.objects.get(username="koordinator")
assessment = Assessment.objects.visible_to(by).get(year=2026)
job = asking.request_report(assessment=assessment, kind="plan", by=by)
ReportJob.objects.filter(pk=job.pk).update(not_before=timezone.now() + datetime.timedelta(hours=1))
print("WAITS " + job.get_absolute_url())
"""


def downloaded(page) -> tuple[str, ZipFile]:
    """The finished document's name and content; both kinds asked for here are ZIP files to a computer."""
    button = page.get_by_role("main").get_by_role("link", name="Unduh")
    expect(button).to_be_visible(timeout=4 * MINUTES)
    with page.expect_download() as download:
        button.click()
    return download.value.suggested_filename, ZipFile(BytesIO(download.value.path().read_bytes()))


def test_coordinator_asks_for_a_letter_with_its_number_and_finds_it_again(person):
    coordinator = person("koordinator", size=PHONE)
    page = coordinator.page
    coordinator.visit("/penilaian/")
    coordinator.follow("Penilaian 2026")
    coordinator.follow("Laporan", exact=True)
    letter = page.locator("#minta-statement")
    letter.get_by_text("Pilihan isi").click()
    letter.get_by_label("Nomor surat").fill("400.14/12/Diskominfo")
    letter.get_by_label("Tanggal").fill("2026-11-12")
    coordinator.press("Buat DOCX Berita Acara Penilaian Mandiri", heading="Berita Acara Penilaian Mandiri")
    name, document = downloaded(page)
    assert name == "Berita-Acara-SPBE-Kota-Denpasar-2026-draf.docx"
    assert "400.14/12/Diskominfo" in document.read("word/document.xml").decode()
    coordinator.look()
    page.get_by_role("navigation", name="Remah roti").get_by_role("link", name="Laporan").click()
    last = page.get_by_role("region", name="Terakhir diminta")
    expect(last.get_by_role("listitem").first).to_contain_text("Berita Acara Penilaian Mandiri")
    expect(last.get_by_role("link", name="Unduh Berita Acara")).to_be_visible()
    coordinator.look()


def test_minutes_without_a_title_say_at_the_top_what_is_missing(person):
    coordinator = person("koordinator", size=PHONE)
    page = coordinator.page
    coordinator.visit("/penilaian/")
    coordinator.follow("Penilaian 2026")
    coordinator.follow("Laporan", exact=True)
    minutes = page.locator("#minta-meeting")
    minutes.get_by_text("Isi, lalu buat").click()
    minutes.get_by_label("Keputusan").fill("Susun SOP | Diskominfo | 31 Maret 2027")
    coordinator.press("Buat PDF Notulen Rapat", heading="Dokumen belum diminta")
    page.get_by_role("alert").get_by_role("link", name="Judul rapat").click()
    expect(minutes.get_by_label("Judul rapat")).to_be_in_viewport()
    expect(minutes.get_by_label("Keputusan")).to_have_value("Susun SOP | Diskominfo | 31 Maret 2027")


def test_waiting_document_is_watched_and_cancelled_without_script(person, portal):
    address = portal.manage("shell", "-v", "0", "-c", WAITING).partition("WAITS ")[2].strip()
    coordinator = person("koordinator", size=PHONE, scripts=False)
    page = coordinator.page
    coordinator.visit(address)
    expect(page.get_by_role("status")).to_have_text("Menunggu giliran")
    expect(page.get_by_role("progressbar")).to_be_visible()
    expect(page.locator("noscript meta[http-equiv=refresh]")).to_have_attribute("content", "3")
    coordinator.follow("Batalkan", heading="Batalkan penyusunan?")
    coordinator.press("Ya, batalkan", heading="Penyusunan dibatalkan")
    expect(page.locator(".head .tag")).to_have_text("Dibatalkan")
    expect(page.get_by_role("button", name="Susun lagi")).to_be_visible()


def test_coordinator_takes_all_units_in_one_file_and_whoever_gets_one_checks_it(person, tmp_path):
    coordinator = person("koordinator")
    coordinator.visit("/penilaian/")
    coordinator.follow("Penilaian 2026")
    coordinator.follow("Laporan", exact=True)
    coordinator.press("Buat ZIP Laporan semua OPD", heading="Laporan semua OPD")
    name, archive = downloaded(coordinator.page)
    assert name == "Laporan-Semua-OPD-Kota-Denpasar-2026-draf.zip"
    assert archive.testzip() is None
    assert len([file for file in archive.namelist() if file.endswith(".pdf")]) == 12
    coordinator.look()

    own = Path(archive.extract("Laporan-OPD-Kota-Denpasar-Bag-Hukum-2026-draf.pdf", tmp_path))
    code = CODE.search(pypdf.PdfReader(own).pages[0].extract_text())
    reader = person(None, size=PHONE)
    reader.visit("/verifikasi/")
    reader.page.get_by_label("Kode verifikasi").fill(code[1])
    reader.press("Periksa kode", heading="Laporan OPD Bagian Hukum Sekretariat Daerah")
    reader.page.get_by_label("Pilih berkas PDF").set_input_files(own)
    expect(reader.page.get_by_text("Sama dengan yang dibuat portal.")).to_be_visible()
    reader.look()
