"""Documents an OPD keeps, and their links to answers as evidence."""

from __future__ import annotations

import uuid
from pathlib import Path

from django.conf import settings
from django.core.files.storage import FileSystemStorage, Storage
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from accounts.models import Unit, User
from assessments.models import Answer
from domains.models import EvidenceItem, LevelCriterion


class PrivateStorage(FileSystemStorage):
    """Files below EVIDENCE_ROOT. It has no URL: the only way out is the guarded download."""

    @property
    def base_location(self) -> str:  # type: ignore[override]  # asked each time, so that tests may move it
        return str(settings.EVIDENCE_ROOT)

    @property
    def location(self) -> str:  # type: ignore[override]
        return str(Path(self.base_location).absolute())

    def url(self, name: str | None) -> str:
        raise ValueError("evidence has no address of its own")


def private_storage() -> Storage:
    return PrivateStorage()


def private_name(document: Document, filename: str) -> str:
    """A random name; what the user called the file is text in a column, never a path."""
    name = uuid.uuid4().hex
    return f"{name[:2]}/{name}"


class DocumentQuerySet(models.QuerySet["Document"]):
    def visible_to(self, user: User) -> DocumentQuerySet:
        """An operator: his own OPD's. Admin, assessor and coordinator: all of their institution's."""
        if user.is_technician or not user.instansi_id:
            return self.none()
        mine = self.filter(unit__instansi_id=user.instansi_id)
        return mine.filter(unit_id=user.unit_id) if user.is_operator else mine


