"""The instruments, for everyone signed in: what is asked, what each level wants."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET

from domains.models import Instrument
from domains.outlines import outline


@require_GET
def instruments(request: HttpRequest) -> HttpResponse:
    rows = Instrument.objects.current().with_counts().order_by("-first_year", "code")
    return render(request, "domains/instruments.html", {"instruments": rows})


@require_GET
def instrument(request: HttpRequest, code: str) -> HttpResponse:
    row, revisions = _revision(request, code)
    search = request.GET.get("q", "").strip()
    context = {
        "instrument": row,
        "revisions": revisions,
        "bands": row.bands.order_by("floor"),
        "basis_years": row.basis_years.order_by("year"),
        "parts": outline(row, search),
        "search": search,
        "revision": _kept_revision(row, revisions),
    }
    return render(request, "domains/instrument.html", context)


@require_GET
def indicator(request: HttpRequest, code: str, indicator: str) -> HttpResponse:
    row, revisions = _revision(request, code)
    found = get_object_or_404(row.indicators.select_related("aspect__domain"), code=indicator)
    parts = outline(row)
    order = [each for part in parts for aspect in part.aspects for each in aspect.indicators]
    place = order.index(found)
    context = {
        "instrument": row,
        "indicator": found,
        "parts": parts,
        "place": place + 1,
        "total": len(order),
        "previous": order[place - 1] if place else None,
        "next": order[place + 1] if place + 1 < len(order) else None,
        "criteria": found.criteria.in_full(),
        "revision": _kept_revision(row, revisions),
    }
    return render(request, "domains/indicator.html", context)


def _revision(request: HttpRequest, code: str) -> tuple[Instrument, list[Instrument]]:
    """The revision asked for, otherwise the newest; and all of them, the newest first."""
    revisions = list(Instrument.objects.filter(code=code).order_by("-revision"))
    wanted = request.GET.get("revisi", "")
    for row in revisions:
        if wanted in ("", str(row.revision)):
            return row, revisions
    raise Http404


def _kept_revision(row: Instrument, revisions: list[Instrument]) -> str:
    """What links within the instrument carry along: nothing for the newest."""
    return "" if row == revisions[0] else f"?revisi={row.revision}"
