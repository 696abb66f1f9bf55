"""Storing documents: once per OPD, and nothing left behind when it fails."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection, transaction

from evidence import services
from evidence.inspection import Unacceptable
from evidence.models import Document
from evidence.stores import StoreFull
from evidence.storing import written
from tests.evidence import corpus
from tests.evidence.scenes import file, on_disk, originals
from tests.evidence.stores import largest_file


def test_store_new_file_keeps_its_bytes_and_facts(world, settings):
    content = corpus.pdf(3)
    document, is_new = services.store_document(
        unit=world.unit, file=file(content), name=r"C:\x\Perbup.PDF", by=world.operator
    )
    assert is_new
    assert (document.name, document.size, document.pages, document.content_type, document.uploaded_by) == (
        "Perbup.pdf",
        len(content),
        3,
        "application/pdf",
        world.operator,
    )
    [stored] = on_disk(settings)
    assert stored == Path(document.file.path)
    assert stored.read_bytes() == content
    assert stored.stat().st_mode & 0o777 == 0o640
    assert "perbup" not in str(stored).lower()


def test_store_same_bytes_again_gives_the_first_document(world, settings):
    first, _ = services.store_document(unit=world.unit, file=file(), name="a.pdf", by=world.operator)
    second, is_new = services.store_document(unit=world.unit, file=file(), name="b.pdf", by=world.operator)
    assert (second, is_new, second.name) == (first, False, "a.pdf")
    assert len(on_disk(settings)) == 1


def test_store_same_bytes_by_another_unit_is_another_document(world, settings):
    first, _ = services.store_document(unit=world.unit, file=file(), name="a.pdf", by=world.operator)
    second, is_new = services.store_document(unit=world.other_unit, file=file(), name="a.pdf", by=world.other_operator)
    assert is_new
    assert second != first
    assert len(on_disk(settings)) == 2


@pytest.mark.parametrize("who", ["other_operator", "admin", "assessor", "coordinator", "technician", "stranger"])
def test_store_by_anyone_but_the_units_operator_is_denied(world, who, settings):
    with pytest.raises(PermissionDenied):
        services.store_document(unit=world.unit, file=file(), name="a.pdf", by=getattr(world, who))
    assert on_disk(settings) == []


def test_store_refused_content_leaves_nothing(world, settings):
    settings.UPLOAD_MAX_MIB = 1
    for content, name in ((b"MZ", "a.pdf"), (corpus.pdf() + bytes(2**20), "a.pdf"), (b"\x00", "a.exe")):
        with pytest.raises(Unacceptable):
            services.store_document(unit=world.unit, file=file(content), name=name, by=world.operator)
    assert (Document.objects.count(), on_disk(settings)) == (0, [])


def test_store_row_fails_after_the_file_was_written_leaves_no_file(world, settings, monkeypatch):
    seen = []

    def fail(*args):
        seen.extend(on_disk(settings))
        raise RuntimeError("database is gone")

    monkeypatch.setattr("evidence.services.documents._insert", fail)
    with pytest.raises(RuntimeError):
        services.store_document(unit=world.unit, file=file(), name="a.pdf", by=world.operator)
    assert len(seen) == 1, "the file was there when the row failed"
    assert (Document.objects.count(), on_disk(settings)) == (0, [])


def test_store_without_room_leaves_no_row(world, settings):
    content = corpus.picture("PNG")
    with largest_file(len(content) - 1), pytest.raises(StoreFull):
        services.store_document(unit=world.unit, file=file(content), name="a.png", by=world.operator)
    assert (Document.objects.count(), on_disk(settings)) == (0, [])


def test_store_same_bytes_lost_the_race_keeps_one_file(world, settings, monkeypatch):
    """Another request stores the same bytes between our look and our row."""
    theirs, _ = services.store_document(unit=world.unit, file=file(), name="a.pdf", by=world.operator)
    monkeypatch.setattr(Document.objects.all().__class__, "first", lambda self: None)
    document, is_new = services.store_document(unit=world.unit, file=file(), name="b.pdf", by=world.operator)
    assert (document, is_new) == (theirs, False)
    assert on_disk(settings) == [Path(theirs.file.path)]


@pytest.mark.django_db(transaction=True)
def test_store_that_fails_after_the_commit_keeps_the_file_of_its_row(world, settings, monkeypatch):
    def fail(document_id):
        raise RuntimeError("nobody foresaw this")

    monkeypatch.setattr("evidence.services.documents.examining.queue", fail)
    with pytest.raises(RuntimeError):
        services.store_document(unit=world.unit, file=file(), name="a.pdf", by=world.operator)
    assert on_disk(settings) == [Path(Document.objects.get().file.path)]


def test_store_that_fails_while_the_database_is_away_keeps_the_file_for_the_verification(world, settings, caplog):
    def fail():
        with written(file()):
            connection.set_rollback(True)  # no question is answered any more
            raise RuntimeError("connection lost")

    with pytest.raises(RuntimeError), transaction.atomic():
        fail()
    assert len(on_disk(settings)) == 1
    assert "may still be there" in caplog.text


@pytest.mark.servers
@pytest.mark.django_db(transaction=True)
def test_two_people_store_the_same_file_at_once_keep_one(world, settings):
    """On a server with real concurrency: one row, one file, both get the same document."""
    results = []

    def store():
        try:
            results.append(services.store_document(unit=world.unit, file=file(), name="a.pdf", by=world.operator)[0].pk)
        finally:
            connection.close()

    threads = [threading.Thread(target=store) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert results == [Document.objects.get().pk] * 4
    assert len(originals(settings)) == 1
