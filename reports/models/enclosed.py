"""What a finished job's file encloses."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from accounts.models import Unit
from reports.models.jobs import ReportJob


class EnclosedReport(models.Model):
    """A PDF inside a ZIP that people get singly: the report of one OPD, whose code has to be known by itself.

    The row is written when its job is done, and stays when the ZIP has expired.
    """

    job = models.ForeignKey(ReportJob, models.CASCADE, related_name="enclosed")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="enclosed_reports")
    code = models.CharField(
        "kode verifikasi", max_length=16, help_text="that of the unit's own report which says the same"
    )
    sha256 = models.CharField(max_length=64)
    size = models.PositiveBigIntegerField(help_text="bytes")

    class Meta:
        verbose_name = "laporan di dalam ZIP"
        verbose_name_plural = "laporan di dalam ZIP"
        indexes = [models.Index(fields=["code"], name="enclosed_report_code")]
        constraints = [
            models.UniqueConstraint(fields=["job", "unit"], name="enclosed_report_once_per_unit"),
            models.CheckConstraint(
                condition=~Q(code="") & ~Q(sha256="") & Q(size__gt=0), name="enclosed_report_is_whole"
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.unit.short_name}: {self.code}"
