"""What stands in the masthead of every page."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import SimpleLazyObject

from accounts.models import Role
from activity.models import Notification

TASKS = ("tasks", "Tugas saya")
ASSESSMENTS = ("assessments", "Penilaian")
RESULTS = ("years", "Hasil dan rencana")
PLAN = ("plan", "Rencana")
HOST = ("host-results", "Hasil")
EVIDENCE = ("documents", "Bukti dukung")
INSTRUMENTS = ("instruments", "Instrumen")
UNITS = ("units", "OPD")
USERS = ("users", "Pengguna")
HISTORY = ("history", "Riwayat")

MENU: dict[str, tuple[tuple[str, str], ...]] = {
    Role.OPERATOR: (TASKS, ASSESSMENTS, EVIDENCE, PLAN, INSTRUMENTS),
    Role.ADMIN: (ASSESSMENTS, EVIDENCE, RESULTS, UNITS, USERS, INSTRUMENTS, HISTORY),
    Role.ASSESSOR: (ASSESSMENTS, EVIDENCE, RESULTS, INSTRUMENTS, HISTORY),
    Role.COORDINATOR: (ASSESSMENTS, EVIDENCE, RESULTS, INSTRUMENTS, HISTORY),
    Role.TECHNICIAN: (("instansi", "Instansi"), USERS, HOST, INSTRUMENTS, HISTORY),
}


# Pages that belong to an entry although their address begins otherwise, with the roles' entries that claim them.
ALSO = {
    "tasks": ("/isian/", "/prioritas/"),
    "assessments": ("/isian/", "/laporan/", "/skenario/", "/prioritas/"),
    "documents": ("/bukti/",),
    "units": ("/pengelolaan/instansi/",),  # an admin's only page there is his letterhead
    "years": ("/target/", "/rencana/", "/prasyarat/"),
}


def navigation(request: HttpRequest) -> dict[str, Any]:
    """Menu of the role and the number of unread notifications, the latter asked only where it is shown."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return {"DEBUG": settings.DEBUG}
    return {
        "menu": _menu(user.role, request.path),
        "unread": SimpleLazyObject(lambda: Notification.objects.visible_to(user).unread().count()),
        "DEBUG": settings.DEBUG,
    }


def _menu(role: str, path: str) -> list[dict[str, Any]]:
    """The entries of a role; the first that the path belongs to is the current one."""
    entries: list[dict[str, Any]] = []
    for name, label in MENU[role]:
        address = reverse(name)
        is_current = path.startswith((address, *ALSO.get(name, ())))
        is_first = not any(entry["is_current"] for entry in entries)
        entries.append({"address": address, "label": label, "is_current": is_current and is_first})
    return entries
