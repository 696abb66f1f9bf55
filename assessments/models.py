"""The work of one cycle: who answers what, what they claimed, and what was found."""

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


class Status(models.TextChoices):
    EMPTY = "empty", "Belum diisi"
    DRAFT = "draft", "Draf"
    SUBMITTED = "submitted", "Diajukan"
    RETURNED = "returned", "Dikembalikan"
    VERIFIED = "verified", "Diverifikasi"
    ASSESSED = "assessed", "Dinilai"


class AssessmentQuerySet(models.QuerySet["Assessment"]):
    def visible_to(self, user: User) -> AssessmentQuerySet:
        """Own institution only; an operator sees a cycle once it has opened, a technician sees none."""
        if user.is_technician or not user.instansi_id:
            return self.none()
        mine = self.filter(instansi_id=user.instansi_id)
        return mine.exclude(stage=Stage.PREPARATION) if user.is_operator else mine

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
        mine = self.filter(assessment__in=Assessment.objects.visible_to(user))
        return mine.filter(unit_id=user.unit_id) if user.is_operator else mine


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


class AnswerQuerySet(models.QuerySet["Answer"]):
    def visible_to(self, user: User) -> AnswerQuerySet:
        """An operator: his own OPD's. Admin, assessor and coordinator: all of their institution's."""
        return self.filter(assignment__in=Assignment.objects.visible_to(user))

    def in_full(self) -> AnswerQuerySet:
        """With everything a page or a step reads, in one query."""
        return self.select_related(
            "assignment__assessment__instrument",
            "assignment__assessment__instansi",
            "assignment__indicator__aspect",
            "assignment__unit",
            "assignment__person",
        )

    def with_evidence(self) -> AnswerQuerySet:
        """With `linked_evidence`: what is linked now, by level, then in the order of linking."""
        evidence = Answer.evidence.rel.related_model.objects.linked()  # the layer above, reached by its relation
        rows = evidence.select_related("document", "criterion", "item", "reviewed_by")
        ordered = rows.order_by("criterion__level", "pk")
        return self.prefetch_related(models.Prefetch("evidence", queryset=ordered, to_attr="linked_evidence"))

    def waiting_for_review(self) -> AnswerQuerySet:
        return self.filter(status=Status.SUBMITTED)

    def by_indicator(self) -> AnswerQuerySet:
        return self.order_by("assignment__indicator__position", "assignment__unit__name", "pk")


class Answer(models.Model):
    """What one OPD says about one indicator. Changed only through `assessments.workflow`."""

    assignment = models.OneToOneField(Assignment, models.PROTECT, related_name="answer")
    status = models.CharField(max_length=10, choices=Status, default=Status.EMPTY)
    claimed_level = models.DecimalField("tingkat yang diajukan", max_digits=3, decimal_places=2, null=True, blank=True)
    facts = models.TextField("Fakta", blank=True, max_length=5000)
    analysis = models.TextField("Analisis", blank=True, max_length=5000)
    verified_level = models.DecimalField(
        "tingkat hasil verifikasi", max_digits=3, decimal_places=2, null=True, blank=True
    )
    review_note = models.TextField("catatan admin", blank=True, max_length=2000)
    version = models.PositiveIntegerField(default=1)
    updated_at = models.DateTimeField(auto_now=True)
    updated_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    submitted_at = models.DateTimeField(null=True, blank=True)
    submitted_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    verified_at = models.DateTimeField(null=True, blank=True)
    verified_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")

    objects = AnswerQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(status__in=Status.values), name="answer_status_known"),
            models.CheckConstraint(
                condition=Q(claimed_level=None) | Q(claimed_level__range=(0, 5)), name="answer_claim_on_scale"
            ),
            models.CheckConstraint(
                condition=Q(verified_level=None) | Q(verified_level__range=(0, 5)), name="answer_verified_on_scale"
            ),
            models.CheckConstraint(
                condition=~Q(status__in=["submitted", "verified", "assessed"]) | Q(claimed_level__isnull=False),
                name="answer_submitted_has_claim",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=["verified", "assessed"]) | Q(verified_level__isnull=False),
                name="answer_verified_has_level",
            ),
            models.CheckConstraint(
                condition=~Q(status="returned") | ~Q(review_note=""), name="answer_returned_has_reason"
            ),
            models.CheckConstraint(
                condition=Q(submitted_at=None, submitted_by=None)
                | Q(submitted_at__isnull=False, submitted_by__isnull=False),
                name="answer_submitted_by_whom",
            ),
            models.CheckConstraint(
                condition=Q(verified_at=None, verified_by=None)
                | Q(verified_at__isnull=False, verified_by__isnull=False),
                name="answer_verified_by_whom",
            ),
            models.CheckConstraint(condition=Q(version__gte=1), name="answer_version_positive"),
        ]

    def __str__(self) -> str:
        return str(self.assignment)

    def get_absolute_url(self) -> str:
        return reverse("answer", args=[self.pk])

    @property
    def subject(self) -> str:
        return f"answer:{self.pk}"

    @property
    def assessment(self) -> Assessment:
        return self.assignment.assessment

    @property
    def indicator(self) -> Indicator:
        return self.assignment.indicator

    @property
    def unit(self) -> Unit:
        return self.assignment.unit


class VerdictQuerySet(models.QuerySet["Verdict"]):
    def visible_to(self, user: User) -> VerdictQuerySet:
        """An operator reads the verdicts of the indicators his OPD answered, once the cycle is final."""
        mine = self.filter(assessment__in=Assessment.objects.visible_to(user))
        if not user.is_operator:
            return mine
        given = Assignment.objects.filter(
            unit=user.unit, assessment=models.OuterRef("assessment"), indicator=models.OuterRef("indicator")
        )
        return mine.filter(models.Exists(given), assessment__stage=Stage.FINAL)


class Verdict(models.Model):
    """The institution's level for one indicator: the assessor's, and later the ministry's beside it."""

    assessment = models.ForeignKey(Assessment, models.PROTECT, related_name="verdicts")
    indicator = models.ForeignKey(Indicator, models.PROTECT, related_name="verdicts")
    final_level = models.DecimalField("tingkat final", max_digits=3, decimal_places=2, null=True, blank=True)
    justification = models.TextField("pertimbangan", blank=True, max_length=5000)
    external_level = models.DecimalField(
        "tingkat hasil eksternal", max_digits=3, decimal_places=2, null=True, blank=True
    )
    version = models.PositiveIntegerField(default=1)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")

    objects = VerdictQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["assessment", "indicator"], name="verdict_once_per_indicator"),
            models.CheckConstraint(
                condition=Q(final_level=None) | Q(final_level__range=(0, 5)), name="verdict_final_on_scale"
            ),
            models.CheckConstraint(
                condition=Q(external_level=None) | Q(external_level__range=(0, 5)), name="verdict_external_on_scale"
            ),
            models.CheckConstraint(condition=Q(final_level=None) | ~Q(justification=""), name="verdict_is_justified"),
            models.CheckConstraint(
                condition=Q(final_level=None, decided_at=None, decided_by=None)
                | Q(final_level__isnull=False, decided_at__isnull=False, decided_by__isnull=False),
                name="verdict_by_whom",
            ),
            models.CheckConstraint(condition=Q(version__gte=1), name="verdict_version_positive"),
        ]

    def __str__(self) -> str:
        return f"{self.indicator}: {self.final_level}"
