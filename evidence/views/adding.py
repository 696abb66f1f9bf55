"""Adding evidence to an answer: files, a document already there, or an address."""

from __future__ import annotations

from functools import partial
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from accounts.middleware import rescued, rescues_text
from assessments.models import Answer
from assessments.workflow import Refused
from evidence import obstacles, permissions, resumable, services
from evidence.forms import EvidenceForm
from evidence.inspection import clean_name
from evidence.middleware import status_of
from evidence.models import Upload
from evidence.stores import StoreFailed
from evidence.views.answers import place, sentences


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
        return _add_page(request, answer, form, status=status_of(form.failure) if form.failure else 422)
    return redirect(place(answer, form.place["criterion"].level))


@require_POST
def upload_cancel(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Forget an unfinished upload; the files of others are left alone."""
    upload = get_object_or_404(Upload.objects.visible_to(request.user).select_related("answer"), pk=pk)
    try:
        resumable.cancel(upload)
    except (Refused, obstacles.Busy, obstacles.Gone):
        messages.error(request, f"{upload} tidak dapat dibatalkan: sedang dikirim, atau sudah selesai.")
    else:
        messages.success(request, f"Unggahan {upload} dibatalkan.")
    return redirect("evidence-add", upload.answer.pk)


def _attach_all(request: HttpRequest, answer: Answer, form: EvidenceForm) -> int:
    """Link all that was given, each for itself; what cannot be taken is told on the form. Returns how many were."""
    data = form.cleaned_data
    rest = form.place | {"answer": answer, "by": request.user}
    jobs: list[tuple[str, Any, dict[str, Any]]] = [
        ("uploads", services.add_evidence, {"file": file, "name": file.name, "tell": partial(messages.info, request)})
        for file in data["uploads"]
    ]
    jobs += [(name, services.attach, {name: data[name]}) for name in ("document", "link") if data[name]]
    added = 0
    for field, take, what in jobs:
        try:
            if form.failure and field == "uploads":
                raise form.failure  # without waiting for the store once more
            take(**rest, **what)
            added += 1
        except StoreFailed as failure:
            form.failure = failure
            form.add_error("uploads", f"{clean_name(what['name'])}: {failure}")
        except (Refused, ValidationError) as refusal:
            prefix = f"{clean_name(what['name'])}: " if "name" in what else ""
            form.add_error(field if isinstance(refusal, ValidationError) else None, prefix + sentences(refusal))
    return added


def _wanted(request: HttpRequest) -> dict[str, str]:
    """Which choice the address asks for: `?tingkat=3&item=17`."""
    level, item = request.GET.get("tingkat", ""), request.GET.get("item", "")
    return {"target": f"{level}:{item}" if item else level}


def _add_page(request: HttpRequest, answer: Answer, form: EvidenceForm, status: int = 200) -> HttpResponse:
    unfinished = Upload.objects.visible_to(request.user).unfinished().filter(answer=answer).order_by("created_at")
    context = {"answer": answer, "indicator": answer.indicator, "form": form, "unfinished": unfinished}
    return render(request, "evidence/add.html", context, status=status)
