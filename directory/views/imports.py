"""Importing OPD and people: upload, look at what would happen, confirm."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.models import User
from accounts.refusals import Refused
from directory import permissions
from directory.forms import ImportForm
from directory.imports import drafts
from directory.imports.plans import Outcome
from directory.models import ImportDraft

ROWS_PER_PAGE = 50


@require_http_methods(["GET", "POST"])
def upload(request: HttpRequest, kind: str) -> HttpResponse:
    _require(request.user)
    form = ImportForm(request.POST, request.FILES) if request.method == "POST" else ImportForm()
    if form.is_valid():
        file = form.cleaned_data["file"]
        try:
            draft = drafts.start(kind, file, size=file.size, name=file.name, by=request.user)
        except Refused as refusal:
            form.refuse(refusal)
        else:
            return redirect("import-preview", pk=draft.pk)
    context = {"form": form, "kind": kind, "columns": drafts.KINDS[kind].COLUMNS}
    return render(request, "directory/import_upload.html", context)


@require_GET
def template(request: HttpRequest, kind: str) -> HttpResponse:
    """The table to fill in; with `isi=1` the present rows."""
    _require(request.user)
    is_filled = request.GET.get("isi") == "1"
    name = f"{'data' if is_filled else 'templat'}-{'opd' if kind == ImportDraft.Kind.UNITS else 'pengguna'}.csv"
    return HttpResponse(
        drafts.table(kind, is_filled=is_filled, by=request.user),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


@require_GET
def preview(request: HttpRequest, pk: int) -> HttpResponse:
    draft = get_object_or_404(ImportDraft.objects.visible_to(request.user), pk=pk)
    _require(request.user)
    plan = drafts.plan(draft, by=request.user)
    asked = request.GET.get("hasil", "")
    rows = plan.having(Outcome(asked)) if asked in Outcome.values else plan.rows
    context: dict[str, Any] = {
        "draft": draft,
        "plan": plan,
        "asked": asked if asked in Outcome.values else "",
        "counts": [(outcome, plan.counts[outcome]) for outcome in Outcome],
        "rejected": plan.counts[Outcome.REJECT],
        "writing": plan.counts[Outcome.CREATE] + plan.counts[Outcome.CHANGE],
        "page": Paginator(rows, ROWS_PER_PAGE).get_page(request.GET.get("hal")),
    }
    return render(request, "directory/import_preview.html", context)


@require_POST
def confirm(request: HttpRequest, pk: int) -> HttpResponse:
    draft = get_object_or_404(ImportDraft.objects.visible_to(request.user), pk=pk)
    _require(request.user)
    try:
        done = drafts.confirm(
            draft,
            fingerprint=request.POST.get("rencana", ""),
            skip_rejected=request.POST.get("lewati") == "ya",
            by=request.user,
        )
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect("import-preview", pk=pk)
    counts = done.counts
    messages.success(
        request,
        f"Impor selesai: {counts[Outcome.CREATE]} dibuat, {counts[Outcome.CHANGE]} diubah, "
        f"{counts[Outcome.SAME]} tidak berubah, {counts[Outcome.REJECT]} dilewati.",
    )
    return redirect(draft.kind)


@require_POST
def discard(request: HttpRequest, pk: int) -> HttpResponse:
    draft = get_object_or_404(ImportDraft.objects.visible_to(request.user), pk=pk)
    drafts.discard(draft, by=request.user)
    messages.success(request, "Impor dibatalkan. Tidak ada yang berubah.")
    return redirect(draft.kind)


def _require(user: User) -> None:
    if not permissions.can_import(user):
        raise PermissionDenied
