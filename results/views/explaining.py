"""How a number comes about, on the screen and as a file that anybody can recompute."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.text import slugify
from django.views.decorators.http import require_GET

from assessments.models import Assessment
from assessments.permissions import can_see_results
from results import tracks as rows
from results.explanation import explain as explanation
from results.exporting import as_file
from results.parts import find_level, find_part
from results.summaries import summarise
from results.values import TRACKS, Summary

SLUGS = {"mandiri": "claimed", "verifikasi": "verified", "final": "final", "eksternal": "external"}


@require_GET
def explain(request: HttpRequest, pk: int) -> HttpResponse:
    """ "Jelaskan nilai": how the index of one track comes about, line by line."""
    found = _readable(request, pk)
    summary = summarise(found)
    track = _track(request, summary)
    context = {"assessment": found, "explanation": explanation(summary, track), **_common(summary, track)}
    return render(request, "results/explain.html", context)


@require_GET
def explain_part(request: HttpRequest, pk: int, slug: str) -> HttpResponse:
    """The same for one domain, aspect or OPD, or for where one indicator's level comes from."""
    found = _readable(request, pk)
    summary = summarise(found)
    track = _track(request, summary)
    part, origin = find_part(summary, track, slug), find_level(summary, track, slug)
    if part is None and origin is None:
        raise Http404
    context = {"assessment": found, "part": part, "origin": origin, **_common(summary, track)}
    return render(request, "results/explain_part.html" if part else "results/explain_level.html", context)


@require_GET
def tracks(request: HttpRequest, pk: int) -> HttpResponse:
    """Every value on the four tracks, with the gaps between them."""
    found = _readable(request, pk)
    summary = summarise(found)
    groups = [
        ("Indeks", "", [rows.index_row(summary)]),
        ("Domain", "", rows.domain_rows(summary)),
        ("Aspek", "", rows.aspect_rows(summary)),
        ("OPD", rows.UNIT_NOTE, rows.unit_rows(summary)),
        ("Indikator", "", rows.indicator_rows(summary)),
    ]
    context = {"assessment": found, "summary": summary, "groups": groups, "gaps": rows.GAPS, "labels": TRACKS}
    return render(request, "results/tracks.html", context)


@require_GET
def score_export(request: HttpRequest, pk: int) -> HttpResponse:
    """Levels, weights, rules and results as one JSON file; `tools/check_score.py` recomputes it."""
    summary = summarise(_readable(request, pk))
    response = HttpResponse(as_file(summary), content_type="application/json")
    name = f"nilai-{slugify(summary.heading.instansi_short)}-{summary.heading.year}.json"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _readable(request: HttpRequest, pk: int) -> Assessment:
    found = get_object_or_404(Assessment.objects.visible_to(request.user).in_full(), pk=pk)
    if not can_see_results(request.user, found):
        raise PermissionDenied
    return found


def _track(request: HttpRequest, summary: Summary) -> str:
    return SLUGS.get(request.GET.get("jalur", ""), summary.heading.track)


def _common(summary: Summary, track: str) -> dict[str, Any]:
    choices = [(slug, TRACKS[code], code == track) for slug, code in SLUGS.items()]
    return {"summary": summary, "choices": choices, "label": TRACKS[track]}
