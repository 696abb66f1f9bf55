"""The letterhead of an institution: its texts, the people who sign, and its logo."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from accounts.middleware import rescued, rescues_text
from accounts.models import Instansi
from accounts.refusals import Refused
from directory import letterheads, permissions
from directory.forms import LetterheadForm, LogoForm
from directory.models import Letterhead
from directory.services.letterheads import change_letterhead, remove_logo, set_logo
from directory.versions import ChangedMeanwhile
from directory.views import lists

LOGO_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": "default-src 'none'; sandbox",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "private, no-cache",
}


@require_GET
def own(request: HttpRequest) -> HttpResponse:
    """The way from the menu: an admin has one letterhead, a technician chooses the institution first."""
    instansi = request.user.instansi
    if instansi is None:
        return redirect("instansi")
    if not permissions.can_change_letterhead(request.user, instansi):
        raise PermissionDenied
    return redirect("letterhead", instansi.pk)


@rescues_text
@require_http_methods(["GET", "POST"])
def letterhead(request: HttpRequest, pk: int) -> HttpResponse:
    instansi = _changeable(request, pk)
    kept = rescued(request)
    form = LetterheadForm(lists.typed(request, kept), instance=letterheads.of_instansi(instansi))
    if request.method == "POST" and form.feed(change_letterhead, instansi, by=request.user):
        messages.success(request, "Kop surat disimpan." if form.result else "Tidak ada yang berubah.")
        return redirect("letterhead", pk)
    context = {"form": form, "instansi": instansi, "was_kept": bool(kept), **_preview(instansi)}
    status = 422 if request.method == "POST" else 200
    if isinstance(form.refusal, ChangedMeanwhile):
        form.compare(letterheads.texts(context["row"]))
        status = 409
    return render(request, "directory/letterhead.html", context, status=status)


@require_http_methods(["GET", "POST"])
def change_logo(request: HttpRequest, pk: int) -> HttpResponse:
    instansi = _changeable(request, pk)
    if "hapus" in request.POST:
        try:
            remove_logo(instansi, by=request.user)
            messages.success(request, "Logo dihapus dari kop surat.")
        except Refused as refusal:
            messages.error(request, str(refusal))
        return redirect("letterhead", pk)
    form = LogoForm(request.POST, request.FILES) if request.method == "POST" else LogoForm()
    if form.is_bound and form.feed(set_logo, instansi, by=request.user):
        messages.success(request, "Logo dipasang pada kop surat.")
        return redirect("letterhead", pk)
    context = {"form": form, "instansi": instansi, **_preview(instansi)}
    return render(request, "directory/letterhead_logo.html", context, status=422 if form.is_bound else 200)


@require_GET
def logo(request: HttpRequest, pk: int) -> HttpResponse:
    """The picture, for the people of the institution."""
    row = get_object_or_404(Letterhead.objects.visible_to(request.user), instansi=pk)
    if row.logo is None:
        raise Http404
    return HttpResponse(bytes(row.logo), content_type=row.logo_type, headers=LOGO_HEADERS)


def _changeable(request: HttpRequest, pk: int) -> Instansi:
    instansi = get_object_or_404(Instansi.objects.visible_to(request.user), pk=pk)
    if not permissions.can_change_letterhead(request.user, instansi):
        raise PermissionDenied
    return instansi


def _preview(instansi: Instansi) -> dict[str, object]:
    """The letterhead as it is saved."""
    row = letterheads.of_instansi(instansi)
    return {
        "row": row,
        "government": letterheads.government(row),
        "address": letterheads.address(row),
        "contacts": letterheads.contacts(row),
    }
