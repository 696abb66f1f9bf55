"""An operator's work: the list of tasks, and one answer. Admin and assessor read the same page."""

from __future__ import annotations

from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from accounts.middleware import rescued, rescues_text
from accounts.models import User
from activity.models import Event
from assessments import permissions, summaries
from assessments.checklist import Checklist
from assessments.forms import AnswerForm, ReviewForm
from assessments.models import Answer, Status
from assessments.wording import ticks
from assessments.workflow import STEPS, MissingEvidence, Refused, Stale, available, save_draft, take

REVIEW_STEPS = ("verify", "return", "unverify")
RESCUED = "Tulisan Anda sebelum sesi berakhir ditampilkan kembali. Periksa, lalu simpan."
CHANGED = "Isian ini berubah sejak Anda membukanya. Periksa isian yang sekarang, lalu ulangi; catatan Anda masih ada."


@require_GET
def tasks(request: HttpRequest) -> HttpResponse:
    cycles = summaries.task_cycles(request.user)
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
    if request.method == "POST":
        answer = get_object_or_404(Answer.objects.visible_to(request.user).for_step(), pk=pk)
        form = AnswerForm(request.POST, answer=answer)
        return _save(request, answer, form) if form.is_valid() else answer_page(request, pk, form=form, status=422)
    return answer_page(request, pk, kept=rescued(request))


@rescues_text
@require_http_methods(["GET", "POST"])
def step(request: HttpRequest, pk: int, step: str) -> HttpResponse:
    """Withdraw, return, verify and the like; on a refusal the page comes back with the note still in it."""
    answer = get_object_or_404(Answer.objects.visible_to(request.user).for_step(), pk=pk)
    rule = STEPS.get(step)
    if rule is None or step in ("save", "revise"):
        raise Http404
    if request.method == "GET":  # the page of a refusal, read again
        return answer_page(request, pk, kept=rescued(request))
    if not rule.allowed(request.user, answer):
        raise PermissionDenied
    form = ReviewForm(request.POST, answer=answer)
    if not form.is_valid():
        return answer_page(request, pk, review_form=form, status=422)
    try:
        take(step, answer, by=request.user, **form.cleaned_data)
    except Refused as refusal:
        messages.error(request, CHANGED if isinstance(refusal, Stale) else str(refusal))
        return answer_page(request, pk, review_form=form, stale=isinstance(refusal, Stale), status=409)
    messages.success(request, f"{answer.indicator.label}: {rule.label.lower()} berhasil.")
    return redirect(answer)


@require_GET
def answer_history(request: HttpRequest, pk: int) -> HttpResponse:
    answer = get_object_or_404(Answer.objects.visible_to(request.user).in_full(), pk=pk)
    events = Event.objects.about(answer.subject).select_related("actor").order_by("-pk")
    page = Paginator(events, 50).get_page(request.GET.get("hal"))
    return render(request, "assessments/answer_history.html", {"answer": answer, "page": page})


def _save(request: HttpRequest, answer: Answer, form: AnswerForm) -> HttpResponse:
    try:
        answer, _ = save_draft(answer, by=request.user, **form.cleaned_data)
    except Stale:
        return answer_page(request, answer.pk, form=form, stale=True, status=409)
    except Refused as refusal:
        messages.error(request, str(refusal))
        return answer_page(request, answer.pk, form=form, status=409)
    accepted = request.POST.get("tanpa")  # the button that confirms carries what it confirms
    if (accepted or request.POST.get("langkah") == "submit") and answer.status not in summaries.FINISHED:
        codes = (accepted or "").split()
        try:
            answer = take("submit", answer, by=request.user, version=answer.version, accept_missing=codes)
        except Refused as refusal:
            messages.success(request, "Draf tersimpan, tetapi belum dikirim.")
            if not getattr(refusal, "can_confirm", False):  # else the list on the page says it all
                messages.error(request, str(refusal))
            return answer_page(request, answer.pk, refusal=refusal, status=409)
    is_sent = answer.status in summaries.FINISHED
    messages.success(request, "Sudah dikirim ke Diskominfo." if is_sent else "Tersimpan.")
    return redirect(_next(request, answer))


def _next(request: HttpRequest, answer: Answer) -> str:
    """Where the pressed button leads: on to evidence for a level, or back to this page."""
    level, _, item = request.POST.get("lanjut", "").partition(":")
    if not level.isdecimal():
        return answer.get_absolute_url()
    params = {"tingkat": level} | ({"item": item} if item.isdecimal() else {})
    return f"{reverse('evidence-add', args=[answer.pk])}?{urlencode(params)}"


def answer_page(
    request: HttpRequest, pk: int, *, form: AnswerForm | None = None, review_form: ReviewForm | None = None,
    kept: dict[str, str] | None = None, refusal: Refused | None = None, stale: bool = False, status: int = 200,
) -> HttpResponse:  # fmt: skip
    """The answer as it is now, with what the person typed: sent, or `kept` from before the session ran out."""
    rows = Answer.objects.visible_to(request.user).in_full().with_evidence().with_uploads(request.user)
    answer = get_object_or_404(rows, pk=pk)
    if kept:
        messages.warning(request, RESCUED)
    for sent in (form, review_form):
        if sent and stale:
            sent.rebase(answer.version)
    context = _answer_context(request.user, answer) | {
        "lack": refusal if isinstance(refusal, MissingEvidence) else None,
        "review_form": review_form or ReviewForm(answer=answer, initial=kept),
        "is_unsaved": bool(kept or form), "is_note_unsaved": bool((kept or {}).get("note") or review_form),
        "is_stale": stale and form is not None,
    }  # fmt: skip
    context |= _form_context(answer, form or AnswerForm(answer=answer, initial=kept), context["ladder"])
    return render(request, "assessments/answer.html", context, status=status)


def _form_context(answer: Answer, form: AnswerForm, ladder: Checklist) -> dict[str, Any]:
    """What follows from the texts and the level as they stand in the form, saved or not."""
    texts = {name: form[name].value() or "" for name in ("facts", "analysis")}
    level = form.cleaned_data.get("level") if form.is_bound and not form.errors else answer.claimed_level
    return {"form": form, "ticks": ticks(answer.indicator, **texts), "claim_total": ladder.counted(level)}


def _answer_context(user: User, answer: Answer) -> dict[str, Any]:
    steps, ladder = available(answer, user), summaries.ladder(answer)
    can_edit = "save" in steps or "revise" in steps
    return {
        "answer": answer, "assessment": answer.assessment, "indicator": answer.indicator, "names": steps,
        "can_edit": can_edit, "can_review": permissions.can_review(user, answer),
        "earlier_evidence": summaries.earlier_evidence(answer) if can_edit else None,
        "can_fill": permissions.can_fill(user, answer),
        "reviewing": [name for name in steps if name in REVIEW_STEPS],
        "ladder": ladder, "rungs": ladder.rungs, "evidence_rows": answer.linked_evidence,
        "sent_without": summaries.sent_without(answer), "warning_count": sum(rung.warnings for rung in ladder.rungs),
        "groups": summaries.by_aspect(summaries.tasks(user, answer.assessment)),
        "verdict": summaries.verdict_on(answer, user), "earlier": summaries.earlier_verdict(answer, user),
        "gain": Decimal(answer.indicator.weight_units) / answer.assessment.instrument.weight_total,
    }  # fmt: skip
