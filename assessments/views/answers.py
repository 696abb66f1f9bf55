"""An operator's work: the list of tasks, and one answer. Admin and assessor read the same page."""

from __future__ import annotations

from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.middleware import rescued, rescues_text
from activity.models import Event
from assessments import permissions, summaries
from assessments.forms import AnswerForm, ReviewForm
from assessments.models import Answer, Status
from assessments.workflow import STEPS, Refused, Stale, available, save_draft, take

REVIEW_STEPS = ("verify", "return", "unverify")


@require_GET
def tasks(request: HttpRequest) -> HttpResponse:
    cycles = summaries.open_assessments(request.user)
    assessment = next(
        (row for row in cycles if str(row.pk) == request.GET.get("penilaian")), cycles[0] if cycles else None
    )
    answers = list(summaries.tasks(request.user, assessment)) if assessment else []
    wanted = request.GET.get("status", "")
    query = request.GET.get("q", "").strip().casefold()
    shown = [
        answer for answer in answers
        if wanted in ("", answer.status) and query in f"{answer.indicator.label} {answer.indicator.name}".casefold()
    ]  # fmt: skip
    context = {
        "assessment": assessment, "cycles": cycles, "progress": summaries.progress(answers),
        "groups": summaries.by_aspect(shown), "is_filtered": bool(wanted or query), "statuses": Status.choices,
    }  # fmt: skip
    return render(request, "assessments/tasks.html", context)


@rescues_text
@require_http_methods(["GET", "POST"])
def answer(request: HttpRequest, pk: int) -> HttpResponse:
    answer = _visible(request, pk)
    if request.method == "POST":
        form = AnswerForm(request.POST, answer=answer)
        return _save(request, answer, form) if form.is_valid() else _page(request, answer, form=form, status=422)
    kept = rescued(request)
    if kept:
        messages.warning(request, "Tulisan Anda sebelum sesi berakhir ditampilkan kembali. Periksa, lalu simpan.")
    forms = {"form": AnswerForm(answer=answer, initial=kept), "review_form": ReviewForm(answer=answer, initial=kept)}
    return _page(request, answer, **forms)


@rescues_text
@require_POST
def step(request: HttpRequest, pk: int, step: str) -> HttpResponse:
    """Withdraw, return, verify and the like; on a refusal the page comes back with the note still in it."""
    answer = _visible(request, pk)
    if step not in STEPS or step in ("save", "revise"):
        raise Http404
    form = ReviewForm(request.POST, answer=answer)
    if not form.is_valid():
        return _page(request, answer, review_form=form, status=422)
    data = form.cleaned_data
    try:
        take(step, answer, by=request.user, version=data["version"], note=data["note"], level=data["level"])
    except Refused as refusal:
        messages.error(request, str(refusal))
        return _page(request, _visible(request, pk), review_form=form, status=409)
    messages.success(request, f"{answer.indicator.label}: {STEPS[step].label.lower()} berhasil.")
    return redirect(answer)


@require_GET
def answer_history(request: HttpRequest, pk: int) -> HttpResponse:
    answer = _visible(request, pk)
    events = Event.objects.about(answer.subject).select_related("actor").order_by("-pk")
    page = Paginator(events, 50).get_page(request.GET.get("hal"))
    return render(request, "assessments/answer_history.html", {"answer": answer, "page": page})


def _visible(request: HttpRequest, pk: int) -> Answer:
    return get_object_or_404(Answer.objects.visible_to(request.user).in_full().with_evidence(), pk=pk)


def _save(request: HttpRequest, answer: Answer, form: AnswerForm) -> HttpResponse:
    try:
        answer, _ = save_draft(answer, by=request.user, **form.cleaned_data)
        if request.POST.get("langkah") == "submit" and "submit" in available(answer, request.user):
            answer = take("submit", answer, by=request.user, version=answer.version)
    except Stale as stale:
        return _page(request, _visible(request, answer.pk), form=form, stale=stale, status=409)
    except Refused as refusal:
        messages.error(request, str(refusal))
        return _page(request, _visible(request, answer.pk), form=form, status=409)
    messages.success(request, "Sudah dikirim ke Diskominfo." if answer.status == Status.SUBMITTED else "Tersimpan.")
    return redirect(_next(request, answer))


def _next(request: HttpRequest, answer: Answer) -> str:
    """Where the pressed button leads: on to evidence for a level, or back to this page."""
    level, _, item = request.POST.get("lanjut", "").partition(":")
    if not level.isdigit():
        return answer.get_absolute_url()
    params = {"tingkat": level} | ({"item": item} if item.isdigit() else {})
    return f"{reverse('evidence-add', args=[answer.pk])}?{urlencode(params)}"


def _page(
    request: HttpRequest, answer: Answer, *, form: AnswerForm | None = None, review_form: ReviewForm | None = None,
    stale: Stale | None = None, status: int = 200,
) -> HttpResponse:  # fmt: skip
    steps = available(answer, request.user)
    if form and form.is_bound:
        form.data = form.data.copy()
        form.data["version"] = answer.version
    context: dict[str, Any] = {
        "answer": answer, "assessment": answer.assessment, "indicator": answer.indicator,
        "form": form or AnswerForm(answer=answer), "review_form": review_form or ReviewForm(answer=answer),
        "rungs": summaries.ladder(answer), "steps": [(name, STEPS[name]) for name in steps], "names": steps,
        "can_edit": "save" in steps or "revise" in steps, "can_review": permissions.can_review(request.user, answer),
        "reviewing": [name for name in steps if name in REVIEW_STEPS], "stale": stale,
        "groups": summaries.by_aspect(summaries.tasks(request.user, answer.assessment)),
        "earlier": summaries.earlier_level(answer), "evidence_rows": answer.linked_evidence,
        "gain": Decimal(answer.indicator.weight_units) / answer.assessment.instrument.weight_total,
    }  # fmt: skip
    return render(request, "assessments/answer.html", context, status=status)
