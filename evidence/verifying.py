"""Do rows and files still belong together? Reads every file of the store once, in blocks."""

from __future__ import annotations

import datetime
import hashlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from itertools import groupby, islice
from pathlib import Path
from uuid import UUID

from django.conf import settings
from django.utils import timezone

from evidence.models import Document, Upload
from evidence.stores import Entry, Store, StoreFailed
from evidence.stores.local import LooseFile
from evidence.storing import current_store

PARTS = "parts/"
APART = (PARTS, "previews/", "quarantine/")  # kept by rules of their own
AT_ONCE = 500
SETTLED = datetime.timedelta(days=1)  # an orphan so old cannot belong to anything still on its way
Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Fault:
    """A file that is not what its rows promise. `what`: missing, changed or unreadable."""

    what: str
    file: str
    documents: list[Document]
    found: str = ""


@dataclass(slots=True)
class Findings:
    documents: int = 0
    files: int = 0
    faults: list[Fault] = field(default_factory=list)
    orphans: list[Entry] = field(default_factory=list)
    deleted: list[Entry] = field(default_factory=list)

    @property
    def wrong(self) -> int:
        return len(self.faults) + len(self.orphans)


def verify(*, delete_orphans: bool = False, progress: Progress = lambda done, total: None) -> Findings:
    """Look at every document's file, then at every file without a document. Raises StoreFailed if none can be seen.

    Rows that share a file share its reading. Files are listed before rows are read and asked about again at the
    end, so one that arrives in the meantime is nobody's orphan.
    """
    findings = Findings()
    strangers = [*_named_by_nobody(_evidence_files()), *_parts()]
    rows = Document.objects.select_related("unit").order_by("file", "pk")
    total = rows.count()
    for name, sharing in groupby(rows.iterator(AT_ONCE), key=lambda row: row.file.name):
        documents = list(sharing)
        findings.files += 1
        findings.documents += len(documents)
        findings.faults += _faults(name, documents)
        progress(findings.documents, total)
    findings.orphans = [entry for entry in strangers if not _has_row(entry)]
    if delete_orphans:
        _delete_settled(findings)
    return findings


def _faults(name: str, documents: list[Document]) -> Iterator[Fault]:
    try:
        size, digest = hashed(current_store(), name)
    except FileNotFoundError:
        yield Fault("missing", name, documents)
    except (StoreFailed, OSError) as error:
        yield Fault("unreadable", name, documents, str(error))
    else:
        changed = [document for document in documents if (document.size, document.sha256) != (size, digest)]
        if changed:
            yield Fault("changed", name, changed, f"{size} bytes, sha256 {digest}")


def hashed(store: Store | LooseFile, name: str) -> tuple[int, str]:
    """Size and SHA-256 of a file as it is now. Raises FileNotFoundError, or what the store says."""
    size, digest = store.size(name), hashlib.sha256()
    for block in store.blocks(name, 0, size):
        digest.update(block)
    return size, digest.hexdigest()


def _evidence_files() -> Iterator[Entry]:
    return (entry for entry in current_store().entries() if not entry.name.startswith(APART))


def _named_by_nobody(entries: Iterator[Entry]) -> Iterator[Entry]:
    while batch := list(islice(entries, AT_ONCE)):
        known = set(Document.objects.filter(file__in=_names(batch)).values_list("file", flat=True))
        yield from (entry for entry in batch if entry.name not in known)


def _names(entries: Iterable[Entry]) -> list[str]:
    return [entry.name for entry in entries]


def _parts() -> Iterator[Entry]:
    """Pieces of uploads; they lie on this machine whatever the store is."""
    for path in sorted((settings.EVIDENCE_ROOT / PARTS).glob("*")):
        found = path.stat()
        yield Entry(PARTS + path.name, found.st_size, datetime.datetime.fromtimestamp(found.st_mtime, datetime.UTC))


def _has_row(entry: Entry) -> bool:
    if not entry.name.startswith(PARTS):
        return Document.objects.filter(file=entry.name).exists()
    try:
        return Upload.objects.filter(pk=UUID(Path(entry.name).name)).exists()
    except ValueError:
        return False


def _delete_settled(findings: Findings) -> None:
    settled = [entry for entry in findings.orphans if timezone.now() - entry.modified_at > SETTLED]
    for entry in settled:
        if entry.name.startswith(PARTS):
            (settings.EVIDENCE_ROOT / entry.name).unlink(missing_ok=True)
        else:
            current_store().delete(entry.name)
        findings.orphans.remove(entry)
        findings.deleted.append(entry)
