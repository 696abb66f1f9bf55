"""Which published row is an institution's own, and which institutions agree to be compared with each other."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from accounts.models import Instansi, User
from results.permissions import can_read_results


class NationalMatchQuerySet(models.QuerySet["NationalMatch"]):
    def visible_to(self, user: User) -> NationalMatchQuerySet:
        """The own institution's; a technician, who looks after all institutions, sees all."""
        if user.is_technician:
            return self.all()
        return self.filter(instansi=user.instansi_id) if user.instansi_id else self.none()


class NationalMatch(models.Model):
    """The name under which an institution stands in the published national results; chosen, never guessed."""

    instansi = models.OneToOneField(Instansi, models.PROTECT, related_name="national_match")
    name = models.CharField("nama dalam hasil nasional", max_length=200)
    chosen_at = models.DateTimeField(auto_now=True)
    chosen_by = models.ForeignKey(User, models.PROTECT, related_name="+")

    objects = NationalMatchQuerySet.as_manager()

    class Meta:
        verbose_name = "nama dalam hasil nasional"
        verbose_name_plural = "nama dalam hasil nasional"
        constraints = [models.CheckConstraint(condition=~Q(name=""), name="national_match_named")]

    def __str__(self) -> str:
        return f"{self.instansi}: {self.name}"


class ComparisonConsentQuerySet(models.QuerySet["ComparisonConsent"]):
    def in_force(self) -> ComparisonConsentQuerySet:
        return self.filter(withdrawn_at=None)

    def visible_to(self, user: User) -> ComparisonConsentQuerySet:
        """Everybody's in force to those who see the numbers of an institution that agreed itself; else none.

        This is the one door between institutions: whose consent one does not see, of him one sees nothing.
        """
        if not can_read_results(user):
            return self.none()
        own = ComparisonConsent.objects.in_force().filter(instansi=user.instansi_id)
        return self.in_force().filter(models.Exists(own))


class ComparisonConsent(models.Model):
    """An institution agrees to show its final results to the others that agree too, until it withdraws."""

    instansi = models.ForeignKey(Instansi, models.PROTECT, related_name="comparison_consents")
    given_at = models.DateTimeField("diberikan")
    given_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    withdrawn_at = models.DateTimeField("dicabut", null=True, blank=True)
    withdrawn_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")

    objects = ComparisonConsentQuerySet.as_manager()

    class Meta:
        verbose_name = "persetujuan perbandingan"
        verbose_name_plural = "persetujuan perbandingan"
        constraints = [
            models.UniqueConstraint(
                fields=["instansi"], condition=Q(withdrawn_at=None), name="comparison_consent_in_force_once"
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at=None, withdrawn_by=None)
                | Q(withdrawn_at__isnull=False, withdrawn_by__isnull=False),
                name="comparison_consent_withdrawn_by_whom",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at=None) | Q(withdrawn_at__gte=models.F("given_at")),
                name="comparison_consent_withdrawn_later",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.instansi}, {self.given_at:%Y-%m-%d}"
