"""Imagined levels: the index answers at once, and nothing is kept."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET

from assessments.models import Assessment
from assessments.permissions import can_see_results
from planning.imagining import SORTS, imagine
from planning.ways import find_way
from results.summaries import summarise


@require_GET
def what_if(request: HttpRequest, pk: int) -> HttpResponse:
    """The levels of one assessment to be moved up and down; the address holds what was moved."""
    found = get_object_or_404(Assessment.objects.visible_to(request.user).in_full(), pk=pk)
    if not can_see_results(request.user, found):
        raise PermissionDenied
    page = imagine(summarise(found), request.GET)
    way = find_way(page, found.instansi)
    context = {"assessment": found, "page": page, "whatif": page.whatif, "way": way, "sorts": SORTS}
    return render(request, "planning/what_if.html", context, status=422 if page.query.errors else 200)
