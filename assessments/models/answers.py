"""What one OPD says about one indicator."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.urls import reverse

from accounts.models import Unit, User
from assessments.models.cycles import Assessment, Assignment, assignment_seen_by
from domains.models import Indicator


class Status(models.TextChoices):
    EMPTY = "empty", "Belum diisi"
    DRAFT = "draft", "Draf"
    SUBMITTED = "submitted", "Diajukan"
    RETURNED = "returned", "Dikembalikan"
    VERIFIED = "verified", "Diverifikasi"
    ASSESSED = "assessed", "Dinilai"


# An OPD's claim counts for the institution once it was handed in; a draft is nobody's business yet.
CLAIMING = (Status.SUBMITTED, Status.RETURNED, Status.VERIFIED, Status.ASSESSED)


class AnswerQuerySet(models.QuerySet["Answer"]):
    def visible_to(self, user: User) -> AnswerQuerySet:
        """An operator: his own OPD's. Admin, assessor and coordinator: all of their institution's."""
        return self.filter(assignment_seen_by(user, "assignment__"))

    def for_step(self) -> AnswerQuerySet:
        """With what a step reads. Fewer tables than a page needs: PostgreSQL plans each of them in every request."""
        return self.select_related(
            "assignment__assessment__instrument", "assignment__assessment__instansi", "assignment__indicator",
            "assignment__unit",
        )  # fmt: skip

    def in_full(self) -> AnswerQuerySet:
        """With everything a page reads, in one query."""
        return self.for_step().select_related("assignment__indicator__aspect", "assignment__person")

    def in_brief(self) -> AnswerQuerySet:
        """With what a line of a list shows, in one query and without the long texts of answer and instrument."""
        names = {
            "": ("status", "claimed_level"), "assignment__": ("extended_until",),
            "assignment__unit__": ("name", "short_name"), "assignment__person__": ("full_name", "username"),
            "assignment__indicator__": ("code", "number", "name", "short_name"),
            "assignment__indicator__aspect__": ("name",),
        }  # fmt: skip
        related = [path.removesuffix("__") for path in names if path]
        return self.select_related(*related).only(*(path + name for path, row in names.items() for name in row))

    def with_evidence(self) -> AnswerQuerySet:
        """With `linked_evidence`: what is linked now, by level, then in the order of linking."""
        evidence: Any = Answer.evidence.rel.related_model  # the layer above, reached by its relation
        rows = evidence.objects.linked().select_related("document__reading", "criterion", "item", "reviewed_by")
        ordered = rows.prefetch_related("findings").order_by("criterion__level", "pk")
        return self.prefetch_related(models.Prefetch("evidence", queryset=ordered, to_attr="linked_evidence"))

    def with_uploads(self, user: User) -> AnswerQuerySet:
        """With `unfinished_uploads`: how many files this person began to send here and may go on with."""
        going = Q(uploads__owner=user, uploads__evidence=None, uploads__refusal="", uploads__expires_at__gt=Now())
        return self.annotate(unfinished_uploads=models.Count("uploads", filter=going))

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