class Document(models.Model):
    """A file in an OPD's library, stored once by content."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="documents")
    name = models.CharField("nama berkas", max_length=150)
    file = models.FileField(storage=private_storage, upload_to=private_name, max_length=100)
    sha256 = models.CharField(max_length=64)
    size = models.PositiveBigIntegerField("ukuran", help_text="bytes")
    content_type = models.CharField("jenis berkas", max_length=100)
    pages = models.PositiveIntegerField("jumlah halaman", null=True, blank=True)
    uploaded_at = models.DateTimeField(auto_now_add=True)
    uploaded_by = models.ForeignKey(User, models.PROTECT, related_name="documents")

    objects = DocumentQuerySet.as_manager()

    class Meta:
        verbose_name = "dokumen"
        verbose_name_plural = "dokumen"
        constraints = [
            models.UniqueConstraint(fields=["unit", "sha256"], name="document_stored_once"),
            models.CheckConstraint(condition=Q(size__gt=0), name="document_not_empty"),
            models.CheckConstraint(condition=Q(sha256__regex=r"^[0-9a-f]{64}$"), name="document_sha256_is_sha256"),
            models.CheckConstraint(condition=~Q(name=""), name="document_named"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def subject(self) -> str:
        return f"document:{self.pk}"

    @property
    def extension(self) -> str:
        return self.name.rpartition(".")[2]


class EvidenceQuerySet(models.QuerySet["Evidence"]):
    def visible_to(self, user: User) -> EvidenceQuerySet:
        return self.filter(answer__in=Answer.objects.visible_to(user))

    def in_full(self) -> EvidenceQuerySet:
        return self.select_related("document", "criterion", "item", "answer__assignment__indicator")

    def linked(self) -> EvidenceQuerySet:
        """Without what was taken off again; that stays as a row so that it can be put back."""
        return self.filter(removed_at=None)


class Review(models.TextChoices):
    WAITING = "waiting", "Menunggu pemeriksaan"
    ACCEPTED = "accepted", "Diterima"
    NEEDS_WORK = "needs_work", "Perlu perbaikan"
    REFUSED = "refused", "Ditolak"


class Evidence(models.Model):
    """A document, or an address, offered for one criterion of an answer."""

    answer = models.ForeignKey(Answer, models.PROTECT, related_name="evidence")
    criterion = models.ForeignKey(LevelCriterion, models.PROTECT, related_name="+", verbose_name="tingkat")
    item = models.ForeignKey(
        EvidenceItem, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="data dukung yang diminta"
    )
    document = models.ForeignKey(Document, models.PROTECT, null=True, blank=True, related_name="evidence")
    link = models.URLField("tautan", max_length=500, blank=True)
    clause = models.CharField("pasal atau bagian", max_length=100, blank=True)
    page = models.CharField("halaman", max_length=40, blank=True)
    note = models.CharField("keterangan", max_length=300, blank=True)
    review = models.CharField("hasil pemeriksaan", max_length=10, choices=Review, default=Review.WAITING)
    review_note = models.CharField("catatan pemeriksaan", max_length=500, blank=True)
    reviewed_at = models.DateTimeField(null=True, blank=True)
    reviewed_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    added_at = models.DateTimeField(auto_now_add=True)
    added_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    removed_at = models.DateTimeField(null=True, blank=True)
    removed_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")

    objects = EvidenceQuerySet.as_manager()

    class Meta:
        verbose_name = "data dukung"
        verbose_name_plural = "data dukung"
        constraints = [
            models.CheckConstraint(
                condition=Q(document__isnull=False, link="") | (Q(document=None) & ~Q(link="")),
                name="evidence_document_or_link",
            ),
            models.CheckConstraint(condition=Q(review__in=Review.values), name="evidence_review_known"),
            models.CheckConstraint(
                condition=Q(review="waiting", reviewed_at=None, reviewed_by=None)
                | (~Q(review="waiting") & Q(reviewed_at__isnull=False, reviewed_by__isnull=False)),
                name="evidence_reviewed_by_whom",
            ),
            models.CheckConstraint(
                condition=~Q(review__in=["needs_work", "refused"]) | ~Q(review_note=""),
                name="evidence_refusal_has_note",
                violation_error_message="Tulis catatan agar OPD tahu apa yang harus diperbaiki.",
            ),
            models.CheckConstraint(
                condition=Q(removed_at=None, removed_by=None) | Q(removed_at__isnull=False, removed_by__isnull=False),
                name="evidence_removed_by_whom",
            ),
        ]

    def __str__(self) -> str:
        return self.document.name if self.document else self.link


class UploadQuerySet(models.QuerySet["Upload"]):
    def visible_to(self, user: User) -> UploadQuerySet:
        """Nobody's but the owner's, and only while he may still see the answer it is for."""
        return self.filter(owner=user, answer__in=Answer.objects.visible_to(user))

    def in_full(self) -> UploadQuerySet:
        return self.select_related("owner", "criterion", "item", "answer__assignment__indicator").select_related(
            "answer__assignment__assessment__instansi", "answer__assignment__unit"
        )

    def unfinished(self) -> UploadQuerySet:
        return self.filter(evidence=None, refusal="", expires_at__gt=timezone.now())


class Upload(models.Model):
    """A file on its way in pieces. `offset` counts the bytes that are written and synced, never those promised.

    It ends as evidence or with a refusal; until then its bytes lie in a part file named by its key.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    owner = models.ForeignKey(User, models.PROTECT, related_name="+")
    answer = models.ForeignKey(Answer, models.PROTECT, related_name="uploads")
    criterion = models.ForeignKey(LevelCriterion, models.PROTECT, related_name="+")
    item = models.ForeignKey(EvidenceItem, models.PROTECT, null=True, blank=True, related_name="+")
    name = models.CharField(max_length=150)
    clause = models.CharField(max_length=100, blank=True)
    page = models.CharField(max_length=40, blank=True)
    note = models.CharField(max_length=300, blank=True)
    mark = models.CharField(max_length=64, blank=True, help_text="what the browser knows the file again by")
    sha256 = models.CharField(max_length=64, blank=True, help_text="as the client said, if it did")
    length = models.PositiveBigIntegerField(help_text="bytes, declared at creation")
    offset = models.PositiveBigIntegerField(default=0, help_text="bytes written and synced")
    created_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField()
    refusal = models.CharField(max_length=500, blank=True)
    evidence = models.ForeignKey(Evidence, models.PROTECT, null=True, blank=True, related_name="+")

    objects = UploadQuerySet.as_manager()

    class Meta:
        verbose_name = "unggahan"
        verbose_name_plural = "unggahan"
        constraints = [
            models.CheckConstraint(condition=Q(offset__gte=0, offset__lte=F("length")), name="upload_within_length"),
            models.CheckConstraint(condition=Q(evidence=None) | Q(refusal=""), name="upload_ends_one_way"),
            models.CheckConstraint(
                condition=Q(evidence=None, refusal="") | Q(offset=F("length")), name="upload_ends_when_whole"
            ),
            models.CheckConstraint(
                condition=Q(sha256="") | Q(sha256__regex=r"^[0-9a-f]{64}$"), name="upload_sha256_is_sha256"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_whole(self) -> bool:
        return self.offset == self.length

    @property
    def has_ended(self) -> bool:
        return bool(self.evidence_id or self.refusal)

    @property
    def percent(self) -> int:
        return self.offset * 100 // self.length if self.length else 100
