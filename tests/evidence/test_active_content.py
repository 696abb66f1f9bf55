"""What is active in a PDF is said in words, by a child process that may fail; the kinds are in the hostile table."""

from __future__ import annotations

import os

import pytest

from evidence import active_content, active_facts
from evidence.models import Reading
from tests import factories
from tests.evidence import corpus
from tests.evidence.hostile import pdfs

LIMITED = "import resource; resource.setrlimit(resource.RLIMIT_AS, (2**30, 2**30))\n"


def active(content: bytes, **values) -> str:
    document = factories.DocumentFactory(content_=content, **values)
    active_content.find_active(document)
    return document.reading.active


@pytest.fixture
def reader(tmp_path, monkeypatch):
    """Another program in place of the reader."""

    def put(body: str) -> None:
        (tmp_path / "reader.py").write_text(body)
        monkeypatch.setattr(active_content, "READER", tmp_path / "reader.py")

    return put


def test_everything_found_is_named_the_worst_first(db):
    def change(pdf):
        for one in (pdfs.carrying(b"x", "a.txt"), pdfs.opening(pdfs.launch()), pdfs.page_events, pdfs.form_xfa):
            one(pdf)

    assert active(pdfs.made(change)) == (
        "JavaScript, perintah menjalankan program, lampiran berkas, formulir XFA, tindakan otomatis"
    )


def test_every_word_together_fits_its_column():
    assert len(", ".join(active_facts.ORDER)) <= Reading._meta.get_field("active").max_length


def test_only_its_own_field_of_a_reading_is_written(db):
    reading = factories.ReadingFactory(number="12", active="lama")
    active_content.find_active(reading.document)
    reading.refresh_from_db()
    assert (reading.number, reading.has_text, Reading.objects.count()) == ("12", True, 1)
    assert reading.active == active_facts.UNCHECKED, "the factory's bytes are no real PDF"


def test_other_kinds_are_not_read(db):
    document = factories.DocumentFactory(content_=pdfs.made(pdfs.named_script), content_type="image/png")
    active_content.find_active(document)
    assert not Reading.objects.exists()


@pytest.mark.parametrize(
    "body", [LIMITED + "bytearray(2 * 2**30)", "import os; os.abort()", "print('no json')", "raise SystemExit(1)"]
)
def test_reader_that_fails_means_something_unchecked(db, reader, body):
    reader(body)
    assert active(corpus.pdf()) == active_content.UNCHECKED == active_facts.UNCHECKED


def test_reader_that_never_ends_is_stopped(db, reader, monkeypatch):
    reader("import time; time.sleep(60)")
    monkeypatch.setattr(active_content, "WALL_SECONDS", 0.2)
    assert active(corpus.pdf()) == active_content.UNCHECKED


def test_reader_gets_no_secrets_of_ours(db, reader, monkeypatch):
    monkeypatch.setenv("SECRET_KEY", "x")
    reader("import os, json; print(json.dumps(sorted(os.environ)))")
    assert "SECRET_KEY" in os.environ
    assert "SECRET_KEY" not in active(corpus.pdf())


def test_a_long_document_is_read_through(db):
    def change(pdf):
        for _ in range(800):
            pdf.add_blank_page(page_size=(200, 200))
        pdf.pages[-1].AA = pdfs.Dictionary(O=pdfs.javascript())

    assert active(pdfs.made(change)) == "JavaScript, tindakan otomatis"
