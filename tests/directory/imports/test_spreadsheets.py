"""XLSX packages that are bombs, broken, or not spreadsheets."""

import pytest

from accounts.refusals import Refused
from directory.imports.spreadsheets import MAX_COLUMNS, MAX_MEMBERS, MAX_UNPACKED, check_package, spreadsheet_rows
from tests.directory.imports.files import repacked, xlsx

BOMB = (
    b'<?xml version="1.0"?><!DOCTYPE b [<!ENTITY a "aaaaaaaaaa">'
    + b"".join(b'<!ENTITY %c "%s">' % (char, b"&%c;" % (char - 1) * 10) for char in range(ord("b"), ord("j")))
    + b']><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData><row r="1">'
    b'<c r="A1" t="inlineStr"><is><t>&i;</t></is></c></row></sheetData></worksheet>'
)
OUTSIDE = BOMB[: BOMB.index(b"[")] + b'[<!ENTITY i SYSTEM "file:///etc/passwd">' + BOMB[BOMB.index(b"]>") :]


def test_honest_package_passes():
    check_package(xlsx(["kode"]))


@pytest.mark.parametrize(
    ("extra", "words"),
    [
        ({f"xl/media/{n}.png": b"" for n in range(MAX_MEMBERS)}, "mengembang"),
        ({"xl/big.xml": b"0" * (MAX_UNPACKED + 1)}, "mengembang"),
        ({"xl/dense.xml": b"0" * 4_000_000}, "mengembang"),
    ],
    ids=["members", "size", "ratio"],
)
def test_bomb_is_refused_before_it_is_unpacked(extra, words):
    with pytest.raises(Refused, match=words):
        check_package(repacked(xlsx(["kode"]), extra=extra))


@pytest.mark.parametrize(
    "sheet", [BOMB, OUTSIDE, b"<worksheet", b"", b"\x00" * 10], ids=["laughs", "outside", "cut", "empty", "nul"]
)
def test_sheet_that_is_hostile_or_broken_is_refused(sheet):
    data = repacked(xlsx(["kode"]), {"xl/worksheets/sheet1.xml": sheet})
    with pytest.raises(Refused, match="rusak"):
        list(spreadsheet_rows(data))


def test_zip_that_is_no_spreadsheet_is_refused():
    import io
    import zipfile

    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        package.writestr("word/document.xml", "<document/>")
    with pytest.raises(Refused, match="rusak"):
        check_package(out.getvalue())


def test_package_that_asks_for_a_password_is_refused():
    data = bytearray(xlsx(["kode"]))
    directory = data.index(b"PK\x01\x02")
    data[directory + 8] |= 1
    with pytest.raises(Refused, match="rusak"):
        check_package(bytes(data))


def test_claimed_dimensions_are_not_believed():
    sheet = (
        b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><dimension ref="A1:XFD1048576"/>'
        b'<sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>kode</t></is></c></row></sheetData></worksheet>'
    )
    rows = list(spreadsheet_rows(repacked(xlsx(["kode"]), {"xl/worksheets/sheet1.xml": sheet})))
    assert [(number, cells[0], len(cells) <= MAX_COLUMNS) for number, cells in rows] == [(1, "kode", True)]
