"""The plan as a whole."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from planning.models import ActionItem


@require_GET
def plan(request: HttpRequest) -> HttpResponse:
    rows = ActionItem.objects.listed_for(request.user).in_full()
    return render(request, "planning/plan.html", {"rows": rows})
