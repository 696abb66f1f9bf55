"""A newer version of a document: a row of its own that takes over where the older one may still be exchanged."""

from __future__ import annotations

from collections.abc import Iterable
from typing import BinaryIO, NamedTuple

from django.core.exceptions import PermissionDenied
from django.db import transaction

from accounts.models import User
from assessments.workflow import Refused
from evidence import permissions
from evidence.models import Document, Evidence
from evidence.services.documents import stored
from evidence.services.library import METADATA, metadata_changed, record
from evidence.services.links import attach, hold, locked, remove


class Replacement(NamedTuple):
    """The new version, how many links went over to it, and those asked for that had to stay with the old one."""

    document: Document
    switched: int
    kept: list[Evidence]


def replace(document: Document, *, file: BinaryIO, name: str, evidence: Iterable[int], by: User) -> Replacement:
    """Store a file as the newer version of a document, and link it in the old one's place.

    `evidence` are the ids of the links to exchange. The old link is taken off and stays as a removed row; the new
    one keeps level, clause, page and note, and waits for review again. Links whose answer may not change now stay.
    The new version begins with what was said of the old one, but not with its revocation.
    """
    if not permissions.can_replace(by, document):
        raise PermissionDenied
    with stored(document.unit, file, name, by) as (new, is_new):
        if not is_new:
            raise Refused(_same_bytes(new, document))
        switched, kept = _switch(document, new, evidence, by)
        old = _freed(document)
        new.replaces = old
        for field in METADATA:
            setattr(new, field, getattr(old, field))
        new.save(update_fields=["replaces", *METADATA])
        record("document_replace", old, f"{by} mengganti {old} dengan {new}", by)
        metadata_changed(old)
        metadata_changed(new)
        return Replacement(new, switched, kept)


def _same_bytes(found: Document, document: Document) -> str:
    if found == document:
        return "Berkas ini sama persis dengan versi yang sudah ada. Pilih berkas versi barunya."
    where = " di antara dokumen terhapus" if found.deleted_at else " di pustaka OPD"
    return f"Berkas ini sama persis dengan {found.label} yang sudah ada{where}."


def _switch(old: Document, new: Document, evidence: Iterable[int], by: User) -> tuple[int, list[Evidence]]:
    """Exchange the links one by one, in the order in which every step locks: by assessment, then by answer."""
    rows = old.evidence.linked().filter(pk__in=evidence).select_related(
        "answer__assignment__assessment__instansi", "answer__assignment__assessment__instrument",
        "answer__assignment__indicator", "answer__assignment__unit",
    )  # fmt: skip
    switched, kept = 0, []
    for row in rows.order_by("answer__assignment__assessment_id", "answer_id", "pk"):
        now = locked(row)
        if now.removed_at:
            continue
        try:
            with transaction.atomic():  # never the one without the other
                remove(now, by=by)
                attach(
                    answer=now.answer, criterion=now.criterion, item=now.item, document=new, clause=now.clause,
                    page=now.page, note=now.note, by=by,
                )  # fmt: skip
        except (Refused, PermissionDenied):
            kept.append(now)
        else:
            switched += 1
    return switched, kept


def _freed(document: Document) -> Document:
    """The document, locked, without a newer version; a deleted one gives its place up."""
    old = hold(document)
    newer = Document.objects.select_for_update(no_key=True).filter(replaces=old).first()
    if newer and newer.deleted_at is None:
        raise Refused(f"{old.label} sudah diganti dengan versi yang lebih baru. Ganti versi terbarunya.")
    if newer:
        newer.replaces = None
        newer.save(update_fields=["replaces"])
    return old
