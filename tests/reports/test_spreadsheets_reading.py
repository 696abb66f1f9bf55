"""A worksheet that comes back: what was edited is found, and what is hostile is refused with a sentence."""

import datetime
import io
import zipfile

import pytest
from openpyxl import Workbook
from openpyxl.worksheet.formula import ArrayFormula

from accounts.refusals import Refused
from reports.spreadsheets import reading
from reports.spreadsheets.reading import from_json, read
from reports.spreadsheets.values import ANSWERS, INDICATORS, VERSIONS
from reports.spreadsheets.writing import write
from tests.reports.test_spreadsheets_writing import HOSTILE, one_answer
from tests.reports.worksheets import cell_of, edited, opened, replaced, row_of, sample, saved

NAME = "lke.xlsx"


@pytest.fixture(scope="module")
def data():
    return write(sample(one_answer(), answers={7: 4}))


def edits(data: bytes):
    return [(edit.sheet, edit.key, edit.cells, edit.problems) for edit in read(data, name=NAME).edits]


def test_file_as_it_was_exported_has_no_edits(data):
    found = read(data, name=NAME)
    assert (found.edits, found.unchanged, found.notes) == ([], 2, [])
    assert (found.stamp.assessment, found.stamp.instansi) == (1, "Pemerintah Kota Contoh")


def test_file_saved_by_another_program_has_no_edits(data):
    assert edits(saved(opened(data))) == []


@pytest.mark.parametrize("text", [*HOSTILE, "_x0041_ dan _x000D_", "a\r\nb\rc", " tepi ", "日本 😀", "x" * 40_000])
def test_text_of_any_kind_comes_back_unedited(text):
    whole = write(sample(one_answer(facts=text)))
    assert edits(whole) == []
    assert edits(saved(opened(whole))) == []


def test_edit_names_row_cells_and_the_version_it_was_made_from(data):
    (edit,) = read(edited(data, "A7", facts="Baru ", claimed=4), name=NAME).edits
    assert (edit.sheet, edit.line, edit.key, edit.version, edit.title) == (
        ANSWERS, 5, "A7", 4, "I1 Tingkat kematangan 1",
    )  # fmt: skip
    assert (edit.cells, edit.problems) == ({"claimed": "4", "facts": "Baru"}, {})


@pytest.mark.parametrize(
    ("value", "text"), [(4.0, "4"), ("4", "4"), (2.35, "2.35"), ("2,5", "2.5"), (" 3 ", None), ("tiga", "tiga"),
                        ("9e99", "9e99"), (1e300, "1e+300"), (None, ""), ("3.0", None), (-1, "-1")]
)  # fmt: skip
def test_level_is_read_as_it_was_meant(data, value, text):
    expected = [] if text is None else [(ANSWERS, "A7", {"verified": text}, {})]
    assert edits(edited(data, "A7", verified=value)) == expected


@pytest.mark.parametrize(
    ("value", "problem"),
    [
        ("=1+2", "rumus"), (True, "benar/salah"), (datetime.date(2026, 3, 1), "tanggal"), ("#REF!", "galat"),
        (ArrayFormula("J5", "=SUM(1,2)"), "rumus"),
    ],
)  # fmt: skip
def test_what_is_no_value_is_a_problem_of_its_cell(data, value, problem):
    (edit,) = read(edited(data, "A7", verified=value), name=NAME).edits
    assert list(edit.problems) == ["verified"]
    assert problem in edit.problems["verified"]


def test_row_that_was_moved_is_still_known(data):
    book = opened(data)
    sheet = book[ANSWERS]
    sheet.move_range(f"A{row_of(sheet, 'A7')}:Q5", rows=3)
    cell_of(book, "A7", "note").value = "Lengkapi"
    (edit,) = read(saved(book), name=NAME).edits
    assert (edit.line, edit.cells) == (8, {"note": "Lengkapi"})


def test_strange_rows_columns_and_missing_rows_are_told(data):
    book = opened(data)
    sheet = book[ANSWERS]
    sheet["R4"].value, sheet["C9"].value = "Catatan saya", "baris tambahan"
    book[INDICATORS].delete_rows(5)
    assert read(saved(book), name=NAME).notes == [
        "Lembar Indikator: 1 baris tidak ada lagi di berkas; di portal tetap seperti semula.",
        "Lembar Isian: 1 baris yang bukan dari ekspor diabaikan.",
        "Lembar Isian: kolom tambahan diabaikan: Catatan saya.",
    ]


