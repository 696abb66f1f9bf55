"""Each role's dashboard of the demo: judged by eye of the machine, on a desk, a phone and on paper."""

import pytest
from playwright.sync_api import expect

from tests.journeys.browser import DESK, PHONE

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
def test_coordinator_reads_charts_and_their_tables(person, size):
    coordinator = person("koordinator", size=size)
    page = coordinator.page
    coordinator.visit("/penilaian/")
    coordinator.follow("Penilaian 2021")
    expect(page.locator(".hero .indeks strong")).to_have_text("3,19")
    coordinator.reads("Dihitung pada")
    coordinator.reads("tidak sebanding")
    expect(page.locator("svg.radar:visible")).to_have_count(1)
    for summary in page.get_by_text("Lihat sebagai tabel").all():
        summary.click()
    expect(page.get_by_role("table", name="Nilai aspek menurut jalur dan pembanding")).to_contain_text("Nasional 2021")
    coordinator.look()


@pytest.mark.parametrize(
    ("username", "first"),
    [("admin", "Kelengkapan dan laju"), ("asesor", "Siap dinilai"), ("operator", "Dikembalikan kepada Diskominfo")],
)
def test_dashboard_of_the_role_begins_with_its_work(person, username, first):
    somebody = person(username, size=PHONE)
    somebody.visit("/penilaian/")
    somebody.page.locator("main").get_by_role("link", name="Penilaian 20").first.click()
    somebody.look()
    expect(somebody.page.locator("main h2:not(.vh)").first).to_have_text(first)


def test_dashboard_on_paper_shows_every_table_and_no_buttons(person):
    coordinator = person("koordinator")
    page = coordinator.page
    coordinator.visit("/penilaian/")
    coordinator.follow("Penilaian 2021")
    page.emulate_media(media="print")
    expect(page.get_by_role("table", name="Nilai domain menurut jalur dan pembanding")).to_be_visible()
    expect(page.get_by_role("link", name="Laporan")).to_have_count(0)
    expect(page.locator("nav:visible")).to_have_count(0)
