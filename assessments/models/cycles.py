"""One institution's cycle of a year, and who answers what in it."""

from __future__ import annotations

import datetime

from django.db import models
from django.db.models import Q
from django.urls import reverse

from accounts.models import Instansi, Unit, User
from domains.models import Indicator, Instrument, PredikatBasis


class Stage(models.TextChoices):
    PREPARATION = "preparation", "Persiapan"
    FILLING = "filling", "Pengisian"
    VERIFICATION = "verification", "Verifikasi"
    SCORING = "scoring", "Penilaian asesor"
    APPROVAL = "approval", "Persetujuan"
    FINAL = "final", "Final"


def cycle_seen_by(user: User, path: str = "") -> Q:
    """Which cycles a user may know of, said about the assessment at the end of `path`.

    Own institution only; an operator sees a cycle once it has opened, a technician sees none. Higher models say it
    along their relations: a subquery within a subquery costs PostgreSQL milliseconds of planning in every request.
    """
    if user.is_technician or not user.instansi_id:
        return Q(pk__in=[])
    mine = Q(**{f"{path}instansi": user.instansi_id})
    return mine & ~Q(**{f"{path}stage": Stage.PREPARATION}) if user.is_operator else mine


def assignment_seen_by(user: User, path: str = "") -> Q:
    """The same about the assignment at the end of `path`: an operator's own OPD's, everybody else's all."""
    mine = cycle_seen_by(user, f"{path}assessment__")
    return mine & Q(**{f"{path}unit": user.unit_id}) if user.is_operator else mine


class AssessmentQuerySet(models.QuerySet["Assessment"]):
    def visible_to(self, user: User) -> AssessmentQuerySet:
        return self.filter(cycle_seen_by(user))

    def in_full(self) -> AssessmentQuerySet:
        """With everything a page about its numbers names, in one query."""
        return self.select_related("instansi", "instrument", "finalised_by")

    def open(self) -> AssessmentQuerySet:
        return self.exclude(stage=Stage.FINAL)


class Assessment(models.Model):
    """One institution's self-assessment of one year with one instrument."""

    instansi = models.ForeignKey(Instansi, models.PROTECT, related_name="assessments")
    year = models.PositiveSmallIntegerField("tahun")
    instrument = models.ForeignKey(Instrument, models.PROTECT, related_name="assessments", verbose_name="instrumen")
    stage = models.CharField("tahap", max_length=12, choices=Stage, default=Stage.PREPARATION)
    filling_until = models.DateField("batas pengisian")
    verification_until = models.DateField("batas verifikasi")
    scoring_until = models.DateField("batas penilaian asesor")
    approval_until = models.DateField("batas persetujuan")
    predikat_basis = models.CharField(
        "dasar predikat", max_length=7, choices=PredikatBasis, default=PredikatBasis.EXACT
    )
    source = models.CharField(
        "sumber data", max_length=300, blank=True, help_text="untuk hasil yang diambil dari publikasi"
    )
    created_at = models.DateTimeField(auto_now_add=True)
    created_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    finalised_at = models.DateTimeField(null=True, blank=True)
    finalised_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")

    objects = AssessmentQuerySet.as_manager()

    class Meta:
        verbose_name = "penilaian"
        verbose_name_plural = "penilaian"
        constraints = [
            models.UniqueConstraint(
                fields=["instansi", "year", "instrument"],
                name="assessment_once_per_year",
                violation_error_message="Penilaian tahun ini dengan instrumen ini sudah ada.",
            ),
            models.CheckConstraint(
                condition=Q(year__gte=2018) & Q(year__lte=2100),
                name="assessment_year_plausible",
                violation_error_message="Tahun harus antara 2018 dan 2100.",
            ),
            models.CheckConstraint(
                condition=Q(verification_until__gte=models.F("filling_until"))
                & Q(scoring_until__gte=models.F("verification_until"))
                & Q(approval_until__gte=models.F("scoring_until")),
                name="assessment_deadlines_ascend",
                violation_error_message="Batas waktu harus berurutan: pengisian, verifikasi, penilaian, persetujuan.",
            ),
            models.CheckConstraint(condition=Q(stage__in=Stage.values), name="assessment_stage_known"),
            models.CheckConstraint(condition=Q(predikat_basis__in=PredikatBasis.values), name="assessment_basis_known"),
            models.CheckConstraint(
                condition=Q(stage="final", finalised_at__isnull=False, finalised_by__isnull=False)
                | (~Q(stage="final") & Q(finalised_at=None, finalised_by=None)),
                name="assessment_final_by_whom",
            ),
        ]

    def __str__(self) -> str:
        return f"Penilaian {self.year}"

    def get_absolute_url(self) -> str:
        return reverse("assessment", args=[self.pk])

    def get_tasks_url(self) -> str:
        """Where an operator finds his part of it."""
        return f"{reverse('tasks')}?penilaian={self.pk}"

    @property
    def subject(self) -> str:
        return f"assessment:{self.pk}"

    @property
    def is_frozen(self) -> bool:
        return self.stage == Stage.FINAL

    @property
    def is_outside_years(self) -> bool:
        """The instrument was made for other years; allowed, but the screens say so."""
        return not self.instrument.first_year <= self.year <= self.instrument.last_year

    @property
    def deadline(self) -> datetime.date | None:
        """The date on which the present stage ends."""
        return {
            Stage.PREPARATION: self.filling_until,
            Stage.FILLING: self.filling_until,
            Stage.VERIFICATION: self.verification_until,
            Stage.SCORING: self.scoring_until,
            Stage.APPROVAL: self.approval_until,
        }.get(Stage(self.stage))


class AssignmentQuerySet(models.QuerySet["Assignment"]):
    def visible_to(self, user: User) -> AssignmentQuerySet:
        return self.filter(assignment_seen_by(user))

    def with_begun(self) -> AssignmentQuerySet:
        """With `has_begun`: its OPD has written, or linked evidence, even when that was taken off again."""
        begun = Assignment.objects.filter(
            ~Q(answer__status="empty") | Q(answer__evidence__isnull=False), pk=models.OuterRef("pk")
        )
        return self.annotate(has_begun=models.Exists(begun))


class Assignment(models.Model):
    """An indicator given to an OPD; several OPD may share one indicator, each with its own answer."""

    assessment = models.ForeignKey(Assessment, models.PROTECT, related_name="assignments")
    indicator = models.ForeignKey(Indicator, models.PROTECT, related_name="assignments")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="assignments", verbose_name="OPD")
    person = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="assignments", verbose_name="penanggung jawab"
    )
    extended_until = models.DateField("dibuka kembali sampai", null=True, blank=True)
    extension_reason = models.CharField("alasan dibuka kembali", max_length=300, blank=True)

    objects = AssignmentQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["assessment", "indicator", "unit"],
                name="assignment_once_per_unit",
                violation_error_message="OPD ini sudah ditugasi indikator ini.",
            ),
            models.CheckConstraint(
                condition=Q(extended_until=None) | ~Q(extension_reason=""),
                name="assignment_extension_has_reason",
                violation_error_message="Tulis alasan membuka kembali.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.indicator} oleh {self.unit}"
