"""What an institution says about prerequisites: its own, and shipped ones that do not hold for it."""

from __future__ import annotations

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q

from accounts.models import Instansi, User
from assessments.paths import Prerequisite
from domains.models import label_of


class InstansiPrerequisiteQuerySet(models.QuerySet["InstansiPrerequisite"]):
    def visible_to(self, user: User) -> InstansiPrerequisiteQuerySet:
        """Own institution's, for those who see its numbers; an operator and a technician see none."""
        if user.is_technician or user.is_operator or not user.instansi_id:
            return self.none()
        return self.filter(instansi=user.instansi_id)


class InstansiPrerequisite(models.Model):
    """Before indicator `code` goes to `level`, `needs` must stand at `needs_level`; or, switched off, need not.

    Indicators are named by their codes, as in the shipped list, so that a new revision of the instrument keeps them.
    """

    instansi = models.ForeignKey(Instansi, models.PROTECT, related_name="prerequisites")
    instrument_code = models.CharField("instrumen", max_length=30)
    code = models.CharField("indikator", max_length=20)
    level = models.PositiveSmallIntegerField("naik ke tingkat", validators=[MinValueValidator(1), MaxValueValidator(5)])
    needs = models.CharField("memerlukan indikator", max_length=20)
    needs_level = models.PositiveSmallIntegerField(
        "pada tingkat", validators=[MinValueValidator(1), MaxValueValidator(5)]
    )
    reason = models.CharField("alasan", max_length=200)
    is_off = models.BooleanField("tidak berlaku", default=False)
    set_at = models.DateTimeField(auto_now_add=True)
    set_by = models.ForeignKey(User, models.PROTECT, related_name="+")

    objects = InstansiPrerequisiteQuerySet.as_manager()

    class Meta:
        verbose_name = "prasyarat"
        verbose_name_plural = "prasyarat"
        constraints = [
            models.UniqueConstraint(
                fields=["instansi", "instrument_code", "code", "level", "needs", "is_off"], name="prerequisite_once"
            ),
            models.CheckConstraint(condition=~Q(code=models.F("needs")), name="prerequisite_of_another"),
            models.CheckConstraint(
                condition=Q(level__gte=1, level__lte=5, needs_level__gte=1, needs_level__lte=5),
                name="prerequisite_levels_plausible",
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="prerequisite_reasoned"),
        ]

    def __str__(self) -> str:
        return (
            f"{label_of(self.code)} tingkat {self.level} memerlukan {label_of(self.needs)} tingkat {self.needs_level}"
        )

    @property
    def place(self) -> tuple[str, int, str]:
        """What tells it apart from others of the same instrument."""
        return self.code, self.level, self.needs

    @property
    def rule(self) -> Prerequisite:
        return Prerequisite(self.code, self.level, self.needs, self.needs_level, self.reason)
