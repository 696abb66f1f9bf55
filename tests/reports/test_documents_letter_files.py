"""The files of a letter: a tagged PDF and a DOCX that an office can go on working with, the same bytes each time."""

import datetime
import io
import zipfile
from dataclasses import replace

import pypdf
import pytest
from docx import Document
from docx.oxml.ns import qn

from reports.documents import DOCUMENTS, statement
from reports.documents.letters import word
from reports.models import ReportJob
from tests.reports.letters import MEETING, order, unfinished
from tools.environment import PANGO_LINE, has_pango

KINDS = {ReportJob.Kind.STATEMENT: None, ReportJob.Kind.PUBLICATION: None, ReportJob.Kind.MEETING: MEETING}


def made(kind, wanted, tmp_path, name="surat"):
    target = tmp_path / f"{name}.{wanted.format}"
    DOCUMENTS[kind].make(wanted, target, lambda step, percent: None)
    return target


def words(part):
    return "\n".join(text.text or "" for text in part.iter(qn("w:t")))


@pytest.fixture
def docx(tmp_path):
    return Document(made(ReportJob.Kind.STATEMENT, order(format="docx"), tmp_path))


def test_every_letter_comes_as_pdf_and_docx():
    assert {DOCUMENTS[kind].formats for kind in KINDS} == {("pdf", "docx")}


@pytest.mark.parametrize("kind", KINDS)
def test_docx_made_twice_is_equal_to_the_byte(kind, tmp_path):
    wanted = order(KINDS[kind], format="docx")
    assert made(kind, wanted, tmp_path).read_bytes() == made(kind, wanted, tmp_path, "lagi").read_bytes()


