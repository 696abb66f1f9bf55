"""What happened, and who was told. Subjects are named by text and URL: this layer knows no higher one."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import Q

from accounts.models import Instansi, User


class EventQuerySet(models.QuerySet["Event"]):
    def visible_to(self, user: User) -> EventQuerySet:
        """For those who see all of an institution's work; an operator sees what he did himself."""
        if user.is_technician:
            return self.filter(instansi=None)
        if user.is_operator:
            return self.filter(actor=user)
        return self.filter(instansi_id=user.instansi_id) if user.instansi_id else self.none()

    def about(self, subject: str) -> EventQuerySet:
        return self.filter(subject=subject)

    def update(self, **kwargs: Any) -> int:
        raise TypeError("events are append-only")

    def delete(self) -> tuple[int, dict[str, int]]:
        raise TypeError("events are append-only")


class Event(models.Model):
    """One thing somebody did. Written once, never changed."""

    instansi = models.ForeignKey(Instansi, models.PROTECT, null=True, blank=True, related_name="events")
    actor = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="events")
    verb = models.SlugField(max_length=40)
    subject = models.CharField(max_length=60, help_text='such as "answer:12"')
    text = models.CharField("peristiwa", max_length=300)
    note = models.TextField("catatan", blank=True)
    url = models.CharField(max_length=200, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = EventQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["subject", "-id"], name="event_subject"),
            models.Index(fields=["instansi", "-id"], name="event_instansi"),
        ]
        constraints = [
            models.CheckConstraint(condition=~Q(verb="") & ~Q(subject="") & ~Q(text=""), name="event_says_something")
        ]

    def __str__(self) -> str:
        return self.text


class NotificationQuerySet(models.QuerySet["Notification"]):
    def visible_to(self, user: User) -> NotificationQuerySet:
        return self.filter(user=user)

    def unread(self) -> NotificationQuerySet:
        return self.filter(read_at=None)


class Notification(models.Model):
    """One line told to one person."""

    user = models.ForeignKey(User, models.CASCADE, related_name="notifications")
    text = models.CharField(max_length=300)
    url = models.CharField(max_length=200, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    read_at = models.DateTimeField(null=True, blank=True)
    mailed_at = models.DateTimeField(null=True, blank=True)

    objects = NotificationQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["user", "read_at"], name="notification_unread")]
        constraints = [models.CheckConstraint(condition=~Q(text=""), name="notification_says_something")]

    def __str__(self) -> str:
        return self.text
