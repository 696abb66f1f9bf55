"""What a worker found when it looked into a file."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from evidence.models.documents import Document, Kind


class Reading(models.Model):
    """What is inside a document, as far as a program can tell. Made by a worker; a proposal, never a judgement."""

    document = models.OneToOneField(Document, models.CASCADE, related_name="reading")
    has_text = models.BooleanField(null=True, help_text="whether words can be searched; None where that is no question")
    is_draft = models.BooleanField(default=False, help_text="whether it calls itself a draft")
    kind = models.CharField(max_length=20, choices=Kind, blank=True)
    number = models.CharField(max_length=60, blank=True)
    date = models.DateField(null=True, blank=True)
    title = models.CharField(max_length=300, blank=True)
    length = models.PositiveIntegerField(null=True, blank=True, help_text="pages of an office file, about")
    pictured = models.PositiveIntegerField(default=0, help_text="pages that have pictures, from the first")
    active = models.CharField(max_length=200, blank=True, help_text="scripts, launch actions, attachments; in words")
    problem = models.CharField(max_length=200, blank=True, help_text="why the file could not be read or pictured")
    read_at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name = "hasil pembacaan"
        verbose_name_plural = "hasil pembacaan"
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=["", *Kind.values]), name="reading_kind_known"),
        ]

    def __str__(self) -> str:
        return f"hasil pembacaan {self.document}"
