"""Reading uploaded tables: what spreadsheets really write is understood, everything hostile is refused in words."""

import io

import pytest

from accounts.refusals import Refused
from directory.imports.reading import MAX_BYTES, MAX_ROWS, RawRow, clean, read_table
from tests.directory.imports.files import csv, repacked, xlsx

HEAD = "kode;nama"


def read(data, name="tabel.csv", size=None):
    return read_table(
        io.BytesIO(data),
        size=len(data) if size is None else size,
        name=name,
        columns=["kode", "nama"],
        required=["kode"],
    )


def cells(data, name="tabel.csv"):
    return [list(row.cells.values()) for row in read(data, name)]


@pytest.mark.parametrize(
    "data",
    [
        csv("kode;nama", "A1;Dinas Ä"),
        csv("kode,nama", "A1,Dinas Ä"),
        csv("kode\tnama", "A1\tDinas Ä"),
        csv("kode;nama", "A1;Dinas Ä", mark=True),
        b"kode;nama\nA1;Dinas \xc4\n",
        b"kode;nama\rA1;Dinas \xc3\x84\r",
        "kode;nama\r\nA1;Dinas Ä\r\n".encode("utf-16"),
        csv("", " Kode ; NAMA ;;", "", ' A1 ;"  Dinas \u200b  Ä"', ";;", ""),
        csv("kode;nama", 'A1;"Dinas\r\nÄ"'),
        csv("kode;nama", "A1;Dinas A\u0308"),
    ],
)
def test_csv_as_spreadsheets_write_it_reads_the_same(data):
    assert cells(data) == [["A1", "Dinas Ä"]]


def test_xlsx_reads_as_people_typed_it():
    data = xlsx(["Kode", "Nama", None], [None, None], [21601, "Dinas A"], [2.5, True], ["=1+1", '=HYPERLINK("x")'])
    assert [(row.line, list(row.cells.values())) for row in read(data, "tabel.XLSX")] == [
        (3, ["21601", "Dinas A"]),
        (4, ["2.5", "ya"]),
        (5, ["=1+1", '=HYPERLINK("x")']),
    ]


def test_rows_keep_their_line_in_the_file():
    data = csv(HEAD, "", "A1;x", "", 'A2;"dua', 'baris"', "A3;y")
    assert [(row.line, row.cells["kode"]) for row in read(data)] == [(3, "A1"), (5, "A2"), (7, "A3")]


def test_row_that_does_not_fit_carries_its_problem():
    rows = read(csv(HEAD, "A1", "A2;x;lebih", "A3;a\x07b", "A4;a\u202eb"))
    assert rows[0] == RawRow(2, {"kode": "A1", "nama": ""})
    assert rows[1].problem == "Baris ini punya lebih banyak sel daripada nama kolom."
    assert [row.problem for row in rows[2:]] == [
        "Baris ini berisi karakter kendali atau karakter yang tidak dapat dibaca."
    ] * 2
    assert rows[2].cells["nama"] == "a\ufffdb"


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("'=1+1", "=1+1"),
        ("'+62 812", "+62 812"),
        ("'- a", "- a"),
        ("'@x", "@x"),
        ("'tua", "'tua"),
        ("+62812", "+62812"),
        ("a\tb", "a b"),
    ],
)
def test_clean_undoes_only_the_apostrophe_of_an_export(value, text):
    assert clean(value) == text


@pytest.mark.parametrize(
    ("data", "name", "words"),
    [
        (b"", "a.csv", "kosong"),
        (b"\n\n;;\n", "a.csv", "kosong"),
        (csv(HEAD), "a.csv", "Tidak ada baris"),
        (csv(HEAD, "A;B"), "a.exe", "tidak cocok dengan namanya"),
        (csv(HEAD, "A;B"), "a.xlsx", "tidak cocok dengan namanya"),
        (b"PK\x03\x04rusak", "a.csv", "tidak cocok dengan namanya"),
        (b"PK\x03\x04rusak", "a.xlsx", "rusak"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "a.xls", "Excel lama"),
        (b"kode;nama\nA\0;B", "a.csv", "bukan tabel CSV"),
        (csv("nama", "x"), "a.csv", "Kolom wajib tidak ada: kode"),
        (csv("kode;gaji", "A;1"), "a.csv", "Kolom tidak dikenal: gaji. Kolom yang dikenal: kode, nama."),
        (csv("kode;;nama", "A;;B"), "a.csv", "Kolom tidak dikenal: .tanpa nama."),
        (csv("kode;kode", "A;B"), "a.csv", "dua kali"),
        (csv(HEAD, 'A;"tidak ditutup', "B;C"), "a.csv", "Baris 2 tidak dapat dibaca"),
        (csv(HEAD, "A;" + "x" * 140_000), "a.csv", "Baris 2 tidak dapat dibaca"),
        (csv(HEAD, *("A;B" for _ in range(MAX_ROWS + 1))), "a.csv", "lebih dari 5.000 baris"),
        (csv("<script>alert(1)</script>;nama", "A;B"), "a.csv", "Kolom tidak dikenal"),
    ],
)
def test_file_that_cannot_be_a_table_is_refused_in_words(data, name, words):
    with pytest.raises(Refused, match=words):
        read(data, name)


def test_file_over_five_mebibytes_is_refused_unread():
    with pytest.raises(Refused, match="5 MiB"):
        read(b"", size=MAX_BYTES + 1)


def test_five_thousand_rows_are_read():
    assert len(read(csv(HEAD, *(f"A{n};B" for n in range(MAX_ROWS))))) == MAX_ROWS


def test_xlsx_with_a_gap_of_thousands_of_rows_is_refused_quickly():
    sheet = b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>%s</sheetData></worksheet>'
    row = b'<row r="%d"><c r="A%d" t="inlineStr"><is><t>kode</t></is></c></row>'
    data = repacked(xlsx(["kode"]), {"xl/worksheets/sheet1.xml": sheet % (row % (1, 1) + row % (1048576, 1048576))})
    with pytest.raises(Refused, match="terlalu panjang"):
        read(data, "a.xlsx")
