"""Record what happened and tell people. Called inside the transaction of the step that it describes."""

from __future__ import annotations

import datetime
import logging
from collections.abc import Iterable
from smtplib import SMTPException

from django.conf import settings
from django.core.mail import send_mail
from django.db import transaction
from django.template.loader import render_to_string
from django.utils import timezone

from accounts.models import Instansi, User
from activity.models import Event, Notification

logger = logging.getLogger(__name__)
MAIL_DELAY = datetime.timedelta(minutes=2)  # after which a mail not sent is taken to be lost
MAIL_LIFE = datetime.timedelta(days=1)  # after which nobody wants it any more


def record(
    verb: str, *, subject: str, text: str, by: User | None, instansi: Instansi | None, note: str = "", url: str = ""
) -> Event:
    """Append one event. `subject` is "model:pk"; `text` is the Indonesian sentence people will read."""
    return Event.objects.create(
        verb=verb, subject=subject, text=text[:300], note=note, url=url, actor=by, instansi=instansi
    )


def notify(users: Iterable[User], text: str, *, url: str = "", except_for: User | None = None) -> None:
    """Tell each active person once, on their list and, if they want it, by mail once the transaction holds."""
    people = {user.pk: user for user in users if user.is_active and user != except_for}
    line = " ".join(text.split())[:300]
    rows = Notification.objects.bulk_create([Notification(user=user, text=line, url=url) for user in people.values()])
    to_mail = [row.pk for row in rows if people[row.user_id].wants_mail and people[row.user_id].email]
    if to_mail:  # robust: the step holds even when the queue cannot be reached; deliver_lost sends later
        transaction.on_commit(lambda: _enqueue_mail(to_mail), robust=True)


def _enqueue_mail(notification_ids: list[int]) -> None:
    from activity.tasks import deliver_mail  # noqa: PLC0415 - the task module imports this one

    deliver_mail.delay(notification_ids)


def deliver(notification_ids: Iterable[int]) -> int:
    """Mail the notifications that were not mailed yet; returns how many went out. Safe to repeat.

    A row is claimed before the mail goes out, so that two workers never send it twice, and given back when it
    could not be sent.
    """
    sent = 0
    rows = Notification.objects.filter(pk__in=notification_ids, mailed_at=None, user__is_active=True)
    for row in rows.select_related("user").order_by("pk"):
        claimed = Notification.objects.filter(pk=row.pk, mailed_at=None)
        if not claimed.update(mailed_at=timezone.now()):
            continue
        try:
            _mail(row)
        except (OSError, SMTPException):
            Notification.objects.filter(pk=row.pk).update(mailed_at=None)
            logger.exception("Notification %s could not be mailed", row.pk)
        else:
            sent += 1
    return sent


def deliver_lost() -> int:
    """Mail what the queue or the mail server lost, until it is a day old; returns how many went out."""
    now = timezone.now()
    rows = Notification.objects.filter(
        mailed_at=None, created_at__range=(now - MAIL_LIFE, now - MAIL_DELAY), user__wants_mail=True
    )
    return deliver(list(rows.exclude(user__email="").values_list("pk", flat=True)))


def _mail(row: Notification) -> None:
    context = {"notification": row, "base_url": settings.BASE_URL}
    text = render_to_string("activity/mail/notification.txt", context)
    send_mail(f"Portal SPBE: {row.text}"[:150], text, None, [row.user.email])


def mark_read(*, by: User, only: Notification | None = None) -> int:
    """Mark all of one's notifications as read, or only one; returns how many were unread."""
    rows = Notification.objects.visible_to(by).unread()
    return (rows.filter(pk=only.pk) if only else rows).update(read_at=timezone.now())
