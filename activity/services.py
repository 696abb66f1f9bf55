"""Record what happened and tell people. Called inside the transaction of the step that it describes."""

from __future__ import annotations

from collections.abc import Iterable

from django.conf import settings
from django.core.mail import send_mail
from django.db import transaction
from django.template.loader import render_to_string
from django.utils import timezone

from accounts.models import Instansi, User
from activity.models import Event, Notification


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
    rows = Notification.objects.bulk_create(
        [Notification(user=user, text=text[:300], url=url) for user in people.values()]
    )
    to_mail = [row.pk for row in rows if people[row.user_id].wants_mail and people[row.user_id].email]
    if to_mail:
        transaction.on_commit(lambda: _enqueue_mail(to_mail))


def _enqueue_mail(notification_ids: list[int]) -> None:
    from activity.tasks import deliver_mail  # noqa: PLC0415 - the task module imports this one

    deliver_mail.delay(notification_ids)


def deliver(notification_ids: list[int]) -> int:
    """Mail the notifications that were not mailed yet; returns how many went out. Safe to repeat."""
    sent = 0
    for row in Notification.objects.filter(pk__in=notification_ids, mailed_at=None).select_related("user"):
        if not Notification.objects.filter(pk=row.pk, mailed_at=None).update(mailed_at=timezone.now()):
            continue
        context = {"notification": row, "base_url": settings.BASE_URL}
        send_mail(
            f"Portal SPBE: {row.text}"[:150],
            render_to_string("activity/mail/notification.txt", context),
            None,
            [row.user.email],
        )
        sent += 1
    return sent


def mark_read(*, by: User, only: Notification | None = None) -> int:
    """Mark all of one's notifications as read, or only one; returns how many were unread."""
    rows = Notification.objects.visible_to(by).unread()
    return (rows.filter(pk=only.pk) if only else rows).update(read_at=timezone.now())
