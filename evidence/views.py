"""Adding, taking off and judging evidence; the OPD's documents; the guarded download."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.middleware import rescued, rescues_text
from assessments.models import Answer
from assessments.workflow import Refused
from evidence import permissions, resumable, services
from evidence.downloads import guarded_file
from evidence.forms import DocumentFilter, EvidenceForm, ReviewForm
from evidence.inspection import clean_name
from evidence.models import Document, Evidence, Upload

PER_PAGE = 25
INLINE = ("image/jpeg", "image/png")


@rescues_text
@require_http_methods(["GET", "POST"])
def evidence_add(request: HttpRequest, pk: int) -> HttpResponse:
    """Files, a document already there, or an address, for one wanted piece of evidence of an answer."""
    answer = get_object_or_404(Answer.objects.visible_to(request.user).in_full(), pk=pk)
    if not permissions.can_attach(request.user, answer):
        raise PermissionDenied
    if request.method == "GET":
        try:
            services.check_open(answer)
        except Refused as refusal:
            messages.error(request, str(refusal))
            return redirect(answer)
        return _add_page(request, answer, EvidenceForm(answer=answer, initial=_wanted(request) | rescued(request)))
    form = EvidenceForm(request.POST, request.FILES, answer=answer)
    added = _attach_all(request, answer, form) if form.is_valid() else 0
    if added:
        messages.success(request, f"{added} bukti ditautkan.")
    if form.errors:
        return _add_page(request, answer, form, status=422)
    return redirect(_place(answer, form.place["criterion"].level))


@require_POST
def upload_cancel(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Forget an unfinished upload; the files of others are left alone."""
    upload = get_object_or_404(Upload.objects.visible_to(request.user).select_related("answer"), pk=pk)
    try:
        resumable.cancel(upload)
    except (Refused, resumable.Busy, resumable.Gone):
        messages.error(request, f"{upload} tidak dapat dibatalkan: sedang dikirim, atau sudah selesai.")
    else:
        messages.success(request, f"Unggahan {upload} dibatalkan.")
    return redirect("evidence-add", upload.answer.pk)


@require_http_methods(["GET", "POST"])
def evidence_remove(request: HttpRequest, pk: int) -> HttpResponse:
    evidence = _evidence(request, pk)
    if not permissions.can_attach(request.user, evidence.answer):
        raise PermissionDenied
    if request.method == "GET":
        return render(request, "evidence/remove.html", {"evidence": evidence, "answer": evidence.answer})
    try:
        services.remove(evidence, by=request.user)
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, render_to_string("evidence/_undo.html", {"evidence": evidence}, request))
    return redirect(evidence.answer)  # to the top, where the message offers to undo it


@require_POST
def evidence_restore(request: HttpRequest, pk: int) -> HttpResponse:
    evidence = _evidence(request, pk)
    try:
        services.restore(evidence, by=request.user)
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, f"{evidence} ditautkan kembali.")
    return redirect(_place(evidence.answer, evidence.criterion.level))


@rescues_text
@require_http_methods(["GET", "POST"])
def evidence_review(request: HttpRequest, pk: int) -> HttpResponse:
    """One piece of evidence by itself; the forms of the answer's page post here too."""
    evidence = _evidence(request, pk)
    if not permissions.can_review(request.user, evidence.answer):
        raise PermissionDenied
    if request.method == "GET":
        form, kept = ReviewForm.of(evidence), rescued(request)
        form.initial.update(kept)
        return _review_page(request, evidence, form)
    form = ReviewForm(request.POST)
    if form.is_valid():
        try:
            done = services.review(evidence, **form.cleaned_data, by=request.user)
        except (Refused, ValidationError) as refusal:
            form.add_error(None, _sentences(refusal))
        else:
            messages.success(request, f"{evidence}: {done.get_review_display().lower()}.")
            return redirect(f"{evidence.answer.get_absolute_url()}#periksa")
    return _review_page(request, evidence, form, status=422)


