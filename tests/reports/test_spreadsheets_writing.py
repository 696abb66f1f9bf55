"""The worksheet as a file: what is in it, what is locked, and that nothing in it can be taken for a formula."""

import io
import time
import zipfile

import pandas as pd
import pytest

from reports.spreadsheets.cells import CUT, LONGEST, safe_text
from reports.spreadsheets.values import ANSWERS, INDICATORS, README, RECAP, VERSIONS
from reports.spreadsheets.writing import write
from tests.reports.worksheets import cell_of, opened, sample
from tests.results import samples

HOSTILE = ["=1+1", "+62 812", "-5", "@SUM(A1)", '=HYPERLINK("http://x")', "\t=2", "\r=2"]


def one_answer(status="submitted", **changes):
    row = samples.row(1, 3, works=[samples.work(answer=7, status=status, **changes)])
    return samples.summary(rows=[row], stage="verification")


def test_institution_gets_every_sheet_and_an_opd_only_its_answers():
    whole = sample()
    own = sample()
    object.__setattr__(own, "summary", None)
    assert opened(write(whole)).sheetnames == [README, RECAP, INDICATORS, ANSWERS, VERSIONS]
    assert opened(write(own)).sheetnames == [README, ANSWERS, VERSIONS]


def test_row_of_an_answer_shows_all_its_columns():
    book = opened(write(sample(one_answer(review_note="Lengkapi."), answers={7: 4})))
    sheet = book[ANSWERS]
    heads, cells = ([cell.value for cell in sheet[row]] for row in (4, 5))
    assert dict(zip(heads, cells, strict=True)) == {
        "kunci": "A7", "Kode": "I1", "Indikator": "Tingkat kematangan 1", "Aspek": "A1 Aspek A1",
        "Domain": "D1 Domain contoh", "Bobot": 100, "OPD": "Diskominfo", "Status": "Dinilai", "Mandiri": 3,
        "Verifikasi": 3, "Final": 3, "Eksternal": None, "Fakta": "Diatur dalam peraturan contoh.",
        "Analisis": "Sudah mencakup kriteria.", "Bukti dukung": "perwali.pdf (Pasal 4)", "Catatan admin": "Lengkapi.",
        "Pertimbangan": None,
    }  # fmt: skip


def test_file_is_the_same_for_the_same_worksheet(monkeypatch):
    first = write(sample())
    now = time.time()
    monkeypatch.setattr(time, "time", lambda: now + 10_000)
    time.sleep(1.1)  # openpyxl writes the present second into every new file
    assert write(sample()) == first
    assert {entry.date_time for entry in zipfile.ZipFile(io.BytesIO(first)).infolist()} == {(1980, 1, 1, 0, 0, 0)}


@pytest.mark.parametrize("text", HOSTILE)
def test_text_like_a_formula_stays_text(text):
    data = write(sample(one_answer(facts=text, unit_short=text, review_note=text)))
    book = opened(data)
    for column in ("facts", "unit", "note"):
        cell = cell_of(book, "A7", column)
        assert (cell.data_type, cell.quotePrefix) == ("s", True)
        assert cell.value == text.replace("\r", "\n")
    part = zipfile.ZipFile(io.BytesIO(data)).read("xl/worksheets/sheet4.xml")
    assert b"<f>" not in part


def test_no_formula_stands_outside_the_recap():
    book = opened(write(sample()))
    found = {sheet.title for sheet in book for row in sheet.iter_rows() for cell in row if cell.data_type == "f"}
    assert found == {RECAP}


def test_control_characters_and_overlong_texts_are_bearable():
    data = write(sample(one_answer(facts="a\x00b\x0bc\ud800d\r\ne\ufffe", analysis="x" * 40_000)))
    book = opened(data)
    assert cell_of(book, "A7", "facts").value == "abcd\ne"
    analysis = cell_of(book, "A7", "analysis").value
    assert (len(analysis), analysis.endswith(CUT)) == (LONGEST, True)


def test_name_with_control_characters_and_ampersands_does_not_stop_the_file():
    named = samples.summary([3, 4], [2, None], instansi=f"Kota\x0bContoh\x01 & {'&' * 190}")
    book = opened(write(sample(named)))

    assert book.properties.title == f"Lembar Kerja Evaluasi SPBE 2026: Kota Contoh & {'&' * 190}"
    assert len(str(book[ANSWERS].oddFooter)) <= 255


