"""How the institution stands among the published results of all."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from accounts.models import Instansi, User
from accounts.refusals import Refused
from directory.views.lists import number, words
from results import national, permissions
from results.charts import comparison as charts
from results.comparison import INDEKS, MEASURES, SCOPES, YEAR
from results.models import NationalMatch
from results.positions import position, published_row, suggested_rows, supposable, suppose
from results.services.comparison import choose_row, forget_row


@require_GET
def comparison(request: HttpRequest) -> HttpResponse:
    row = published_row(request.user)
    require_reader(request.user)
    supposed = suppose(request.user, number(request, "andai")) if row else None
    found = position(row, supposed, measure=_one_of(request, "ukuran", (*MEASURES,), INDEKS),
                     scope=_one_of(request, "lingkup", SCOPES, SCOPES[0])) if row else None  # fmt: skip
    context = {
        "year": YEAR,
        "source": national.SOURCE.format(year=YEAR),
        "found": found,
        "row": row,
        "supposed": supposed,
        "supposable": supposable(request.user),
        "measures": MEASURES.items(),
        "histograms": [charts.histogram(found.bins, compact=narrow) for narrow in (False, True)] if found else [],
        "series": [charts.series(national.means(), compact=narrow) for narrow in (False, True)],
        "can_match": permissions.can_match(request.user, request.user.instansi),
    }
    return render(request, "results/comparison.html", context)


@require_http_methods(["GET", "POST"])
def match(request: HttpRequest, pk: int) -> HttpResponse:
    """Choose the institution's row among suggestions, or say that there is none."""
    instansi = get_object_or_404(Instansi.objects.visible_to(request.user), pk=pk)
    if not permissions.can_match(request.user, instansi):
        raise PermissionDenied
    refusal = None
    if request.method == "POST":
        try:
            return _decide(request, instansi)
        except Refused as caught:
            refusal = caught
    present = NationalMatch.objects.visible_to(request.user).filter(instansi=instansi).first()
    context = {
        "instansi": instansi, "present": present, "refusal": refusal, "q": words(request), "year": YEAR,
        "rows": suggested_rows(instansi, words(request)),
    }  # fmt: skip
    return render(request, "results/comparison_match.html", context, status=422 if refusal else 200)


def require_reader(user: User) -> None:
    if not permissions.can_read_results(user):
        raise PermissionDenied


def _decide(request: HttpRequest, instansi: Instansi) -> HttpResponse:
    if "tidak-ada" in request.POST:
        forget_row(instansi, by=request.user)
        messages.success(request, "Dicatat: instansi ini tidak ada dalam hasil nasional.")
    else:
        choose_row(instansi, name=request.POST.get("nama", ""), by=request.user)
        messages.success(request, "Nama dalam hasil nasional disimpan.")
    return redirect("instansi" if request.user.is_technician else "comparison")


def _one_of(request: HttpRequest, name: str, choices: tuple[str, ...], otherwise: str) -> str:
    asked = request.GET.get(name, "")
    return asked if asked in choices else otherwise
