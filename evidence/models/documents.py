"""Documents an OPD keeps: what a file is, what it says of itself, and what became of it."""

from __future__ import annotations

import uuid

from django.core.files.storage import Storage, storages
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from accounts.models import Unit, User


def private_storage() -> Storage:
    """Where the bytes are; one of `evidence.stores`."""
    return storages["evidence"]


def private_name(document: Document, filename: str) -> str:
    """A random name; what the user called the file is text in a column, never a path."""
    name = uuid.uuid4().hex
    return f"{name[:2]}/{name}"


class Kind(models.TextChoices):
    """What people call a document; the first word of how it is cited."""

    REGIONAL_LAW = "regional_law", "Peraturan Daerah"
    GOVERNOR_REGULATION = "governor_rule", "Peraturan Gubernur"
    REGENT_REGULATION = "regent_rule", "Peraturan Bupati"
    MAYOR_REGULATION = "mayor_rule", "Peraturan Wali Kota"
    AGENCY_REGULATION = "agency_rule", "Peraturan Menteri atau Lembaga"
    DECREE = "decree", "Surat Keputusan"
    CIRCULAR = "circular", "Surat Edaran"
    PROCEDURE = "procedure", "SOP"
    REVIEW = "review", "Laporan reviu, evaluasi, atau audit"
    MINUTES = "minutes", "Notulensi atau laporan rapat"
    SCREENSHOT = "screenshot", "Tangkapan layar"
    VIDEO = "video", "Video"
    OTHER = "other", "Lainnya"


SHORT_KINDS = {
    Kind.REGIONAL_LAW: "Perda", Kind.GOVERNOR_REGULATION: "Pergub", Kind.REGENT_REGULATION: "Perbup",
    Kind.MAYOR_REGULATION: "Perwali", Kind.AGENCY_REGULATION: "Permen", Kind.DECREE: "SK", Kind.CIRCULAR: "SE",
    Kind.PROCEDURE: "SOP",
}  # fmt: skip


class Standing(models.TextChoices):
    """How far a document has come: level 1 accepts drafts, level 2 and up wants it stipulated."""

    DRAFT = "draft", "Draf"
    ENACTED = "enacted", "Ditetapkan"


class Scan(models.TextChoices):
    """What the virus scanner says. Without a scanner everything stays unscanned and may be taken."""

    UNSCANNED = "unscanned", "Belum dipindai"
    WAITING = "waiting", "Menunggu pemindaian"
    CLEAN = "clean", "Bersih dari virus"
    INFECTED = "infected", "Terinfeksi"


class DocumentQuerySet(models.QuerySet["Document"]):
    def visible_to(self, user: User) -> DocumentQuerySet:
        """An operator: his own OPD's. Admin, assessor and coordinator: all of their institution's."""
        if user.is_technician or not user.instansi_id:
            return self.none()
        mine = self.filter(unit__instansi_id=user.instansi_id)
        return mine.filter(unit_id=user.unit_id) if user.is_operator else mine

    def kept(self) -> DocumentQuerySet:
        """Without those taken out of the library; they stay as rows and files, and can be brought back."""
        return self.filter(deleted_at=None)

    def current(self) -> DocumentQuerySet:
        """The newest version of each; older ones are reached from it. A newer one that was deleted does not count."""
        return self.filter(Q(successor=None) | Q(successor__deleted_at__isnull=False))

    def undescribed(self) -> DocumentQuerySet:
        """Those of which too little is said to cite them; `Document.is_described` says the same of one."""
        citable = Q(number="") | Q(date=None) | Q(standing="")
        return self.filter(Q(kind="") | Q(title="") | Q(kind__in=list(SHORT_KINDS)) & citable)

    def lapsed(self) -> DocumentQuerySet:
        """Revoked, or no longer valid today."""
        return self.filter(Q(revoked_on__isnull=False) | Q(valid_until__lt=timezone.localdate()))


