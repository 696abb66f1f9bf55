"""Take the pictures of the user guide from a demo portal: `python -m tools.screenshots [FOLDER]`.

Without a folder, those the guide and the README show go where they look for them. With one, every screen goes there,
as on a phone and as on a desk, to be looked at. Each is taken signed in as the role that works with it.
"""

import re
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

from tests.journeys.browser import DESK, FLAGS, PHONE, chromium
from tools import demo

DOCS = Path(__file__).resolve().parent.parent / "docs"
GUIDE = DOCS / "panduan"
README_PICTURE = DOCS / "screenshots" / "dasbor.png"
PASSWORD = "contoh-spbe-2026"  # noqa: S105 - the demo's, printed for everybody
COLOURS = 128  # enough for flat screens; a picture of the guide then weighs some 50 kB

LONGEST = 2400  # pixels
README_HEIGHT = 1296  # pixels: down to the trend and what adds most

# A document that was made and came back signed, and one that waits; without them the pages of documents are empty.
DOCUMENTS = """
import datetime, io, time
from django.utils import timezone
from accounts.models import User
from assessments.models import Assessment
from reports.models import ReportJob
from reports.services import add_signed_copy, asking, request_report
from tests.reports.signed_pdfs import signed
people = {user.username: user for user in User.objects.all()}
cycle = Assessment.objects.visible_to(people["koordinator"]).get(year=2026)
letter = {"number": "400.14/12/Diskominfo", "date": "2026-11-12", "place": ""}
job = request_report(assessment=cycle, kind="statement", options=letter, by=people["koordinator"])
while job.is_unfinished:
    time.sleep(0.5)
    job.refresh_from_db()
file = io.BytesIO(signed(job.file.read(), moment="D:20261112093000+08'00'"))
add_signed_copy(job=job, file=file, name="Berita-Acara-2026-ttd.pdf", by=people["admin"])
asking.enqueue = lambda job: None  # no worker hears of it before it is put off
waiting = request_report(assessment=cycle, kind="plan", by=people["koordinator"])
later = timezone.now() + datetime.timedelta(hours=1)
ReportJob.objects.filter(pk=waiting.pk).update(not_before=later)
"""

# Per role: name of the picture, and the links to follow one after the other from the first page of that role,
# or an address.
SCREENS: dict[str | None, dict[str, tuple[str, ...]]] = {
    None: {"masuk": ("/masuk/",), "lupa-sandi": ("/lupa-sandi/",)},
    "operator": {
        "tugas": ("/tugas/",),
        "dasbor-operator": ("/penilaian/", "Penilaian 2"),
        "isian": ("/tugas/", "Indikator 9:"),
        "bukti-tambah": ("/tugas/", "Indikator 11:", "evidence"),
        "bukti-tahun-lalu": ("/tugas/", "Indikator 18:", "Putuskan bukti tahun"),
        "dokumen": ("/dokumen/",),
        "dokumen-tambah": ("/dokumen/tambah/",),
        "dokumen-satu": ("/dokumen/", "Contoh"),
        "dokumen-keterangan": ("/dokumen/", "Contoh", "keterangan"),
        "dokumen-ganti": ("/dokumen/", "Contoh", "Ganti dengan versi baru"),
        "dokumen-lihat": ("/dokumen/", "Contoh", "Lihat"),
        "rencana-opd": ("/rencana/",),
        "kegiatan-opd": ("/rencana/", "Indikator 9:"),
        "prioritas-saya": ("/prioritas/",),
        "prioritas-jawab": ("/prioritas/", "Indikator 21"),
        "pemberitahuan": ("/pemberitahuan/",),
        "profil": ("/profil/",),
        "lke-opd": ("/penilaian/", "Penilaian 2", "worksheet"),
    },
    "admin": {
        "penilaian": ("/penilaian/",),
        "dasbor-admin": ("/penilaian/", "Penilaian 2"),
        "penilaian-baru": ("/penilaian/baru/",),
        "pengaturan": ("/penilaian/", "Penilaian 2", "Pengaturan"),
        "penugasan": ("/penilaian/", "Penilaian 2", "Penugasan"),
        "periksa": ("/penilaian/", "Penilaian 2", "Indikator", "Indikator 4:", "Periksa isian ini"),
        "rencana": ("/rencana/",),
        "rencana-kalender": ("/rencana/kalender/",),
        "kegiatan-pilih": ("/rencana/baru/",),
        "kegiatan-baru": ("/rencana/baru/?indikator=I16&asal=rekomendasi",),
        "kegiatan": ("/rencana/", "Indikator 12:"),
        "kegiatan-ubah": ("/rencana/", "Indikator 12:", "Ubah kegiatan"),
        "kegiatan-urutan": ("/rencana/", "Indikator 25:", "Atur urutan"),
        "opd": ("/pengelolaan/opd/",),
        "kop-surat": ("/pengelolaan/kop/",),
        "teks-laporan": ("/penilaian/", "Penilaian 2", "Laporan", "kata pengantar"),
        "pengguna": ("/pengelolaan/pengguna/",),
        "impor": ("/pengelolaan/opd/impor/",),
        "riwayat": ("/riwayat/",),
        "prasyarat": ("/prasyarat/",),
    },
    "asesor": {
        "dasbor-asesor": ("/penilaian/", "Penilaian 2"),
        "indikator": ("/penilaian/", "Penilaian 2", "Indikator"),
        "tingkat-final": ("/penilaian/", "Penilaian 2", "Indikator", "Indikator 3:"),
        "nilai": ("/penilaian/", "Penilaian 2", "Jelaskan nilai"),
        "nilai-bagian": ("/penilaian/", "Penilaian 2", "Jelaskan nilai", "Tata Kelola SPBE"),
        "nilai-opd": ("/penilaian/", "Penilaian 2", "Jelaskan nilai", "Empat jalur", "Dinas"),
        "jalur": ("/penilaian/", "Penilaian 2", "Jelaskan nilai", "Empat jalur"),
        "laporan": ("/penilaian/", "Penilaian 2", "Laporan"),
        "lke": ("/penilaian/", "Penilaian 2", "worksheet"),
    },
    "koordinator": {
        "dasbor": ("/penilaian/", "Penilaian 2"),
        "laporan-menunggu": ("/penilaian/", "Penilaian 2", "Laporan", "Rencana Tindak Lanjut"),
        "laporan-selesai": ("/penilaian/", "Penilaian 2", "Laporan", "Berita Acara"),
        "verifikasi-dokumen": ("/penilaian/", "Penilaian 2", "Laporan", "Berita Acara", "/v/"),
        "rencana-hasil": ("/rencana/", "Rencana 2025"),
        "hasil-2021": ("/penilaian/", "Penilaian 2021"),
        "perbandingan": ("/hasil/banding/",),
        "perbandingan-tabel": ("/hasil/banding/tabel/",),
        "perbandingan-peserta": ("/hasil/banding/peserta/",),
        "andai": ("/penilaian/", "Penilaian 2021", "Andaikan"),
        "skenario": ("/penilaian/", "Penilaian 2021", "Andaikan", "Skenario tersimpan"),
        "skenario-satu": ("/penilaian/", "Penilaian 2021", "Andaikan", "Skenario tersimpan", "Sangat Baik dengan"),
        "skenario-banding": ("/penilaian/", "Penilaian 2021", "Andaikan", "Skenario tersimpan", "compare"),
        "rencana-koordinator": ("/rencana/",),
        "prasyarat-baca": ("/prasyarat/",),
        "target": ("/target/",),
        "target-tahun": ("/target/2018/",),
        "target-ini": ("/target/", "2026"),
        "prioritas": ("/prioritas/", "Indikator 12", "Target prioritas"),
        "prioritas-ditolak": ("/prioritas/", "Indikator 12"),
        "prioritas-pilih": ("/prioritas/", "Indikator 12", "Target prioritas", "Pilih Indikator"),
        "tren": ("/hasil/",),
        "impor-hasil": ("/hasil/impor/",),
        "instrumen": ("/instrumen/spbe-2020/",),
        "indikator-instrumen": ("/instrumen/spbe-2020/", "Kebijakan Internal Arsitektur SPBE"),
    },
    "teknisi": {
        "instansi": ("/pengelolaan/instansi/",),
        "instansi-baru": ("/pengelolaan/instansi/baru/",),
        "hasil": ("/pengelolaan/hasil/",),
    },
}


