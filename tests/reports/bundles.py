"""Evidence to bundle, and a bundle as a person opens it."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import subprocess
import zipfile

from reports.documents import DOCUMENTS, Ask, Order
from reports.models import ReportJob
from tests import factories

DOCUMENT = DOCUMENTS[ReportJob.Kind.BUNDLE]


def attach(answer, content=b"%PDF-1.4 isi", *, name="berkas.pdf", level=1, review="waiting", **said):
    """A document linked to an answer, reviewed as said."""
    document = said.pop("document", None) or factories.DocumentFactory(
        unit=answer.unit, content_=content, name=name, **said
    )
    criterion = answer.indicator.criteria.get(level=level)
    judged = {}
    if review != "waiting":
        judged = {"reviewed_at": document.uploaded_at, "reviewed_by": document.uploaded_by}
        judged |= {"review_note": "Lengkapi."} if review != "accepted" else {}
    return factories.EvidenceFactory(answer=answer, document=document, criterion=criterion, review=review, **judged)


def link(answer, address="https://data.contoh.go.id/a?b=1"):
    by = factories.UserFactory(instansi=answer.unit.instansi, unit=answer.unit)
    return factories.EvidenceFactory(answer=answer, document=None, link=address, added_by=by)


def frozen(world, **options):
    """As it comes back from the database."""
    return json.loads(json.dumps(DOCUMENT.freeze(Ask(world.assessment, world.coordinator, options=options))))


def made(data, target, told=None, **options):
    steps = [] if told is None else told
    DOCUMENT.make(Order(data, "zip", options), target, lambda step, percent: steps.append((step, percent)))
    return zipfile.ZipFile(target)


def bundled(world, tmp_path, name="bundel.zip", **options):
    return made(frozen(world, **options), tmp_path / name, **options)


def manifest_of(archive):
    text = archive.read("manifest.csv").decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text), delimiter=";"))


def note_of(archive):
    return archive.read("Baca-Dahulu.txt").decode()


def files_of(archive):
    """Path and content of everything but the three papers."""
    papers = {"manifest.csv", "SHA256SUMS.txt", "Baca-Dahulu.txt"}
    return {name: archive.read(name) for name in archive.namelist() if name not in papers}


def summed(archive, folder):
    """What `sha256sum -c` says of an unpacked bundle."""
    archive.extractall(folder)
    command = ["sha256sum", "--strict", "-c", "SHA256SUMS.txt"]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    return done.returncode, done.stdout.splitlines(), done.stderr


def sha256(content):
    return hashlib.sha256(content).hexdigest()
