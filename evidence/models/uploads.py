"""Files on their way in pieces."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from accounts.models import User
from assessments.models import Answer
from domains.models import EvidenceItem, LevelCriterion
from evidence.models.links import Evidence


class UploadQuerySet(models.QuerySet["Upload"]):
    def visible_to(self, user: User) -> UploadQuerySet:
        """Nobody's but the owner's, also when the answer is no longer his: its end says so, and keeps nothing."""
        return self.filter(owner=user)

    def in_brief(self) -> UploadQuerySet:
        """What most pieces need: how far it is and whether it has ended."""
        return self.only("owner", "name", "length", "offset", "expires_at", "refusal", "told", "evidence")

    def in_full(self) -> UploadQuerySet:
        return self.select_related("owner", "criterion", "item", "answer__assignment__indicator").select_related(
            "answer__assignment__assessment__instansi", "answer__assignment__unit"
        )

    def unfinished(self) -> UploadQuerySet:
        return self.filter(evidence=None, refusal="", expires_at__gt=timezone.now())


class Upload(models.Model):
    """A file on its way in pieces. `offset` counts the bytes that are written and synced, never those promised.

    It ends as evidence or with a refusal; until then its bytes lie in a part file named by its key.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    owner = models.ForeignKey(User, models.PROTECT, related_name="+")
    answer = models.ForeignKey(Answer, models.PROTECT, related_name="uploads")
    criterion = models.ForeignKey(LevelCriterion, models.PROTECT, related_name="+")
    item = models.ForeignKey(EvidenceItem, models.PROTECT, null=True, blank=True, related_name="+")
    name = models.CharField(max_length=150)
    clause = models.CharField(max_length=100, blank=True)
    page = models.CharField(max_length=40, blank=True)
    note = models.CharField(max_length=300, blank=True)
    mark = models.CharField(max_length=64, blank=True, help_text="what the browser knows the file again by")
    sha256 = models.CharField(max_length=64, blank=True, help_text="as the client said, if it did")
    length = models.PositiveBigIntegerField(help_text="bytes, declared at creation")
    offset = models.PositiveBigIntegerField(default=0, help_text="bytes written and synced")
    created_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField()
    refusal = models.CharField(max_length=500, blank=True)
    told = models.CharField(max_length=500, blank=True, help_text="what its owner should know although it was taken")
    evidence = models.ForeignKey(Evidence, models.PROTECT, null=True, blank=True, related_name="+")

    objects = UploadQuerySet.as_manager()

    class Meta:
        verbose_name = "unggahan"
        verbose_name_plural = "unggahan"
        constraints = [
            models.CheckConstraint(condition=Q(offset__gte=0, offset__lte=F("length")), name="upload_within_length"),
            models.CheckConstraint(condition=Q(evidence=None) | Q(refusal=""), name="upload_ends_one_way"),
            models.CheckConstraint(
                condition=Q(evidence=None, refusal="") | Q(offset=F("length")), name="upload_ends_when_whole"
            ),
            models.CheckConstraint(condition=Q(told="") | Q(evidence__isnull=False), name="upload_told_when_taken"),
            models.CheckConstraint(
                condition=Q(sha256="") | Q(sha256__regex=r"^[0-9a-f]{64}$"), name="upload_sha256_is_sha256"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_whole(self) -> bool:
        return self.offset == self.length

    @property
    def has_ended(self) -> bool:
        return bool(self.evidence_id or self.refusal)

    @property
    def percent(self) -> int:
        return self.offset * 100 // self.length if self.length else 100
