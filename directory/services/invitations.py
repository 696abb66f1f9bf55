"""The mail with which a new person chooses a password."""

from __future__ import annotations

from collections.abc import Sequence

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.core.mail import send_mail
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse

from accounts.models import User

MAILS_PER_TASK = 50  # so that a slow mail server stays inside a task's time limit


def invite_later(person_ids: Sequence[int]) -> None:
    """Send the mails once the transaction holds, a few per task."""
    from directory.tasks import deliver_invitations  # noqa: PLC0415 - the task module imports this one

    for start in range(0, len(person_ids), MAILS_PER_TASK):
        some = list(person_ids[start : start + MAILS_PER_TASK])
        transaction.on_commit(lambda some=some: deliver_invitations.delay(some))


def deliver(person_ids: Sequence[int]) -> int:
    """Mail each person a link of his own; returns how many went out. A link dies once a password was chosen."""
    people = User.objects.active().filter(pk__in=person_ids).exclude(email="").order_by("pk")
    for person in people:
        text = render_to_string("directory/mail/invitation.txt", {"person": person, **_addresses(person)})
        send_mail("Portal SPBE: akun Anda", text, None, [person.email])
    return len(people)


def _addresses(person: User) -> dict[str, str]:
    key = {"uidb36": user_pk_to_url_str(person), "key": default_token_generator.make_token(person)}
    return {
        "link": settings.BASE_URL + reverse("account_reset_password_from_key", kwargs=key),
        "forgotten": settings.BASE_URL + reverse("account_reset_password"),
    }
