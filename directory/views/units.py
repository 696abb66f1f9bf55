"""OPD of the admin's own institution."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Count, Prefetch, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.datastructures import MultiValueDict
from django.views.decorators.http import require_GET, require_http_methods

from accounts.middleware import rescued_lists, rescues_text
from accounts.models import Unit, User
from directory import permissions
from directory.forms import UnitForm
from directory.services.units import change_unit, create_unit, set_unit_active
from directory.views import lists

ORDERS = {"nama": ("name", "pk"), "kode": ("code", "pk"), "pengguna": ("-people", "name", "pk")}


@require_GET
def units(request: HttpRequest) -> HttpResponse:
    rows = Unit.objects.visible_to(request.user)
    _require(request.user)
    order = lists.order(request, ORDERS)
    rows = rows.matching(lists.words(request)).filter(**lists.STATUSES[lists.status(request)])
    rows = rows.annotate(people=Count("users", filter=Q(users__is_active=True))).order_by(*ORDERS[order])
    old = Prefetch("predecessors", Unit.objects.order_by("short_name", "pk"))
    context = {
        "page": lists.page_of(rows.prefetch_related(old), request),
        "q": lists.words(request),
        "status": lists.status(request),
        "order": order,
        "is_filtered": bool(lists.words(request)) or lists.status(request) != "aktif",
    }
    return render(request, "directory/units.html", context)


@rescues_text
@require_http_methods(["GET", "POST"])
def create(request: HttpRequest) -> HttpResponse:
    _require(request.user)
    kept = MultiValueDict(rescued_lists(request))
    form = UnitForm(lists.typed(request, kept), instance=Unit(instansi=request.user.instansi))
    if request.method == "POST" and form.feed(create_unit, instansi=request.user.instansi, by=request.user):
        messages.success(request, f"OPD {form.result} ditambahkan.")
        return redirect("units")
    return render(request, "directory/unit_form.html", {"form": form, "was_kept": bool(kept)})


@rescues_text
@require_http_methods(["GET", "POST"])
def change(request: HttpRequest, pk: int) -> HttpResponse:
    unit = get_object_or_404(Unit.objects.visible_to(request.user), pk=pk)
    _require(request.user)
    kept = MultiValueDict(rescued_lists(request))
    form = UnitForm(lists.typed(request, kept), instance=Unit.objects.get(pk=pk))
    if request.method == "POST" and form.feed(change_unit, unit, by=request.user):
        messages.success(request, "Perubahan OPD disimpan." if form.result else "Tidak ada yang berubah.")
        return redirect("units")
    people = User.objects.active().filter(unit=unit).order_by("full_name", "pk")
    context = {"form": form, "unit": unit, "people": people, "was_kept": bool(kept)}
    return render(request, "directory/unit_form.html", context)


@require_http_methods(["GET", "POST"])
def set_active(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask before closing or reopening an OPD."""
    unit = get_object_or_404(Unit.objects.visible_to(request.user).select_related("instansi"), pk=pk)
    _require(request.user)
    if request.method == "POST":
        unit = set_unit_active(unit, request.POST.get("aktif") == "ya", by=request.user)
        messages.success(request, f"OPD {unit} {'aktif lagi' if unit.is_active else 'dinonaktifkan'}.")
        return redirect("units")
    people = User.objects.active().filter(unit=unit).count()
    return render(request, "directory/unit_status.html", {"unit": unit, "people": people})


def _require(user: User) -> None:
    if not permissions.can_manage_units(user):
        raise PermissionDenied
