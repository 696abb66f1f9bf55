"""What will be done to rise: the plan's items, what was reported of them, and which of them wait for which."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone

from accounts.models import Instansi, Unit, User
from assessments.models import Assessment
from domains.models import EvidenceItem, Indicator


class ActionState(models.TextChoices):
    PLANNED = "planned", "Direncanakan"
    RUNNING = "running", "Berjalan"
    PROPOSED = "proposed", "Diusulkan selesai"
    DONE = "done", "Selesai"
    DROPPED = "dropped", "Dibatalkan"


OPEN = (ActionState.PLANNED, ActionState.RUNNING, ActionState.PROPOSED)
LATE = (ActionState.PLANNED, ActionState.RUNNING)  # what is proposed waits for somebody else


class ActionItemQuerySet(models.QuerySet["ActionItem"]):
    def visible_to(self, user: User) -> ActionItemQuerySet:
        """Own institution's. An operator: his OPD's items and what these wait for; a technician none."""
        if user.is_technician or not user.instansi_id:
            return self.none()
        mine = self.filter(instansi=user.instansi_id)
        if not user.is_operator:
            return mine
        awaited = ActionOrder.objects.filter(needs=models.OuterRef("pk"), item__unit=user.unit_id)
        return mine.filter(Q(unit=user.unit_id) | models.Exists(awaited))

    def listed_for(self, user: User) -> ActionItemQuerySet:
        """What the plan lists for a person: an operator finds only the items of his own OPD there."""
        mine = self.visible_to(user)
        return mine.filter(unit=user.unit_id) if user.is_operator else mine

    def open(self) -> ActionItemQuerySet:
        return self.filter(state__in=OPEN)

    def overdue(self) -> ActionItemQuerySet:
        return self.filter(state__in=LATE, deadline__lt=timezone.localdate())

    def in_full(self) -> ActionItemQuerySet:
        """With everything a line of the plan names, in one query."""
        return self.select_related("indicator__aspect__domain", "indicator__instrument", "unit", "person", "instansi")


class ActionItem(models.Model):
    """One thing to do so that an indicator rises. Changed only through `planning.workflow` and the services."""

    class Source(models.TextChoices):
        PATH = "path", "Jalur target"
        RECOMMENDATION = "recommendation", "Rekomendasi"
        HAND = "hand", "Ditulis sendiri"
        TEMPLATE = "template", "Contoh kegiatan"

    instansi = models.ForeignKey(Instansi, models.PROTECT, related_name="actions")
    year = models.PositiveSmallIntegerField("tahun rencana")
    assessment = models.ForeignKey(
        Assessment, models.PROTECT, null=True, blank=True, related_name="actions", verbose_name="penilaian"
    )
    indicator = models.ForeignKey(Indicator, models.PROTECT, related_name="+", verbose_name="indikator")
    from_level = models.DecimalField("dari tingkat", max_digits=3, decimal_places=2)
    to_level = models.DecimalField("ke tingkat", max_digits=3, decimal_places=2)
    text = models.TextField("kegiatan", max_length=2000)
    unit = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="actions", verbose_name="OPD pelaksana"
    )
    person = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="actions", verbose_name="penanggung jawab"
    )
    deadline = models.DateField("tenggat", null=True, blank=True)
    budget = models.PositiveBigIntegerField("anggaran (rupiah)", null=True, blank=True)
    expected = models.ManyToManyField(
        EvidenceItem, blank=True, related_name="+", verbose_name="data dukung yang diharapkan"
    )
    expected_text = models.TextField("hasil lain yang diharapkan", blank=True, max_length=1000)
    source = models.CharField("asal", max_length=14, choices=Source, default=Source.HAND)
    state = models.CharField("keadaan", max_length=8, choices=ActionState, default=ActionState.PLANNED)
    percent = models.PositiveSmallIntegerField("kemajuan (persen)", default=0)
    drop_reason = models.TextField("alasan dibatalkan", blank=True, max_length=1000)
    needs = models.ManyToManyField(
        "self", through="ActionOrder", symmetrical=False, blank=True, related_name="needed_by",
        verbose_name="kerjakan dulu",
    )  # fmt: skip
    # The portal proposes an item as done once; after it was sent back, people decide.
    noticed_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    finished_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField(auto_now_add=True)
    created_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    updated_at = models.DateTimeField(auto_now=True)

    objects = ActionItemQuerySet.as_manager()

    class Meta:
        verbose_name = "kegiatan"
        verbose_name_plural = "kegiatan"
        indexes = [models.Index(fields=["instansi", "year", "state"], name="action_of_plan")]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=ActionState.values), name="action_state_known"),
            models.CheckConstraint(
                condition=Q(source__in=["path", "recommendation", "hand", "template"]), name="action_source_known"
            ),
            models.CheckConstraint(condition=Q(year__gte=2018, year__lte=2100), name="action_year_plausible"),
            models.CheckConstraint(
                condition=Q(to_level__gt=F("from_level")),
                name="action_levels_ascend",
                violation_error_message="Tingkat yang dituju harus di atas tingkat sekarang.",
            ),
            models.CheckConstraint(condition=Q(from_level__gte=0, to_level__lte=5), name="action_levels_on_scale"),
            models.CheckConstraint(condition=~Q(text=""), name="action_says_something"),
            models.CheckConstraint(
                condition=Q(budget=None) | Q(budget__lte=10**15),
                name="action_budget_plausible",
                violation_error_message="Anggaran ini terlalu besar; tulis dalam rupiah penuh.",
            ),
            models.CheckConstraint(condition=Q(percent__lte=100), name="action_percent_in_range"),
            models.CheckConstraint(
                condition=Q(person=None) | Q(unit__isnull=False),
                name="action_person_has_unit",
                violation_error_message="Pilih OPD pelaksana sebelum penanggung jawabnya.",
            ),
            models.CheckConstraint(
                condition=(Q(state="dropped") & ~Q(drop_reason="")) | (~Q(state="dropped") & Q(drop_reason="")),
                name="action_dropped_has_reason",
            ),
            models.CheckConstraint(
                condition=Q(state="done", finished_at__isnull=False, finished_by__isnull=False)
                | (~Q(state="done") & Q(finished_at=None, finished_by=None)),
                name="action_done_by_whom",
            ),
            models.CheckConstraint(condition=Q(version__gte=1), name="action_version_positive"),
        ]

    def __str__(self) -> str:
        return f"{self.indicator.label}: {self.text}"

    def get_absolute_url(self) -> str:
        return reverse("action", args=[self.pk])

    @property
    def subject(self) -> str:
        return f"action:{self.pk}"

    @property
    def is_open(self) -> bool:
        return self.state in OPEN

    @property
    def is_late(self) -> bool:
        return self.state in LATE and self.deadline is not None and self.deadline < timezone.localdate()


class ActionOrderQuerySet(models.QuerySet["ActionOrder"]):
    def within(self, instansi_id: int) -> dict[int, set[int]]:
        """What each item of an institution waits for directly, by key; one query."""
        found: dict[int, set[int]] = {}
        for item, needs in self.filter(item__instansi=instansi_id).values_list("item_id", "needs_id"):
            found.setdefault(item, set()).add(needs)
        return found


class ActionOrder(models.Model):
    """One item waits for another. That there is no ring is the service's rule."""

    item = models.ForeignKey(ActionItem, models.CASCADE, related_name="+")
    needs = models.ForeignKey(ActionItem, models.CASCADE, related_name="+")

    objects = ActionOrderQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["item", "needs"], name="action_order_once"),
            models.CheckConstraint(condition=~Q(item=F("needs")), name="action_order_not_of_itself"),
        ]

    def __str__(self) -> str:
        return f"{self.item} menunggu {self.needs}"


class ActionNoteQuerySet(models.QuerySet["ActionNote"]):
    def update(self, **kwargs: Any) -> int:
        raise TypeError("notes are append-only")


class ActionNote(models.Model):
    """What somebody reported of an item. Written once, never changed."""

    item = models.ForeignKey(ActionItem, models.PROTECT, related_name="notes")
    text = models.TextField("catatan", max_length=2000)
    percent = models.PositiveSmallIntegerField("kemajuan (persen)", null=True, blank=True)
    at = models.DateTimeField(auto_now_add=True)
    by = models.ForeignKey(User, models.PROTECT, related_name="+")

    objects = ActionNoteQuerySet.as_manager()

    class Meta:
        verbose_name = "catatan kemajuan"
        verbose_name_plural = "catatan kemajuan"
        constraints = [
            models.CheckConstraint(condition=~Q(text=""), name="action_note_says_something"),
            models.CheckConstraint(
                condition=Q(percent=None) | Q(percent__lte=100), name="action_note_percent_in_range"
            ),
        ]

    def __str__(self) -> str:
        return self.text
