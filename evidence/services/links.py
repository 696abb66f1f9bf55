"""Linking documents and addresses to answers, taking them off, putting them back. One transaction, one event each."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied, ValidationError
from django.core.validators import URLValidator
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from accounts.models import User
from activity import services as activity
from assessments.models import Answer, Status
from assessments.workflow import Refused
from assessments.workflow.answers import filling_is_open, lock
from domains.models import EvidenceItem, LevelCriterion
from evidence import examining, permissions, scanning
from evidence.models import CarryOver, Document, Evidence, Review, Scan
from evidence.proposals import place_for

FILLABLE = (Status.EMPTY, Status.DRAFT, Status.RETURNED)
TEXT_FIELDS = ("link", "clause", "page", "note", "review", "review_note")
is_web_address = URLValidator(
    schemes=["http", "https"], message="Tautan harus berupa alamat web lengkap, misalnya https://jdih.contoh.go.id/…"
)


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

    Sending the very same link twice gives the first one back. What is new takes the place of earlier evidence that
    the OPD decided to replace there.
    """
    new = Evidence(criterion=criterion, item=item, document=document, link=link.strip(), added_by=by)
    new.clause, new.page, new.note = clause.strip(), page.strip(), note.strip()
    with transaction.atomic():
        new, is_new = link_once(new, answer, by)
        if is_new:
            _replace_earlier(new)
    return new


def link_once(new: Evidence, answer: Answer, by: User) -> tuple[Evidence, bool]:
    """Link it unless the very same is linked already; returns what is linked, and whether it is new."""
    new.answer = answer = open_answer(answer, by)
    _check_belongs(new)
    if new.document:
        hold(new.document)
    same = {name: getattr(new, name) for name in ("criterion", "item", "document", "link", "clause", "page")}
    existing = answer.evidence.linked().filter(**same).first()
    if existing:
        return existing, False
    new.save()
    _have_checked(new)
    record("evidence_add", new, f"{by} menautkan {new}", by)
    return new, True


def _replace_earlier(new: Evidence) -> None:
    """Make it the result of the oldest decision that waits for a replacement at this place."""
    rows = CarryOver.objects.filter(answer=new.answer, decision=CarryOver.Decision.REPLACE)
    waiting = rows.filter(Q(result=None) | Q(result__removed_at__isnull=False))
    for row in waiting.select_related("earlier__criterion", "earlier__item").order_by("pk"):
        if place_for(row.earlier, [new.criterion]) == (new.criterion, new.item):
            CarryOver.objects.filter(pk=row.pk).update(result=new)
            return


@transaction.atomic
def say_where(evidence: Evidence, *, clause: str, page: str, note: str, by: User) -> Evidence:
    """Say anew where in the document to look. What was reviewed before waits for review again."""
    evidence = _open_evidence(evidence, by)
    if evidence.removed_at:
        raise Refused("Bukti ini sudah dilepas dari isian. Kembalikan dulu, lalu ubah.")
    said = {"clause": clause.strip(), "page": page.strip(), "note": note.strip()}
    if said == {name: getattr(evidence, name) for name in said}:
        return evidence
    for name, value in said.items():
        setattr(evidence, name, value)
    evidence.review, evidence.reviewed_at, evidence.reviewed_by = Review.WAITING, None, None
    check_texts(evidence)
    evidence.save(update_fields=[*said, "review", "reviewed_at", "reviewed_by"])
    _have_checked(evidence)
    record("evidence_change", evidence, f"{by} menyebut letak {evidence}", by, ", ".join(filter(None, said.values())))
    return evidence


@transaction.atomic
def remove(evidence: Evidence, *, by: User) -> Evidence:
    """Take evidence off the answer. The row stays, the document stays in the library, `restore` puts it back."""
    evidence = _open_evidence(evidence, by)
    if evidence.removed_at is None:
        evidence.removed_at, evidence.removed_by = timezone.now(), by
        evidence.save(update_fields=["removed_at", "removed_by"])
        record("evidence_remove", evidence, f"{by} melepas {evidence}", by)
    return evidence


@transaction.atomic
def restore(evidence: Evidence, *, by: User) -> Evidence:
    """Put evidence back that was taken off."""
    evidence = _open_evidence(evidence, by)
    if evidence.removed_at is not None:
        if evidence.document:
            hold(evidence.document)
        evidence.removed_at = evidence.removed_by = None
        evidence.save(update_fields=["removed_at", "removed_by"])
        _have_checked(evidence)
        record("evidence_restore", evidence, f"{by} mengembalikan {evidence}", by)
    return evidence


def _have_checked(evidence: Evidence) -> None:
    if evidence.document_id:
        examining.queue_findings(evidence.document_id)


def check_open(answer: Answer) -> None:
    """Refuse when the evidence of this answer may not be changed now."""
    filling_is_open(answer)
    if answer.status not in FILLABLE:
        raise Refused(
            f"Isian ini berstatus {answer.get_status_display().lower()}; buktinya tidak dapat diubah. "
            "Tarik kembali isian itu dulu, atau minta Admin Diskominfo mengembalikannya."
        )


def hold(document: Document) -> Document:
    """The document as it is now, locked: linking and deleting it wait for each other. A deleted one is refused.

    Answers are locked before it, never after.
    """
    rows = Document.objects.select_related("unit__instansi")
    held = rows.select_for_update(of=("self",), no_key=True).get(pk=document.pk)
    if held.deleted_at:
        raise Refused(f"{held.label} sudah dihapus dari pustaka OPD. Pulihkan dulu dokumen itu.")
    return held


def open_answer(answer: Answer, by: User) -> Answer:
    """The answer, locked, if this user may change its evidence now."""
    answer = lock(answer)
    if not permissions.can_attach(by, answer):
        raise PermissionDenied
    check_open(answer)
    return answer


def locked(evidence: Evidence) -> Evidence:
    """The evidence as it is now, with its answer locked: every change of evidence waits for that lock."""
    answer = lock(evidence.answer)
    return answer.evidence.select_related("document", "criterion").get(pk=evidence.pk)


def _open_evidence(evidence: Evidence, by: User) -> Evidence:
    evidence = locked(evidence)
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
    if new.document and new.document.scan == Scan.INFECTED:
        raise Refused(scanning.why_withheld(new.document))
    if bool(new.document) == bool(new.link):
        raise Refused("Pilih satu berkas atau satu tautan sebagai bukti.")
    if new.link:
        try:
            is_web_address(new.link)
        except ValidationError as error:
            raise ValidationError({"link": error.messages}) from None
    check_texts(new)


def check_texts(evidence: Evidence) -> None:
    names = {field.name for field in Evidence._meta.fields}
    evidence.clean_fields(exclude=names - set(TEXT_FIELDS))


def record(verb: str, evidence: Evidence, text: str, by: User, note: str = "") -> None:
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
