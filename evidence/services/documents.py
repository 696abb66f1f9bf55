"""Bringing files into an OPD's library: inspected, stored once by content, then looked into by a worker."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from functools import partial
from typing import Any, BinaryIO

from django.core.exceptions import PermissionDenied
from django.db import transaction

from accounts.models import Unit, User
from assessments.models import Answer
from domains.models import EvidenceItem, LevelCriterion
from evidence import examining, permissions, scanning
from evidence.duplicates import already_here
from evidence.inspection import Facts, Unacceptable, inspect
from evidence.models import Document, Evidence
from evidence.quota import check_room
from evidence.services.library import bring_back, record
from evidence.services.links import attach, check_open, open_answer
from evidence.storing import discard, written
from evidence.uploads import max_bytes

Keep = Callable[[BinaryIO], AbstractContextManager[str]]
Tell = Callable[[str], object]


def silent(text: str) -> None:
    """For callers whose user need not hear that the bytes were known."""


def store_document(*, unit: Unit, file: BinaryIO, name: str, by: User) -> tuple[Document, bool]:
    """Put a complete file into the OPD's library; returns the document and whether it is new.

    The same bytes are kept once per OPD: a second upload gives the first document back, and brings it back if it
    was deleted. Raises Unacceptable when the content may not be evidence. The slow looks at the file happen before
    the transaction begins.
    """
    if not permissions.can_store(by, unit):
        raise PermissionDenied
    with stored(unit, file, name, by) as (document, is_new):
        if is_new:
            record("document_add", document, f"{by} menyimpan {document} di pustaka", by)
        return bring_back(document, by=by), is_new


def add_evidence(
    *,
    answer: Answer,
    criterion: LevelCriterion,
    item: EvidenceItem | None = None,
    file: BinaryIO,
    name: str,
    clause: str = "",
    page: str = "",
    note: str = "",
    by: User,
    keep: Keep = written,
    is_promised: bool = False,
    sha256: str = "",
    tell: Tell = silent,
) -> Evidence:
    """Store a file and link it, both or neither: nothing is left on disk or in the library when linking fails.

    `keep` brings the file into the store, where room may have been promised to it before. A `sha256` that the sender
    gave must be the file's. `tell` hears a sentence when the OPD had these bytes already.
    """
    if not permissions.can_attach(by, answer):
        raise PermissionDenied
    check_open(answer)
    with stored(answer.unit, file, name, by, keep=keep, is_promised=is_promised, sha256=sha256) as (found, is_new):
        open_answer(answer, by)  # locked before the document, as everywhere
        document = bring_back(found, by=by)
        text = "" if is_new else already_here(document)
        evidence = attach(
            answer=answer, criterion=criterion, item=item, document=document, clause=clause, page=page, note=note, by=by
        )
    if text:
        tell(text)
    return evidence


@transaction.atomic
def link_known(
    *,
    answer: Answer,
    criterion: LevelCriterion,
    item: EvidenceItem | None = None,
    sha256: str,
    size: int,
    content_type: str,
    clause: str = "",
    page: str = "",
    note: str = "",
    by: User,
    tell: Tell = silent,
) -> Evidence | None:
    """Link the document with these bytes, sparing their transfer; None when the answer's own OPD has no such one.

    Who merely knows what a file of another OPD hashes to gets nothing by it, and learns nothing.
    """
    if not permissions.can_attach(by, answer):
        raise PermissionDenied
    found = _known(answer.unit, sha256=sha256, size=size, content_type=content_type)
    if found is None:
        return None
    open_answer(answer, by)
    document = bring_back(found, by=by)
    text = already_here(document)
    evidence = attach(
        answer=answer, criterion=criterion, item=item, document=document, clause=clause, page=page, note=note, by=by
    )
    tell(text)
    return evidence


def record_download(document: Document, *, by: User) -> None:
    """Remember who took which file."""
    record("download", document, f"{by} mengunduh {document}", by)


@contextmanager
def stored(
    unit: Unit,
    file: BinaryIO,
    name: str,
    by: User,
    *,
    keep: Keep = written,
    is_promised: bool = False,
    sha256: str = "",
) -> Iterator[tuple[Document, bool]]:
    """The document of these bytes and whether it is new, inside a transaction of its own where it is.

    When the block or the transaction fails, neither file nor row remains. Raises OverQuota for a new file without
    room. The caller brings back a document that was deleted.
    """
    facts = inspect(file, name, max_bytes=max_bytes())
    if sha256 and sha256 != facts.sha256:
        raise Unacceptable("Isi berkas berubah di perjalanan. Unggah sekali lagi dari awal.")
    with transaction.atomic():
        known = _known(unit, sha256=facts.sha256)
        if known:
            yield known, False
            return
        if not is_promised:
            check_room(unit.instansi, facts.size)
    with keep(file) as stored:
        with transaction.atomic():
            document, is_new = _insert(unit, facts, stored, by)
            if is_new:
                transaction.on_commit(partial(examining.queue, document.pk))
            yield document, is_new
        if not is_new:  # another request stored the same bytes in the meantime
            discard(stored)


def _known(unit: Unit, **facts: Any) -> Document | None:
    """The OPD's document of which these facts hold, deleted or not."""
    return Document.objects.select_related("unit__instansi").filter(unit=unit, **facts).first()


def _insert(unit: Unit, facts: Facts, stored: str, by: User) -> tuple[Document, bool]:
    """The row of a stored file, or of the same bytes if another request was quicker."""
    return Document.objects.get_or_create(
        unit=unit,
        sha256=facts.sha256,
        defaults={
            "name": facts.clean_name,
            "file": stored,
            "size": facts.size,
            "content_type": facts.content_type,
            "pages": facts.pages,
            "uploaded_by": by,
            "scan": scanning.first_state(),
        },
    )
