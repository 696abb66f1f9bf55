"""Priority targets: the leadership's page, one priority's page, and the OPD's own list."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.middleware import rescued, rescues_text
from activity.models import Event
from assessments.models import Assessment
from assessments.permissions import can_see_results
from assessments.workflow import Refused
from planning import goals, permissions
from planning.forms.priorities import ChargeForm, GoalForm, StepForm
from planning.models import Priority, PriorityState
from planning.services import priorities as services
from planning.summaries import priorities as summaries
from results.summaries import summarise
from results.values import Summary


@require_GET
def priorities(request: HttpRequest, pk: int) -> HttpResponse:
    assessment = get_object_or_404(Assessment.objects.visible_to(request.user).in_full(), pk=pk)
    if not can_see_results(request.user, assessment):
        raise PermissionDenied
    summary = summarise(assessment)
    form = GoalForm(request.GET, questionnaire=summary.questionnaire)
    ranking = summaries.ranking(assessment, summary, _goal(form, assessment, summary))
    context = {
        "assessment": assessment, "summary": summary, "ranking": ranking, "form": form,
        "page": Paginator(ranking.options, 15).get_page(request.GET.get("hal")),
        "can_pick": permissions.can_pick_priorities(request.user, assessment),
    }  # fmt: skip
    return render(request, "planning/priorities.html", context, status=422 if form.errors else 200)


@rescues_text
@require_http_methods(["GET", "POST"])
def priority_pick(request: HttpRequest, pk: int, code: str) -> HttpResponse:
    assessment = get_object_or_404(Assessment.objects.visible_to(request.user).in_full(), pk=pk)
    if not permissions.can_pick_priorities(request.user, assessment):
        raise PermissionDenied
    indicator = get_object_or_404(assessment.instrument.indicators.all(), code=code)
    option = summaries.option(assessment, indicator)
    units = services.free_units_for(assessment, indicator)
    form = _charge_form(request, units, initial={"level": option.level, "who": option.usual_charge})
    if form.is_valid():
        try:
            priority = services.pick_priority(
                assessment=assessment, indicator=indicator, level=form.cleaned_data["level"] or 0, by=request.user,
                **form.charge,
            )  # fmt: skip
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, f"{priority} menjadi prioritas. OPD diberi tahu.")
            return redirect("priorities", pk)
    context = {"assessment": assessment, "indicator": indicator, "option": option, "form": form}
    return render(request, "planning/priority_pick.html", context, status=422 if form.errors else 200)


@require_GET
def my_priorities(request: HttpRequest) -> HttpResponse:
    """Those one may see, of every cycle: an operator his own OPD's."""
    rows = Priority.objects.visible_to(request.user).standing().in_full()
    state = request.GET.get("keadaan", "")
    if state in PriorityState.values:
        rows = rows.filter(state=state)
    rows = rows.order_by("-assessment__year", "due_on", "pk")
    states = [choice for choice in PriorityState.choices if choice[0] != PriorityState.WITHDRAWN]
    context = {"page": Paginator(rows, 20).get_page(request.GET.get("hal")), "states": states, "state": state}
    return render(request, "planning/my_priorities.html", context)


@require_GET
def priority(request: HttpRequest, pk: int) -> HttpResponse:
    return _page(request, _visible(request, pk))


@rescues_text
@require_POST
def priority_step(request: HttpRequest, pk: int, step: str) -> HttpResponse:
    priority = _visible(request, pk)
    if step not in services.STEPS:
        raise Http404
    form = StepForm(request.POST)
    if not form.is_valid():
        return _page(request, priority, form, status=422)
    try:
        priority = services.take(step, priority, by=request.user, **form.cleaned_data)
    except Refused as refusal:
        messages.error(request, str(refusal))
        priority = _visible(request, pk)
        form.rebase(priority.version)
        return _page(request, priority, form, status=409)
    messages.success(request, f"Tersimpan: {priority.get_state_display().lower()}.")
    return redirect(priority)


@rescues_text
@require_http_methods(["GET", "POST"])
def priority_change(request: HttpRequest, pk: int) -> HttpResponse:
    priority = _visible(request, pk)
    if not permissions.can_steer_priority(request.user, priority):
        raise PermissionDenied
    form = _charge_form(request, services.units_for(priority.assessment, priority.indicator), priority=priority)
    if form.is_valid():
        try:
            changed = services.change_priority(
                priority, version=form.cleaned_data["version"], by=request.user, **form.charge
            )
        except Refused as refusal:
            form.add_error(None, str(refusal))
            priority = _visible(request, pk)
            form.rebase(priority.version)
        else:
            messages.success(request, "Prioritas diubah. OPD diminta menjawab lagi.")
            return redirect(changed)
    context = {"priority": priority, "form": form}
    return render(request, "planning/priority_change.html", context, status=422 if form.errors else 200)


def _visible(request: HttpRequest, pk: int) -> Priority:
    return get_object_or_404(Priority.objects.visible_to(request.user).in_full(), pk=pk)


def _charge_form(
    request: HttpRequest, units: list[Any], *, priority: Priority | None = None, initial: dict[str, Any] | None = None
) -> ChargeForm:
    data = request.POST if request.method == "POST" else None
    return ChargeForm(data, units=units, priority=priority, initial=(initial or {}) | rescued(request))


def _goal(form: GoalForm, assessment: Assessment, summary: Summary) -> goals.Goal | None:
    """What the address asks for, or else the usual goal."""
    asked = form.cleaned_data if form.is_valid() else {}
    if index := asked.get("indeks"):
        return goals.of_index(index)
    if band := form.bands.get(asked.get("predikat", "")):
        return goals.of_band(band, summary.heading.basis)
    return summaries.usual_goal(assessment, summary)


def _page(request: HttpRequest, priority: Priority, form: StepForm | None = None, *, status: int = 200) -> HttpResponse:
    steps = {name: services.STEPS[name] for name in services.available(priority, request.user)}
    kept = {"version": priority.version} | rescued(request)
    context = {
        "priority": priority, "steps": steps, "form": form or StepForm(initial=kept),
        "can_answer": "accept" in steps, "can_change": "withdraw" in steps,
        "sees_results": can_see_results(request.user, priority.assessment),
        "events": Event.objects.about(priority.subject).select_related("actor").order_by("-pk")[:20],
        "answer": summaries.answer_of(priority, request.user),
    }  # fmt: skip
    return render(request, "planning/priority.html", context, status=status)
