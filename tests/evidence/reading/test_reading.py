"""A worker reads a file in a child process: what it found is kept, what it could not read is said, nothing crashes."""

import datetime
import io

import pytest
from django.db import IntegrityError, transaction

from evidence.measuring.paper import Paper, docx, pdf
from evidence.models import Document, Kind, Reading, Scan
from evidence.reading import apart, found_in, read
from evidence.reading.apart import PROBLEMS, Unreadable, extract
from evidence.reading.proposals import proposals
from tests import factories
from tests.evidence import corpus

WORD, SHEET, SLIDES = (f"{corpus.OFFICE}.{kind}" for kind in (
    "wordprocessingml.document", "spreadsheetml.sheet", "presentationml.presentation"
))  # fmt: skip
LINES = ["KEPUTUSAN BUPATI CONTOH", "NOMOR 3 TAHUN 2023", "TENTANG", "TIM KOORDINASI SPBE",
         "Ditetapkan di Contoh", "pada tanggal 14 Maret 2023"]  # fmt: skip
SAID = {"kind": "decree", "number": "3", "date": datetime.date(2023, 3, 14), "title": "TIM KOORDINASI SPBE"}


def paper(pages: int = 1) -> Paper:
    sheet = Paper()
    for line in LINES:
        sheet.line(line)
    for _ in range(pages - 1):
        sheet.leaf()
        sheet.line("Halaman berikutnya memuat uraian tugas setiap anggota tim.")
    return sheet


def document_of(content: bytes, **values) -> Document:
    return factories.DocumentFactory(content_=content, **values)


def on_disk(tmp_path, content: bytes):
    path = tmp_path / "berkas"
    path.write_bytes(content)
    return path.open("rb")


def found(document: Document) -> dict:
    read(document)
    row = Reading.objects.get(document=document)
    return {name: getattr(row, name) for name in ("has_text", "is_draft", "length", "problem", *SAID)}


def test_pdf_is_read(db):
    assert found(document_of(pdf(paper()))) == SAID | {
        "has_text": True, "is_draft": False, "length": None, "problem": "",
    }  # fmt: skip


def test_scanned_pdf_has_no_text(db):
    assert found(document_of(pdf(paper(3), scanned=range(3)))) == {
        "has_text": False, "is_draft": False, "length": None, "problem": "", "kind": "", "number": "", "date": None,
        "title": "",
    }  # fmt: skip


def test_scanned_pdf_with_a_text_layer_has_text(db):
    assert found(document_of(pdf(paper(), scanned=range(1), searchable=True)))["has_text"] is True


def test_word_file_is_read_with_its_watermark(db):
    content = docx(LINES, pages=7, watermark="DRAFT")
    assert found(document_of(content, name="SK.docx", content_type=WORD)) == SAID | {
        "has_text": None, "is_draft": True, "length": 7, "problem": "",
    }  # fmt: skip


def test_spreadsheet_and_slides_are_read(tmp_path):
    with on_disk(tmp_path, corpus.spreadsheet()) as file:
        assert extract(file, "xlsx") == apart.Extract(["Indeks"], [], 1)
    slide = '<p:sld xmlns:p="p" xmlns:a="a"><a:p><a:t>{}</a:t></a:p></p:sld>'
    parts = {f"ppt/slides/slide{n}.xml": slide.format(f"Lembar {n}").encode() for n in (10, 2, 1)}
    with on_disk(tmp_path, corpus.office("pptx", parts)) as file:
        assert extract(file, "pptx") == apart.Extract(["Lembar 1", "Lembar 2", "Lembar 10"], [], 3)


def test_only_first_and_last_pages_of_a_pdf_are_read(tmp_path):
    sheet = Paper()
    for number in range(1, 31):
        sheet.line(f"Halaman {number}")
        sheet.leaf() if number < 30 else None
    with on_disk(tmp_path, pdf(sheet)) as file:
        assert [page.strip() for page in extract(file, "pdf").pages] == [
            f"Halaman {number}" for number in (*range(1, 11), 29, 30)
        ]


def test_text_of_a_long_word_file_is_bounded(tmp_path):
    with on_disk(tmp_path, docx(["kata " * 100] * 2000, pages=300)) as file:
        text = extract(file, "docx")
    assert sum(map(len, text.pages)) < 50_000


