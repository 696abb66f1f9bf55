"""Taking evidence off, putting it back, judging it."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.views.decorators.http import require_http_methods, require_POST

from accounts.middleware import rescued, rescues_text
from assessments.workflow import Refused
from evidence import permissions, services
from evidence.forms import ReviewForm, WhereForm
from evidence.models import Evidence
from evidence.views.answers import place, sentences


@rescues_text
@require_http_methods(["GET", "POST"])
def evidence_change(request: HttpRequest, pk: int) -> HttpResponse:
    """Pasal, page and note of a link that is there."""
    evidence = _evidence(request, pk)
    if not permissions.can_attach(request.user, evidence.answer):
        raise PermissionDenied
    said = {name: getattr(evidence, name) for name in WhereForm.base_fields}
    form = WhereForm(request.POST) if request.method == "POST" else WhereForm(initial=said | rescued(request))
    if form.is_valid():
        try:
            services.say_where(evidence, **form.cleaned_data, by=request.user)
        except (Refused, ValidationError) as refusal:
            form.add_error(None, sentences(refusal))
        else:
            messages.success(request, f"Letak {evidence} tersimpan.")
            return redirect(place(evidence.answer, evidence.criterion.level))
    context = {"evidence": evidence, "answer": evidence.answer, "form": form}
    return render(request, "evidence/change.html", context, status=409 if form.errors else 200)


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
    return redirect(place(evidence.answer, evidence.criterion.level))


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
            form.add_error(None, sentences(refusal))
        else:
            messages.success(request, f"{evidence}: {done.get_review_display().lower()}.")
            return redirect(f"{evidence.answer.get_absolute_url()}#periksa")
    return _review_page(request, evidence, form, status=422)


def _evidence(request: HttpRequest, pk: int) -> Evidence:
    rows = Evidence.objects.visible_to(request.user).in_full().select_related("answer__assignment__assessment")
    return get_object_or_404(rows, pk=pk)


def _review_page(request: HttpRequest, evidence: Evidence, form: ReviewForm, status: int = 200) -> HttpResponse:
    context = {"evidence": evidence, "answer": evidence.answer, "form": form}
    return render(request, "evidence/review.html", context, status=status)