def main(arguments: list[str]) -> int:
    folder = Path(arguments[0]) if arguments else GUIDE / "gambar"
    shown = None if arguments else shown_in_guide()
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as data, demo.running(Path(data)) as portal, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=FLAGS)
        portal.manage("shell", "-v", "0", "-c", DOCUMENTS)
        for username, screens in SCREENS.items():
            for suffix, size in (("360", PHONE), ("1280", DESK)):
                with signed_in(browser, portal.address, username, size) as page:
                    for name, way in screens.items():
                        file = f"{name}-{suffix}.png"
                        if shown is None or file in shown:
                            go(page, way)
                            take(page, folder / file)
        browser.close()
    if not arguments:
        README_PICTURE.parent.mkdir(exist_ok=True)
        with Image.open(folder / "dasbor-1280.png") as picture:
            picture.crop((0, 0, picture.width, README_HEIGHT)).save(README_PICTURE, optimize=True)
    return 0


def shown_in_guide() -> set[str]:
    return {name for text in GUIDE.glob("*.md") for name in re.findall(r"gambar/([\w-]+\.png)", text.read_text())}


@contextmanager
def signed_in(browser: Browser, address: str, username: str | None, size: Any) -> Iterator[Page]:
    context = browser.new_context(base_url=address, viewport=size, locale="id-ID", reduced_motion="reduce")
    page = context.new_page()
    if username:
        page.goto("/masuk/")
        page.get_by_label("Nama pengguna").fill(username)
        page.get_by_label("Kata sandi", exact=True).fill(PASSWORD)
        page.get_by_role("button", name="Masuk", exact=True).click()
        page.wait_for_load_state()
    yield page
    context.close()


def go(page: Page, way: tuple[str, ...]) -> None:
    page.goto(way[0])
    for link in way[1:]:
        if link == "evidence":
            page.goto(f"{page.url}bukti/tambah/?tingkat=2")
        elif link == "worksheet":
            page.goto(f"{page.url}lke/")
        elif link == "compare":
            for box in page.get_by_role("checkbox").all():
                box.check()
            page.get_by_role("button", name="Bandingkan").click()
        else:
            page.locator("main").get_by_role("link", name=link).first.click()
        page.wait_for_load_state()


def take(page: Page, path: Path) -> None:
    """The whole page in a window as high as itself, so that nothing floats; in few colours, so that the guide is light.

    What is longer than anybody scrolls in a guide is cut.
    """
    size = page.viewport_size
    height = min(page.evaluate("document.scrollingElement.scrollHeight"), LONGEST)
    page.set_viewport_size({"width": size["width"], "height": height})
    page.screenshot(path=path, animations="disabled")
    page.set_viewport_size(size)
    with Image.open(path) as picture:
        picture.convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE).save(path, optimize=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
