"""Storing documents, linking them to answers, judging the links. Each step is one transaction and one event."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import BinaryIO

from django.core.exceptions import PermissionDenied, ValidationError
from django.core.validators import URLValidator
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from accounts.models import Unit, User
from activity import services as activity
from assessments.models import Answer, Status
from assessments.workflow import Refused
from assessments.workflow.answers import fillers, filling_is_open, lock, review_is_open
from domains.models import EvidenceItem, LevelCriterion
from evidence import permissions
from evidence.inspection import Facts, Unacceptable, inspect
from evidence.models import Document, Evidence, Review
from evidence.storing import written
from evidence.uploads import max_bytes

FILLABLE = (Status.EMPTY, Status.DRAFT, Status.RETURNED)
REVIEWABLE = (Status.SUBMITTED, Status.VERIFIED)
NEEDS_NOTE = (Review.NEEDS_WORK, Review.REFUSED)
TEXT_FIELDS = ("link", "clause", "page", "note", "review", "review_note")
Keep = Callable[[BinaryIO], AbstractContextManager[str]]
is_web_address = URLValidator(
    schemes=["http", "https"], message="Tautan harus berupa alamat web lengkap, misalnya https://jdih.contoh.go.id/…"
)


def store_document(*, unit: Unit, file: BinaryIO, name: str, by: User) -> tuple[Document, bool]:
    """Put a complete file into the OPD's library; returns the document and whether it is new.

    The same bytes are kept once per OPD: a second upload gives the first document back. Raises Unacceptable
    when the content may not be evidence. The slow looks at the file happen before the transaction begins.
    """
    if not permissions.can_store(by, unit):
        raise PermissionDenied
    with _stored(unit, file, name, by) as (document, is_new):
        return document, is_new


def attach(
    *,
    answer: Answer,
    criterion: LevelCriterion,
    item: EvidenceItem | None = None,
    document: Document | None = None,
    link: str = "",
    clause: str = "",
    page: str = "",
    note: str = "",
    by: User,
) -> Evidence:
    """Link a document of the OPD, or a web address that is never fetched, to one criterion of the answer.

    Sending the very same link twice gives the first one back.
    """
    new = Evidence(criterion=criterion, item=item, document=document, link=link.strip(), added_by=by)
    new.clause, new.page, new.note = clause.strip(), page.strip(), note.strip()
    with transaction.atomic():
        new.answer = answer = _open_answer(answer, by)
        _check_belongs(new)
        same = {name: getattr(new, name) for name in ("criterion", "item", "document", "link", "clause", "page")}
        existing = answer.evidence.linked().filter(**same).first()
        if existing:
            return existing
        new.save()
        _record("evidence_add", new, f"{by} menautkan {new}", by)
    return new


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
    sha256: str = "",
) -> Evidence:
    """Store a file and link it, both or neither: nothing is left on disk or in the library when linking fails.

    `keep` brings the file into the store. A `sha256` that the sender gave must be the file's.
    """
    if not permissions.can_attach(by, answer):
        raise PermissionDenied
    check_open(answer)
    with _stored(answer.unit, file, name, by, keep=keep, sha256=sha256) as (document, _):
        return attach(
            answer=answer, criterion=criterion, item=item, document=document, clause=clause, page=page, note=note, by=by
        )


@transaction.atomic
def remove(evidence: Evidence, *, by: User) -> Evidence:
    """Take evidence off the answer. The row stays, the document stays in the library, `restore` puts it back."""
    evidence = _open_evidence(evidence, by)
    if evidence.removed_at is None:
        evidence.removed_at, evidence.removed_by = timezone.now(), by
        evidence.save(update_fields=["removed_at", "removed_by"])
        _record("evidence_remove", evidence, f"{by} melepas {evidence}", by)
    return evidence


@transaction.atomic
def restore(evidence: Evidence, *, by: User) -> Evidence:
    """Put evidence back that was taken off."""
    evidence = _open_evidence(evidence, by)
    if evidence.removed_at is not None:
        evidence.removed_at = evidence.removed_by = None
        evidence.save(update_fields=["removed_at", "removed_by"])
        _record("evidence_restore", evidence, f"{by} mengembalikan {evidence}", by)
    return evidence


@transaction.atomic
def review(evidence: Evidence, *, verdict: str, note: str = "", by: User) -> Evidence:
    """The admin's judgement on one piece of evidence, while its answer is submitted or verified.

    `verdict` is a value of Review other than waiting. Needing work, or refusing, takes a note and tells the OPD.
    """
    evidence, note = _locked(evidence), note.strip()
    answer = evidence.answer
    if not permissions.can_review(by, answer):
        raise PermissionDenied
    review_is_open(answer)
    if answer.status not in REVIEWABLE or evidence.removed_at:
        raise Refused(
            "Bukti ini tidak sedang menunggu pemeriksaan: OPD belum mengajukan isiannya atau sudah melepasnya."
        )
    if verdict not in Review.values or verdict == Review.WAITING:
        raise Refused("Pilih hasil pemeriksaan: diterima, perlu perbaikan, atau ditolak.")
    if verdict in NEEDS_NOTE and not note:
        raise Refused("Tulis catatan agar OPD tahu apa yang harus diperbaiki.")
    if (evidence.review, evidence.review_note) == (verdict, note):
        return evidence
    evidence.review, evidence.review_note = verdict, note
    evidence.reviewed_at, evidence.reviewed_by = timezone.now(), by
    _check_texts(evidence)
    evidence.save(update_fields=["review", "review_note", "reviewed_at", "reviewed_by"])
    outcome = evidence.get_review_display().lower()
    _record("evidence_review", evidence, f"{by} memeriksa {evidence}: {outcome}", by, note)
    if verdict in NEEDS_NOTE:
        text = f"{answer.indicator.label}, bukti {evidence}: {outcome}. {note}"
        activity.notify(fillers(answer), text, url=answer.get_absolute_url(), except_for=by)
    return evidence


def record_download(document: Document, *, by: User) -> None:
    """Remember who took which file."""
    activity.record(
        "download",
        subject=document.subject,
        text=f"{by} mengunduh {document} ({document.unit.short_name})",
        by=by,
        instansi=document.unit.instansi,
        url=reverse("documents"),
    )


def check_open(answer: Answer) -> None:
    """Refuse when the evidence of this answer may not be changed now."""
    filling_is_open(answer)
    if answer.status not in FILLABLE:
        raise Refused(
            f"Isian ini berstatus {answer.get_status_display().lower()}; buktinya tidak dapat diubah. "
            "Tarik kembali isian itu dulu, atau minta Admin Diskominfo mengembalikannya."
        )


@contextmanager
def _stored(
    unit: Unit, file: BinaryIO, name: str, by: User, *, keep: Keep = written, sha256: str = ""
) -> Iterator[tuple[Document, bool]]:
    """The document of these bytes and whether it is new, inside a transaction of its own where it is.

    When the block or the transaction fails, neither file nor row remains.
    """
    facts = inspect(file, name, max_bytes=max_bytes())
    if sha256 and sha256 != facts.sha256:
        raise Unacceptable("Isi berkas berubah di perjalanan. Unggah sekali lagi dari awal.")
    known = Document.objects.filter(unit=unit, sha256=facts.sha256).first()
    if known:
        yield known, False
        return
    with keep(file) as stored:
        with transaction.atomic():
            document, is_new = _insert(unit, facts, stored, by)
            yield document, is_new
        if not is_new:  # another request stored the same bytes in the meantime
            document.file.storage.delete(stored)


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
        },
    )


def _open_answer(answer: Answer, by: User) -> Answer:
    """The answer, locked, if this user may change its evidence now."""
    answer = lock(answer)
    if not permissions.can_attach(by, answer):
        raise PermissionDenied
    check_open(answer)
    return answer


def _locked(evidence: Evidence) -> Evidence:
    """The evidence as it is now, with its answer locked: every change of evidence waits for that lock."""
    answer = lock(evidence.answer)
    return answer.evidence.select_related("document", "criterion").get(pk=evidence.pk)


def _open_evidence(evidence: Evidence, by: User) -> Evidence:
    evidence = _locked(evidence)
    if not permissions.can_attach(by, evidence.answer):
        raise PermissionDenied
    check_open(evidence.answer)
    return evidence


def check_place(answer: Answer, criterion: LevelCriterion, item: EvidenceItem | None) -> None:
    """Level and wanted item must be of this answer's indicator: ids come from outside."""
    if criterion.indicator_id != answer.indicator.pk:
        raise Refused("Tingkat itu bukan bagian dari indikator ini.")
    if item and item.criterion_id != criterion.pk:
        raise Refused("Data dukung itu bukan bagian dari tingkat ini.")


def _check_belongs(new: Evidence) -> None:
    """Every part must be of this answer."""
    check_place(new.answer, new.criterion, new.item)
    if new.document and new.document.unit_id != new.answer.unit.pk:
        raise Refused("Dokumen itu bukan milik OPD ini.")
    if bool(new.document) == bool(new.link):
        raise Refused("Pilih satu berkas atau satu tautan sebagai bukti.")
    if new.link:
        try:
            is_web_address(new.link)
        except ValidationError as error:
            raise ValidationError({"link": error.messages}) from None
    _check_texts(new)


def _check_texts(evidence: Evidence) -> None:
    names = {field.name for field in Evidence._meta.fields}
    evidence.clean_fields(exclude=names - set(TEXT_FIELDS))


def _record(verb: str, evidence: Evidence, text: str, by: User, note: str = "") -> None:
    answer = evidence.answer
    activity.record(
        verb,
        subject=answer.subject,
        text=f"{text} ({answer.indicator.label}, tingkat {evidence.criterion.level})",
        note=note,
        by=by,
        instansi=answer.assessment.instansi,
        url=answer.get_absolute_url(),
    )
