"""Comparison among the institutions of this portal, for those that agreed to it."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from accounts.refusals import Refused
from results import permissions
from results.models import ComparisonConsent
from results.peers import peers_of
from results.services.comparison import give_consent, withdraw_consent
from results.views.comparison import require_reader

STEPS = {
    "beri": (give_consent, "Persetujuan diberikan. Hasil final instansi Anda kini terlihat oleh peserta lain."),
    "cabut": (withdraw_consent, "Persetujuan dicabut. Hasil instansi Anda tidak terlihat lagi oleh instansi lain."),
}


@require_GET
def peers(request: HttpRequest) -> HttpResponse:
    agreed = ComparisonConsent.objects.visible_to(request.user)
    require_reader(request.user)
    context = {
        "consent": agreed.filter(instansi=request.user.instansi_id).select_related("given_by").first(),
        "participants": agreed.count(),
        "peers": peers_of(request.user, request.GET.get("siklus", "")),
        "can_consent": permissions.can_consent(request.user),
    }
    return render(request, "results/comparison_peers.html", context)


@require_http_methods(["GET", "POST"])
def consent(request: HttpRequest, step: str) -> HttpResponse:
    """Say plainly what agreeing or withdrawing means, then do it."""
    if step not in STEPS:
        raise Http404
    if not permissions.can_consent(request.user):
        raise PermissionDenied
    take, done = STEPS[step]
    refusal = None
    if request.method == "POST":
        try:
            take(request.user.instansi, by=request.user)
            messages.success(request, done)
            return redirect("comparison-peers")
        except Refused as caught:
            refusal = caught
    context = {"is_giving": step == "beri", "refusal": refusal}
    return render(request, "results/comparison_consent.html", context, status=409 if refusal else 200)
