"""Institutions, kept by the technician."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from accounts.middleware import rescued, rescues_text
from accounts.models import Instansi, Role, User
from directory import permissions
from directory.forms import InstansiForm
from directory.services.instansi import change_instansi, create_instansi
from directory.views import lists


@require_GET
def instansi(request: HttpRequest) -> HttpResponse:
    rows = Instansi.objects.visible_to(request.user)
    _require(request.user)
    active = Q(users__is_active=True)
    rows = rows.matching(lists.words(request)).annotate(
        unit_count=Count("units", filter=Q(units__is_active=True), distinct=True),
        people=Count("users", filter=active, distinct=True),
        admins=Count("users", filter=active & Q(users__role=Role.ADMIN), distinct=True),
    )
    context = {"page": lists.page_of(rows.order_by("name", "pk"), request), "q": lists.words(request)}
    return render(request, "directory/instansi.html", context)


@rescues_text
@require_http_methods(["GET", "POST"])
def create(request: HttpRequest) -> HttpResponse:
    _require(request.user)
    kept = rescued(request)
    form = InstansiForm(lists.typed(request, kept))
    if request.method == "POST" and form.feed(create_instansi, by=request.user):
        messages.success(request, f"{form.result} ditambahkan. Sekarang tambahkan admin pertamanya.")
        return redirect("instansi-user-create", instansi_pk=form.result.pk)
    return render(request, "directory/instansi_form.html", {"form": form, "was_kept": bool(kept)})


@rescues_text
@require_http_methods(["GET", "POST"])
def change(request: HttpRequest, pk: int) -> HttpResponse:
    row = get_object_or_404(Instansi.objects.visible_to(request.user), pk=pk)
    _require(request.user)
    kept = rescued(request)
    form = InstansiForm(lists.typed(request, kept), instance=Instansi.objects.get(pk=pk))
    if request.method == "POST" and form.feed(change_instansi, row, by=request.user):
        messages.success(request, "Perubahan instansi disimpan." if form.result else "Tidak ada yang berubah.")
        return redirect("instansi")
    return render(request, "directory/instansi_form.html", {"form": form, "instansi": row, "was_kept": bool(kept)})


def _require(user: User) -> None:
    if not permissions.can_manage_instansi(user):
        raise PermissionDenied
