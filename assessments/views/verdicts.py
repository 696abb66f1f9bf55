"""The institution's side of an indicator: what the OPD said, and the assessor's level."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.middleware import rescued, rescues_text
from accounts.models import User
from assessments import permissions, services, summaries
from assessments.forms import PersonForm, VerdictForm
from assessments.models import Answer, Assessment, Assignment, Verdict
from assessments.workflow import Refused, Stale, can_decide_now, decide
from domains.models import Indicator


@require_GET
def indicators(request: HttpRequest, pk: int) -> HttpResponse:
    assessment = _with_results(request, pk)
    rows = summaries.indicator_rows(assessment, request.user)
    state, query = request.GET.get("keadaan", ""), request.GET.get("q", "").strip().casefold()
    shown = [
        row for row in rows
        if state in ("", row.state) and query in f"{row.indicator.label} {row.indicator.name}".casefold()
    ]  # fmt: skip
    context = {
        "assessment": assessment, "rows": shown, "total": len(rows), "states": summaries.STATES, "state": state,
        "decided": sum(row.final is not None for row in rows),
    }  # fmt: skip
    return render(request, "assessments/indicators.html", context)


@rescues_text
@require_http_methods(["GET", "POST"])
def indicator(request: HttpRequest, pk: int, code: str) -> HttpResponse:
    assessment = _with_results(request, pk)
    indicator = get_object_or_404(assessment.instrument.indicators.select_related("aspect"), code=code)
    if request.method == "GET":
        return _page(request, assessment, indicator)
    if not permissions.can_decide(request.user, assessment):
        raise PermissionDenied
    form = VerdictForm(request.POST, instrument=assessment.instrument)
    if not form.is_valid():
        return _page(request, assessment, indicator, form, status=422)
    try:
        decide(assessment, indicator, by=request.user, **form.cleaned_data)
    except Refused as refusal:
        is_stale = isinstance(refusal, Stale)
        if not is_stale:
            messages.error(request, str(refusal))
        return _page(request, assessment, indicator, form, is_stale=is_stale, status=409)
    messages.success(request, f"Tingkat final {indicator.label} tersimpan.")
    return redirect("assessment-indicator", assessment.pk, indicator.code)


@require_POST
def person(request: HttpRequest, pk: int) -> HttpResponse:
    assignment = get_object_or_404(
        Assignment.objects.visible_to(request.user).select_related("assessment", "indicator", "unit", "answer"), pk=pk
    )
    if not permissions.can_manage(request.user, assignment.assessment):
        raise PermissionDenied
    form = PersonForm(request.POST, assignment=assignment)
    try:
        if not form.is_valid():
            raise Refused("Pilih operator aktif dari OPD itu.")
        services.put_in_charge(assignment, form.cleaned_data["person"], by=request.user)
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, "Penanggung jawab tersimpan.")
    return redirect("assessment-indicator", assignment.assessment_id, assignment.indicator.code)


def _with_results(request: HttpRequest, pk: int) -> Assessment:
    rows = Assessment.objects.visible_to(request.user).select_related("instrument", "instansi")
    assessment = get_object_or_404(rows, pk=pk)
    if not permissions.can_see_results(request.user, assessment):
        raise PermissionDenied
    return assessment


def _page(
    request: HttpRequest, assessment: Assessment, indicator: Indicator, form: VerdictForm | None = None,
    *, is_stale: bool = False, status: int = 200,
) -> HttpResponse:  # fmt: skip
    """The indicator as it is now, with what the assessor typed if it was not saved."""
    verdicts = Verdict.objects.visible_to(request.user).filter(assessment=assessment, indicator=indicator)
    verdict = verdicts.select_related("decided_by").first()
    row = summaries.IndicatorRow(indicator, _answers(request, assessment, indicator), verdict)
    kept = rescued(request)
    if kept:
        messages.warning(request, "Tulisan Anda sebelum sesi berakhir ditampilkan kembali. Periksa, lalu simpan.")
    if form and is_stale:
        form.rebase(verdict.version if verdict else 0)
    previous, following = summaries.neighbours(indicator)
    context = {
        "assessment": assessment, "indicator": indicator, "verdict": verdict, "row": row, "is_stale": is_stale,
        "form": form or VerdictForm(instrument=assessment.instrument, initial=_shown(row) | kept),
        "is_unsaved": bool(form or kept), "can_decide": can_decide_now(assessment, request.user),
        "answers": _with_person_forms(request, assessment, row.answers),
        "criteria": indicator.criteria.order_by("level"), "previous": previous, "following": following,
    }  # fmt: skip
    return render(request, "assessments/indicator.html", context, status=status)


def _shown(row: summaries.IndicatorRow) -> dict[str, object]:
    """What the form begins with: the verdict there is, or the level the review arrived at."""
    if row.verdict is None:
        return {"version": 0, "level": row.verified}
    return {
        "version": row.verdict.version, "level": row.verdict.final_level, "justification": row.verdict.justification,
    }  # fmt: skip


def _answers(request: HttpRequest, assessment: Assessment, indicator: Indicator) -> list[Answer]:
    rows = Answer.objects.visible_to(request.user).filter(
        assignment__assessment=assessment, assignment__indicator=indicator
    )
    return list(rows.in_full().with_evidence().by_indicator())


def _with_person_forms(
    request: HttpRequest, assessment: Assessment, answers: list[Answer]
) -> list[tuple[Answer, PersonForm | None]]:
    """Each answer with the form that names its person in charge, for those who may; one query for all of them."""
    if not permissions.can_manage(request.user, assessment):
        return [(answer, None) for answer in answers]
    people = User.objects.operators_of([answer.unit.pk for answer in answers])
    operators = {
        answer.unit.pk: [person for person in people if person.unit_id == answer.unit.pk] for answer in answers
    }
    return [
        (
            answer,
            PersonForm(
                assignment=answer.assignment, people=operators[answer.unit.pk],
                initial={"person": answer.assignment.person_id}, auto_id=f"person-{answer.pk}-%s",
            ),
        )
        for answer in answers
    ]  # fmt: skip
