"""How a number comes about, on the screen."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET

from assessments.models import Assessment
from assessments.permissions import can_see_results
from results.explanation import explain as explanation
from results.summaries import summarise
from results.values import TRACKS

SLUGS = {"mandiri": "claimed", "verifikasi": "verified", "final": "final", "eksternal": "external"}


@require_GET
def explain(request: HttpRequest, pk: int) -> HttpResponse:
    """ "Jelaskan nilai": how the index of one track comes about, line by line."""
    found = get_object_or_404(Assessment.objects.visible_to(request.user).in_full(), pk=pk)
    if not can_see_results(request.user, found):
        raise PermissionDenied
    summary = summarise(found)
    track = SLUGS.get(request.GET.get("jalur", ""), summary.heading.track)
    choices = [(slug, TRACKS[code], code == track) for slug, code in SLUGS.items()]
    context = {
        "assessment": found,
        "summary": summary,
        "explanation": explanation(summary, track),
        "choices": choices,
    }
    return render(request, "results/explain.html", context)
