"""One item of the plan."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET

from planning.models import ActionItem


@require_GET
def action(request: HttpRequest, pk: int) -> HttpResponse:
    item = get_object_or_404(ActionItem.objects.visible_to(request.user).in_full(), pk=pk)
    return render(request, "planning/action.html", {"item": item})