def test_reading_survives_as_json(data):
    found = read(edited(data, "A7", facts="Baru"), name=NAME)
    assert from_json(found.as_json()) == found


def without(title):
    def change(book):
        del book[title]

    return change


def doubled(book):
    sheet = book[ANSWERS]
    for column in range(1, 18):
        sheet.cell(9, column).value = sheet.cell(5, column).value


def headless(book):
    book[ANSWERS]["A4"].value = "apa"


def without_column(book):
    book[ANSWERS]["M4"].value = None


def other_format(book):
    book[VERSIONS]["B8"].value = "lke-99"


def torn(book):
    book[VERSIONS]["B10"].value = "bukan bilangan"


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (without(VERSIONS), "bukan LKE dari portal"),
        (without(ANSWERS), "Lembar Isian tidak ada"),
        (doubled, "baris 5 dan 9 memuat baris yang sama"),
        (headless, "baris judul kolom tidak ditemukan"),
        (without_column, "kolom Fakta tidak ada atau berulang"),
        (other_format, "susunan lain"),
        (torn, "rusak"),
    ],
)
def test_file_of_another_shape_is_refused(data, change, words):
    book = opened(data)
    change(book)
    with pytest.raises(Refused, match=words):
        read(saved(book), name=NAME)


def strange() -> bytes:
    book = Workbook()
    book.active["A1"].value = "tabel lain"
    return saved(book)


def bomb(data: bytes) -> bytes:
    return replaced(data, "xl/worksheets/sheet4.xml", lambda part: part + b" " * 60 * 2**20)


def macro(data: bytes) -> bytes:
    return replaced(data, "xl/vbaProject.bin", lambda part: b"\xd0\xcf\x11\xe0")


def linked(data: bytes) -> bytes:
    return replaced(data, "xl/externalLinks/externalLink1.xml", lambda part: b"<externalLink/>")


def laughing(data: bytes) -> bytes:
    entities = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 12))
    head = f'<!DOCTYPE x [<!ENTITY a0 "ha">{entities}]>'.encode()
    return replaced(data, "xl/worksheets/sheet5.xml", lambda part: head + part.replace(b"lke-1", b"&a11;"))


def long(data: bytes) -> bytes:
    rows = "".join(f'<row r="{n}"><c r="A{n}"><v>1</v></c></row>' for n in range(10, 30_000)).encode()
    return replaced(
        data, "xl/worksheets/sheet4.xml", lambda part: part.replace(b"</sheetData>", rows + b"</sheetData>")
    )


@pytest.mark.parametrize(
    ("make", "name", "words"),
    [
        (lambda data: b"", NAME, "sebagai berkas Excel"),
        (lambda data: b"PK\x03\x04 rusak", NAME, "rusak"),
        (lambda data: data[: len(data) // 2], NAME, "rusak"),
        (lambda data: data, "lke.csv", "sebagai berkas Excel"),
        (lambda data: data, "lke.xlsm", "sebagai berkas Excel"),
        (lambda data: b"\xd0\xcf\x11\xe0" + data, NAME, "bersandi"),
        (lambda data: strange(), NAME, "bukan LKE dari portal"),
        (bomb, NAME, "mengembang"),
        (macro, NAME, "makro"),
        (linked, NAME, "berkas lain"),
        (laughing, NAME, "rusak"),
        (long, NAME, "terlalu panjang"),
    ],
)
def test_hostile_file_is_refused_with_a_sentence(data, make, name, words):
    with pytest.raises(Refused, match=words):
        read(make(data), name=name)


def test_file_beyond_the_limit_is_refused_unread(data, monkeypatch):
    monkeypatch.setattr(reading, "MAX_BYTES", 1000)
    with pytest.raises(Refused, match="lebih besar"):
        read(data, name=NAME)


def test_text_longer_than_a_cell_is_no_way_around(data):
    """Programs refuse it, but a file may hold it: it is cut as ours would be, and then fails the form's limit."""
    part = io.BytesIO(data)
    with zipfile.ZipFile(part) as package:
        assert b"Diatur dalam" in package.read("xl/worksheets/sheet4.xml")
    overlong = replaced(data, "xl/worksheets/sheet4.xml", lambda part: part.replace(b"Diatur dalam", b"x" * 100_000))
    (edit,) = read(overlong, name=NAME).edits
    assert len(edit.cells["facts"]) == 32_767
