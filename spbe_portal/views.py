"""The front door, health, and error pages."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.views.decorators.http import require_GET
from health_check.views import HealthCheckView

from accounts.models import Role

HOME = {Role.OPERATOR: "tasks", Role.TECHNICIAN: "instansi"}

health = login_not_required(HealthCheckView.as_view(checks=["health_check.Database", "health_check.Cache"]))


@require_GET
def home(request: HttpRequest) -> HttpResponse:
    """Each role lands on what it does first."""
    return redirect(HOME.get(Role(request.user.role), "assessments"))


@require_GET
def components(request: HttpRequest) -> HttpResponse:
    return render(request, "components/gallery.html")


def _error(request: HttpRequest, status: int, title: str, text: str) -> HttpResponse:
    return render(request, "error.html", {"title": title, "text": text}, status=status)


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return _error(request, 400, "Permintaan tidak dapat dibaca", "Muat ulang halaman sebelumnya, lalu coba lagi.")


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return _error(
        request,
        403,
        "Anda tidak berwenang",
        "Peran Anda tidak memungkinkan langkah ini. Hubungi Admin Diskominfo bila seharusnya boleh.",
    )


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return _error(
        request, 404, "Halaman tidak ditemukan", "Alamatnya salah, atau halaman ini bukan bagian dari pekerjaan Anda."
    )


def server_error(request: HttpRequest) -> HttpResponse:
    """Rendered without the request: what broke may be the database that the menu reads."""
    text = "Data yang sudah tersimpan tetap aman. Coba lagi sebentar lagi."
    page = render_to_string("error.html", {"title": "Terjadi kesalahan pada portal", "text": text})
    return HttpResponse(page, status=500)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    return _error(
        request,
        403,
        "Formulir sudah kedaluwarsa",
        "Kembali ke halaman sebelumnya, muat ulang, lalu kirim lagi. Tulisan Anda masih ada di halaman itu.",
    )
