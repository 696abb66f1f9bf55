"""The QR code of a document is read back by the eye of its own making: the dark squares are those of the address."""

import re
import xml.etree.ElementTree as ET

import pytest
import segno
from django.template.loader import render_to_string

from reports.documents import qr

CODE = "ABCDEFGHJKLM"


@pytest.fixture(autouse=True)
def _address(settings):
    settings.BASE_URL = "https://spbe.contoh.go.id/"


@pytest.mark.parametrize(("code", "text"), [(CODE, "ABCD-EFGH-JKLM"), ("ABCDE", "ABCD-E"), ("", "")])
def test_grouped_puts_letters_in_fours(code, text):
    assert qr.grouped(code) == text


def test_address_is_short_and_ours():
    assert qr.address_of(CODE) == "https://spbe.contoh.go.id/v/ABCDEFGHJKLM/"


def test_qr_draws_the_squares_of_the_address():
    svg = ET.fromstring(qr.qr_of(CODE))  # noqa: S314 - our own
    drawn = set()
    for x, y, width in re.findall(r"M(\d+) (\d+)h(\d+)v1", svg.findall("{*}path")[1].get("d")):
        drawn |= {(int(x) + step, int(y)) for step in range(int(width))}
    rows = segno.make_qr("https://spbe.contoh.go.id/v/ABCDEFGHJKLM/", error="m").matrix_iter(border=4)

    assert drawn == {(x, y) for y, row in enumerate(rows) for x, dark in enumerate(row) if dark}


def test_qr_tells_in_words_where_it_leads():
    svg = ET.fromstring(qr.qr_of(CODE, "30mm"))  # noqa: S314 - our own

    words = "Kode QR menuju halaman verifikasi https://spbe.contoh.go.id/v/ABCDEFGHJKLM/"
    assert (svg.find("{*}title").text, svg.get("aria-label"), svg.get("width")) == (words, words, "30mm")
    assert "style" not in qr.qr_of(CODE)


def test_qr_of_the_same_code_is_the_same():
    assert qr.qr_of(CODE) == qr.qr_of(CODE) != qr.qr_of("ABCDEFGHJKLN")


def test_verification_is_printed_with_code_qr_and_address():
    html = render_to_string("reports/pdf/_verification.html", qr.verification(CODE))

    assert "ABCD-EFGH-JKLM" in html
    assert "<svg" in html
    assert ">spbe.contoh.go.id/v/ABCDEFGHJKLM/<" in html


def test_verification_without_a_code_prints_nothing():
    assert render_to_string("reports/pdf/_verification.html", qr.verification("")).strip() == ""
