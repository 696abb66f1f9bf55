"""Scenarios that were kept: the list, one of them, several side by side, and what may be done with them."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.middleware import rescued, rescues_text
from accounts.refusals import Refused
from assessments.models import Assessment
from assessments.permissions import can_see_results
from planning import permissions
from planning.forms.scenarios import KeepForm, form_of
from planning.imagining import Imagined, imagine
from planning.models import Scenario
from planning.scenarios import chosen, differences, domain_rows, read
from planning.services import actions
from planning.services import scenarios as services
from results.summaries import summarise

PER_PAGE = 20


@require_GET
def scenarios(request: HttpRequest, pk: int) -> HttpResponse:
    """What was kept of one assessment, newest first; `?keadaan=terhapus` shows what was deleted."""
    found = _assessment(request, pk)
    is_deleted = request.GET.get("keadaan") == "terhapus"
    rows = found.scenarios.filter(deleted_at__isnull=not is_deleted).in_full().order_by("-made_at", "-pk")
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("hal"))
    context = {"assessment": found, "page": page, "kept": read(page, summarise(found)), "is_deleted": is_deleted}
    return render(request, "planning/scenarios.html", context)


@rescues_text
@require_http_methods(["GET", "POST"])
def scenario_create(request: HttpRequest, pk: int) -> HttpResponse:
    """Give the levels of the address a name and keep them."""
    found = _assessment(request, pk)
    imagined = imagine(summarise(found), request.GET)
    search = imagined.search
    form = KeepForm(
        request.POST if request.method == "POST" else None, initial={**rescued(request), "seen": imagined.seen}
    )
    status = 422 if imagined.query.errors or form.errors else 200
    if request.method == "POST" and status == 200:
        try:
            scenario = services.keep_scenario(
                found, imagined=imagined, search=search, **form.cleaned_data, by=request.user
            )
        except (Refused, ValidationError) as refusal:
            _tell(form, refusal)
            form.see_again(imagined.seen)
            status = 409
        else:
            messages.success(request, f"Skenario {scenario} tersimpan.")
            return redirect(scenario)
    return _create_page(request, found, imagined, form, status)


def _create_page(
    request: HttpRequest, found: Assessment, imagined: Imagined, form: KeepForm, status: int
) -> HttpResponse:
    context = {"assessment": found, "page": imagined, "whatif": imagined.whatif, "form": form}
    return render(request, "planning/scenario_create.html", context, status=status)


@require_GET
def scenario(request: HttpRequest, pk: int) -> HttpResponse:
    """One scenario beside the assessment as it is now."""
    found = _fetched(request, pk)
    (kept,) = read([found], summarise(found.assessment))
    can_change = permissions.can_change_scenario(request.user, found)
    can_plan = permissions.can_plan(request.user, found.assessment.instansi) and bool(kept.steps)
    context = {
        "scenario": found, "kept": kept, "assessment": found.assessment, "can_change": can_change, "can_plan": can_plan,
    }  # fmt: skip
    return render(request, "planning/scenario.html", context)


@rescues_text
@require_http_methods(["GET", "POST"])
def scenario_change(request: HttpRequest, pk: int) -> HttpResponse:
    """Another name or note."""
    found = _changeable(request, pk)
    form = form_of(found, request.POST if request.method == "POST" else None, rescued(request))
    if request.method == "POST" and form.is_valid():
        try:
            changed = services.rename_scenario(found, **form.cleaned_data, by=request.user)
        except (Refused, ValidationError) as refusal:
            _tell(form, refusal)
        else:
            messages.success(request, "Skenario diubah." if changed else "Tidak ada yang berubah.")
            return redirect(found)
    context = {"scenario": found, "assessment": found.assessment, "form": form}
    return render(request, "planning/scenario_change.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
def scenario_delete(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask before deleting; afterwards its own page offers to bring it back."""
    found = _changeable(request, pk)
    if request.method == "GET":
        context = {"scenario": found, "assessment": found.assessment}
        return render(request, "planning/scenario_delete.html", context)
    services.delete_scenario(found, by=request.user)
    messages.success(request, f"Skenario {found} dihapus. Masih dapat dipulihkan dari halaman ini.")
    return redirect(found)


@require_POST
def scenario_restore(request: HttpRequest, pk: int) -> HttpResponse:
    found = _changeable(request, pk)
    try:
        services.restore_scenario(found, by=request.user)
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, f"Skenario {found} ada lagi.")
    return redirect(found)


@require_POST
def scenario_plan(request: HttpRequest, pk: int) -> HttpResponse:
    """Turn what must rise from today into items of the plan."""
    found = _fetched(request, pk)
    if not permissions.can_plan(request.user, found.assessment.instansi):
        raise PermissionDenied
    (kept,) = read([found], summarise(found.assessment))
    try:
        made = actions.create_from_steps(assessment=found.assessment, steps=kept.plan_steps, by=request.user)
    except (Refused, ValidationError) as refusal:
        messages.error(request, " ".join(refusal.messages) if isinstance(refusal, ValidationError) else str(refusal))
        return redirect(found)
    messages.success(request, actions.words_for(kept.plan_steps, made))
    return redirect("plan")


@require_GET
def scenarios_compare(request: HttpRequest, pk: int) -> HttpResponse:
    """Two to four scenarios side by side; their numbers stand in the address (`?s=3&s=5`)."""
    found = _assessment(request, pk)
    rows, problem = chosen(found, request.GET.getlist("s"))
    summary = summarise(found)
    kept = read(rows, summary)
    context = {
        "assessment": found, "summary": summary, "kept": kept, "problem": problem,
        "differences": differences(kept, summary), "domains": domain_rows(kept, summary),
    }  # fmt: skip
    return render(request, "planning/scenarios_compare.html", context, status=422 if problem else 200)


def _assessment(request: HttpRequest, pk: int) -> Assessment:
    found = get_object_or_404(Assessment.objects.visible_to(request.user).in_full(), pk=pk)
    if not can_see_results(request.user, found):
        raise PermissionDenied
    return found


def _fetched(request: HttpRequest, pk: int) -> Scenario:
    return get_object_or_404(Scenario.objects.visible_to(request.user).in_full(), pk=pk)


def _changeable(request: HttpRequest, pk: int) -> Scenario:
    found = _fetched(request, pk)
    if not permissions.can_change_scenario(request.user, found):
        raise PermissionDenied
    return found


def _tell(form: KeepForm, refusal: Refused | ValidationError) -> None:
    form.add_error(None, refusal if isinstance(refusal, ValidationError) else str(refusal))
