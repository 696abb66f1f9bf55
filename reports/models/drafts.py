"""Edited worksheets that were read and wait to be confirmed."""

from __future__ import annotations

from collections import Counter

from django.db import models
from django.db.models import Q
from django.urls import reverse

from accounts.models import User
from assessments.models import Assessment

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

    def being_applied(self) -> WorksheetDraftQuerySet:
        """Confirmed, and neither at their end nor given up."""
        return self.filter(confirmed_at__isnull=False, outcome__isnull=True, failure="")


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
    failure = models.CharField(max_length=300, blank=True, help_text="why nobody applies it any more")
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
            models.CheckConstraint(
                condition=Q(failure="") | Q(confirmed_at__isnull=False, outcome__isnull=True),
                name="worksheet_draft_failed_while_applied",
            ),
        ]

    def __str__(self) -> str:
        return self.file_name

    def get_absolute_url(self) -> str:
        return reverse("worksheet-import", args=[self.pk])

    @property
    def is_being_applied(self) -> bool:
        return self.confirmed_at is not None and self.outcome is None and not self.failure

    def rows_by_result(self) -> list[dict[str, str]]:
        """What became of each row: first what was not applied, as somebody has to look at it."""
        order = list(RESULTS)
        return sorted(self.outcome or [], key=lambda row: order.index(row["result"]))

    @property
    def result_text(self) -> str:
        """Such as "3 baris diterapkan, 1 baris ditolak"."""
        counts = Counter(row["result"] for row in self.outcome or [])
        return ", ".join(f"{counts[code]} baris {word}" for code, word in RESULTS.items() if counts[code])
