"""Targets by year, beside what came of them."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.middleware import rescued, rescues_text
from assessments.forms import VersionField
from assessments.workflow import Refused
from planning import permissions
from planning.forms.targets import NewTargetForm, TargetForm
from planning.models import Target
from planning.services import targets as services
from planning.summaries import targets as summaries
from results.permissions import can_read_results

FIRST, LAST = 2018, 2100


@require_GET
def targets(request: HttpRequest) -> HttpResponse:
    """Every year's index beside its target; `?tahun=2027` leads to that year, which may still be empty."""
    if not can_read_results(request.user):
        raise PermissionDenied
    year = request.GET.get("tahun", "")
    if year.isdecimal() and len(year) == 4 and FIRST <= int(year) <= LAST:
        return redirect("target-year", int(year))
    context = {
        "lines": summaries.years(request.user), "can_set": permissions.can_set_targets(request.user),
        "asked": year, "first": FIRST, "last": LAST,
    }  # fmt: skip
    return render(request, "planning/targets.html", context, status=422 if year else 200)


@rescues_text
@require_http_methods(["GET", "POST"])
def target_year(request: HttpRequest, year: int) -> HttpResponse:
    if not can_read_results(request.user):
        raise PermissionDenied
    found = _year(request, year)
    can_set = permissions.can_set_targets(request.user)
    if request.method == "POST" and not can_set:
        raise PermissionDenied
    data = request.POST if request.method == "POST" else None
    form = NewTargetForm(data, instrument=found.instrument, initial=rescued(request)) if can_set else None
    if form and form.is_valid():
        form.cleaned_data.pop("version")
        try:
            target = services.set_target(
                instansi=request.user.instansi, year=year, instrument=found.instrument, by=request.user,
                **form.cleaned_data,
            )  # fmt: skip
        except (Refused, ValidationError) as refusal:
            form.add_error(None, _words(refusal))
        else:
            messages.success(request, f"Target {target.place} tersimpan.")
            return redirect(target)
    context = {"found": found, "form": form, "is_open": form is not None and form.is_bound, "can_set": can_set}
    return render(request, "planning/target_year.html", context, status=422 if form and form.errors else 200)


@rescues_text
@require_http_methods(["GET", "POST"])
def target_change(request: HttpRequest, pk: int) -> HttpResponse:
    target = _changeable(request, pk)
    form = TargetForm(request.POST if request.method == "POST" else None, target=target, initial=rescued(request))
    if form.is_valid():
        try:
            target = services.change_target(target, by=request.user, **form.cleaned_data)
        except (Refused, ValidationError) as refusal:
            form.add_error(None, _words(refusal))
            target = _changeable(request, pk)
            form.rebase(target.version)
        else:
            messages.success(request, f"Target {target.place} tersimpan.")
            return redirect(target)
    context = {"target": target, "form": form}
    return render(request, "planning/target_change.html", context, status=422 if form.errors else 200)


@require_POST
def target_remove(request: HttpRequest, pk: int) -> HttpResponse:
    target = _changeable(request, pk)
    try:
        services.remove_target(target, version=VersionField().clean(request.POST.get("version")), by=request.user)
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect("target-change", pk)
    messages.success(request, f"Target {target.place} dihapus.")
    return redirect(target)


def _changeable(request: HttpRequest, pk: int) -> Target:
    target = get_object_or_404(Target.objects.visible_to(request.user).in_full(), pk=pk)
    if not permissions.can_change_target(request.user, target):
        raise PermissionDenied
    return target


def _year(request: HttpRequest, year: int) -> summaries.TargetYear:
    found = summaries.target_year(request.user, year, request.GET.get("instrumen", ""))
    if found is None or not FIRST <= year <= LAST:
        raise Http404
    return found


def _words(refusal: Exception) -> Any:
    return refusal.messages if isinstance(refusal, ValidationError) else str(refusal)