@require_GET
def documents(request: HttpRequest) -> HttpResponse:
    """The documents the user may see, and for which indicators each serves."""
    filters = DocumentFilter(request.GET, user=request.user)
    links = Evidence.objects.visible_to(request.user).linked()
    used = links.select_related("answer__assignment__indicator", "answer__assignment__assessment").order_by("pk")
    rows = filters.rows(Document.objects.visible_to(request.user)).select_related("unit", "uploaded_by")
    rows = rows.prefetch_related(Prefetch("evidence", queryset=used, to_attr="links"))
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("hal"))
    for document in page:
        document.answers = list({link.answer_id: link.answer for link in document.links}.values())
    narrowed = any(request.GET.get(name) for name in ("q", "opd", "jenis"))
    return render(request, "evidence/documents.html", {"filters": filters, "page": page, "narrowed": narrowed})


@require_GET
def document_download(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The file itself. Whoever takes it is remembered, once and not for each further range of it."""
    document = get_object_or_404(Document.objects.visible_to(request.user).select_related("unit__instansi"), pk=pk)
    response = guarded_file(
        request,
        path=Path(document.file.path),
        accel_path=f"/terlindungi/bukti/{document.file.name}",
        content_type=document.content_type,
        filename=document.name,
        size=document.size,
        inline="tampil" in request.GET and document.content_type in INLINE,
    )
    if request.headers.get("Range", "bytes=0-").startswith("bytes=0-"):
        services.record_download(document, by=request.user)
    return response


def _evidence(request: HttpRequest, pk: int) -> Evidence:
    rows = Evidence.objects.visible_to(request.user).in_full().select_related("answer__assignment__assessment")
    return get_object_or_404(rows, pk=pk)


def _attach_all(request: HttpRequest, answer: Answer, form: EvidenceForm) -> int:
    """Link all that was given, each for itself; what cannot be taken is told on the form. Returns how many were."""
    data = form.cleaned_data
    rest = form.place | {"answer": answer, "by": request.user}
    jobs: list[tuple[str, Any, dict[str, Any]]] = [
        ("uploads", services.add_evidence, {"file": file, "name": file.name}) for file in data["uploads"]
    ]
    jobs += [(name, services.attach, {name: data[name]}) for name in ("document", "link") if data[name]]
    added = 0
    for field, take, what in jobs:
        try:
            take(**rest, **what)
            added += 1
        except (Refused, ValidationError) as refusal:
            prefix = f"{clean_name(what['name'])}: " if "name" in what else ""
            form.add_error(field if isinstance(refusal, ValidationError) else None, prefix + _sentences(refusal))
    return added


def _sentences(refusal: Refused | ValidationError) -> str:
    return " ".join(refusal.messages) if isinstance(refusal, ValidationError) else str(refusal)


def _wanted(request: HttpRequest) -> dict[str, str]:
    """Which choice the address asks for: `?tingkat=3&item=17`."""
    level, item = request.GET.get("tingkat", ""), request.GET.get("item", "")
    return {"target": f"{level}:{item}" if item else level}


def _place(answer: Answer, level: int) -> str:
    return f"{answer.get_absolute_url()}#tingkat-{level}"


def _add_page(request: HttpRequest, answer: Answer, form: EvidenceForm, status: int = 200) -> HttpResponse:
    unfinished = Upload.objects.visible_to(request.user).unfinished().filter(answer=answer).order_by("created_at")
    context = {"answer": answer, "indicator": answer.indicator, "form": form, "unfinished": unfinished}
    return render(request, "evidence/add.html", context, status=status)


def _review_page(request: HttpRequest, evidence: Evidence, form: ReviewForm, status: int = 200) -> HttpResponse:
    context = {"evidence": evidence, "answer": evidence.answer, "form": form}
    return render(request, "evidence/review.html", context, status=status)
