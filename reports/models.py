"""Report jobs: the row is the truth, a message in the broker only a hint to look at it."""

from __future__ import annotations

import uuid
from collections import Counter

from django.conf import settings
from django.core.files.storage import FileSystemStorage, Storage
from django.db import models
from django.db.models import Q
from django.urls import reverse

from accounts.models import User
from assessments.models import Assessment


def report_storage() -> Storage:
    """Files below REPORT_ROOT. It has no URL: the only way out is the guarded download."""
    return FileSystemStorage(location=settings.REPORT_ROOT, base_url=None)


class JobState(models.TextChoices):
    QUEUED = "queued", "Menunggu giliran"
    RUNNING = "running", "Sedang disusun"
    DONE = "done", "Selesai"
    FAILED = "failed", "Gagal"


class ReportJobQuerySet(models.QuerySet["ReportJob"]):
    def visible_to(self, user: User) -> ReportJobQuerySet:
        """Reports show every OPD's work, so operators and technicians see none."""
        if user.is_operator:
            return self.none()
        return self.filter(assessment__in=Assessment.objects.visible_to(user))

    def light(self) -> ReportJobQuerySet:
        """With what a page names, and without the frozen summary, which is some hundred kilobytes of text."""
        return self.select_related("assessment__instansi", "requested_by").defer("summary")

    def unfinished(self) -> ReportJobQuerySet:
        return self.filter(state__in=[JobState.QUEUED, JobState.RUNNING])


class ReportJob(models.Model):
    """One requested report and what became of it."""

    class Kind(models.TextChoices):
        SELF_ASSESSMENT = "self_assessment", "Laporan Hasil Penilaian Mandiri"
        PRIORITIES = "priorities", "Target Prioritas SPBE"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    assessment = models.ForeignKey(Assessment, models.PROTECT, related_name="report_jobs")
    kind = models.CharField(max_length=20, choices=Kind, default=Kind.SELF_ASSESSMENT)
    state = models.CharField(max_length=7, choices=JobState, default=JobState.QUEUED)
    step = models.CharField("langkah", max_length=100, blank=True)
    progress = models.PositiveSmallIntegerField("kemajuan", default=0, help_text="percent")
    attempts = models.PositiveSmallIntegerField(default=0)
    heartbeat_at = models.DateTimeField(null=True, blank=True)
    failure = models.TextField("sebab gagal", blank=True)
    summary = models.JSONField(null=True, blank=True, help_text="the frozen summary the report is made from")
    file = models.FileField(storage=report_storage, max_length=100, blank=True)
    sha256 = models.CharField(max_length=64, blank=True)
    size = models.PositiveBigIntegerField(null=True, blank=True, help_text="bytes")
    requested_at = models.DateTimeField(auto_now_add=True)
    requested_by = models.ForeignKey(User, models.PROTECT, related_name="report_jobs")
    finished_at = models.DateTimeField(null=True, blank=True)

    objects = ReportJobQuerySet.as_manager()

    class Meta:
        verbose_name = "laporan"
        verbose_name_plural = "laporan"
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
            models.UniqueConstraint(
                fields=["assessment", "kind"],
                condition=Q(state__in=["queued", "running"]),
                name="report_job_one_unfinished",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.assessment.year}"

    def get_absolute_url(self) -> str:
        return reverse("report-job", args=[self.pk])


RESULTS = {
    "refused": "ditolak",
    "kept": "dipertahankan",
    "applied": "diterapkan",
    "ignored": "diabaikan",
    "same": "sudah sama",
}


class WorksheetDraftQuerySet(models.QuerySet["WorksheetDraft"]):
    def visible_to(self, user: User) -> WorksheetDraftQuerySet:
        return self.filter(created_by=user, assessment__in=Assessment.objects.visible_to(user))


class WorksheetDraft(models.Model):
    """An edited worksheet that was read and waits to be confirmed; afterwards, what became of each of its rows.

    Claimed (`confirmed_at`) before the first row is written, so that it is applied once.
    """

    assessment = models.ForeignKey(Assessment, models.CASCADE, related_name="worksheet_drafts")
    file_name = models.CharField(max_length=150)
    content = models.JSONField(help_text="the edited rows as read from the file; judged again when confirmed")
    created_by = models.ForeignKey(User, models.CASCADE, related_name="worksheet_drafts")
    created_at = models.DateTimeField(auto_now_add=True)
    confirmed_at = models.DateTimeField(null=True, blank=True)
    chosen = models.JSONField(default=list, blank=True, help_text="keys of the conflicts in which the file is right")
    touched_at = models.DateTimeField(null=True, blank=True, help_text="last sign of life of the worker applying it")
    attempts = models.PositiveSmallIntegerField(default=0)
    applied = models.PositiveIntegerField(default=0, help_text="rows seen to so far")
    outcome = models.JSONField(null=True, blank=True, help_text="list of {line, title, unit, result, text}")

    objects = WorksheetDraftQuerySet.as_manager()

    class Meta:
        verbose_name = "impor LKE"
        verbose_name_plural = "impor LKE"
        constraints = [
            models.UniqueConstraint(fields=["assessment", "created_by"], name="worksheet_draft_one_per_person"),
            models.CheckConstraint(
                condition=Q(outcome__isnull=True) | Q(confirmed_at__isnull=False),
                name="worksheet_draft_outcome_after_confirmation",
            ),
        ]

    def __str__(self) -> str:
        return self.file_name

    def get_absolute_url(self) -> str:
        return reverse("worksheet-import", args=[self.pk])

    @property
    def is_being_applied(self) -> bool:
        return self.confirmed_at is not None and self.outcome is None

    def rows_by_result(self) -> list[dict[str, str]]:
        """What became of each row: first what was not applied, as somebody has to look at it."""
        order = list(RESULTS)
        return sorted(self.outcome or [], key=lambda row: order.index(row["result"]))

    @property
    def result_text(self) -> str:
        """Such as "3 baris diterapkan, 1 baris ditolak"."""
        counts = Counter(row["result"] for row in self.outcome or [])
        return ", ".join(f"{counts[code]} baris {word}" for code, word in RESULTS.items() if counts[code])
