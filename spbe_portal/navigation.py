"""What stands in the masthead of every page."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from accounts.models import Role
from activity.models import Notification

TASKS = ("tasks", "Tugas saya")
ASSESSMENTS = ("assessments", "Penilaian")
EVIDENCE = ("documents", "Bukti dukung")
INSTRUMENTS = ("instruments", "Instrumen")
UNITS = ("units", "OPD")
USERS = ("users", "Pengguna")
HISTORY = ("history", "Riwayat")

MENU: dict[str, tuple[tuple[str, str], ...]] = {
    Role.OPERATOR: (TASKS, ASSESSMENTS, EVIDENCE, INSTRUMENTS),
    Role.ADMIN: (ASSESSMENTS, EVIDENCE, UNITS, USERS, INSTRUMENTS, HISTORY),
    Role.ASSESSOR: (ASSESSMENTS, EVIDENCE, INSTRUMENTS, HISTORY),
    Role.COORDINATOR: (ASSESSMENTS, EVIDENCE, INSTRUMENTS, HISTORY),
    Role.TECHNICIAN: (("instansi", "Instansi"), USERS, INSTRUMENTS, HISTORY),
}


def navigation(request: HttpRequest) -> dict[str, Any]:
    """Menu of the role and the number of unread notifications, the latter asked only where it is shown."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return {"DEBUG": settings.DEBUG}
    return {
        "menu": MENU[user.role],
        "unread": SimpleLazyObject(lambda: Notification.objects.visible_to(user).unread().count()),
        "DEBUG": settings.DEBUG,
    }
