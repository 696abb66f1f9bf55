"""The complete report as an archive: tagged throughout, with its data inside, read back with other programs."""

import re
from itertools import pairwise
from types import SimpleNamespace

import pypdf
import pytest

from tests.reports.books import asked, beside, elements, order_of, texts_in_order
from tests.reports.letters import letterhead
from tests.results.samples import proof, row, summary, work
from tools.environment import PANGO_LINE, has_pango

if not has_pango():
    pytest.skip(f"Drawing a PDF needs Pango: {PANGO_LINE}", allow_module_level=True)

from reports.documents import DOCUMENTS
from reports.documents.self_assessment.attaching import attached
from tools.check_score import problems


@pytest.fixture(scope="module")
def book(tmp_path_factory):
    """Three aspects with everything beside them, rendered once."""
    rows = [row(1, 3), row(2, 5, aspect="A2"), row(3, 1, aspect="A3", works=(work(proofs=(proof(note="Catatan"),)),))]
    more = beside() | {"questions": asked("I1", "I2", "I3"), "letterhead": letterhead()}
    order = order_of(summary(rows=rows), code="ABCDEFGHIJKL", **more)
    path = tmp_path_factory.mktemp("book") / "laporan.pdf"
    DOCUMENTS["self_assessment"].make(order, path, lambda step, percent: None)
    read = pypdf.PdfReader(path)
    return SimpleNamespace(order=order, path=path, read=read, root=read.trailer["/Root"], tags=list(elements(read)))


def plain(text):
    return " ".join(text.replace("\xa0", " ").split())


def test_catalog_says_it_is_tagged_titled_and_indonesian(book):
    root = book.root

    assert (bool(root["/MarkInfo"]["/Marked"].value), root["/Lang"]) == (True, "id")
    assert root["/ViewerPreferences"]["/DisplayDocTitle"].value is True
    assert root["/StructTreeRoot"]["/Type"] == "/StructTreeRoot"
    assert book.read.metadata.title.startswith("Laporan Hasil Penilaian Mandiri SPBE")


def test_metadata_says_pdf_a_3a_and_names_the_time_of_the_data(book):
    xmp = book.root["/Metadata"].get_data().decode()

    assert re.findall(r"pdfaid:(part|conformance)=\"(\w)\"", xmp) == [("part", "3"), ("conformance", "A")]
    assert re.findall(r"<xmp:(?:Create|Modify)Date>(.*?)<", xmp) == ["2026-11-22T03:31:00Z"] * 2
    assert book.read.trailer["/Info"]["/CreationDate"] == "D:20261122033100Z"


def test_every_figure_has_words_for_those_who_do_not_see_it(book):
    figures = [element for element, _ in book.tags if element["/S"] == "/Figure"]

    assert len(figures) > 5
    assert [figure for figure in figures if not str(figure.get("/Alt", "")).strip()] == []
    assert any("Aspek A1 3,00" in figure["/Alt"] for figure in figures)


def test_every_header_cell_says_what_it_is_the_header_of(book):
    cells = [element["/A"].get("/Scope") for element, _ in book.tags if element["/S"] == "/TH"]

    assert set(cells) == {"/Row", "/Column"}
    assert cells.count("/Column") > 20


def test_headings_never_skip_a_level(book):
    levels = [int(element["/S"][2]) for element, _ in book.tags if re.fullmatch("/H[1-6]", element["/S"])]

    assert levels[0] == 1
    assert [pair for pair in pairwise(levels) if pair[1] > pair[0] + 1] == []


def test_outline_is_the_headings(book):
    def titles(entries):
        for entry in entries:
            yield from titles(entry) if isinstance(entry, list) else [plain(entry.title)]

    headings = [plain(text) for _, text in texts_in_order(book.path, {"H1", "H2"})]

    assert list(titles(book.read.outline)) == headings


