"""Taking in results of earlier years: upload, look at every row, decide, confirm."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.models import User
from accounts.refusals import Refused
from results import permissions
from results.forms import ResultImportForm, decisions_in, defaults_of
from results.imports.columns import columns_of
from results.imports.plans import Kind
from results.models import PastResult, ResultDraft, Shape
from results.services import past


@require_http_methods(["GET", "POST"])
def upload(request: HttpRequest) -> HttpResponse:
    _require(permissions.can_import_some(request.user))
    given = (request.POST, request.FILES) if request.method == "POST" else ()
    form = ResultImportForm(*given, by=request.user)
    if form.is_valid():
        try:
            draft = _start(form, request.user)
        except Refused as refusal:
            form.refuse(refusal)
        else:
            return redirect("results-import-preview", pk=draft.pk)
    tables = [(shape, columns_of(shape)) for shape in Shape]
    return render(request, "results/import_upload.html", {"form": form, "tables": tables})


@require_GET
def template(request: HttpRequest, shape: str) -> HttpResponse:
    """The empty table of one shape."""
    _require(permissions.can_import_some(request.user))
    if shape not in Shape.values:
        raise Http404
    return HttpResponse(
        past.table(shape),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="templat-hasil-{shape}.csv"'},
    )


@require_GET
def preview(request: HttpRequest, pk: int) -> HttpResponse:
    draft = _draft(request.user, pk)
    plan = past.plan(draft, by=request.user)
    return _show(request, draft, plan, defaults_of(plan))


@require_POST
def confirm(request: HttpRequest, pk: int) -> HttpResponse:
    """Carry out what was decided; a refusal shows the table again with every choice as it was made."""
    draft = _draft(request.user, pk)
    plan = past.plan(draft, by=request.user)
    decisions = decisions_in(request.POST, plan)
    try:
        count = past.confirm(draft, decisions=decisions, fingerprint=request.POST.get("rencana", ""), by=request.user)
    except Refused as refusal:
        return _show(request, draft, plan, decisions, problem=str(refusal), status=409)
    messages.success(request, f"{count} hasil tersimpan untuk {draft.instansi.short_name}.")
    return redirect("years" if permissions.can_read_results(request.user) else "results-import")


@require_POST
def discard(request: HttpRequest, pk: int) -> HttpResponse:
    past.discard(_draft(request.user, pk), by=request.user)
    messages.success(request, "Impor dibatalkan. Tidak ada yang berubah.")
    return redirect("results-import")


@require_http_methods(["GET", "POST"])
def remove(request: HttpRequest, pk: int) -> HttpResponse:
    """Delete an imported result, after saying which."""
    result = get_object_or_404(PastResult.objects.visible_to(request.user).in_full(), pk=pk)
    _require(permissions.can_remove(request.user, result))
    if request.method == "POST":
        past.remove(result, by=request.user)
        messages.success(request, f"{result} dihapus. Isinya tetap tercatat di riwayat.")
        return redirect("years")
    return render(request, "results/past_result_remove.html", {"result": result})


def _draft(user: User, pk: int) -> ResultDraft:
    return get_object_or_404(ResultDraft.objects.visible_to(user).select_related("instansi"), pk=pk)


def _start(form: ResultImportForm, by: User) -> ResultDraft:
    data = form.cleaned_data
    file = data["file"]
    return past.start(
        file, size=file.size, name=file.name, instansi=form.place,
        shape=data["shape"], track=data["track"], source=data["source"], by=by,
    )  # fmt: skip


def _show(
    request: HttpRequest, draft: ResultDraft, plan: Any, decisions: Any, *, problem: str = "", status: int = 200
) -> HttpResponse:
    context = {
        "draft": draft,
        "plan": plan,
        "problem": problem,
        "rows": [(row, decisions[row.line]) for row in plan.rows],
        "counts": [("bersih", "Bersih", plan.counts["bersih"]), *((k.value, k.label, plan.counts[k]) for k in Kind)],
    }
    return render(request, "results/import_preview.html", context, status=status)


def _require(allowed: bool) -> None:
    if not allowed:
        raise PermissionDenied
