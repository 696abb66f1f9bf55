"""`verify_documents`: each kind of damage is found on both stores, and what is right is left alone."""

from __future__ import annotations

import datetime
import hashlib
import io
import json
import os
import uuid

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from evidence import services, verifying
from evidence.models import Document
from evidence.storing import written
from tests import factories
from tests.evidence import corpus
from tests.evidence.scenes import file

PDF = corpus.pdf()


@pytest.fixture
def document(store, world):
    return services.store_document(unit=world.unit, file=file(PDF), name="Perbup 4.pdf", by=world.operator)[0]


def run(*options: str) -> tuple[dict, str]:
    """What the command printed as data, and with which complaint it ended."""
    out = io.StringIO()
    try:
        call_command("verify_documents", "--format", "json", *options, stdout=out, stderr=io.StringIO())
    except CommandError as complaint:
        return json.loads(out.getvalue()), str(complaint)
    return json.loads(out.getvalue()), ""


def found(**kinds) -> dict:
    nothing = {"missing": [], "changed": [], "unreadable": [], "orphans": [], "deleted": []}
    return nothing | {"reports": nothing | {"files": 0}} | kinds


def fault(document: Document, says: str = "") -> dict:
    cited = {"id": document.pk, "name": document.name, "unit": document.unit.short_name}
    return {
        "file": document.file.name,
        "found": says,
        "documents": [cited | {"size": document.size, "sha256": document.sha256}],
    }


def names(data: dict, kind: str) -> list[str]:
    return [entry["file"] for entry in data[kind]]


@pytest.fixture
def later(monkeypatch):
    """Two days from now, as the command sees it."""
    now = timezone.now() + datetime.timedelta(days=2)
    monkeypatch.setattr(verifying.timezone, "now", lambda: now)


def test_store_as_its_rows_say_is_fine(document):
    assert run() == (found(documents=1, files=1), "")


def test_missing_file_is_found(store, document):
    store.remove(document.file.name)
    assert run() == (
        found(documents=1, files=1, missing=[fault(document)]),
        "1 files are not as they should be.",
    )


@pytest.mark.parametrize("content", [PDF[:-1], PDF[:-1] + b"x", b""], ids=["shorter", "one byte", "empty"])
def test_changed_file_is_found(store, document, content):
    store.write(document.file.name, content)
    says = f"{len(content)} bytes, sha256 {hashlib.sha256(content).hexdigest()}"
    assert run() == (
        found(documents=1, files=1, changed=[fault(document, says)]),
        "1 files are not as they should be.",
    )


def test_rows_that_share_a_file_share_its_reading_and_its_fault(store, document, world):
    twin = factories.DocumentFactory(
        unit=world.other_unit, file=document.file.name, sha256=document.sha256, size=document.size
    )
    assert run() == (found(documents=2, files=1), "")
    store.remove(document.file.name)
    data, _ = run()
    assert [entry["id"] for entry in data["missing"][0]["documents"]] == [document.pk, twin.pk]


def test_file_without_a_row_is_an_orphan_and_stays_unless_asked(store, document, later):
    store.write("ab/abc", b"left behind")
    data, complaint = run()
    assert (names(data, "orphans"), data["orphans"][0]["size"]) == (["ab/abc"], 11)
    assert complaint == "1 files are not as they should be."
    assert store.files() == {"ab/abc": b"left behind", document.file.name: PDF}


def test_settled_orphans_are_deleted_when_asked_and_nothing_else_is(store, document, later):
    store.write("ab/abc", b"left behind")
    data, complaint = run("--delete-orphans")
    assert (names(data, "deleted"), data["orphans"], complaint) == (["ab/abc"], [], "")
    assert store.files() == {document.file.name: PDF}


def test_orphan_of_today_is_told_but_never_deleted(store, document):
    store.write("ab/abc", b"on its way")
    data, complaint = run("--delete-orphans")
    assert (names(data, "orphans"), data["deleted"], bool(complaint)) == (["ab/abc"], [], True)
    assert "ab/abc" in store.files()