class Document(models.Model):
    """A file in an OPD's library, stored once by content. A new version is a row of its own that replaces this one."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="documents")
    name = models.CharField("nama berkas", max_length=150)
    file = models.FileField(storage=private_storage, upload_to=private_name, max_length=100)
    sha256 = models.CharField(max_length=64)
    size = models.PositiveBigIntegerField("ukuran", help_text="bytes")
    content_type = models.CharField("jenis berkas", max_length=100)
    pages = models.PositiveIntegerField("jumlah halaman", null=True, blank=True)
    uploaded_at = models.DateTimeField(auto_now_add=True)
    uploaded_by = models.ForeignKey(User, models.PROTECT, related_name="documents")

    kind = models.CharField("jenis dokumen", max_length=20, choices=Kind, blank=True)
    number = models.CharField("nomor", max_length=60, blank=True)
    date = models.DateField("tanggal", null=True, blank=True)
    title = models.CharField("judul atau tentang", max_length=300, blank=True)
    signer = models.CharField("penanda tangan", max_length=120, blank=True)
    standing = models.CharField("status", max_length=10, choices=Standing, blank=True)
    valid_until = models.DateField("berlaku sampai", null=True, blank=True)
    revoked_by = models.CharField("dicabut dengan", max_length=200, blank=True)
    revoked_on = models.DateField("tanggal pencabutan", null=True, blank=True)
    replaces = models.OneToOneField("self", models.PROTECT, null=True, blank=True, related_name="successor")
    version = models.PositiveIntegerField(default=1, help_text="of the metadata, against lost updates")

    scan = models.CharField("pemindaian virus", max_length=10, choices=Scan, default=Scan.UNSCANNED)
    scan_note = models.CharField(max_length=200, blank=True)
    scanned_at = models.DateTimeField(null=True, blank=True)
    examined_at = models.DateTimeField(null=True, blank=True, help_text="when a worker was through with the file")

    deleted_at = models.DateTimeField(null=True, blank=True)
    deleted_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")

    objects = DocumentQuerySet.as_manager()

    class Meta:
        verbose_name = "dokumen"
        verbose_name_plural = "dokumen"
        constraints = [
            models.UniqueConstraint(fields=["unit", "sha256"], name="document_stored_once"),
            models.CheckConstraint(condition=Q(size__gt=0), name="document_not_empty"),
            models.CheckConstraint(condition=Q(sha256__regex=r"^[0-9a-f]{64}$"), name="document_sha256_is_sha256"),
            models.CheckConstraint(condition=~Q(name=""), name="document_named"),
            models.CheckConstraint(condition=Q(kind__in=["", *Kind.values]), name="document_kind_known"),
            models.CheckConstraint(condition=Q(standing__in=["", *Standing.values]), name="document_standing_known"),
            models.CheckConstraint(condition=Q(version__gte=1), name="document_version_positive"),
            models.CheckConstraint(
                condition=Q(revoked_by="", revoked_on=None) | (~Q(revoked_by="") & Q(revoked_on__isnull=False)),
                name="document_revoked_by_what",
                violation_error_message="Sebut dengan apa dokumen ini dicabut, dan tanggalnya.",
            ),
            models.CheckConstraint(
                condition=Q(valid_until=None) | Q(date=None) | Q(valid_until__gte=models.F("date")),
                name="document_valid_after_its_date",
                violation_error_message="Masa berlaku berakhir sebelum tanggal dokumen. Periksa kedua tanggalnya.",
            ),
            models.CheckConstraint(condition=~Q(replaces=models.F("id")), name="document_not_its_own_version"),
            models.CheckConstraint(condition=Q(scan__in=Scan.values), name="document_scan_known"),
            models.CheckConstraint(
                condition=Q(scan__in=["unscanned", "waiting"], scanned_at=None)
                | Q(scan__in=["clean", "infected"], scanned_at__isnull=False),
                name="document_scanned_when",
            ),
            models.CheckConstraint(
                condition=Q(deleted_at=None, deleted_by=None) | Q(deleted_at__isnull=False, deleted_by__isnull=False),
                name="document_deleted_by_whom",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("document", args=[self.pk])

    @property
    def subject(self) -> str:
        return f"document:{self.pk}"

    @property
    def extension(self) -> str:
        return self.name.rpartition(".")[2]

    @property
    def label(self) -> str:
        """How people cite it: "SK 12/2023"; without a number its title, without that its file's name."""
        short = SHORT_KINDS.get(Kind(self.kind)) if self.kind else None
        if short and self.number and self.date:
            return f"{short} {self.number}/{self.date.year}"
        return self.title or self.name

    @property
    def is_described(self) -> bool:
        """Whether enough is said of it; what is cited by number needs number, date and standing too."""
        citable = self.kind not in SHORT_KINDS or (self.number and self.date and self.standing)
        return bool(self.kind and self.title and citable)

    @property
    def has_expired(self) -> bool:
        return self.valid_until is not None and self.valid_until < timezone.localdate()
