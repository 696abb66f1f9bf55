"""Imagined levels that were kept, with what they were imagined from."""

from __future__ import annotations

from decimal import Decimal

from django.db import models
from django.db.models import Q
from django.urls import reverse

from accounts.models import User
from assessments.models import Assessment
from domains.models import Indicator


class FromTrack(models.TextChoices):
    """The two that a summary can take its headline from."""

    CLAIMED = "claimed", "Mandiri"
    FINAL = "final", "Final"


class ScenarioQuerySet(models.QuerySet["Scenario"]):
    def visible_to(self, user: User) -> ScenarioQuerySet:
        """Own institution's, for those who see its numbers; deleted ones too, as they can be brought back."""
        if user.is_technician or user.is_operator or not user.instansi_id:
            return self.none()
        return self.filter(assessment__instansi=user.instansi_id)

    def kept(self) -> ScenarioQuerySet:
        return self.filter(deleted_at=None)

    def in_full(self) -> ScenarioQuerySet:
        return self.select_related(
            "assessment__instansi", "assessment__instrument", "assessment__finalised_by", "made_by", "deleted_by"
        )


class Scenario(models.Model):
    """One answer to "what if", private to its institution. Its levels never follow the assessment by themselves."""

    assessment = models.ForeignKey(Assessment, models.PROTECT, related_name="scenarios")
    name = models.CharField("nama", max_length=100)
    note = models.CharField("catatan", max_length=1000, blank=True)
    track = models.CharField("jalur pijakan", max_length=8, choices=FromTrack)
    goal = models.CharField("tujuan", max_length=40, blank=True)
    target = models.DecimalField("indeks yang dituju", max_digits=3, decimal_places=2, null=True, blank=True)
    max_step = models.PositiveSmallIntegerField("batas naik", null=True, blank=True)
    has_prerequisites = models.BooleanField("memakai prasyarat", default=True)
    made_at = models.DateTimeField(auto_now_add=True)
    made_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    deleted_at = models.DateTimeField(null=True, blank=True)
    deleted_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")

    objects = ScenarioQuerySet.as_manager()

    class Meta:
        verbose_name = "skenario"
        verbose_name_plural = "skenario"
        constraints = [
            models.CheckConstraint(condition=~Q(name=""), name="scenario_has_name"),
            models.CheckConstraint(condition=Q(track__in=FromTrack.values), name="scenario_track_known"),
            models.CheckConstraint(
                condition=Q(target=None) | Q(target__gt=0, target__lte=5), name="scenario_target_on_scale"
            ),
            models.CheckConstraint(condition=Q(max_step=None) | Q(max_step__gt=0), name="scenario_max_step_positive"),
            models.CheckConstraint(
                condition=Q(deleted_at=None, deleted_by=None) | Q(deleted_at__isnull=False, deleted_by__isnull=False),
                name="scenario_deleted_by_whom",
            ),
            models.UniqueConstraint(
                fields=["assessment", "name"],
                condition=Q(deleted_at=None),
                name="scenario_name_once",
                violation_error_message="Skenario dengan nama ini sudah ada pada penilaian ini.",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("scenario", args=[self.pk])

    @property
    def subject(self) -> str:
        return f"scenario:{self.pk}"

    @property
    def is_deleted(self) -> bool:
        return self.deleted_at is not None


class ScenarioLevel(models.Model):
    """One indicator of a scenario: the level it had (`base`), the imagined one, and the effort of one level up.

    A level of None is "not answered". Every indicator of the instrument has its row.
    """

    scenario = models.ForeignKey(Scenario, models.CASCADE, related_name="levels")
    indicator = models.ForeignKey(Indicator, models.PROTECT, related_name="+")
    base = models.DecimalField("tingkat semula", max_digits=3, decimal_places=2, null=True, blank=True)
    level = models.DecimalField("tingkat andaian", max_digits=3, decimal_places=2, null=True, blank=True)
    effort = models.DecimalField("usaha per tingkat", max_digits=6, decimal_places=2, default=Decimal(1))
    is_locked = models.BooleanField("dikunci", default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["scenario", "indicator"], name="scenario_level_once"),
            models.CheckConstraint(
                condition=Q(level=None) | Q(level__gte=0, level__lte=5), name="scenario_level_on_scale"
            ),
            models.CheckConstraint(condition=Q(base=None) | Q(base__gte=0, base__lte=5), name="scenario_base_on_scale"),
            models.CheckConstraint(condition=Q(effort__gt=0, effort__lte=1000), name="scenario_effort_positive"),
        ]

    def __str__(self) -> str:
        return f"{self.indicator}: {self.level}"