def test_document_taken_out_of_the_library_still_owns_its_file(document, world, later):
    Document.objects.update(deleted_at=timezone.now(), deleted_by=world.operator)
    assert run("--delete-orphans") == (found(documents=1, files=1), "")


@pytest.mark.parametrize("name", ["previews/1.png", "quarantine/ab"])
def test_files_with_rules_of_their_own_are_left_to_them(store, document, later, name):
    store.write(name, b"x")
    assert run("--delete-orphans") == (found(documents=1, files=1), "")
    assert name in store.files()


def test_parts_without_an_upload_are_orphans_on_this_machine(store, document, settings, later):
    kept = factories.UploadFactory()
    parts = settings.EVIDENCE_ROOT / "parts"
    parts.mkdir(parents=True, exist_ok=True)
    orphans = sorted([uuid.uuid4().hex, "no-upload"])
    for name in [kept.pk.hex, *orphans]:
        (parts / name).write_bytes(b"x")
    data, _ = run()
    assert names(data, "orphans") == [f"parts/{name}" for name in orphans]
    now = timezone.now().timestamp() - 2 * 24 * 3600
    for name in orphans:
        os.utime(parts / name, (now, now))
    assert names(run("--delete-orphans")[0], "deleted") == [f"parts/{name}" for name in orphans]
    assert [path.name for path in parts.iterdir()] == [kept.pk.hex]


def test_file_that_gets_its_row_while_the_others_are_read_is_no_orphan(store, document, world, later, monkeypatch):
    read = verifying.hashed

    def meanwhile(store, name):
        factories.DocumentFactory(unit=world.other_unit, file=arriving)
        return read(store, name)

    with written(io.BytesIO(b"arriving")) as arriving:
        monkeypatch.setattr(verifying, "hashed", meanwhile)
        data, _ = run("--delete-orphans")
    assert (data["orphans"], data["deleted"]) == ([], [])
    assert store.files()[arriving] == b"arriving"


def test_more_files_than_one_question_holds_are_all_asked_about(store, document, monkeypatch):
    monkeypatch.setattr(verifying, "AT_ONCE", 2)
    for number in range(5):
        store.write(f"ab/{number}", b"x")
    assert names(run()[0], "orphans") == [f"ab/{number}" for number in range(5)]


def test_file_the_disk_will_not_give_is_unreadable(world, settings):
    document = factories.DocumentFactory(unit=world.unit)
    path = settings.EVIDENCE_ROOT / document.file.name
    path.unlink()
    path.mkdir()
    data, complaint = run()
    assert names(data, "unreadable") == [document.file.name]
    assert complaint


def test_store_that_cannot_be_listed_is_said_so(bucket, document):
    bucket.client.delete_object(Bucket=bucket.name, Key=document.file.name)
    bucket.client.delete_bucket(Bucket=bucket.name)
    with pytest.raises(CommandError, match=r"The store cannot be read: .*NoSuchBucket"):
        call_command("verify_documents", stderr=io.StringIO())


def test_text_names_each_fault_and_counts(store, document, world, capsys):
    lost = factories.DocumentFactory(unit=world.other_unit, name="SK 12.pdf")
    store.remove(lost.file.name)
    store.write("zz/z", b"x")
    with pytest.raises(CommandError):
        call_command("verify_documents")
    out, err = capsys.readouterr()
    first, second, last, papers = out.splitlines()
    assert first == f"missing  {lost.file.name}  document {lost.pk} “SK 12.pdf” of {world.other_unit.short_name}"
    assert second.startswith("orphan  zz/z  1 bytes, 20")
    assert last == "2 documents in 2 files read, 2 files wrong."
    assert papers == "0 reports and signed copies read, 0 files wrong."
    assert err.splitlines() == ["2 of 2 documents"]
