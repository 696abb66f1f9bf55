"""The instrument: what is asked, how it is weighted, which band a number falls into."""

from __future__ import annotations

from django.db import models
from django.db.models import Q


def label_of(code: str) -> str:
    """What people say of an indicator's code: "Indikator 12", "Indikator 35-2"."""
    return f"Indikator {code.removeprefix('I')}"


class PredikatBasis(models.TextChoices):
    EXACT = "exact", "Indeks sebelum pembulatan"
    ROUNDED = "rounded", "Indeks setelah pembulatan dua desimal"


# The files say in English where their content comes from; the screens say it in Indonesian.
SOURCES = {
    "official figures; criteria paraphrased": "Angka resmi; kalimat kriteria disarikan.",
    "secondary source; criteria paraphrased": "Dari sumber sekunder; kalimat kriteria disarikan.",
    "PROVISIONAL: secondary sources only; check against the official text before official use": (
        "Sementara: disusun dari sumber sekunder saja. Cocokkan dengan naskah resmi sebelum dipakai secara resmi."
    ),
}


class InstrumentQuerySet(models.QuerySet["Instrument"]):
    def current(self) -> InstrumentQuerySet:
        """The newest revision of every code; older revisions stay for the assessments that used them."""
        newer = Instrument.objects.filter(code=models.OuterRef("code"), revision__gt=models.OuterRef("revision"))
        return self.filter(~models.Exists(newer))

    def with_counts(self) -> InstrumentQuerySet:
        """How many domains, aspects and indicators each has, as `domain_count` and so on."""
        counts = {"domain_count": Domain, "aspect_count": Aspect, "indicator_count": Indicator}
        return self.annotate(
            **{
                name: models.Subquery(
                    model._default_manager.filter(instrument=models.OuterRef("pk"))
                    .values("instrument")
                    .annotate(count=models.Count("pk"))
                    .values("count")
                )
                for name, model in counts.items()
            }
        )


class Instrument(models.Model):
    """A questionnaire of one regulation. Never changed once loaded: a correction is a new revision."""

    code = models.SlugField("kode", max_length=30)
    revision = models.PositiveSmallIntegerField("revisi", default=1)
    checksum = models.CharField(max_length=64)
    name = models.CharField("nama", max_length=150)
    regulation = models.CharField("peraturan", max_length=300)
    gazette = models.CharField("berita negara", max_length=100, blank=True)
    guideline = models.CharField("pedoman", max_length=150, blank=True)
    status = models.CharField("keterangan sumber", max_length=200, blank=True)
    is_provisional = models.BooleanField("sementara", default=False)
    first_year = models.PositiveSmallIntegerField("tahun pertama")
    last_year = models.PositiveSmallIntegerField("tahun terakhir")
    scale_min = models.DecimalField(max_digits=3, decimal_places=2)
    scale_max = models.DecimalField(max_digits=3, decimal_places=2)
    scale_step = models.DecimalField(max_digits=3, decimal_places=2)
    unanswered_as = models.DecimalField(max_digits=3, decimal_places=2, default=0)
    predikat_basis = models.CharField(max_length=7, choices=PredikatBasis, default=PredikatBasis.EXACT)
    weight_total = models.PositiveIntegerField()
    loaded_at = models.DateTimeField(auto_now_add=True)

    objects = InstrumentQuerySet.as_manager()

    class Meta:
        verbose_name = "instrumen"
        verbose_name_plural = "instrumen"
        constraints = [
            models.UniqueConstraint(fields=["code", "revision"], name="instrument_code_revision_unique"),
            models.UniqueConstraint(fields=["code", "checksum"], name="instrument_content_loaded_once"),
            models.CheckConstraint(condition=Q(scale_max__gt=models.F("scale_min")), name="instrument_scale_ascends"),
            models.CheckConstraint(condition=Q(scale_step__gt=0), name="instrument_step_positive"),
            models.CheckConstraint(condition=Q(weight_total__gt=0), name="instrument_weight_positive"),
            models.CheckConstraint(condition=Q(last_year__gte=models.F("first_year")), name="instrument_years_ascend"),
            models.CheckConstraint(condition=Q(predikat_basis__in=PredikatBasis.values), name="instrument_basis_known"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def has_whole_levels(self) -> bool:
        return self.scale_step == 1

    @property
    def source_text(self) -> str:
        """Where the content comes from, for the screens; an unknown text as it was written."""
        return SOURCES.get(self.status, self.status)

    @property
    def is_secondary(self) -> bool:
        return self.status.startswith("secondary")

    @property
    def years_text(self) -> str:
        return str(self.first_year) if self.first_year == self.last_year else f"{self.first_year}–{self.last_year}"

    def basis_for(self, year: int) -> str:
        """Which index the ministry banded in that year; the instrument's own default where nothing else is known."""
        exceptional = {row.year: row.basis for row in self.basis_years.all()}
        return exceptional.get(year, self.predikat_basis)


class BasisYear(models.Model):
    """A year in which the ministry banded the other way (2023: the rounded index)."""

    instrument = models.ForeignKey(Instrument, models.CASCADE, related_name="basis_years")
    year = models.PositiveSmallIntegerField()
    basis = models.CharField(max_length=7, choices=PredikatBasis)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["instrument", "year"], name="basis_year_unique"),
            models.CheckConstraint(condition=Q(basis__in=PredikatBasis.values), name="basis_year_basis_known"),
        ]

    def __str__(self) -> str:
        return f"{self.year}: {self.basis}"


