"""Which indicators the leadership wants raised first, by which OPD, and what the OPD says to it."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.urls import reverse

from accounts.models import Unit, User
from assessments.models import Assessment
from assessments.models.cycles import cycle_seen_by
from domains.models import Indicator


class PriorityState(models.TextChoices):
    WAITING = "waiting", "Menunggu jawaban OPD"
    ACCEPTED = "accepted", "Disanggupi OPD"
    REFUSED = "refused", "Tidak disanggupi OPD"
    INSISTED = "insisted", "Tetap ditetapkan"
    WITHDRAWN = "withdrawn", "Dibatalkan"


class PriorityQuerySet(models.QuerySet["Priority"]):
    def visible_to(self, user: User) -> PriorityQuerySet:
        """An operator: his own OPD's. Admin, assessor and coordinator: all of their institution's."""
        rows = self.filter(cycle_seen_by(user, "assessment__"))
        return rows.filter(unit=user.unit_id) if user.is_operator else rows

    def standing(self) -> PriorityQuerySet:
        """Those that were not withdrawn."""
        return self.exclude(state=PriorityState.WITHDRAWN)

    def in_full(self) -> PriorityQuerySet:
        """With what a page names, in one query."""
        return self.select_related(
            "assessment__instansi", "assessment__instrument", "indicator__aspect", "unit", "person", "picked_by",
            "answered_by",
        )  # fmt: skip

    def by_indicator(self) -> PriorityQuerySet:
        return self.order_by("indicator__position", "unit__name", "pk")


class Priority(models.Model):
    """One indicator an OPD is to raise to `level`. Changed only through `planning.services.priorities`."""

    assessment = models.ForeignKey(Assessment, models.PROTECT, related_name="priorities")
    indicator = models.ForeignKey(Indicator, models.PROTECT, related_name="+", verbose_name="indikator")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="priorities", verbose_name="OPD")
    person = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="penanggung jawab"
    )
    level = models.PositiveSmallIntegerField("tingkat yang dituju")
    due_on = models.DateField("tenggat")
    state = models.CharField(max_length=9, choices=PriorityState, default=PriorityState.WAITING)
    note = models.TextField("catatan koordinator", blank=True, max_length=1000)
    reply = models.TextField("jawaban OPD", blank=True, max_length=1000)
    version = models.PositiveIntegerField(default=1)
    picked_at = models.DateTimeField(auto_now_add=True)
    picked_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")

    objects = PriorityQuerySet.as_manager()

    class Meta:
        verbose_name = "target prioritas"
        verbose_name_plural = "target prioritas"
        constraints = [
            models.CheckConstraint(condition=Q(state__in=PriorityState.values), name="priority_state_known"),
            models.CheckConstraint(condition=Q(level__gte=1, level__lte=5), name="priority_level_on_scale"),
            models.UniqueConstraint(
                fields=["assessment", "indicator", "unit"],
                condition=~Q(state="withdrawn"),
                name="priority_once_per_unit",
            ),
            models.CheckConstraint(condition=~Q(state="refused") | ~Q(reply=""), name="priority_refused_says_why"),
            models.CheckConstraint(condition=~Q(state="insisted") | ~Q(note=""), name="priority_insisted_says_why"),
            models.CheckConstraint(
                condition=Q(answered_at=None, answered_by=None)
                | Q(answered_at__isnull=False, answered_by__isnull=False),
                name="priority_answered_by_whom",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["accepted", "refused"]) | Q(answered_at__isnull=False),
                name="priority_answer_was_given",
            ),
            models.CheckConstraint(condition=Q(version__gte=1), name="priority_version_positive"),
        ]

    def __str__(self) -> str:
        return f"{self.indicator.label} ke tingkat {self.level} ({self.unit.short_name})"

    def get_absolute_url(self) -> str:
        return reverse("priority", args=[self.pk])

    @property
    def subject(self) -> str:
        return f"priority:{self.pk}"
