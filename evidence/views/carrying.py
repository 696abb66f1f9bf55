"""Last year's evidence: still valid, another instead, or no longer."""

from __future__ import annotations

from urllib.parse import urlencode

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from assessments.models import Answer
from assessments.workflow import Refused
from evidence import permissions, proposals, services
from evidence.models import CarryOver, Evidence
from evidence.views.answers import sentences

UNDO = "batal"


@require_GET
def carry_overs(request: HttpRequest, pk: int) -> HttpResponse:
    """Each piece of earlier evidence with what was decided about it; only to be read while the answer is closed."""
    answer = _answer(request, pk)
    context = {"closed": _why_closed(answer), "found": proposals.read(answer)}
    return render(request, "evidence/carry_overs.html", context | {"answer": answer, "indicator": answer.indicator})


@require_POST
def carry_over(request: HttpRequest, pk: int, earlier: int) -> HttpResponse:
    """Decide about one of them, or take the decision back."""
    answer = _answer(request, pk)
    row = get_object_or_404(Evidence.objects.earlier_than(answer).select_related("criterion", "item"), pk=earlier)
    decision = request.POST.get("putusan", "")
    try:
        if decision == UNDO:
            services.undo(answer=answer, earlier=row, by=request.user)
        else:
            services.decide(answer=answer, earlier=row, decision=decision, by=request.user)
    except (Refused, ValidationError) as refusal:
        messages.error(request, sentences(refusal))
        return redirect("carry-overs", pk)
    if decision == CarryOver.Decision.REPLACE:
        messages.info(request, "Tautkan penggantinya di sini. Yang lama tidak dipakai untuk isian tahun ini.")
        return redirect(_add_page(answer, row))
    return redirect(f"{reverse('carry-overs', args=[pk])}#bukti-{earlier}")


@require_http_methods(["GET", "POST"])
def carry_overs_all(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask before taking over all that nothing speaks against; what was shown is what is taken, or nothing."""
    answer = _answer(request, pk)
    if request.method == "GET":
        context = {"answer": answer, "indicator": answer.indicator, "found": proposals.read(answer)}
        return render(request, "evidence/carry_overs_all.html", context)
    shown = {int(value) for value in request.POST.getlist("bukti") if value.isascii() and value.isdecimal()}
    try:
        done = services.take_all(answer=answer, earlier=shown, by=request.user)
    except (Refused, ValidationError) as refusal:
        messages.error(request, sentences(refusal))
    else:
        messages.success(request, f"{len(done)} bukti masih berlaku dan ditautkan ke isian tahun ini.")
    return redirect("carry-overs", pk)


def _answer(request: HttpRequest, pk: int) -> Answer:
    answer = get_object_or_404(Answer.objects.visible_to(request.user).in_full(), pk=pk)
    if not permissions.can_attach(request.user, answer):
        raise PermissionDenied
    return answer


def _why_closed(answer: Answer) -> str:
    try:
        services.check_open(answer)
    except Refused as refusal:
        return str(refusal)
    return ""


def _add_page(answer: Answer, earlier: Evidence) -> str:
    """Where evidence is added for the place that the earlier one had."""
    address = reverse("evidence-add", args=[answer.pk])
    place = proposals.place_for(earlier, answer.indicator.criteria.in_full())
    if place is None:
        return address
    criterion, item = place
    return f"{address}?{urlencode({'tingkat': criterion.level} | ({'item': item.pk} if item else {}))}"
