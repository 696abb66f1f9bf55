"""What the institution gets for one indicator."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from accounts.models import User
from assessments.models.cycles import Assessment, Assignment, Stage, cycle_seen_by
from domains.models import Indicator


class VerdictQuerySet(models.QuerySet["Verdict"]):
    def visible_to(self, user: User) -> VerdictQuerySet:
        """An operator reads the verdicts of the indicators his OPD answered, once the cycle is final."""
        mine = self.filter(cycle_seen_by(user, "assessment__"))
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
