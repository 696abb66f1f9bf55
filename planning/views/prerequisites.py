"""Which indicators stand on which, as an institution sees it."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from accounts.refusals import Refused
from assessments.questionnaires import questionnaire_of
from directory.views import lists
from domains.models import Instrument, label_of
from planning import permissions
from planning.forms.prerequisites import PrerequisiteForm
from planning.models import InstansiPrerequisite
from planning.services.prerequisites import add_prerequisite, entries_of, instrument_in_use, switch_off, take_back
from results.permissions import can_read_results


@require_http_methods(["GET", "POST"])
def prerequisites(request: HttpRequest) -> HttpResponse:
    """The list, and a form for one more."""
    if not can_read_results(request.user):
        raise PermissionDenied
    instrument, may_change = _instrument(request), permissions.can_change_prerequisites(request.user)
    if request.method == "POST" and not may_change:
        raise PermissionDenied
    form = PrerequisiteForm(lists.typed(request, {}), instrument=instrument)
    if request.method == "POST" and form.feed(add_prerequisite, instrument, by=request.user):
        messages.success(request, f"Prasyarat ditambahkan: {form.result}.")
        return redirect("prerequisites")
    named = {row.code: row for row in instrument.indicators.all()}
    found = entries_of(request.user.instansi, questionnaire_of(instrument))
    entries = [(entry, named.get(entry.rule.code), named.get(entry.rule.needs)) for entry in found]
    context = {"instrument": instrument, "entries": entries, "form": form, "may_change": may_change}
    return render(request, "planning/prerequisites.html", context)


@require_POST
def off(request: HttpRequest) -> HttpResponse:
    """Switch a shipped one off."""
    if not permissions.can_change_prerequisites(request.user):
        raise PermissionDenied
    asked = {name: request.POST.get(name, "") for name in ("code", "needs", "reason")}
    level = request.POST.get("level", "")
    try:
        switch_off(_instrument(request), **asked, level=int(level) if level in set("12345") else 0, by=request.user)
        messages.success(request, f"Prasyarat {label_of(asked['needs'])} untuk {label_of(asked['code'])} dimatikan.")
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect("prerequisites")


@require_POST
def back(request: HttpRequest, pk: int) -> HttpResponse:
    """Remove an own one or restore a shipped one."""
    row = get_object_or_404(InstansiPrerequisite.objects.visible_to(request.user), pk=pk)
    if not permissions.can_change_prerequisites(request.user):
        raise PermissionDenied
    try:
        take_back(row, _instrument(request), by=request.user)
        messages.success(request, f"Prasyarat {'dipulihkan' if row.is_off else 'dihapus'}: {row}.")
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect("prerequisites")


def _instrument(request: HttpRequest) -> Instrument:
    instrument = instrument_in_use(request.user.instansi)
    if instrument is None:
        raise Http404
    return instrument
