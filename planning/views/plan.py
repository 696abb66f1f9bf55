"""The plan as a whole: as a list, as a table, on a calendar, and what it achieved."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from planning import overviews, permissions
from planning.forms.plan import PlanFilter
from planning.models import ActionItem
from planning.tables import as_csv

PER_PAGE = 25


@require_GET
def plan(request: HttpRequest) -> HttpResponse:
    filters, rows = _narrowed(request)
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("hal"))
    context = {
        "filters": filters, "page": page, "lines": overviews.lines(page.object_list),
        "totals": overviews.totals(rows), "can_plan": permissions.can_plan(request.user, request.user.instansi),
        "years": filters.years if permissions.can_see_plan_results(request.user) else [],
    }  # fmt: skip
    return render(request, "planning/plan.html", context)


@require_GET
def download(request: HttpRequest) -> HttpResponse:
    """What the list shows, all pages of it."""
    _, rows = _narrowed(request)
    name = f"rencana-{timezone.localdate():%Y-%m-%d}.csv"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(as_csv(rows), content_type="text/csv; charset=utf-8", headers=headers)


@require_GET
def calendar(request: HttpRequest) -> HttpResponse:
    if not permissions.can_see_plan(request.user):
        raise PermissionDenied
    typed = request.GET.get("tahun", "")
    year = int(typed) if typed.isascii() and typed.isdecimal() and 2018 <= int(typed) <= 2100 else None
    year = year or timezone.localdate().year
    context = {
        "year": year, "months": overviews.months(request.user, year), "undated": overviews.undated(request.user),
        "today": timezone.localdate(),
    }  # fmt: skip
    return render(request, "planning/plan_calendar.html", context)


@require_GET
def results(request: HttpRequest, year: int) -> HttpResponse:
    if not permissions.can_see_plan_results(request.user):
        raise PermissionDenied
    found = overviews.outcomes(request.user.instansi, year)
    return render(request, "planning/plan_results.html", {"year": year, "next_year": year + 1, "found": found})


def _narrowed(request: HttpRequest) -> tuple[PlanFilter, object]:
    if not permissions.can_see_plan(request.user):
        raise PermissionDenied
    filters = PlanFilter(request.GET, user=request.user)
    return filters, filters.rows(ActionItem.objects.listed_for(request.user).in_full())
