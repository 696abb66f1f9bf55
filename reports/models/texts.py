"""The words of a report that an institution writes itself."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from accounts.models import Instansi, User

LONGEST = 5000


class ReportText(models.Model):
    """One part's own text; without a row the portal's default stands there. Plain paragraphs, blank lines between."""

    class Part(models.TextChoices):
        INTRO = "intro", "Kata pengantar"
        CLOSING = "closing", "Penutup"

    instansi = models.ForeignKey(Instansi, models.CASCADE, related_name="report_texts", verbose_name="instansi")
    part = models.CharField("bagian", max_length=7, choices=Part)
    text = models.TextField("teks", max_length=LONGEST)
    changed_at = models.DateTimeField(auto_now=True)
    changed_by = models.ForeignKey(User, models.PROTECT, related_name="+")

    class Meta:
        verbose_name = "teks laporan"
        verbose_name_plural = "teks laporan"
        constraints = [
            models.CheckConstraint(condition=Q(part__in=["intro", "closing"]), name="report_text_part_known"),
            models.CheckConstraint(condition=~Q(text=""), name="report_text_says_something"),
            models.UniqueConstraint(fields=["instansi", "part"], name="report_text_once"),
        ]

    def __str__(self) -> str:
        return f"{self.get_part_display()} {self.instansi}"
