"""Copies of documents that were signed elsewhere and brought back."""

from __future__ import annotations

from django.conf import settings
from django.core.files.storage import Storage
from django.db import models
from django.db.models import Q
from django.urls import reverse

from accounts.models import User
from evidence.stores.local import LocalStore
from reports.models.jobs import ReportJob

FOLDER = "signed/"  # below REPORT_ROOT; unlike what the portal made, these files cannot be made again


class SignedStore(LocalStore):
    """Files below REPORT_ROOT, synced to disk before anybody is told that they are there."""

    accel_prefix = "/terlindungi/laporan/"

    @property
    def base_location(self) -> str:  # type: ignore[override]  # asked each time, so that tests may move it
        return str(settings.REPORT_ROOT)


def signed_storage() -> Storage:
    return SignedStore()


class SignedCopyQuerySet(models.QuerySet["SignedCopy"]):
    def visible_to(self, user: User) -> SignedCopyQuerySet:
        """As the document they are copies of."""
        return self.filter(job__in=ReportJob.objects.visible_to(user))


class SignedCopy(models.Model):
    """One upload; the document itself stays as the portal made it, and earlier uploads stay beside the new one.

    What is said of signatures was read from the file when it came. Whether a certificate is valid, the portal does
    not judge.
    """

    job = models.ForeignKey(ReportJob, models.PROTECT, related_name="signed_copies")
    file = models.FileField(storage=signed_storage, max_length=100)
    name = models.CharField("nama berkas", max_length=150, help_text="as uploaded; only ever shown as text")
    sha256 = models.CharField(max_length=64)
    size = models.PositiveBigIntegerField(help_text="bytes")
    is_signed = models.BooleanField(help_text="holds at least one digital signature, besides stamps of time")
    begins_with_original = models.BooleanField(help_text="its first bytes are the whole file that the portal made")
    is_covered = models.BooleanField(help_text="one signature covers the file to its end")
    signatures = models.JSONField(default=list, help_text="list of {name, issuer, signed_at, is_intact, ...}, as read")
    uploaded_at = models.DateTimeField(auto_now_add=True)
    uploaded_by = models.ForeignKey(User, models.PROTECT, related_name="signed_copies")

    objects = SignedCopyQuerySet.as_manager()

    class Meta:
        verbose_name = "salinan bertanda tangan"
        verbose_name_plural = "salinan bertanda tangan"
        constraints = [
            models.UniqueConstraint(fields=["job", "sha256"], name="signed_copy_once_per_job"),
            models.CheckConstraint(
                condition=~Q(file="") & ~Q(sha256="") & Q(size__gt=0), name="signed_copy_has_file"
            ),
            models.CheckConstraint(
                condition=Q(is_signed=True) | Q(is_covered=False), name="signed_copy_covered_by_a_signature"
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("signed-copy", args=[self.pk])

    @property
    def is_faithful(self) -> bool:
        """The portal's own file with signatures behind it, none of them broken and nothing after the last."""
        signatures = [row for row in self.signatures if not row["is_stamp"]]
        is_whole = self.is_signed and self.is_covered and self.begins_with_original
        return is_whole and all(row["is_intact"] for row in signatures)
