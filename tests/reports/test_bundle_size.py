"""Bundles of any size: in parts, above the limits of old archives, and in as much memory as one block needs."""

import hashlib
import io
import tracemalloc
import zipfile
from pathlib import Path
from time import process_time

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import Unit
from accounts.refusals import Refused
from assessments.models import Answer, Assignment
from evidence.models import Document, Evidence
from evidence.stores import StoreDown
from evidence.stores.local import LocalStore
from reports import services
from reports.documents import Ask
from reports.documents.bundle.parts import MEGABYTE
from reports.models import JobState, ReportJob
from tests.evidence.conftest import bucket, s3_endpoint
from tests.reports.bundles import (
    DOCUMENT,
    attach,
    bundled,
    files_of,
    frozen,
    made,
    manifest_of,
    note_of,
    sha256,
    summed,
)

__all__ = ["bucket", "s3_endpoint"]  # fixtures of the evidence

LARGE = 200 * 2**20


def sparse(world, size, name):
    """A document of that many zeros, which take no room on the disk."""
    document = attach(world.answer, b"%PDF-1.4 " + name.encode(), name=name).document
    digest, block = hashlib.sha256(), bytes(2**20)
    with Path(document.file.path).open("r+b") as file:
        file.truncate(0)
        file.truncate(size)
    for _ in range(size // 2**20):
        digest.update(block)
    Document.objects.filter(pk=document.pk).update(size=size, sha256=digest.hexdigest())


def peak(what):
    tracemalloc.start()
    try:
        what()
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


def test_memory_does_not_grow_with_the_size_of_a_file(world, tmp_path):
    attach(world.answer)
    small = frozen(world)
    sparse(world, LARGE, "film.mp4")
    large = frozen(world)
    made(small, tmp_path / "warm.zip")
    base = peak(lambda: made(small, tmp_path / "small.zip"))
    grown = peak(lambda: made(large, tmp_path / "large.zip"))
    assert (tmp_path / "large.zip").stat().st_size > LARGE
    assert grown - base < 2 * 2**20
    in_parts = peak(lambda: made(large, tmp_path / "parts.zip", max_mb=250))
    assert in_parts - base < 8 * 2**20


def test_memory_of_many_files_is_that_of_their_names(world, tmp_path):
    content = b"%PDF-1.4 " + bytes(20_000)
    row = attach(world.answer, content).document
    data = frozen(world)
    (first,) = data["bundle"]["rows"]
    folder = first["path"].rpartition("/")[0]
    data["bundle"]["rows"] = [first | {"path": f"{folder}/1.a.berkas-{number}.pdf"} for number in range(3000)]
    grown = peak(lambda: made(data, tmp_path / "many.zip"))
    assert (tmp_path / "many.zip").stat().st_size > 3000 * row.size
    assert grown < 12 * 2**20


def test_parts_are_no_larger_than_asked_and_hold_everything_once(world, tmp_path):
    contents = {f"{number}.pdf": bytes([number]) * 400_000 for number in range(1, 8)}
    for name, content in contents.items():
        attach(world.answer, content, name=name)
    attach(world.answer, b"jahat", name="jahat.pdf", scan="infected", scanned_at=timezone.now())
    outer = bundled(world, tmp_path, max_mb=1)
    parts = [name for name in outer.namelist() if name.endswith(".zip")]
    assert [name.partition("2026-draf-")[2] for name in parts] == [f"{number}-dari-4.zip" for number in range(1, 5)]
    assert all(entry.compress_type == zipfile.ZIP_STORED for entry in outer.infolist() if entry.filename in parts)
    found = []
    for number, name in enumerate(parts, 1):
        data = outer.read(name)
        part = zipfile.ZipFile(io.BytesIO(data))
        assert len(data) <= MEGABYTE
        assert part.testzip() is None
        assert summed(part, tmp_path / name)[0] == 0
        assert f"Ini bagian {number} dari 4." in note_of(part)
        assert {row["Bagian"] for row in manifest_of(part)} == {str(number)}
        assert all(entry.flag_bits & 0x08 == 0 for entry in part.infolist())  # some programs read no sizes at the end
        found += files_of(part).values()
    assert sorted(found) == sorted(contents.values())
    assert [row["Bagian"] for row in manifest_of(outer)] == ["1", "1", "2", "2", "3", "3", "4", ""]
    assert "Isi seluruh bundel: 7 berkas dan 0 tautan." in note_of(outer)
    assert '"jahat.pdf"' in note_of(outer)
    assert summed(outer, tmp_path / "outer")[0] == 0


def test_bundle_below_the_limit_is_no_bundle_of_parts(world, tmp_path):
    attach(world.answer)
    whole, limited = bundled(world, tmp_path, "a.zip"), bundled(world, tmp_path, "b.zip", max_mb=1)
    assert limited.namelist() == whole.namelist()


def test_parts_are_the_same_for_the_same_order(world, tmp_path):
    for number in range(1, 5):
        attach(world.answer, bytes([number]) * 400_000, name=f"{number}.pdf")
    data = frozen(world, max_mb=1)
    for name in ("a.zip", "b.zip"):
        made(data, tmp_path / name, max_mb=1)
    assert sha256((tmp_path / "a.zip").read_bytes()) == sha256((tmp_path / "b.zip").read_bytes())


def test_limit_that_one_file_breaks_is_refused_and_names_it(world):
    attach(world.answer, bytes(1_500_000), name="film.mp4")
    with pytest.raises(Refused, match=r'Berkas "film.mp4" \(.*, indikator 1\) berukuran 2 MB, jadi tidak muat'):
        frozen(world, max_mb=1)


def test_archive_beyond_the_old_limits_is_a_zip64(world, tmp_path, monkeypatch):
    attach(world.answer, b"%PDF-1.4 " + bytes(20_000))
    attach(world.answer, b"%PDF-1.4 dua", name="dua.pdf")
    data = frozen(world)
    monkeypatch.setattr(zipfile, "ZIP64_LIMIT", 10_000)
    monkeypatch.setattr(zipfile, "ZIP_FILECOUNT_LIMIT", 3)
    archive = made(data, tmp_path / "bundel.zip")
    monkeypatch.undo()
    assert b"PK\x06\x06" in (tmp_path / "bundel.zip").read_bytes()  # the ZIP64 end of the directory
    assert summed(zipfile.ZipFile(tmp_path / "bundel.zip"), tmp_path / "out")[0] == 0
    assert archive.testzip() is None


def _filled(world, count, each):
    """`count` answers of other OPD to the first indicators, with `each` pieces of evidence."""
    indicators = list(world.instrument.indicators.order_by("position"))
    units = Unit.objects.bulk_create(
        Unit(instansi=world.instansi, code=f"U{n}", name=f"Dinas {n}", short_name=f"Dinas {n}")
        for n in range(-(-count // len(indicators)))
    )
    pairs = [(indicator, unit) for indicator in indicators for unit in units][:count]
    assignments = Assignment.objects.bulk_create(
        Assignment(assessment=world.assessment, indicator=indicator, unit=unit) for indicator, unit in pairs
    )
    text = "Diatur dalam peraturan contoh. " * 20
    answers = Answer.objects.bulk_create(
        Answer(assignment=row, status="submitted", claimed_level=2, facts=text, analysis=text) for row in assignments
    )
    criteria = {row.pk: row.criteria.order_by("level").first() for row in indicators}
    documents = Document.objects.bulk_create(
        Document(
            unit=unit, name=f"bukti {place}.pdf", title="Keputusan Wali Kota tentang tim", file=f"aa/{place}",
            sha256=sha256(f"{place}".encode()), size=100_000, content_type="application/pdf",
            uploaded_by=world.operator,
        )
        for unit in units for place in range(each)
    )  # fmt: skip
    owned = {(row.unit_id, row.file.name): row for row in documents}
    Evidence.objects.bulk_create(
        Evidence(
            answer=answer, criterion=criteria[answer.assignment.indicator_id], added_by=world.operator,
            document=owned[answer.assignment.unit_id, f"aa/{place}"],
        )
        for answer in answers for place in range(each)
    )  # fmt: skip


def test_freezing_takes_as_many_queries_for_many_as_for_one(world):
    attach(world.answer)
    with CaptureQueriesContext(connection) as few:
        frozen(world)
    _filled(world, 40, 3)
    with CaptureQueriesContext(connection) as many:
        frozen(world)
    assert len(few) == len(many) < 15


def test_freezing_two_thousand_answers_is_quick(world):
    _filled(world, 1927, 3)
    before = process_time()
    data = DOCUMENT.freeze(Ask(world.assessment, world.coordinator))
    assert process_time() - before < 2
    assert len({row["path"] for row in data["bundle"]["rows"]}) == 1927 * 3


def test_files_of_an_s3_service_come_along_and_a_missing_one_is_named(world, tmp_path, bucket):
    content = b"%PDF-1.4 " + bytes(300_000)
    attach(world.answer, content, name="ada.pdf")
    gone = attach(world.answer, b"%PDF-1.4 hilang", name="hilang.pdf").document
    assert len(bucket.files()) == 2
    bucket.remove(gone.file.name)
    archive = bundled(world, tmp_path)
    assert list(files_of(archive).values()) == [content]
    assert [bool(row["Keterangan"]) for row in manifest_of(archive)] == [False, True]


def test_store_that_cannot_be_asked_puts_the_job_off_with_its_sentence(world, monkeypatch, sent):
    attach(world.answer)
    job = services.request_report(
        assessment=world.assessment, kind=ReportJob.Kind.BUNDLE, format="zip", by=world.coordinator
    )

    def down(store, name):
        raise StoreDown

    monkeypatch.setattr(LocalStore, "size", down)
    services.render(job.pk)
    job = ReportJob.objects.get(pk=job.pk)
    assert (job.state, job.failure) == (JobState.QUEUED, StoreDown.sentence)
    assert job.not_before > timezone.now()
