"""The worksheet (LKE) out and in again, and the plain tables."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, JsonResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.cache import patch_vary_headers
from django.utils.text import slugify
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.models import User
from accounts.refusals import Refused
from assessments.models import Assessment
from assessments.permissions import can_see_results
from reports import permissions
from reports.forms import WorksheetForm
from reports.models import WorksheetDraft
from reports.spreadsheets import applying, imports, tables
from reports.spreadsheets.differences import Outcome
from reports.spreadsheets.gathering import worksheet_for
from reports.spreadsheets.writing import write

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
ROWS_PER_PAGE = 50
MOST_CONFLICTS = 100  # to choose from on one page; of further ones the portal's text stays


@require_http_methods(["GET", "POST"])
def worksheet(request: HttpRequest, pk: int) -> HttpResponse:
    assessment = get_object_or_404(Assessment.objects.visible_to(request.user).in_full(), pk=pk)
    can_import = permissions.can_import_worksheet(request.user, assessment)
    form = WorksheetForm(request.POST, request.FILES) if request.method == "POST" else WorksheetForm()
    if request.method == "POST" and not can_import:
        raise PermissionDenied
    if form.is_valid():
        file = form.cleaned_data["file"]
        try:
            return redirect(imports.start(assessment, file, name=file.name, by=request.user))
        except Refused as refusal:
            form.refuse(refusal)
    context = {
        "assessment": assessment, "form": form, "can_import": can_import and not assessment.is_frozen,
        "is_whole": can_see_results(request.user, assessment),
        "tables": tables.tables_for(assessment, user=request.user),
        "draft": WorksheetDraft.objects.visible_to(request.user).filter(assessment=assessment).first(),
    }  # fmt: skip
    return render(request, "reports/worksheet.html", context, status=422 if form.is_bound else 200)


@require_GET
def download(request: HttpRequest, pk: int) -> HttpResponse:
    assessment = get_object_or_404(Assessment.objects.visible_to(request.user).in_full(), pk=pk)
    data = write(worksheet_for(assessment, user=request.user))
    return HttpResponse(data, content_type=XLSX, headers=_attached(_name("LKE-SPBE", assessment, request.user, "xlsx")))


@require_GET
def table(request: HttpRequest, pk: int, kind: str) -> HttpResponseBase:
    assessment = get_object_or_404(Assessment.objects.visible_to(request.user).in_full(), pk=pk)
    found = tables.tables_for(assessment, user=request.user).get(kind)
    if found is None:
        raise Http404
    return StreamingHttpResponse(
        tables.lines(found.records(assessment, request.user)),
        content_type="text/csv; charset=utf-8",
        headers=_attached(_name(f"SPBE-{kind}", assessment, request.user, "csv")),
    )


@require_GET
def preview(request: HttpRequest, pk: int) -> HttpResponse:
    """What would change, row by row; once it was applied, what became of each row."""
    draft = _find_draft(request, pk)
    if draft.is_being_applied or draft.failure:
        return _progress(request, draft)
    if draft.confirmed_at is not None:
        page = Paginator(draft.rows_by_result(), ROWS_PER_PAGE).get_page(request.GET.get("hal"))
        return render(request, "reports/worksheet_done.html", {"draft": draft, "page": page})
    plan = imports.plan(draft, by=request.user)
    asked = request.GET.get("hasil", "")
    rows = plan.having(Outcome(asked)) if asked in Outcome.values else plan.rows
    conflicts, counts = plan.having(Outcome.CONFLICT), plan.counts
    context: dict[str, Any] = {
        "draft": draft, "assessment": draft.assessment, "plan": plan, "reading": imports.reading_of(draft),
        "asked": asked if asked in Outcome.values else "", "counts": [(row, counts[row]) for row in Outcome],
        "changing": counts[Outcome.CHANGE], "conflicts": conflicts[:MOST_CONFLICTS],
        "further": len(conflicts) - MOST_CONFLICTS, "is_draft": request.user.is_operator,
        "page": Paginator(rows, ROWS_PER_PAGE).get_page(request.GET.get("hal")),
    }  # fmt: skip
    return render(request, "reports/worksheet_preview.html", context)


def _progress(request: HttpRequest, draft: WorksheetDraft) -> HttpResponse:
    """While a worker applies it, or when that has failed; as JSON for the script that watches."""
    total = len(imports.reading_of(draft).edits)
    step = f"{draft.applied} dari {total} baris" if draft.applied else "Menunggu giliran"
    state = {
        "is_unfinished": not draft.failure,
        "state": step,
        "step": step,
        "progress": draft.applied * 100 // max(total, 1),
    }
    if request.get_preferred_type(["text/html", "application/json"]) == "application/json":
        response: HttpResponse = JsonResponse(state)
    else:
        response = render(request, "reports/worksheet_applying.html", {"draft": draft, "state": state})
    patch_vary_headers(response, ["Accept"])
    return response


@require_POST
def confirm(request: HttpRequest, pk: int) -> HttpResponse:
    draft = _find_draft(request, pk)
    chosen = {name.removeprefix("pilih-") for name, value in request.POST.items() if value == "berkas"}
    try:
        imports.confirm(draft, fingerprint=request.POST.get("rencana", ""), take_file=chosen, by=request.user)
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect(draft)


@require_POST
def retry(request: HttpRequest, pk: int) -> HttpResponse:
    draft = _find_draft(request, pk)
    try:
        applying.retry(draft, by=request.user)
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect(draft)


@require_POST
def discard(request: HttpRequest, pk: int) -> HttpResponse:
    draft = _find_draft(request, pk)
    try:
        imports.discard(draft, by=request.user)
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect(draft)
    messages.success(request, "Impor dibatalkan. Tidak ada yang berubah.")
    return redirect("worksheet", draft.assessment_id)


def _find_draft(request: HttpRequest, pk: int) -> WorksheetDraft:
    rows = WorksheetDraft.objects.visible_to(request.user)
    return get_object_or_404(rows.select_related("assessment__instansi", "assessment__instrument"), pk=pk)


def _name(what: str, assessment: Assessment, user: User, extension: str) -> str:
    """Such as LKE-SPBE-Kota-Denpasar-2026.xlsx; an OPD's part carries its name."""
    whose = user.unit.short_name if user.is_operator and user.unit else assessment.instansi.short_name
    return f"{what}-{slugify(whose).title() or 'Instansi'}-{assessment.year}.{extension}"


def _attached(name: str) -> dict[str, str]:
    return {"Content-Disposition": f'attachment; filename="{name}"'}