class Band(models.Model):
    """One predikat: an index at or above `floor` and below the next floor."""

    instrument = models.ForeignKey(Instrument, models.CASCADE, related_name="bands")
    code = models.SlugField(max_length=20)
    name = models.CharField("predikat", max_length=40)
    floor = models.DecimalField("batas bawah", max_digits=3, decimal_places=2)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["instrument", "code"], name="band_code_unique"),
            models.UniqueConstraint(fields=["instrument", "floor"], name="band_floor_unique"),
            models.CheckConstraint(condition=Q(floor__gte=0), name="band_floor_not_negative"),
        ]

    def __str__(self) -> str:
        return self.name


class Domain(models.Model):
    instrument = models.ForeignKey(Instrument, models.CASCADE, related_name="domains")
    code = models.CharField("kode", max_length=10)
    number = models.PositiveSmallIntegerField("nomor")
    name = models.CharField("nama", max_length=150)
    weight_units = models.PositiveIntegerField("bobot")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["instrument", "code"], name="domain_code_unique"),
            models.UniqueConstraint(fields=["instrument", "number"], name="domain_number_unique"),
            models.CheckConstraint(condition=Q(weight_units__gt=0), name="domain_weight_positive"),
        ]

    def __str__(self) -> str:
        return self.name


class Aspect(models.Model):
    instrument = models.ForeignKey(Instrument, models.CASCADE, related_name="aspects")
    domain = models.ForeignKey(Domain, models.CASCADE, null=True, blank=True, related_name="aspects")
    code = models.CharField("kode", max_length=10)
    number = models.PositiveSmallIntegerField("nomor")
    name = models.CharField("nama", max_length=150)
    weight_units = models.PositiveIntegerField("bobot")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["instrument", "code"], name="aspect_code_unique"),
            models.UniqueConstraint(fields=["instrument", "number"], name="aspect_number_unique"),
            models.CheckConstraint(condition=Q(weight_units__gt=0), name="aspect_weight_positive"),
        ]

    def __str__(self) -> str:
        return self.name


class Indicator(models.Model):
    """One question. `position` orders it; `number` is what people call it and may repeat (35 in 2018)."""

    class Maturity(models.TextChoices):
        PROCESS = "process", "Kapabilitas proses"
        SERVICE = "service", "Kapabilitas layanan"
        DIGITAL = "digital", "Kematangan digital"

    instrument = models.ForeignKey(Instrument, models.CASCADE, related_name="indicators")
    aspect = models.ForeignKey(Aspect, models.CASCADE, related_name="indicators")
    position = models.PositiveSmallIntegerField()
    code = models.CharField("kode", max_length=10)
    number = models.PositiveSmallIntegerField("nomor")
    name = models.CharField("nama", max_length=300)
    short_name = models.CharField("nama singkat", max_length=250)
    weight_units = models.PositiveIntegerField("bobot")
    maturity = models.CharField("jenis kematangan", max_length=10, choices=Maturity)
    question = models.TextField("pertanyaan", blank=True)
    explanation = models.TextField("penjelasan", blank=True)
    assessed = models.TextField("yang dinilai", blank=True)
    legal_basis = models.TextField("dasar hukum", blank=True, help_text="one per line")
    typical_evidence = models.TextField("data dukung yang lazim", blank=True, help_text="one per line")
    notes = models.TextField("catatan", blank=True)

    class Meta:
        verbose_name = "indikator"
        verbose_name_plural = "indikator"
        constraints = [
            models.UniqueConstraint(fields=["instrument", "code"], name="indicator_code_unique"),
            models.UniqueConstraint(fields=["instrument", "position"], name="indicator_position_unique"),
            models.CheckConstraint(condition=Q(weight_units__gt=0), name="indicator_weight_positive"),
            models.CheckConstraint(
                condition=Q(maturity__in=["process", "service", "digital"]), name="indicator_maturity_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.label} {self.short_name}"

    @property
    def label(self) -> str:
        return label_of(self.code)

    @property
    def short_code(self) -> str:
        return self.code.removeprefix("I")

    @property
    def legal_basis_lines(self) -> list[str]:
        return self.legal_basis.splitlines()

    @property
    def note_lines(self) -> list[str]:
        return self.notes.splitlines()

    @property
    def typical_evidence_lines(self) -> list[str]:
        return self.typical_evidence.splitlines()


class LevelCriterionQuerySet(models.QuerySet["LevelCriterion"]):
    def in_full(self) -> LevelCriterionQuerySet:
        """From the lowest level up, each with the evidence it wants in order; one query more."""
        items = models.Prefetch("evidence_items", EvidenceItem.objects.order_by("position"))
        return self.order_by("level").prefetch_related(items)


class LevelCriterion(models.Model):
    """What one maturity level of an indicator demands, cumulative over the levels below."""

    indicator = models.ForeignKey(Indicator, models.CASCADE, related_name="criteria")
    level = models.PositiveSmallIntegerField("tingkat")
    name = models.CharField("nama tingkat", max_length=60)
    text = models.TextField("kriteria")

    objects = LevelCriterionQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["indicator", "level"], name="level_criterion_unique")]

    def __str__(self) -> str:
        return f"Tingkat {self.level}: {self.name}"


class EvidenceItem(models.Model):
    """One piece of evidence that a level wants."""

    criterion = models.ForeignKey(LevelCriterion, models.CASCADE, related_name="evidence_items")
    position = models.PositiveSmallIntegerField()
    text = models.TextField("data dukung")
    is_optional = models.BooleanField("opsional", default=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["criterion", "position"], name="evidence_item_position_unique")]

    def __str__(self) -> str:
        return self.text
