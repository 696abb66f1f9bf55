"""Uploaded tables waiting for their confirmation, and the letterhead of an institution."""

from __future__ import annotations

from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from django.db.models.functions import Cast, Length
from django.db.models.lookups import LessThanOrEqual

from accounts.models import Instansi, User

LOGO_BYTES = 100_000  # small enough to travel inside every document that is asked for
NIP = RegexValidator(r"^[0-9]{18}\Z", "NIP terdiri atas 18 angka.")


class ImportDraftQuerySet(models.QuerySet["ImportDraft"]):
    def visible_to(self, user: User) -> ImportDraftQuerySet:
        return self.filter(created_by=user)


class ImportDraft(models.Model):
    """An uploaded table waiting for its preview to be confirmed. Nothing else is written until then."""

    class Kind(models.TextChoices):
        UNITS = "units", "OPD"
        USERS = "users", "Pengguna"

    kind = models.CharField(max_length=5, choices=Kind)
    file_name = models.CharField(max_length=150)
    rows = models.JSONField(help_text="list of {column: text}, as read from the file; judged again when confirmed")
    created_by = models.ForeignKey(User, models.CASCADE, related_name="import_drafts")
    created_at = models.DateTimeField(auto_now_add=True)

    objects = ImportDraftQuerySet.as_manager()

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(kind__in=["units", "users"]), name="import_draft_kind_known")]

    def __str__(self) -> str:
        return self.file_name


class LetterheadQuerySet(models.QuerySet["Letterhead"]):
    def visible_to(self, user: User) -> LetterheadQuerySet:
        return self.filter(instansi__in=Instansi.objects.visible_to(user))


class Letterhead(models.Model):
    """What stands above an institution's letters, and who signs them.

    Every text may be empty: a document leaves it out, or a dotted line to write on. The logo is kept as the bytes
    we encoded ourselves and never as those that were sent.
    """

    class LogoType(models.TextChoices):
        PNG = "image/png", "PNG"
        JPEG = "image/jpeg", "JPEG"

    instansi = models.OneToOneField(Instansi, models.CASCADE, related_name="letterhead")
    government = models.CharField("pemerintah daerah atau instansi induk", max_length=120, blank=True)
    office = models.CharField("nama dinas atau unit", max_length=150, blank=True)
    address = models.CharField("alamat", max_length=300, blank=True)
    phone = models.CharField("telepon", max_length=60, blank=True)
    email = models.EmailField("alamat surel", blank=True)
    website = models.CharField("laman", max_length=120, blank=True)
    city = models.CharField("tempat surat dibuat", max_length=80, blank=True)
    coordinator_name = models.CharField("nama Koordinator SPBE", max_length=150, blank=True)
    coordinator_nip = models.CharField("NIP Koordinator SPBE", max_length=18, blank=True, validators=[NIP])
    coordinator_position = models.CharField("jabatan Koordinator SPBE", max_length=150, blank=True)
    assessor_name = models.CharField("nama Ketua Tim Asesor", max_length=150, blank=True)
    assessor_nip = models.CharField("NIP Ketua Tim Asesor", max_length=18, blank=True, validators=[NIP])
    assessor_position = models.CharField("jabatan Ketua Tim Asesor", max_length=150, blank=True)
    head_name = models.CharField("nama Kepala Dinas", max_length=150, blank=True)
    head_nip = models.CharField("NIP Kepala Dinas", max_length=18, blank=True, validators=[NIP])
    head_position = models.CharField("jabatan Kepala Dinas", max_length=150, blank=True)
    logo = models.BinaryField(null=True, help_text="PNG or JPEG of our own making, at most LOGO_BYTES")
    logo_type = models.CharField(max_length=10, choices=LogoType, blank=True)

    objects = LetterheadQuerySet.as_manager()

    class Meta:
        verbose_name = "kop surat"
        constraints = [
            models.CheckConstraint(
                condition=Q(logo=None, logo_type="") | Q(logo__isnull=False, logo_type__in=["image/png", "image/jpeg"]),
                name="letterhead_logo_has_its_type",
            ),
            models.CheckConstraint(  # cast, or PostgreSQL counts the letters of a value that is only being checked
                condition=LessThanOrEqual(Length(Cast("logo", models.BinaryField())), LOGO_BYTES),
                name="letterhead_logo_is_small",
            ),
            *(
                models.CheckConstraint(
                    condition=Q(**{nip: ""}) | Q(**{f"{nip}__regex": r"^[0-9]{18}$"}), name=f"letterhead_{nip}_is_one"
                )
                for nip in ("coordinator_nip", "assessor_nip", "head_nip")
            ),
        ]

    def __str__(self) -> str:
        return f"Kop surat {self.instansi}"
