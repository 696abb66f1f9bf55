"""The published results of all institutions, searched and downloaded."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from directory.views.lists import ROWS_PER_PAGE, words
from results import comparison_table as tables
from results import national
from results.comparison import MEASURES, YEAR
from results.positions import published_row
from results.views.comparison import require_reader


@require_GET
def table(request: HttpRequest) -> HttpResponse:
    require_reader(request.user)
    asked, rows = _question(request), national.published(YEAR)
    own = published_row(request.user)
    context = {
        "year": YEAR,
        "source": national.SOURCE.format(year=YEAR),
        "asked": asked,
        "kinds": tables.KINDS,
        "groups": tables.groups(rows),
        "heads": tables.heads(asked),
        "measures": MEASURES.items(),
        "own": own.name if own else "",
        "page": Paginator(tables.find(rows, asked), ROWS_PER_PAGE).get_page(request.GET.get("hal")),
    }
    return render(request, "results/comparison_table.html", context)


@require_GET
def download(request: HttpRequest) -> HttpResponse:
    """What the table shows, all pages of it."""
    require_reader(request.user)
    lines = tables.find(national.published(YEAR), _question(request))
    return HttpResponse(
        tables.as_csv(lines),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="hasil-spbe-{YEAR}.csv"'},
    )


def _question(request: HttpRequest) -> tables.Question:
    return tables.question(
        words=words(request),
        kind=request.GET.get("jenis", ""),
        group=request.GET.get("kelompok", ""),
        order=request.GET.get("urut", ""),
    )
