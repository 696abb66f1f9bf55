"""Files are described as they are; what is refused is in the table of `tests/evidence/hostile`."""

from __future__ import annotations

import hashlib
import io
import os
import time

import pytest
from django.core.files.base import ContentFile

from evidence.inspection import CONTENT_TYPES, Facts, Unacceptable, clean_name, inspect
from tests.evidence import corpus

MAX = 100 * 2**20


@pytest.mark.parametrize("case", corpus.ACCEPTED.values(), ids=corpus.ACCEPTED.keys())
def test_file_of_an_allowed_kind_is_described(case):
    content = case.make()
    assert inspect(io.BytesIO(content), case.name, max_bytes=MAX) == Facts(
        content_type=CONTENT_TYPES[case.expect],
        extension=case.expect,
        pages=case.pages,
        clean_name=clean_name(case.name),
        size=len(content),
        sha256=hashlib.sha256(content).hexdigest(),
    )


@pytest.mark.parametrize(("name", "clean"), corpus.NAMES.items())
def test_name_becomes_harmless_text(name, clean):
    assert clean_name(name) == clean
    assert clean_name(clean) == clean


def test_size_at_the_limit_is_taken_and_one_byte_more_refused():
    content = corpus.pdf()
    assert inspect(io.BytesIO(content), "a.pdf", max_bytes=len(content)).size == len(content)
    with pytest.raises(Unacceptable, match="melebihi batas"):
        inspect(io.BytesIO(content), "a.pdf", max_bytes=len(content) - 1)


def test_real_file_and_django_file_are_read_and_left_at_the_beginning(tmp_path):
    (tmp_path / "a").write_bytes(corpus.pdf(3))
    with (tmp_path / "a").open("rb") as file:
        file.seek(100)
        assert inspect(file, "a.pdf", max_bytes=MAX).pages == 3
        assert file.tell() == 0
    wrapped = ContentFile(corpus.pdf(2), name="a.pdf")
    assert inspect(wrapped, "a.pdf", max_bytes=MAX).pages == 2
    assert wrapped.tell() == 0


def test_bombs_are_refused_before_they_grow():
    content = corpus.bomb_docx()
    start = time.process_time()
    with pytest.raises(Unacceptable):
        inspect(io.BytesIO(content), "a.docx", max_bytes=MAX)
    assert time.process_time() - start < 0.5


def test_pdf_reader_is_a_child_with_limits(tmp_path, monkeypatch):
    """A reader that wants 2 GiB, or crashes, means a refused file and a portal that goes on."""
    for body in ("x = bytearray(2 * 2**30)", "import os; os.abort()", "print('no json')"):
        reader = tmp_path / "reader.py"
        limits = "import resource; resource.setrlimit(resource.RLIMIT_AS, (2**30, 2**30))\n"
        reader.write_text(limits + body)
        monkeypatch.setattr("evidence.inspection.pdf.READER", reader)
        with pytest.raises(Unacceptable, match="rusak"):
            inspect(io.BytesIO(corpus.pdf()), "a.pdf", max_bytes=MAX)


def test_pdf_reader_that_never_ends_is_stopped(tmp_path, monkeypatch):
    reader = tmp_path / "reader.py"
    reader.write_text("import time; time.sleep(60)")
    monkeypatch.setattr("evidence.inspection.pdf.READER", reader)
    monkeypatch.setattr("evidence.inspection.pdf.WALL_SECONDS", 0.2)
    with pytest.raises(Unacceptable, match="rusak"):
        inspect(io.BytesIO(corpus.pdf()), "a.pdf", max_bytes=MAX)


def test_pdf_reader_gets_no_secrets_of_ours(tmp_path, monkeypatch):
    reader = tmp_path / "reader.py"
    reader.write_text(f"import os; open({str(tmp_path / 'env')!r}, 'w').write(repr(sorted(os.environ)))")
    monkeypatch.setattr("evidence.inspection.pdf.READER", reader)
    monkeypatch.setenv("SECRET_KEY", "x")
    with pytest.raises(Unacceptable):
        inspect(io.BytesIO(corpus.pdf()), "a.pdf", max_bytes=MAX)
    assert "SECRET_KEY" in os.environ
    assert "SECRET_KEY" not in (tmp_path / "env").read_text()
