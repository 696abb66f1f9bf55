"""What becomes of a document in its OPD's library. Each step is one transaction and one event."""

from __future__ import annotations

import datetime
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone

from accounts.models import User
from activity import services as activity
from assessments.models import Answer, Stage
from assessments.workflow import Refused, Stale
from assessments.workflow.answers import fillers
from directory.services.changes import apply
from evidence import examining, permissions
from evidence.models import Document, Evidence
from evidence.services.links import check_open, hold

METADATA = ("kind", "number", "date", "title", "signer", "standing", "valid_until")
NAMED_PLACES = 5  # in a refusal; the page lists all of them


@transaction.atomic
def describe(document: Document, *, version: int, by: User, **said: Any) -> list[str]:
    """Write what a document is, values by the names of METADATA; returns the differences in words.

    `version` is the one the person saw; another one raises Stale. A document that a final assessment cites may be
    corrected too: the event keeps the old and the new values, and names the years.
    """
    document = _held(document, by)
    if version != document.version:
        raise Stale(document)
    differences = apply(document, {name: said[name] for name in METADATA})
    if differences:
        Document.objects.filter(pk=document.pk).update(version=version + 1)
        years = final_years(document)
        cited = [f"Dikutip penilaian {years} yang sudah final."] if years else []
        note = "\n".join([*differences, *cited])
        record("document_describe", document, f"{by} mengubah keterangan {document}", by, note)
        metadata_changed(document)
    return differences


@transaction.atomic
def revoke(document: Document, *, revoked_by: str, revoked_on: datetime.date, by: User) -> Document:
    """Note by what and when a document was revoked, and tell the people whose open answers cite it."""
    document = _held(document, by)
    if document.revoked_by:
        raise Refused(f"{document.label} sudah dicatat dicabut dengan {document.revoked_by}.")
    if document.date and revoked_on < document.date:
        raise ValidationError({"revoked_on": "Tanggal pencabutan lebih awal daripada tanggal dokumennya."})
    document.revoked_by, document.revoked_on = revoked_by.strip(), revoked_on
    document.full_clean()
    document.save(update_fields=["revoked_by", "revoked_on"])
    record("document_revoke", document, f"{by} mencatat {document} dicabut dengan {document.revoked_by}", by)
    _tell(document, f"{document.label} dicabut dengan {document.revoked_by}. Periksa isian yang memakainya.", by)
    metadata_changed(document)
    return document


@transaction.atomic
def unrevoke(document: Document, *, by: User) -> Document:
    """Take a revocation back that was noted by mistake."""
    document = _held(document, by)
    if document.revoked_by:
        revoked_by, document.revoked_by, document.revoked_on = document.revoked_by, "", None
        document.save(update_fields=["revoked_by", "revoked_on"])
        text = f"{by} membatalkan pencabutan {document} dengan {revoked_by}"
        record("document_unrevoke", document, text, by)
        _tell(document, f"Pencabutan {document.label} dengan {revoked_by} dibatalkan.", by)
        metadata_changed(document)
    return document


@transaction.atomic
def delete(document: Document, *, by: User) -> Document:
    """Take a document out of the library. Row and file stay, and `bring_back` undoes it.

    Refused while any evidence links it, or while a newer version stands on it. Linking locks the same row, so
    nothing is linked between the look and the deletion.
    """
    if not permissions.can_delete(by, document):
        raise PermissionDenied
    document = hold(document)
    refusal = why_not_deleted(document)
    if refusal:
        raise Refused(refusal)
    document.deleted_at, document.deleted_by = timezone.now(), by
    document.save(update_fields=["deleted_at", "deleted_by"])
    record("document_delete", document, f"{by} menghapus {document} dari pustaka", by)
    _older_changed(document)
    return document


@transaction.atomic
def bring_back(document: Document, *, by: User) -> Document:
    """Put a deleted document back into the library; one that is there stays as it is.

    When the version that it replaced was deleted too, it stands alone: two newest versions of one document would be
    one too many.
    """
    if document.deleted_at is None:
        return document
    if not permissions.can_delete(by, document):
        raise PermissionDenied
    rows = Document.objects.select_for_update(of=("self",), no_key=True)
    document = rows.select_related("unit__instansi", "replaces").get(pk=document.pk)
    if document.deleted_at is not None:
        document.deleted_at = document.deleted_by = None
        if document.replaces and document.replaces.deleted_at:
            document.replaces = None
        document.save(update_fields=["deleted_at", "deleted_by", "replaces"])
        record("document_restore", document, f"{by} memulihkan {document}", by)
        _older_changed(document)
    return document


def why_not_deleted(document: Document) -> str:
    """The sentence that refuses deletion and names the places; empty when nothing stands in the way."""
    frozen = final_years(document)
    if frozen:
        return f"{document.label} tidak dapat dihapus: dikutip penilaian {frozen} yang sudah final."
    places = _places(document)
    if places:
        more = len(places) - NAMED_PLACES
        named = ", ".join(places[:NAMED_PLACES]) + (f", dan {more} lagi" if more > 0 else "")
        return f"{document.label} masih dipakai. Lepas dulu dari {named}."
    newer = Document.objects.kept().filter(replaces=document).first()
    if newer:
        return (
            f"Versi lama disimpan selama versi yang lebih baru ada, yaitu {newer.label}. Hapus versi terbarunya dulu."
        )
    return ""


def final_years(document: Document) -> str:
    """The final assessments that cite a document, as text: "2021, 2023"."""
    final = Evidence.objects.linked().filter(document=document, answer__assignment__assessment__stage=Stage.FINAL)
    years = final.values_list("answer__assignment__assessment__year", flat=True)
    return ", ".join(map(str, sorted(set(years))))


def _places(document: Document) -> list[str]:
    rows = Evidence.objects.linked().filter(document=document).order_by("pk")
    rows = rows.select_related("answer__assignment__indicator", "answer__assignment__assessment")
    return list(dict.fromkeys(f"{row.answer.indicator.label} ({row.answer.assessment.year})" for row in rows))


def metadata_changed(document: Document) -> None:
    """What follows when a document says something else of itself than before: its warnings are made anew."""
    examining.queue_findings(document.pk)


def _older_changed(document: Document) -> None:
    """A version that comes or goes decides whether the one before it is the newest."""
    if document.replaces:
        metadata_changed(document.replaces)


def record(verb: str, document: Document, text: str, by: User, note: str = "") -> None:
    activity.record(
        verb,
        subject=document.subject,
        text=f"{text} ({document.unit.short_name})",
        note=note,
        by=by,
        instansi=document.unit.instansi,
        url=document.get_absolute_url(),
    )


def _held(document: Document, by: User) -> Document:
    """The document, locked, if this user may say what it is."""
    if not permissions.can_describe(by, document):
        raise PermissionDenied
    return hold(document)


def _tell(document: Document, text: str, by: User) -> None:
    """Tell those who fill the open answers that cite the document, each once."""
    answers = Answer.objects.filter(evidence__document=document, evidence__removed_at=None).distinct()
    people = [person for answer in answers.in_full() if _is_open(answer) for person in fillers(answer)]
    activity.notify(people, text, url=document.get_absolute_url(), except_for=by)


def _is_open(answer: Answer) -> bool:
    try:
        check_open(answer)
    except Refused:
        return False
    return True
