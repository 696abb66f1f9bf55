"""Results of earlier years and of other hands: kept as they were published, beside the portal's own assessments.

A result is what somebody printed, so nothing of it is computed here; what looked wrong when it was taken in, and was
taken all the same, stays with it as `note`.
"""

from __future__ import annotations

from decimal import Decimal

from django.db import models
from django.db.models import Q
from django.urls import reverse

from accounts.models import Instansi, User
from domains.models import Domain, Indicator, Instrument


class Shape(models.TextChoices):
    """How much a table says of each result."""

    INDEX = "index", "Indeks dan predikat"
    DOMAINS = "domains", "Indeks dan nilai domain"
    LEVELS = "levels", "Tingkat per indikator"


class PastTrack(models.TextChoices):
    CLAIMED = "claimed", "Mandiri"
    EXTERNAL = "external", "Eksternal"


class PastResultQuerySet(models.QuerySet["PastResult"]):
    def visible_to(self, user: User) -> PastResultQuerySet:
        """Those who see the institution's numbers: not its operators, and no other institution."""
        if user.is_technician or user.is_operator or not user.instansi_id:
            return self.none()
        return self.filter(instansi_id=user.instansi_id)

    def in_full(self) -> PastResultQuerySet:
        """With its domain values and levels, in a constant number of queries."""
        return self.select_related("instrument", "instansi", "imported_by").prefetch_related(
            models.Prefetch("values", PastValue.objects.select_related("domain").order_by("domain__number")),
            models.Prefetch("levels", PastLevel.objects.select_related("indicator").order_by("indicator__position")),
        )


class PastResult(models.Model):
    """One institution's result of one year on one track, taken in from a table. `indeks` is as published."""

    instansi = models.ForeignKey(Instansi, models.PROTECT, related_name="past_results")
    year = models.PositiveSmallIntegerField("tahun")
    instrument = models.ForeignKey(Instrument, models.PROTECT, related_name="past_results", verbose_name="instrumen")
    track = models.CharField("jalur", max_length=8, choices=PastTrack)
    shape = models.CharField("isi", max_length=7, choices=Shape)
    indeks = models.DecimalField("indeks", max_digits=3, decimal_places=2, null=True, blank=True)
    predikat = models.CharField("predikat", max_length=40, blank=True)
    source = models.CharField("sumber", max_length=300)
    note = models.TextField("temuan saat diimpor", blank=True, help_text="one sentence per line")
    imported_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="diimpor oleh")
    imported_at = models.DateTimeField("diimpor pada", auto_now_add=True)

    objects = PastResultQuerySet.as_manager()

    class Meta:
        verbose_name = "hasil impor"
        verbose_name_plural = "hasil impor"
        constraints = [
            models.UniqueConstraint(fields=["instansi", "year", "instrument", "track"], name="past_result_once"),
            models.CheckConstraint(condition=Q(year__gte=2018, year__lte=2100), name="past_result_year_plausible"),
            models.CheckConstraint(condition=Q(track__in=PastTrack.values), name="past_result_track_known"),
            models.CheckConstraint(condition=Q(shape__in=Shape.values), name="past_result_shape_known"),
            models.CheckConstraint(
                condition=Q(indeks__isnull=True) | Q(indeks__gte=0, indeks__lte=5), name="past_result_index_on_scale"
            ),
            models.CheckConstraint(
                condition=Q(indeks__isnull=False) | Q(shape="levels"), name="past_result_has_an_index"
            ),
            models.CheckConstraint(condition=~Q(source=""), name="past_result_has_a_source"),
        ]

    def __str__(self) -> str:
        return f"Hasil {self.get_track_display().lower()} {self.year}"

    def get_absolute_url(self) -> str:
        return f"{reverse('years')}#hasil-{self.pk}"

    @property
    def subject(self) -> str:
        return f"past_result:{self.pk}"

    @property
    def notes(self) -> list[str]:
        return self.note.splitlines()

    @property
    def level_map(self) -> dict[str, Decimal]:
        return {row.indicator.code: row.level for row in self.levels.all()}

    @property
    def value_map(self) -> dict[str, Decimal]:
        return {row.domain.code: row.value for row in self.values.all()}


class PastValue(models.Model):
    """A domain's value as published: two decimals, already rounded."""

    result = models.ForeignKey(PastResult, models.CASCADE, related_name="values")
    domain = models.ForeignKey(Domain, models.PROTECT, related_name="+")
    value = models.DecimalField("nilai", max_digits=3, decimal_places=2)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["result", "domain"], name="past_value_once"),
            models.CheckConstraint(condition=Q(value__gte=0, value__lte=5), name="past_value_on_scale"),
        ]

    def __str__(self) -> str:
        return f"{self.domain}: {self.value}"


class PastLevel(models.Model):
    """An indicator's level as published."""

    result = models.ForeignKey(PastResult, models.CASCADE, related_name="levels")
    indicator = models.ForeignKey(Indicator, models.PROTECT, related_name="+", verbose_name="indikator")
    level = models.DecimalField("tingkat", max_digits=3, decimal_places=2)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["result", "indicator"], name="past_level_once"),
            models.CheckConstraint(condition=Q(level__gte=0, level__lte=5), name="past_level_on_scale"),
        ]

    def __str__(self) -> str:
        return f"{self.indicator}: {self.level}"


class ResultDraftQuerySet(models.QuerySet["ResultDraft"]):
    def visible_to(self, user: User) -> ResultDraftQuerySet:
        return self.filter(created_by=user)


class ResultDraft(models.Model):
    """An uploaded table of results between its check and its confirmation. Nothing else is written until then."""

    instansi = models.ForeignKey(Instansi, models.CASCADE, related_name="result_drafts", verbose_name="instansi")
    shape = models.CharField("isi tabel", max_length=7, choices=Shape)
    track = models.CharField("jalur", max_length=8, choices=PastTrack)
    source = models.CharField("sumber", max_length=300)
    file_name = models.CharField(max_length=150)
    rows = models.JSONField(help_text="list of rows as read from the file; judged again when confirmed")
    created_by = models.ForeignKey(User, models.CASCADE, related_name="result_drafts")
    created_at = models.DateTimeField(auto_now_add=True)

    objects = ResultDraftQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(shape__in=Shape.values), name="result_draft_shape_known"),
            models.CheckConstraint(condition=Q(track__in=PastTrack.values), name="result_draft_track_known"),
        ]

    def __str__(self) -> str:
        return self.file_name