def test_structure_is_read_in_the_order_of_the_book(book):
    chapters = [text for _, text in texts_in_order(book.path, {"H1"})]

    assert texts_in_order(book.path, {"P"})[0][1] == "Pemerintah Kota Contoh"
    assert chapters == [
        "Lembar Pengesahan",
        "Kata Pengantar",
        "Daftar Isi",
        "Daftar Tabel",
        "Daftar Gambar",
        "Ringkasan Eksekutif",
        "I Pendahuluan",
        "II Metodologi",
        "III Hasil Penilaian",
        "IV Analisis per Aspek",
        "V Rekomendasi dan Rencana Tindak Lanjut",
        "VI Penutup",
        "Lampiran A: Lembar Kerja Evaluasi",
        "Lampiran B: Daftar Data Dukung",
        "Lampiran C: Berita Acara Penilaian Mandiri",
        "Lampiran D: Pernyataan Persetujuan Publikasi",
    ]


def test_worksheet_is_read_from_its_question_to_its_levels_to_what_was_answered(book):
    read = [plain(text) for _, text in texts_in_order(book.path, {"H2", "H3", "P", "TH", "TD"})]
    first, second = (read.index(f"Indikator {number}: Indikator contoh nomor {number}") for number in (1, 2))
    sheet = read[first:second]

    assert sheet[2:8] == [
        "Apakah ada?", "Yang dimaksud di sini. Yang dinilai: Kelengkapannya.",
        "Tingkat", "Kriteria", "Tercapai menurut", "Data dukung",
    ]  # fmt: skip
    assert sheet[8:16] == [
        "1 Tingkat 1", "Kriteria tingkat 1.", "Mandiri, final", "–",
        "2 Tingkat 2", "Kriteria tingkat 2.", "Mandiri, final", "perwali.pdf, Pasal 4: diterima",
    ]  # fmt: skip
    assert sheet[28:30] == ["Dinas Komunikasi dan Informatika", sheet[29]]
    assert sheet[30:] == ["Fakta", "Diatur dalam peraturan contoh.", "Analisis", "Sudah mencakup kriteria."]


def test_data_inside_come_back_byte_for_byte_and_can_be_recomputed(book):
    files = [entry.get_object() for entry in book.root["/AF"]]
    wanted = {file["name"]: file["content"] for file in attached(book.order.data)}

    assert [(file["/UF"], file["/AFRelationship"]) for file in files] == [
        ("lke-spbe-2026.xlsx", "/Supplement"),
        ("nilai-spbe-2026.json", "/Data"),
    ]
    assert {file["/UF"]: file["/EF"]["/F"].get_object().get_data() for file in files} == wanted
    assert problems(wanted["nilai-spbe-2026.json"].decode()) == []


def test_every_font_is_embedded_as_a_subset(book):
    fonts = {
        str(font.get_object()["/BaseFont"]): font.get_object()["/DescendantFonts"][0].get_object()["/FontDescriptor"]
        for page in book.read.pages
        for font in page["/Resources"]["/Font"].values()
    }

    assert {bool(re.match(r"/[A-Z]{6}\+Plus-Jakarta-Sans", name)) for name in fonts} == {True}
    assert {"/FontFile2" in descriptor.get_object() for descriptor in fonts.values()} == {True}


def test_references_resolve_to_the_number_and_page_of_what_they_name(book):
    pages = [plain(page.extract_text()) for page in book.read.pages]
    lists = next(number for number, text in enumerate(pages) if "Daftar Tabel" in text and "Daftar Gambar" in text)
    summary_page = next(text for text in pages if "Ringkasan Eksekutif" in text and "Kedudukan indeks" in text)
    number, page = re.search(r"Tabel (\d\.\d), halaman (\d+)", summary_page).groups()

    assert f"Tabel {number} Tingkat kematangan seluruh indikator" in pages[int(page) - 1]
    assert re.search(rf"Tabel {number} Tingkat kematangan seluruh indikator[ .]*{page} ", pages[lists])
    assert [text for text in pages if "Tabel 0." in text or "Gambar 0." in text] == []


def test_code_stands_on_the_cover_in_groups_of_four(book):
    assert "ABCD-EFGH-IJKL" in plain(book.read.pages[0].extract_text())
