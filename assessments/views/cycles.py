"""The admin's side of a cycle: list, open, deadlines, assignments, stages."""

from __future__ import annotations

import datetime

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from accounts.middleware import rescued, rescued_lists, rescues_text
from activity.models import Event
from assessments import permissions, services, summaries
from assessments.forms import AssessmentForm, DeadlinesForm, ReopenForm, StageForm
from assessments.models import Assessment, Stage
from assessments.workflow import STAGE_STEPS, Refused, available_moves, move


@require_GET
def assessments(request: HttpRequest) -> HttpResponse:
    rows = Assessment.objects.visible_to(request.user).select_related("instrument", "instansi")
    stage = request.GET.get("tahap", "")
    if stage in Stage.values:
        rows = rows.filter(stage=stage)
    done = Q(assignments__answer__status__in=summaries.FINISHED)
    if request.user.is_operator:
        rows = rows.filter(assignments__unit=request.user.unit)
    rows = rows.annotate(total=Count("assignments"), done=Count("assignments", filter=done)).order_by("-year", "-pk")
    context = {
        "page": Paginator(rows, 20).get_page(request.GET.get("hal")), "stages": Stage.choices, "stage": stage,
        "can_create": permissions.can_create_assessment(request.user),
    }  # fmt: skip
    return render(request, "assessments/assessments.html", context)


@rescues_text
@require_http_methods(["GET", "POST"])
def create(request: HttpRequest) -> HttpResponse:
    if not permissions.can_create_assessment(request.user):
        raise PermissionDenied
    form = AssessmentForm(request.POST or None, initial=_usual_deadlines() | rescued(request))
    if request.method == "POST" and form.is_valid():
        try:
            assessment = services.create_assessment(
                instansi=request.user.instansi, by=request.user, **form.cleaned_data
            )
        except ValidationError as error:
            form.add_error(None, error.messages)
        else:
            messages.success(request, f"{assessment} dibuat. Tugaskan indikator kepada OPD.")
            return redirect("assignment-matrix", assessment.pk)
    return render(request, "assessments/create.html", {"form": form}, status=422 if form.errors else 200)


@rescues_text
@require_http_methods(["GET", "POST"])
def settings(request: HttpRequest, pk: int) -> HttpResponse:
    """Two forms on one page: the deadlines, and reopening for one OPD, told apart by the reason field."""
    assessment = _managed(request, pk)
    is_reopening = "reason" in request.POST
    kept, data = rescued(request), request.POST if request.method == "POST" else None
    form = DeadlinesForm(None if is_reopening else data, instance=assessment, initial=kept)
    reopen = ReopenForm(data if is_reopening else None, assessment=assessment, initial=kept)
    status = 200
    if (reopen if is_reopening else form).is_valid():
        try:
            if is_reopening:
                services.reopen_for_unit(assessment, by=request.user, **reopen.cleaned_data)
            else:
                services.change_deadlines(assessment, by=request.user, **form.cleaned_data)
        except Refused as refusal:
            messages.error(request, str(refusal))
            status = 409
        else:
            messages.success(request, "Tersimpan.")
            return redirect("assessment-settings", pk)
    return _settings_page(request, assessment, form, reopen, status)


def _settings_page(
    request: HttpRequest, assessment: Assessment, form: DeadlinesForm, reopen: ReopenForm, status: int
) -> HttpResponse:
    context = {
        "assessment": Assessment.objects.select_related("instrument").get(pk=assessment.pk), "form": form,
        "reopen": reopen, "moves": [(name, STAGE_STEPS[name]) for name in available_moves(assessment, request.user)],
        "events": Event.objects.about(assessment.subject).select_related("actor").order_by("-pk")[:20],
        "extended": assessment.assignments.filter(extended_until__gte=timezone.localdate())
        .values("unit__name", "extended_until", "extension_reason").distinct().order_by("unit__name"),
    }  # fmt: skip
    status = 422 if form.errors or reopen.errors else status
    return render(request, "assessments/settings.html", context, status=status)


@rescues_text
@require_http_methods(["GET", "POST"])
def assignment_matrix(request: HttpRequest, pk: int) -> HttpResponse:
    """Indicators down, OPD across. A tick that another admin changed meanwhile is never overwritten silently."""
    assessment = _managed(request, pk)
    matrix, kept, status = summaries.matrix(assessment), rescued_lists(request), 200
    ticked = set(kept["pair"]) if "pair" in kept else matrix.ticked
    if request.method == "POST":
        ticked = set(request.POST.getlist("pair"))
        try:
            added, removed = _assign(request, assessment, matrix, ticked)
        except Refused as refusal:
            messages.error(request, str(refusal))
            matrix, status = summaries.matrix(assessment), 409
        else:
            messages.success(request, f"Penugasan tersimpan: {added} ditambah, {removed} dihapus.")
            return redirect("assignment-matrix", pk)
    context = {
        "assessment": assessment, "matrix": matrix, "rows": matrix.rows(ticked),
        "is_changed": ticked != matrix.ticked, "can_change": assessment.stage in services.ASSIGNABLE_STAGES,
    }  # fmt: skip
    return render(request, "assessments/matrix.html", context, status=status)


def _assign(
    request: HttpRequest, assessment: Assessment, matrix: summaries.Matrix, ticked: set[str]
) -> tuple[int, int]:
    known = matrix.keys
    if ticked - known.keys():
        raise Refused("Sebagian centang menunjuk OPD atau indikator yang tidak ada lagi. Periksa, lalu simpan lagi.")
    wanted = [known[key] for key in ticked]
    return services.assign(assessment, wanted, seen=request.POST.get("fingerprint", ""), by=request.user)


@rescues_text
@require_http_methods(["GET", "POST"])
def stage_step(request: HttpRequest, pk: int, step: str) -> HttpResponse:
    """A page that says what the step does and asks for the reason, then the step itself."""
    rows = Assessment.objects.visible_to(request.user).select_related("instansi", "instrument")
    assessment, rule = get_object_or_404(rows, pk=pk), STAGE_STEPS.get(step)
    if rule is None:
        raise Http404
    if not rule.allowed(request.user, assessment):
        raise PermissionDenied
    form, status = StageForm(request.POST if request.method == "POST" else None, initial=rescued(request)), 200
    if request.method == "POST" and form.is_valid():
        try:
            move(step, assessment, by=request.user, note=form.cleaned_data["note"])
        except Refused as refusal:
            messages.error(request, str(refusal))
            assessment, status = rows.get(pk=pk), 409
        else:
            messages.success(request, f"{assessment}: {rule.label.lower()} berhasil.")
            return redirect(assessment)
    context = {"assessment": assessment, "rule": rule, "form": form, "is_open": assessment.stage == rule.source}
    return render(request, "assessments/stage_step.html", context, status=422 if form.errors else status)


def _managed(request: HttpRequest, pk: int) -> Assessment:
    rows = Assessment.objects.visible_to(request.user).select_related("instrument", "instansi")
    assessment = get_object_or_404(rows, pk=pk)
    if not permissions.can_manage(request.user, assessment):
        raise PermissionDenied
    return assessment


def _usual_deadlines() -> dict[str, object]:
    """A proposal: three months of filling, then a month for each stage."""
    today = timezone.localdate()
    names = ("filling_until", "verification_until", "scoring_until", "approval_until")
    return {"year": today.year} | {
        name: today + datetime.timedelta(days=days) for name, days in zip(names, (90, 120, 150, 165), strict=True)
    }
