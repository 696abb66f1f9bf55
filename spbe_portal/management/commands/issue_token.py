"""`manage.py issue_token USERNAME --days N [--name NAME]`: a key for the API, alone on standard output."""

from __future__ import annotations

import re
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from accounts.models import User
from accounts.services import tokens
from activity import services as activity


class Command(BaseCommand):
    help = "Membuat kunci API untuk seorang pengguna dan mencetaknya sekali."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("username")
        parser.add_argument("--days", required=True, help=f"masa berlaku, 1 sampai {tokens.MAX_DAYS} hari")
        parser.add_argument("--name", default="Baris perintah", help="nama kunci, agar mudah dikenali")

    def handle(self, *args: Any, username: str, days: str, name: str, **options: Any) -> None:
        user = User.objects.active().filter(username__iexact=username).first()
        if user is None:
            raise CommandError(f"Pengguna {username} tidak ada atau tidak aktif.", returncode=2)
        try:
            key = issue(user, name, days)
        except ValidationError as error:
            raise CommandError(" ".join(error.messages), returncode=2) from None
        self.stdout.write(key)


@transaction.atomic
def issue(user: User, name: str, days: str) -> str:
    """The key, with an event in the history: whoever can run this command can act as anyone."""
    if not re.fullmatch(r"[0-9]{1,4}", days):
        raise ValidationError("--days harus bilangan bulat.")
    token, key = tokens.issue(user=user, name=name, days=int(days))
    activity.record(
        "issue_token",
        subject=f"user:{user.pk}",
        text=f"Kunci API “{token.name}” untuk {user} dibuat dari baris perintah",
        by=None,
        instansi=user.instansi,
    )
    return key