def test_docx_carries_no_moment_of_packing(tmp_path):
    with zipfile.ZipFile(made(ReportJob.Kind.STATEMENT, order(format="docx"), tmp_path)) as packed:
        assert packed.testzip() is None
        assert {entry.date_time for entry in packed.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_docx_describes_itself(docx):
    said = docx.core_properties
    assert (said.title, said.author, said.language, said.identifier, said.content_status) == (
        "Berita Acara Penilaian Mandiri Sistem Pemerintahan Berbasis Elektronik Pemerintah Kota Contoh Tahun 2026",
        "Pemerintah Kota Contoh", "id-ID", "ABCDEFGHIJKL", "Final",
    )  # fmt: skip
    moment = datetime.datetime(2026, 11, 22, 3, 31, tzinfo=datetime.UTC)
    assert [time.replace(tzinfo=datetime.UTC) for time in (said.created, said.modified)] == [moment, moment]
    assert {lang.get(qn("w:val")) for lang in docx.styles.element.iter(qn("w:lang"))} == {"id-ID"}


def test_docx_says_what_the_letter_says_in_real_styles(docx):
    letter = statement.compose(order())
    by_style = [(paragraph.style.name, paragraph.text) for paragraph in docx.paragraphs if paragraph.text]
    assert by_style == [
        *(("Title", line.upper()) for line in letter.title),
        ("Subtitle", letter.number),
        *(
            ("Caption", block.caption) if block.kind == "table" else ("Body Text", block.text)
            for block in letter.blocks
            if block.kind == "paragraph" or block.caption
        ),
    ]


def test_docx_tables_repeat_their_head_and_keep_rows_whole(docx):
    people, results = docx.tables[:2]
    assert [cell.text for cell in people.rows[0].cells] == ["No.", "Nama", "NIP", "Jabatan"]
    assert [cell.text for cell in results.rows[-1].cells] == ["Predikat", "", "Baik"]
    for table in (people, results):
        heads = [row._tr.find(f".//{qn('w:tblHeader')}") is not None for row in table.rows]
        assert heads == [True] + [False] * (len(table.rows) - 1)
        assert all(row._tr.find(f".//{qn('w:cantSplit')}") is not None for row in table.rows)


def test_docx_signatures_stay_together_and_words_of_the_letter_with_them(docx):
    last = [paragraph.text for paragraph in docx.paragraphs if paragraph.text][-2:]
    after = list(docx.element.body)[-7:-1]  # these two, then each row of signatures and a line; not w:sectPr
    assert [part.tag for part in after] == [qn("w:p"), qn("w:p"), qn("w:tbl"), qn("w:p"), qn("w:tbl"), qn("w:p")]
    assert [words(part) for part in after[:2]] == last
    paragraphs = [paragraph for part in after for paragraph in part.iter(qn("w:p"))]
    assert all(paragraph.find(f".//{qn('w:keepNext')}") is not None for paragraph in paragraphs)


def test_docx_first_page_has_letterhead_and_logo_and_later_ones_do_not(docx):
    section = docx.sections[0]
    assert section.different_first_page_header_footer
    head = section.first_page_header
    assert words(head._element).split("\n") == [
        "PEMERINTAH KABUPATEN CONTOH", "DINAS KOMINFO", "Jalan Contoh 1", "Telepon 0361, Laman contoh.go.id",
    ]  # fmt: skip
    pictures = list(head._element.iter(qn("wp:docPr")))
    assert [picture.get("descr") for picture in pictures] == ["Logo Pemerintah Kabupaten Contoh"]
    assert words(section.header._element) == ""
    for foot in (section.first_page_footer, section.footer):
        assert "Kode verifikasi ABCD-EFGH-IJKL" in words(foot._element)
        fields = [field.get(qn("w:instr")) for field in foot._element.iter(qn("w:fldSimple"))]
        assert fields == ["PAGE", "NUMPAGES"]


def test_docx_draft_is_marked_on_every_page():
    section = Document(io.BytesIO(word.docx_of(statement.compose(order(made=unfinished()))))).sections[0]
    for head in (section.first_page_header, section.header):
        assert "DRAF, belum untuk ditandatangani" in words(head._element)


def test_docx_without_logo_office_or_code(tmp_path):
    wanted = order(format="docx", code="", logo=None, office="", address="", contacts=[])
    section = Document(made(ReportJob.Kind.STATEMENT, wanted, tmp_path)).sections[0]
    assert words(section.first_page_header._element) == "PEMERINTAH KABUPATEN CONTOH"
    assert "Kode" not in words(section.footer._element)


def test_docx_takes_any_text(tmp_path):
    hostile = "a\x00b\x0b\ud800\u202ec <w:p/> & ]]> " + "x" * 5000
    wanted = order(MEETING | {"discussion": hostile, "title": hostile[:200]}, format="docx")
    document = Document(made(ReportJob.Kind.MEETING, wanted, tmp_path))
    said = [paragraph.text for paragraph in document.paragraphs if paragraph.style.name == "Body Text"]
    assert said == ["ab", "c <w:p/> & ]]> " + "x" * 5000]  # \x0b ends a line


def test_docx_people_of_a_meeting_are_a_numbered_list(tmp_path):
    document = Document(made(ReportJob.Kind.MEETING, order(MEETING, format="docx"), tmp_path))
    listed = [paragraph.text for paragraph in document.paragraphs if paragraph.style.name == "List Number"]
    assert listed == ["Satu, Bappeda", "Dua, Inspektorat"]
    heads = [paragraph.text for paragraph in document.paragraphs if paragraph.style.name == "Heading 1"]
    assert heads[:3] == ["Peserta", "Pembahasan", "Keputusan"]


@pytest.mark.skipif(not has_pango(), reason=f"Drawing a PDF needs Pango: {PANGO_LINE}")
@pytest.mark.parametrize("kind", KINDS)
def test_pdf_is_tagged_archived_and_the_same_twice(kind, tmp_path):
    wanted = order(KINDS[kind], made=unfinished())
    first = made(kind, wanted, tmp_path)
    assert made(kind, wanted, tmp_path, "lagi").read_bytes() == first.read_bytes()
    read = pypdf.PdfReader(first)
    assert "/StructTreeRoot" in read.trailer["/Root"]
    assert read.trailer["/Root"]["/Lang"] == "id"
    text = "".join("".join(page.extract_text() for page in read.pages).split())
    for said in ("DINASKOMINFO", "KodeverifikasiABCD-EFGH-IJKL", "IdaBagusContoh"):
        assert said in text
    assert len(read.pages[0].images) == 1
    assert ("DRAF" in text) == (kind != ReportJob.Kind.MEETING)


@pytest.mark.skipif(not has_pango(), reason=f"Drawing a PDF needs Pango: {PANGO_LINE}")
def test_signatures_stay_together_and_words_of_the_letter_with_them(tmp_path):
    """A page of signatures alone could be put behind any letter."""
    together = (
        "Pada saat dokumen ini dibuat",
        "Demikian Berita Acara",
        "Jabatan head",
        "Jabatan assessor",
        "Mengetahui",
    )
    summary, found = unfinished(), set()
    for lines in range(0, 25, 4):
        heading = replace(summary.heading, regulation="Peraturan tentang pemantauan dan evaluasi " * 3 * lines)
        letter = made(ReportJob.Kind.STATEMENT, order(made=replace(summary, heading=heading)), tmp_path)
        texts = [page.extract_text() for page in pypdf.PdfReader(letter).pages]
        assert [all(said in text for said in together) for text in texts] == [False] * (len(texts) - 1) + [True]
        found.add(len(texts))
    assert found == {1, 2}
