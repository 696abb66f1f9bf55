"""Do jobs, signed copies and the files below REPORT_ROOT still belong together? Reads every one of them again."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path

from django.utils import timezone

from evidence.stores import Entry, StoreFailed
from evidence.stores.local import LooseFile
from evidence.verifying import SETTLED, hashed
from reports.models import JobState, ReportJob, SignedCopy
from reports.models.signed import FOLDER, SignedStore

AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class Paper:
    """What a row promises of its file, and how the row is cited."""

    cited: str
    store: SignedStore | LooseFile
    file: str
    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class PaperFault:
    """`what`: missing, changed or unreadable."""

    what: str
    paper: Paper
    found: str = ""


@dataclass(slots=True)
class PaperFindings:
    files: int = 0
    faults: list[PaperFault] = field(default_factory=list)
    orphans: list[Entry] = field(default_factory=list)
    deleted: list[Entry] = field(default_factory=list)

    @property
    def wrong(self) -> int:
        return len(self.faults) + len(self.orphans)


def verify(*, delete_orphans: bool = False) -> PaperFindings:
    """Look at every finished document and every signed copy, then at signed copies that no row knows.

    A copy cannot be made again by anybody but its signer. Files that attempts left behind have `remove_strays`.
    """
    findings, store = PaperFindings(), SignedStore()
    strangers = [entry for entry in store.entries() if entry.name.startswith(FOLDER)]
    for paper in chain(_documents(), _copies(store)):
        findings.files += 1
        findings.faults += _faults(paper)
    known = set(SignedCopy.objects.values_list("file", flat=True))
    findings.orphans = [entry for entry in strangers if entry.name not in known]
    if delete_orphans:
        _delete_settled(store, findings)
    return findings


def _documents() -> Iterator[Paper]:
    rows = ReportJob.objects.light().filter(state=JobState.DONE).order_by("pk")
    for job in rows.iterator(AT_ONCE):
        place = LooseFile(Path(job.file.path), "")
        yield Paper(f"report {job.pk} “{job}”", place, job.file.name or "", job.size or 0, job.sha256)


def _copies(store: SignedStore) -> Iterator[Paper]:
    for copy in SignedCopy.objects.order_by("pk").iterator(AT_ONCE):
        cited = f"signed copy {copy.pk} “{copy.name}” of report {copy.job_id}"
        yield Paper(cited, store, copy.file.name or "", copy.size, copy.sha256)


def _faults(paper: Paper) -> Iterator[PaperFault]:
    try:
        size, digest = hashed(paper.store, paper.file)
    except FileNotFoundError:
        yield PaperFault("missing", paper)
    except (StoreFailed, OSError) as error:
        yield PaperFault("unreadable", paper, str(error))
    else:
        if (size, digest) != (paper.size, paper.sha256):
            yield PaperFault("changed", paper, f"{size} bytes, sha256 {digest}")


def _delete_settled(store: SignedStore, findings: PaperFindings) -> None:
    before = timezone.now() - SETTLED
    settled = [entry for entry in findings.orphans if entry.modified_at < before]
    for entry in settled:
        store.delete(entry.name)
        findings.orphans.remove(entry)
        findings.deleted.append(entry)
