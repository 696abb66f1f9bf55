"""People: the admin's of his institution, the technician's of all."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.middleware import rescued, rescues_text
from accounts.models import Instansi, Role, Unit, User
from accounts.refusals import Refused
from directory import permissions
from directory.forms import PersonForm
from directory.services.people import change_person, create_person, invite_again, set_person_active
from directory.views import lists

ORDERS = {
    "nama": ("full_name", "pk"),
    "peran": ("role", "full_name", "pk"),
    "masuk": ("-last_login", "full_name", "pk"),
}


@require_GET
def users(request: HttpRequest) -> HttpResponse:
    people = User.objects.visible_to(request.user)
    if not permissions.can_manage_people(request.user):
        raise PermissionDenied
    chosen, order = _chosen(request), lists.order(request, ORDERS)
    people = people.matching(lists.words(request)).filter(**chosen, **lists.STATUSES[lists.status(request)])
    context = {
        "page": lists.page_of(people.order_by(*ORDERS[order]), request),
        "q": lists.words(request),
        "status": lists.status(request),
        "order": order,
        "chosen": chosen,
        "roles": Role.choices,
        "is_filtered": bool(lists.words(request) or chosen) or lists.status(request) != "aktif",
        **_places(request.user),
    }
    return render(request, "directory/users.html", context)


@rescues_text
@require_http_methods(["GET", "POST"])
def create(request: HttpRequest, instansi_pk: int | None = None) -> HttpResponse:
    """An admin adds to his own institution; a technician comes from the institution he chose."""
    own = Instansi.objects.visible_to(request.user)
    instansi = get_object_or_404(own, pk=instansi_pk or request.user.instansi_id)
    if not permissions.can_add_person(request.user, instansi):
        raise PermissionDenied
    kept = rescued(request)
    form = PersonForm(lists.typed(request, kept), instance=User(instansi=instansi))
    if request.method == "POST" and form.feed(create_person, instansi=instansi, by=request.user):
        messages.success(request, f"{form.result} ditambahkan. Tautan kata sandi dikirim ke {form.result.email}.")
        return redirect("users")
    return render(request, "directory/user_form.html", {"form": form, "instansi": instansi, "was_kept": bool(kept)})


@rescues_text
@require_http_methods(["GET", "POST"])
def change(request: HttpRequest, pk: int) -> HttpResponse:
    person = get_object_or_404(User.objects.visible_to(request.user), pk=pk)
    if not permissions.can_change_person(request.user, person):
        raise PermissionDenied
    kept = rescued(request)
    form = PersonForm(lists.typed(request, kept), instance=User.objects.get(pk=pk))
    if request.method == "POST" and form.feed(change_person, person, by=request.user):
        messages.success(request, "Perubahan pengguna disimpan." if form.result else "Tidak ada yang berubah.")
        return redirect("users")
    context = {
        "form": form,
        "person": person,
        "instansi": person.instansi,
        "can_set_active": permissions.can_set_active(request.user, person),
        "was_kept": bool(kept),
    }
    return render(request, "directory/user_form.html", context)


@require_http_methods(["GET", "POST"])
def set_active(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask before shutting somebody out or letting him in again."""
    person = get_object_or_404(User.objects.visible_to(request.user), pk=pk)
    if not permissions.can_set_active(request.user, person):
        raise PermissionDenied
    if request.method == "POST":
        try:
            person = set_person_active(person, request.POST.get("aktif") == "ya", by=request.user)
        except Refused as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, f"{person} {'aktif lagi' if person.is_active else 'dinonaktifkan'}.")
        return redirect("users")
    return render(request, "directory/user_status.html", {"person": person})


@require_POST
def invite(request: HttpRequest, pk: int) -> HttpResponse:
    person = get_object_or_404(User.objects.visible_to(request.user), pk=pk)
    if not permissions.can_change_person(request.user, person):
        raise PermissionDenied
    try:
        invite_again(person, by=request.user)
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, f"Tautan kata sandi dikirim ke {person.email}.")
    return redirect("user-change", pk=pk)


def _chosen(request: HttpRequest) -> dict[str, Any]:
    """The filters of the address that name something."""
    role = request.GET.get("peran")
    asked = {
        "role": role if role in Role.values else None,
        "unit": lists.number(request, "opd"),
        "instansi": lists.number(request, "instansi"),
    }
    return {name: value for name, value in asked.items() if value}


def _places(user: User) -> dict[str, Any]:
    """The choices of the place filter: OPD for an admin, institutions for a technician."""
    if user.is_technician:
        return {"instansi_choices": Instansi.objects.order_by("name", "pk")}
    return {"unit_choices": Unit.objects.visible_to(user).order_by("name", "pk")}
