"""Looking at evidence on a phone: a link opens the cited page, pages are turned, and only a download takes the file."""

import re

import pytest
from playwright.sync_api import expect

from tests.evidence import pages
from tests.journeys.browser import PHONE

pytestmark = pytest.mark.browser


@pytest.fixture
def regulation(tmp_path):
    """25 pages in grey, and page 12 in red."""
    path = tmp_path / "Perwali 4 Tahun 2022.pdf"
    shades = [(1, 0, 0) if number == 12 else (0.8, 0.8, 0.8) for number in range(1, 26)]
    path.write_bytes(pages.pdf(*(pages.filled(*shade) for shade in shades)))
    return path


def attach(operator, number: int, path, page: str) -> str:
    """Link a file to an indicator's answer; returns the answer's address."""
    operator.visit("/tugas/")
    operator.follow(f"Indikator {number}:")
    answer = re.sub(r"[?#].*", "", operator.page.url)
    operator.visit(answer + "bukti/tambah/?tingkat=2")
    operator.page.get_by_label("Pasal atau bagian").fill("Pasal 5")
    operator.page.get_by_label("Halaman").fill(page)
    operator.page.get_by_label("Unggah berkas").set_input_files(path)
    operator.page.get_by_role("button", name="Tautkan bukti").click()
    expect(operator.page).to_have_url(re.compile(r"/isian/\d+/#tingkat-2$"), timeout=60_000)
    return answer


def sees(person, page: int) -> str:
    """Wait until this page is shown; returns the colour in the middle of its picture."""
    picture = person.page.get_by_role("img", name=f"Halaman {page} dari 25")
    expect(picture).to_be_visible(timeout=60_000)  # it loads itself again while the worker draws
    person.look()
    size = picture.evaluate("image => [image.naturalWidth, image.naturalHeight]")
    assert size == [1000, 1416]
    red, _, blue = person.page.evaluate("""async () => {
        const image = document.querySelector('.sheet img'), canvas = document.createElement('canvas')
        await image.decode()
        canvas.width = canvas.height = 1
        const pen = canvas.getContext('2d')
        pen.drawImage(image, 500, 700, 1, 1, 0, 0, 1, 1)
        return [...pen.getImageData(0, 0, 1, 1).data].slice(0, 3)
    }""")
    return "red" if red > blue + 100 else "grey"


def test_reviewer_opens_a_link_and_sees_the_cited_page(person, regulation):
    answer = attach(person("operator", size=PHONE), 29, regulation, "12-14")
    admin = person("admin", size=PHONE)
    admin.visit(answer)
    admin.follow("Perwali 4 Tahun 2022.pdf")
    assert sees(admin, 12) == "red"
    admin.reads("Pasal 5, halaman 12-14")
    admin.page.get_by_role("link", name="Berikutnya").first.click()
    assert sees(admin, 13) == "grey"
    admin.page.get_by_label("Halaman", exact=True).fill("25")
    admin.press("Buka")
    assert sees(admin, 25) == "grey"
    admin.page.get_by_role("link", name="Indikator 29", exact=True).click()
    thumb = admin.page.locator("img.thumb").first
    thumb.scroll_into_view_if_needed()
    expect(thumb).to_have_js_property("naturalWidth", 320)
    admin.look()
    with admin.page.expect_download() as download:
        admin.page.goto(admin.page.get_by_role("link", name="Perwali 4 Tahun 2022.pdf").first.get_attribute("href"))
        admin.page.get_by_role("link", name="Unduh").click()
    assert re.fullmatch(r"29\.[a-z]\.Perwali-4-Tahun-2022\.pdf", download.value.suggested_filename)