def test_coded_characters_are_shown_as_they_were_typed():
    part = zipfile.ZipFile(io.BytesIO(write(sample(one_answer(facts="_x0041_ <b> & c"))))).read(
        "xl/worksheets/sheet4.xml"
    )
    assert b"_x005F_x0041_ &lt;b&gt; &amp; c" in part


@pytest.mark.parametrize(
    ("role", "sheet", "key", "expected"),
    [
        ("admin", ANSWERS, "A7", {"verified", "note"}),
        ("assessor", INDICATORS, "I1", {"final", "justification"}),
        ("coordinator", INDICATORS, "I1", set()),
        ("coordinator", ANSWERS, "A7", set()),
    ],
)
def test_only_the_cells_of_ones_role_are_unlocked(role, sheet, key, expected):
    book = opened(write(sample(one_answer(), role=role)))
    columns = ("claimed", "facts", "analysis", "verified", "note", "final", "justification", "external", "unit")
    unlocked = {name for name in columns if not cell_of(book, key, name, sheet=sheet).protection.locked}
    assert unlocked == expected
    assert all(each.protection.sheet for each in book)


def test_an_answer_that_was_verified_has_no_unlocked_cell():
    book = opened(write(sample(one_answer(status="verified"))))
    assert cell_of(book, "A7", "verified").protection.locked


def test_levels_have_a_drop_down_on_whole_scales_and_limits_on_fine_ones():
    fine = opened(write(sample(one_answer())))[ANSWERS].data_validations.dataValidation
    whole = one_answer()
    object.__setattr__(whole.questionnaire, "scale_step", 1)
    coarse = opened(write(sample(whole)))[ANSWERS].data_validations.dataValidation
    assert [(rule.type, rule.formula1, rule.formula2, str(rule.sqref)) for rule in fine] == [
        ("decimal", "1", "5", "J5")
    ]
    assert [(rule.type, rule.formula1, str(rule.sqref)) for rule in coarse] == [("list", '"1,2,3,4,5"', "J5")]


def test_sheet_is_ready_to_be_read_and_printed():
    sheet = opened(write(sample()))[ANSWERS]
    assert sheet.freeze_panes == "C5"
    assert sheet.print_title_rows == "$4:$4"
    assert (sheet.page_setup.orientation, sheet.page_setup.fitToHeight) == ("landscape", 0)
    assert sheet.column_dimensions["A"].hidden
    assert sheet.column_dimensions["M"].width == 50


def test_file_says_where_it_is_from_and_what_each_row_was():
    book = opened(write(sample(one_answer(), answers={7: 4}, verdicts={"I1": 2})))
    rows = [[cell.value for cell in row] for row in book[VERSIONS].iter_rows()]
    said = {row[0]: row[1] for row in rows}
    assert book[VERSIONS].sheet_state == "hidden"
    assert said == {
        "assessment": 1, "instansi": "Pemerintah Kota Contoh", "year": 2026, "instrument": "contoh", "revision": 1,
        "checksum": "a" * 64, "exported_at": "2026-11-22T03:31:00+00:00", "format": "lke-1", "sheet": "Isian",
        "I1": 2, "A7": 4,
    }  # fmt: skip


def test_pandas_reads_it():
    frame = pd.read_excel(io.BytesIO(write(sample())), sheet_name=INDICATORS, header=3)
    assert list(frame["Kode"]) == ["I1", "I2", "I3", "I4"]
    assert list(frame["Final"].fillna(0)) == [3, 4, 2, 0]
    recap = pd.read_excel(io.BytesIO(write(sample())), sheet_name=RECAP, header=3)
    assert recap["Final"][1] == 2.25  # a result stands beside each formula, for programs that work nothing out


def test_each_of_forty_one_opd_has_a_row_for_each_of_forty_seven_indicators():
    works = [
        samples.work(answer=number, unit_short=f"OPD {number}", facts="Fakta " * 80, analysis="Analisis " * 50)
        for number in range(41)
    ]
    whole = sample(samples.summary(rows=[samples.row(number, 3, works=works) for number in range(1, 48)]))

    frame = pd.read_excel(io.BytesIO(write(whole)), sheet_name=ANSWERS, header=3)

    assert len(frame) == len(whole.answers) == 47 * 41
    assert set(zip(frame["Kode"], frame["OPD"], strict=True)) == {
        (f"I{number}", f"OPD {unit}") for number in range(1, 48) for unit in range(41)
    }


def test_safe_text_keeps_what_people_write():
    assert safe_text("Pasal 5\tayat (2)\nédisi 日本 😀") == "Pasal 5\tayat (2)\nédisi 日本 😀"
