"""What level is wanted by when."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.urls import reverse

from accounts.models import Instansi, User
from domains.models import Aspect, Domain, Indicator, Instrument

NOWHERE = Q(domain=None, aspect=None, indicator=None)
PLACES = (
    NOWHERE
    | Q(domain__isnull=False, aspect=None, indicator=None)
    | Q(domain=None, aspect__isnull=False, indicator=None)
    | Q(domain=None, aspect=None, indicator__isnull=False)
)


class TargetQuerySet(models.QuerySet["Target"]):
    def visible_to(self, user: User) -> TargetQuerySet:
        """Own institution's, for those who see its numbers; an operator and a technician see none."""
        if user.is_technician or user.is_operator or not user.instansi_id:
            return self.none()
        return self.filter(instansi=user.instansi_id)

    def in_full(self) -> TargetQuerySet:
        return self.select_related("instansi", "instrument", "domain", "aspect", "indicator", "set_by")


class Target(models.Model):
    """A value wanted for one year: of the index, or of one domain, aspect or indicator. It may precede the cycle."""

    class Source(models.TextChoices):
        RPJMD = "rpjmd", "RPJMD"
        RENSTRA = "renstra", "Renstra"
        IKU = "iku", "Indikator Kinerja Utama (IKU)"
        OTHER = "other", "Dokumen lain"

    instansi = models.ForeignKey(Instansi, models.PROTECT, related_name="targets")
    year = models.PositiveSmallIntegerField("tahun")
    instrument = models.ForeignKey(Instrument, models.PROTECT, related_name="targets", verbose_name="instrumen")
    domain = models.ForeignKey(Domain, models.PROTECT, null=True, blank=True, related_name="+")
    aspect = models.ForeignKey(Aspect, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="aspek")
    indicator = models.ForeignKey(
        Indicator, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="indikator"
    )
    value = models.DecimalField("target", max_digits=3, decimal_places=2)
    source = models.CharField("dokumen sumber", max_length=10, choices=Source)
    source_text = models.CharField("judul, nomor, halaman", max_length=200, blank=True)
    version = models.PositiveIntegerField(default=1)
    set_at = models.DateTimeField(auto_now=True)
    set_by = models.ForeignKey(User, models.PROTECT, related_name="+")

    objects = TargetQuerySet.as_manager()

    class Meta:
        verbose_name = "target"
        verbose_name_plural = "target"
        constraints = [
            models.CheckConstraint(condition=PLACES, name="target_of_one_thing"),
            models.CheckConstraint(condition=Q(value__gt=0, value__lte=5), name="target_on_scale"),
            models.CheckConstraint(
                condition=Q(source__in=["rpjmd", "renstra", "iku", "other"]), name="target_source_known"
            ),
            models.CheckConstraint(
                condition=~Q(source="other") | ~Q(source_text=""),
                name="target_other_source_named",
                violation_error_message="Sebutkan judul dokumen sumbernya.",
            ),
            models.CheckConstraint(condition=Q(version__gte=1), name="target_version_positive"),
            models.CheckConstraint(condition=Q(year__gte=2018, year__lte=2100), name="target_year_plausible"),
            models.UniqueConstraint(
                fields=["instansi", "year", "instrument"], condition=NOWHERE, name="target_of_index_once"
            ),
            *(
                models.UniqueConstraint(
                    fields=["instansi", "year", "instrument", place],
                    condition=Q(**{f"{place}__isnull": False}),
                    name=f"target_of_{place}_once",
                )
                for place in ("domain", "aspect", "indicator")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.place} {self.year}: {self.value}"

    @property
    def of(self) -> Domain | Aspect | Indicator | None:
        """What it is a target of; None for the index."""
        return self.domain or self.aspect or self.indicator

    @property
    def place(self) -> str:
        """The same in words."""
        return str(self.of or "Indeks SPBE")

    @property
    def subject(self) -> str:
        return f"target:{self.pk}"

    def get_absolute_url(self) -> str:
        return f"{reverse('target-year', args=[self.year])}?instrumen={self.instrument.code}"
