"""Report jobs: the row is the truth, a message in the broker only a hint to look at it."""

from __future__ import annotations

import datetime
import uuid

from django.conf import settings
from django.core.files.storage import FileSystemStorage, Storage
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from accounts.models import Unit, User
from assessments.models import Assessment


def report_storage() -> Storage:
    """Files below REPORT_ROOT. It has no URL: the only way out is the guarded download."""
    return FileSystemStorage(location=settings.REPORT_ROOT, base_url=None)


class JobState(models.TextChoices):
    QUEUED = "queued", "Menunggu giliran"
    RUNNING = "running", "Sedang disusun"
    DONE = "done", "Selesai"
    FAILED = "failed", "Gagal"
    CANCELLED = "cancelled", "Dibatalkan"
    EXPIRED = "expired", "Kedaluwarsa"


UNFINISHED = (JobState.QUEUED, JobState.RUNNING)


class Format(models.TextChoices):
    """What the file is; the value is its ending."""

    PDF = "pdf", "PDF"
    DOCX = "docx", "DOCX"
    XLSX = "xlsx", "XLSX"
    JSON = "json", "JSON"
    ZIP = "zip", "ZIP"


class ReportJobQuerySet(models.QuerySet["ReportJob"]):
    def visible_to(self, user: User) -> ReportJobQuerySet:
        """Reports show every OPD's work, so technicians see none, and operators only those of their own unit."""
        if user.is_operator:
            return self.filter(unit__isnull=False, unit=user.unit_id)
        return self.filter(assessment__in=Assessment.objects.visible_to(user))

    def light(self) -> ReportJobQuerySet:
        """With what a page names, and without the frozen data, which is some hundred kilobytes of text."""
        return self.select_related("assessment__instansi", "requested_by", "unit").defer("frozen")

    def unfinished(self) -> ReportJobQuerySet:
        return self.filter(state__in=UNFINISHED)

    def waiting(self, now: datetime.datetime | None = None) -> ReportJobQuerySet:
        """Those that may be made now, in the order in which they are: the short ones first."""
        due = Q(not_before=None) | Q(not_before__lte=now or timezone.now())
        return self.filter(due, state=JobState.QUEUED).order_by("-is_short", "requested_at", "pk")


class ReportJob(models.Model):
    """One requested report and what became of it."""

    class Kind(models.TextChoices):
        SELF_ASSESSMENT = "self_assessment", "Laporan Hasil Penilaian Mandiri"
        PRIORITIES = "priorities", "Target Prioritas SPBE"
        UNIT = "unit", "Laporan OPD"
        UNITS = "units", "Laporan semua OPD"
        EXECUTIVE = "executive", "Ringkasan Pimpinan"
        STATEMENT = "statement", "Berita Acara Penilaian Mandiri"
        PUBLICATION = "publication", "Pernyataan Persetujuan Publikasi"
        PLAN = "plan", "Rencana Tindak Lanjut"
        MEETING = "meeting", "Notulen Rapat"
        WORKSHEET = "worksheet", "Lembar Kerja Evaluasi"
        BUNDLE = "bundle", "Bundel Data Dukung"
        OPEN_DATA = "open_data", "Data Terbuka"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    assessment = models.ForeignKey(Assessment, models.PROTECT, related_name="report_jobs")
    kind = models.CharField(max_length=20, choices=Kind, default=Kind.SELF_ASSESSMENT)
    unit = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="report_jobs", help_text="of a unit's own report"
    )
    format = models.CharField(max_length=4, choices=Format, default=Format.PDF)
    options = models.JSONField(default=dict, blank=True, help_text="what was chosen when asking")
    request_key = models.CharField(max_length=64, help_text="SHA-256 of kind, unit, format and options")
    fingerprint = models.CharField(
        max_length=64, help_text="SHA-256 of all that decides the file's bytes: the same again needs no new file"
    )
    code = models.CharField(
        "kode verifikasi", max_length=16, help_text="follows from the fingerprint; printed on the document"
    )
    is_short = models.BooleanField(default=False, help_text="made before the long ones that wait")
    state = models.CharField(max_length=9, choices=JobState, default=JobState.QUEUED)
    step = models.CharField("langkah", max_length=100, blank=True)
    progress = models.PositiveSmallIntegerField("kemajuan", default=0, help_text="percent")
    attempts = models.PositiveSmallIntegerField(default=0)
    not_before = models.DateTimeField(null=True, blank=True, help_text="after a failure that may pass by itself")
    heartbeat_at = models.DateTimeField(null=True, blank=True)
    failure = models.TextField("sebab gagal", blank=True)
    frozen = models.JSONField(
        null=True,
        blank=True,
        help_text="all that the document is made from, as it was when asked",
    )
    file = models.FileField(storage=report_storage, max_length=100, blank=True)
    sha256 = models.CharField(max_length=64, blank=True)
    size = models.PositiveBigIntegerField(null=True, blank=True, help_text="bytes")
    requested_at = models.DateTimeField(auto_now_add=True)
    requested_by = models.ForeignKey(User, models.PROTECT, related_name="report_jobs")
    finished_at = models.DateTimeField(null=True, blank=True)
    expires_at = models.DateTimeField(null=True, blank=True, help_text="when a draft's file is removed; finals stay")

    objects = ReportJobQuerySet.as_manager()

    class Meta:
        verbose_name = "laporan"
        verbose_name_plural = "laporan"
        indexes = [models.Index(fields=["code"], name="report_job_code")]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=JobState.values), name="report_job_state_known"),
            models.CheckConstraint(condition=Q(progress__lte=100), name="report_job_progress_percent"),
            models.CheckConstraint(
                condition=~Q(state="done") | (~Q(file="") & ~Q(sha256="") & Q(finished_at__isnull=False)),
                name="report_job_done_has_file",
            ),
            models.CheckConstraint(
                condition=~Q(state="failed") | (~Q(failure="") & Q(finished_at__isnull=False)),
                name="report_job_failed_says_why",
            ),
            models.CheckConstraint(condition=Q(format__in=Format.values), name="report_job_format_known"),
            models.CheckConstraint(
                condition=~Q(state="expired") | Q(file="", sha256__gt="", expires_at__isnull=False),
                name="report_job_expired_has_no_file",
            ),
            models.CheckConstraint(
                condition=~Q(state="cancelled") | Q(finished_at__isnull=False), name="report_job_cancelled_ended"
            ),
            models.CheckConstraint(
                condition=Q(kind="unit", unit__isnull=False) | (~Q(kind="unit") & Q(unit=None)),
                name="report_job_unit_of_a_unit_report",
            ),
            models.UniqueConstraint(
                fields=["assessment", "request_key"],
                condition=Q(state__in=["queued", "running"]),
                name="report_job_one_unfinished",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {f'{self.unit.short_name} ' if self.unit else ''}{self.assessment.year}"

    def get_absolute_url(self) -> str:
        return reverse("report-job", args=[self.pk])

    @property
    def is_unfinished(self) -> bool:
        return self.state in UNFINISHED
