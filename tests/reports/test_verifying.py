"""`verify_documents` reads finished documents and signed copies too: what people signed cannot be made again."""

import datetime
import hashlib
import io
import json
import os
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.core.management import CommandError, call_command
from django.utils import timezone

from reports.models import JobState
from reports.models.signed import SignedStore
from tests import factories

PDF = b"%PDF-1.7 contoh"
SHA256 = hashlib.sha256(PDF).hexdigest()

pytestmark = pytest.mark.django_db


@pytest.fixture
def report(make_job):
    job = make_job()
    name = job.file.storage.save(f"{job.pk}-1.pdf", ContentFile(PDF))
    type(job).objects.filter(pk=job.pk).update(
        state=JobState.DONE, file=name, sha256=SHA256, size=len(PDF), finished_at=timezone.now()
    )
    job.refresh_from_db()
    return job


@pytest.fixture
def copy(report):
    file = SignedStore().save("signed/salinan.pdf", ContentFile(PDF))
    return factories.SignedCopyFactory(job=report, file=file, name="BA ttd.pdf", sha256=SHA256, size=len(PDF))


def run(*options):
    """What the command says of reports and copies, and with which complaint it ended."""
    out, complaint = io.StringIO(), ""
    try:
        call_command("verify_documents", "--format", "json", *options, stdout=out, stderr=io.StringIO())
    except CommandError as error:
        complaint = str(error)
    return json.loads(out.getvalue())["reports"], complaint


def found(**kinds):
    return {"files": 2, "missing": [], "changed": [], "unreadable": [], "orphans": [], "deleted": []} | kinds


def cited(copy, says=""):
    row = f"signed copy {copy.pk} “BA ttd.pdf” of report {copy.job_id}"
    return {"file": copy.file.name, "found": says, "row": row, "sha256": SHA256}


def test_files_as_their_rows_say_are_fine(copy):
    assert run() == (found(), "")


def test_missing_copy_is_found(copy):
    Path(copy.file.path).unlink()

    assert run() == (found(missing=[cited(copy)]), "1 files are not as they should be.")


def test_changed_copy_is_found(copy):
    Path(copy.file.path).write_bytes(PDF[:-1] + b"x")
    says = f"{len(PDF)} bytes, sha256 {hashlib.sha256(PDF[:-1] + b'x').hexdigest()}"

    assert run() == (found(changed=[cited(copy, says)]), "1 files are not as they should be.")


def test_copy_the_disk_will_not_give_is_unreadable(copy):
    Path(copy.file.path).unlink()
    Path(copy.file.path).mkdir()

    assert [row["row"] for row in run()[0]["unreadable"]] == [cited(copy)["row"]]


def test_finished_document_that_changed_is_found_and_one_still_made_is_not_asked_for(copy, report, make_job):
    make_job(JobState.RUNNING, request_key="lain")
    Path(report.file.path).write_bytes(b"")
    data, complaint = run()

    assert [row["row"] for row in data["changed"]] == [f"report {report.pk} “{report}”"]
    assert (data["files"], complaint) == (2, "1 files are not as they should be.")


def test_copy_without_a_row_is_told_and_deleted_only_when_settled_and_asked(copy):
    stray = Path(copy.file.path).with_name("tertinggal.pdf")
    stray.write_bytes(b"x")
    assert [entry["file"] for entry in run("--delete-orphans")[0]["orphans"]] == ["signed/tertinggal.pdf"]

    before = (timezone.now() - datetime.timedelta(days=2)).timestamp()
    os.utime(stray, (before, before))
    assert [entry["file"] for entry in run()[0]["orphans"]] == ["signed/tertinggal.pdf"]
    data, complaint = run("--delete-orphans")

    assert ([entry["file"] for entry in data["deleted"]], complaint) == (["signed/tertinggal.pdf"], "")
    assert (stray.exists(), Path(copy.file.path).exists()) == (False, True)


def test_text_names_the_copy(copy, capsys):
    Path(copy.file.path).unlink()
    with pytest.raises(CommandError):
        call_command("verify_documents")

    assert capsys.readouterr().out.splitlines() == [
        f"missing  {copy.file.name}  {cited(copy)['row']}",
        "0 documents in 0 files read, 0 files wrong.",
        "2 reports and signed copies read, 1 files wrong.",
    ]