@pytest.mark.parametrize(
    ("content", "kind", "problem"),
    [
        (corpus.pdf(1, "rahasia"), "pdf", "password"),
        (b"%PDF-1.4 ...", "pdf", "broken"),
        (b"PK\x03\x04", "docx", "broken"),
        (corpus.office("docx"), "docx", "broken"),
        (corpus.office("docx", {"word/document.xml": b"<w><p>"}), "docx", "broken"),
        (
            corpus.office("docx", {"word/document.xml": b'<!DOCTYPE x [<!ENTITY a "b">]><w><p>&a;</p></w>'}),
            "docx", "broken",
        ),
    ],
)  # fmt: skip
def test_file_that_cannot_be_read_says_why(tmp_path, content, kind, problem):
    with on_disk(tmp_path, content) as file:
        assert found_in(file, kind) == {
            "has_text": None, "is_draft": False, "kind": "", "number": "", "date": None, "title": "", "length": None,
            "problem": PROBLEMS[problem],
        }  # fmt: skip


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("MEMORY = 2**30", "MEMORY = 2**24"),
        ("CPU_SECONDS = 30", "CPU_SECONDS = 1\nwhile_true = [None]"),
        ("print(json.dumps(found))", "print('x' * 2**24)"),
    ],
    ids=["memory", "processor", "answer"],
)
def test_child_over_its_limits_is_stopped(tmp_path, monkeypatch, old, new):
    source = apart.EXTRACTOR.read_text()
    assert old in source
    source = source.replace(old, new)
    if "while_true" in new:
        source = source.replace("    try:\n        found =", "    while True:\n        pass\n    try:\n        found =")
    script = tmp_path / "extractor.py"
    script.write_text(source)
    monkeypatch.setattr(apart, "EXTRACTOR", script)
    with on_disk(tmp_path, pdf(paper())) as file, pytest.raises(Unreadable, match=r"dihentikan|terlalu besar"):
        extract(file, "pdf")


def test_child_that_takes_too_long_is_stopped(tmp_path, monkeypatch):
    script = tmp_path / "extractor.py"
    script.write_text("import time\ntime.sleep(60)")
    monkeypatch.setattr(apart, "EXTRACTOR", script)
    monkeypatch.setattr(apart, "WALL_SECONDS", 0.5)
    with on_disk(tmp_path, b"x") as file, pytest.raises(Unreadable, match="terlalu lama"):
        extract(file, "pdf")


def test_child_cannot_write_files(tmp_path, monkeypatch):
    script = tmp_path / "extractor.py"
    target = tmp_path / "bocor"
    changed = apart.EXTRACTOR.read_text().replace(
        "    print(json.dumps(found))", f"    open({str(target)!r}, 'wb', 0).write(b'x')\n    print(json.dumps(found))"
    )
    script.write_text(changed)
    monkeypatch.setattr(apart, "EXTRACTOR", script)
    with on_disk(tmp_path, pdf(paper())) as file, pytest.raises(Unreadable):
        extract(file, "pdf")
    assert target.read_bytes() == b""


def test_pictures_are_not_read(db):
    document = document_of(corpus.picture("PNG"), name="layar.png", content_type="image/png")
    read(document)
    assert not Reading.objects.exists()


def test_infected_file_is_not_read(db):
    document = document_of(pdf(paper()))
    Document.objects.filter(pk=document.pk).update(scan=Scan.INFECTED, scanned_at=document.uploaded_at)
    read(document)
    assert not Reading.objects.exists()


def test_reading_again_keeps_what_other_looks_wrote(db):
    document = document_of(pdf(paper()))
    factories.ReadingFactory(document=document, pictured=4, active="JavaScript", problem="lama", number="9")
    read(document)
    row = Reading.objects.get()
    assert (row.pictured, row.active, row.problem, row.number) == (4, "JavaScript", "", "3")


def test_hostile_text_is_stored_harmlessly(db):
    """Signs no database takes, and a title longer than its column."""
    lines = ["LAPORAN HASIL REVIU", "TENTANG " + "PANJANG " * 100, "NOMOR " + "9" * 200]
    content = docx(lines, pages=1)
    row = found(document_of(content, name="a.docx", content_type=WORD))
    assert (len(row["title"]) <= 300, len(row["number"])) == (True, 60)


def test_proposals_fill_only_what_is_empty(db):
    document = document_of(pdf(paper()), number="7")
    assert proposals(document) == {}
    read(document)
    assert proposals(document) == {
        "kind": Kind.DECREE, "date": datetime.date(2023, 3, 14), "title": "TIM KOORDINASI SPBE",
    }  # fmt: skip
    Reading.objects.update(is_draft=True)
    assert proposals(document)["standing"] == "draft"


def test_kind_read_is_one_of_ours(db):
    row = factories.ReadingFactory()
    with pytest.raises(IntegrityError, match="reading_kind_known"), transaction.atomic():
        Reading.objects.filter(pk=row.pk).update(kind="poem")


def test_stream_position_does_not_matter(tmp_path):
    with on_disk(tmp_path, pdf(paper())) as file:
        file.seek(0, io.SEEK_END)
        assert extract(file, "pdf").pages[0].startswith("KEPUTUSAN")
