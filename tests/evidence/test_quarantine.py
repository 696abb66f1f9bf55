"""Where the bytes of an infected file lie."""

from __future__ import annotations

from evidence import scanning
from evidence.models import Document
from evidence.stores import StoreFull
from evidence.storing import opened
from tests import factories
from tests.evidence.hostile.others import EICAR
from tests.evidence.scenes import on_disk


def test_infected_file_lies_apart_and_comes_back_when_it_is_judged_clean(world, clamd, settings):
    document = factories.DocumentFactory(unit=world.unit, content_=EICAR)
    shared = factories.DocumentFactory(unit=world.other_unit, sha256=document.sha256, size=document.size)
    Document.objects.filter(pk=shared.pk).update(file=document.file.name)
    scanning.scan(document)
    for row in (document, shared):
        row.refresh_from_db()
        assert row.file.name.startswith("quarantine/")
    assert [path.read_bytes() for path in on_disk(settings) if "quarantine" in path.parts] == [EICAR]
    assert EICAR not in [path.read_bytes() for path in on_disk(settings) if "quarantine" not in path.parts]
    clamd.answer = b"stream: OK\0"
    scanning.scan_again(document, by=None)
    for row in (document, shared):
        row.refresh_from_db()
    assert (document.scan, document.file.name) == ("clean", shared.file.name)
    assert not document.file.name.startswith("quarantine/")
    with opened(document) as file:
        assert file.read() == EICAR


def test_infected_file_that_cannot_be_moved_stays_closed_where_it_is(world, clamd, monkeypatch, caplog):
    document = factories.DocumentFactory(unit=world.unit, content_=EICAR)
    before = document.file.name
    monkeypatch.setattr("evidence.stores.local.LocalStore.put", full)
    scanning.scan(document)
    document.refresh_from_db()
    assert (document.scan, document.file.name) == ("infected", before)
    assert "could not be moved" in caplog.text


def full(*args) -> None:
    raise StoreFull
