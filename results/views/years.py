"""Tren: the institution's results over the years."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from results import permissions
from results.charts.years import domain_charts, index_chart
from results.models import PastResult
from results.years import trend_of


@require_GET
def years(request: HttpRequest) -> HttpResponse:
    imported = list(PastResult.objects.visible_to(request.user).in_full().order_by("-year", "track", "pk"))
    if not permissions.can_read_results(request.user):
        raise PermissionDenied
    trend = trend_of(request.user, imported)
    context = {
        "trend": trend,
        "imported": [(result, permissions.can_remove(request.user, result)) for result in imported],
        "may_import": permissions.can_import_some(request.user),
    }
    if trend.points:
        context |= {
            "chart": index_chart(trend),
            "small_chart": index_chart(trend, width=320, height=240),
            "domains": domain_charts(trend),
        }
    return render(request, "results/years.html", context)
