"""Load the demo institution once."""

from __future__ import annotations

import json
from typing import Any

from django.conf import settings
from django.core.management import BaseCommand, CommandError
from django.db import transaction

from accounts.models import Instansi, Role
from spbe_portal.demo import (
    comparison,
    current,
    imported,
    last_year,
    letterhead,
    people,
    plan,
    published,
    scenarios,
    wishes,
)


class Command(BaseCommand):
    help = "Loads the demo institution with public results and a half-way assessment, once; prints its accounts."

    def handle(self, **options: Any) -> None:
        if not settings.DEBUG:
            raise CommandError("The demo has a known password and is refused when DEBUG is off.")
        if not Instansi.objects.filter(is_demo=True).exists():
            self.stderr.write("Loading the demo institution")
            with transaction.atomic():
                _load()
        self.stdout.write(accounts_text())


def accounts_text() -> str:
    """One line per role with the username, and the password they share."""
    lines = [f"  {username:<12} {Role(role).label}" for username, _, role, *_ in people.PEOPLE[:5]]
    return "\n".join(["Akun contoh:", *lines, f"  kata sandi   {people.PASSWORD}"])


def _load() -> None:
    instansi, units, users = people.create()
    letterhead.create(instansi, users["admin"])
    published.create(
        instansi,
        units["KOMINFO"],
        operator=users["operator"],
        assessor=users["asesor"],
        coordinator=users["koordinator"],
    )
    latest = json.loads(published.FILE.read_text())["published"][-1]
    assessment = current.create(instansi, units, users, levels=latest["final"])
    last_year.create(instansi, units["KOMINFO"], operator=users["operator"], admin=users["admin"])
    comparison.create(instansi, coordinator=users["koordinator"])
    scenarios.create(instansi, by=users["koordinator"])
    plan.create(assessment, units, users)
    wishes.create(instansi, assessment, units, users)
    imported.create(instansi, admin=users["admin"])
