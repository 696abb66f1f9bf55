"""The names that the national application expects."""

from __future__ import annotations

import pytest

from evidence.naming import LENGTH_MAX, letter, letters, official_name


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("Peta Rencana 2023", "12.b.Peta-Rencana-2023.pdf"),
        ("Perbup Nomor 4/2022 tentang SPBE", "12.b.Perbup-Nomor-4-2022-tentang-SPBE.pdf"),
        ("  --a..b__c--  ", "12.b.a-b-c.pdf"),
        ("Évaluasi – “tahap” №2", "12.b.Evaluasi-tahap-No2.pdf"),
        ("../../etc/passwd\r\nX: y", "12.b.etc-passwd-X-y.pdf"),
        ("1.a.Perbup-4-2022", "12.b.Perbup-4-2022.pdf"),
        ("35-2.aa.Laporan", "12.b.Laporan.pdf"),
        ("4.2022 tentang SPBE", "12.b.4-2022-tentang-SPBE.pdf"),
        ("1.a.", "12.b.1-a.pdf"),
        ("文件", "12.b.dokumen.pdf"),
        ("", "12.b.dokumen.pdf"),
    ],
)
def test_official_name_each_title_becomes_harmless(title, name):
    assert official_name(indicator="12", letter="b", title=title, extension="pdf") == name


def test_official_name_long_title_is_cut_and_the_rest_stays():
    name = official_name(indicator="35-2", letter="aa", title="kata " * 100, extension="docx")
    assert (len(name) <= LENGTH_MAX, name[:13], name[-10:]) == (True, "35-2.aa.kata-", "-kata.docx")


@pytest.mark.parametrize(
    ("position", "text"), [(0, "a"), (1, "b"), (25, "z"), (26, "aa"), (51, "az"), (52, "ba"), (701, "zz"), (702, "aaa")]
)
def test_letter_counts_as_the_columns_of_a_spreadsheet(position, text):
    assert letter(position) == text


def test_letters_document_linked_twice_keeps_its_first():
    assert letters([30, 10, 30, 20]) == {30: "a", 10: "b", 20: "c"}
