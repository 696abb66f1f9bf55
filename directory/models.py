"""An uploaded table of OPD or people, kept between its preview and its confirmation."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from accounts.models import User


class ImportDraftQuerySet(models.QuerySet["ImportDraft"]):
    def visible_to(self, user: User) -> ImportDraftQuerySet:
        return self.filter(created_by=user)


class ImportDraft(models.Model):
    """An uploaded table waiting for its preview to be confirmed. Nothing else is written until then."""

    class Kind(models.TextChoices):
        UNITS = "units", "OPD"
        USERS = "users", "Pengguna"

    kind = models.CharField(max_length=5, choices=Kind)
    file_name = models.CharField(max_length=150)
    rows = models.JSONField(help_text="list of {column: text}, as read from the file; judged again when confirmed")
    created_by = models.ForeignKey(User, models.CASCADE, related_name="import_drafts")
    created_at = models.DateTimeField(auto_now_add=True)

    objects = ImportDraftQuerySet.as_manager()

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(kind__in=["units", "users"]), name="import_draft_kind_known")]

    def __str__(self) -> str:
        return self.file_name
