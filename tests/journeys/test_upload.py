"""An operator on a bad line: files go out in pieces, wait for the network, and go on after a reload."""

import os
import re

import pytest
from playwright.sync_api import expect

from tests.evidence import corpus
from tests.journeys.browser import PHONE

pytestmark = pytest.mark.browser
MIB = 2**20
PIECE = re.compile(r"/unggahan/[0-9a-f-]{36}/$")


@pytest.fixture
def files(tmp_path):
    """Three office files of three pieces each."""
    paths = [tmp_path / f"Laporan {name}.docx" for name in ("reviu", "evaluasi", "rapat")]
    for path in paths:
        path.write_bytes(corpus.office("docx", {"word/media/film.bin": os.urandom(5 * MIB // 2)}))
    return paths


def open_form(operator, number: int) -> None:
    operator.visit("/tugas/")
    operator.follow(f"Indikator {number}:")
    operator.visit(operator.page.url + "bukti/tambah/?tingkat=2")


def test_files_wait_for_the_network_and_arrive_together(person, files):
    operator = person("operator", size=PHONE)
    page = operator.page
    open_form(operator, 30)
    page.get_by_label("Halaman").fill("7")
    page.get_by_label("Unggah berkas").set_input_files(files)
    sent = []

    def cut_third(route):
        sent.append(route.request.method)
        if route.request.method == "PATCH" and sent.count("PATCH") == 3:
            operator.context.set_offline(True)
            return route.abort("internetdisconnected")
        return route.continue_()

    page.route(PIECE, cut_third)
    page.get_by_role("button", name="Tautkan bukti").click()
    expect(page.get_by_text("Menunggu jaringan").first).to_be_visible(timeout=20_000)
    operator.complaints.clear()
    operator.look()
    operator.context.set_offline(False)
    expect(page).to_have_url(re.compile(r"/isian/\d+/#tingkat-2$"), timeout=60_000)
    operator.complaints.clear()
    for path in files:
        operator.reads(path.name)


def test_upload_goes_on_after_a_reload(person, files):
    operator = person("operator", size=PHONE)
    page = operator.page
    open_form(operator, 31)
    form = page.url
    pieces = []

    def lose_second(route):
        if route.request.method == "PATCH":
            pieces.append(route.request.headers["upload-offset"])
        return route.abort() if len(pieces) > 1 else route.continue_()

    page.route(PIECE, lose_second)
    page.get_by_label("Pasal atau bagian").fill("Pasal 5")
    page.get_by_label("Unggah berkas").set_input_files(files[0])
    page.get_by_role("button", name="Tautkan bukti").click()
    expect(page.get_by_text(re.compile("^[3-9][0-9]%"))).to_be_visible()
    page.goto(form.split("bukti")[0])
    page.unroute(PIECE)
    operator.complaints.clear()
    operator.reads("Lanjutkan 1 unggahan")
    operator.follow("Lanjutkan 1 unggahan")
    operator.reads("1 unggahan belum selesai")
    page.on("request", lambda request: pieces.append(request.headers.get("upload-offset")))
    pieces.clear()
    page.get_by_label("Unggah berkas").set_input_files(files[0])
    page.get_by_role("button", name="Tautkan bukti").click()
    expect(page).to_have_url(re.compile(r"/isian/\d+/#tingkat-"), timeout=30_000)
    assert [offset for offset in pieces if offset] == [str(MIB), str(2 * MIB)]
    expect(page.locator(".ev").get_by_text("Pasal 5", exact=True)).to_be_visible()
    operator.reads(files[0].name)


def test_filling_that_closed_meanwhile_is_said_and_not_waited_for(person, files):
    operator = person("operator", size=PHONE)
    page = operator.page
    open_form(operator, 29)
    text = "Masa pengisian sudah berakhir."
    page.route(
        re.compile(r"/isian/\d+/unggahan/$"),
        lambda route: route.fulfill(status=409, content_type="text/plain; charset=utf-8", body=text),
    )
    page.get_by_label("Unggah berkas").set_input_files(files[0])
    page.get_by_role("button", name="Tautkan bukti").click()
    expect(page.locator("[data-transfers]")).to_contain_text(text)
    expect(page.locator("[data-transfers]")).to_contain_text("Ditolak")
    operator.complaints.clear()
    operator.look()


def test_pause_resume_cancel_and_a_refusal(person, files, tmp_path):
    operator = person("operator")
    page = operator.page
    open_form(operator, 29)
    program = tmp_path / "Program.pdf"
    program.write_bytes(b"MZ\x90\x00" + bytes(400))
    page.route(PIECE, lambda route: page.wait_for_timeout(2000) or route.continue_())
    page.get_by_label("Unggah berkas").set_input_files([program, *files[:2]])
    page.get_by_role("button", name="Tautkan bukti").click()
    lines = page.locator("[data-transfers] > li")
    expect(lines.nth(0)).to_contain_text("tampak seperti")
    lines.nth(2).get_by_role("button", name="Jeda").click()
    expect(lines.nth(2)).to_contain_text("Dijeda")
    lines.nth(2).get_by_role("button", name="Lanjutkan").click()
    lines.nth(1).get_by_role("button", name="Batalkan").click()
    expect(lines.nth(1)).to_contain_text("Tidak ada yang disimpan.")
    expect(lines.nth(2)).to_contain_text("Sudah menjadi bukti.", timeout=30_000)
    operator.complaints.clear()
    operator.look()  # a refused file keeps the page open, so that its reason can be read
    expect(page).to_have_url(re.compile("bukti/tambah"))


def test_file_the_opd_has_already_is_linked_without_being_sent(person, files):
    operator = person("operator", size=PHONE)
    page = operator.page
    patches = []
    page.on("request", lambda request: patches.append(request.url) if request.method == "PATCH" else None)

    def send(number: int) -> None:
        open_form(operator, number)
        patches.clear()
        page.get_by_label("Unggah berkas").set_input_files(files[2])
        page.get_by_role("button", name="Tautkan bukti").click()

    send(30)
    expect(page).to_have_url(re.compile(r"/isian/\d+/#tingkat-2$"), timeout=30_000)
    assert patches
    send(31)
    line = page.locator("[data-transfers] > li")
    expect(line).to_contain_text(f"Berkas ini sudah ada: {files[2].name}, dipakai indikator 30")
    expect(line).to_contain_text("Ditautkan")
    assert patches == []
    operator.look()  # the page stays open, so that the sentence can be read
    page.get_by_role("button", name="Kembali ke isian").click()
    expect(page).to_have_url(re.compile(r"/isian/\d+/#tingkat-2$"))
    operator.reads(files[2].name)
