"""Results of all institutions of the installation, for the technician who runs it."""

from __future__ import annotations

import csv
import io

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from accounts.models import Instansi, InstansiQuerySet
from directory.permissions import can_manage_instansi
from directory.views import lists
from results.hosting import by_index, host_rows, hosted

YEARS_SHOWN = 6


@require_GET
def host_results(request: HttpRequest) -> HttpResponse:
    rows, years = _asked(request), _years(request)
    page = lists.page_of(rows, request)
    context = {
        "page": page,
        "rows": host_rows(page.object_list, years),
        "years": years,
        "this_year": timezone.localdate().year,
        "q": lists.words(request),
        "kinds": Instansi.Kind.choices,
        "provinces": hosted(request.user).exclude(province="").values_list("province", flat=True)
        .distinct().order_by("province"),
        "is_filtered": any(request.GET.get(name) for name in ("q", "jenis", "provinsi")),
    }  # fmt: skip
    return render(request, "results/hosting.html", context)


@require_GET
def host_results_table(request: HttpRequest) -> HttpResponse:
    """The same list whole, as a table for spreadsheets."""
    rows, years = _asked(request), _years(request)
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(
        ["instansi", "jenis", "provinsi", *(f"{word}_{year}" for year in years for word in ("indeks", "predikat"))]
    )
    for row in host_rows(rows, years):
        cells = [part for each in row.results for part in ((each.indeks, each.predikat) if each else ("", ""))]
        names = (row.instansi.name, row.instansi.get_kind_display(), row.instansi.province)
        writer.writerow([*map(_plain, names), *cells])
    return HttpResponse(
        "\ufeff" + out.getvalue(),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": 'attachment; filename="hasil-final.csv"'},
    )


def _asked(request: HttpRequest) -> InstansiQuerySet | list[Instansi]:
    """The institutions that the address asks for, in its order."""
    if not can_manage_instansi(request.user):
        raise PermissionDenied
    rows = hosted(request.user).matching(lists.words(request))
    if request.GET.get("jenis") in Instansi.Kind.values:
        rows = rows.filter(kind=request.GET["jenis"])
    if province := request.GET.get("provinsi", "").replace("\0", ""):
        rows = rows.filter(province=province)
    if request.GET.get("urut") == "indeks":
        return by_index(rows, _years(request)[-1])
    return rows.order_by("name", "pk")


def _years(request: HttpRequest) -> list[int]:
    """Six years up to the one asked for, otherwise up to this one."""
    last = lists.number(request, "tahun") or timezone.localdate().year
    last = last if 2018 <= last <= 2100 else timezone.localdate().year
    return list(range(last - YEARS_SHOWN + 1, last + 1))


def _plain(text: str) -> str:
    """No formula where a spreadsheet opens the table."""
    return f"'{text}" if text[:1] in ("=", "+", "-", "@", "\t", "\r") else text
