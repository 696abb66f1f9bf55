"""Checking a document, open to everybody: what the portal knows of a code, and whether a file is the one it made."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from reports import verification
from reports.documents.qr import address_of, grouped
from reports.limiting import Limit

OPENED = Limit("verify-opened", amount=120, seconds=60)
UNKNOWN = Limit("verify-unknown", amount=30, seconds=300)


@login_not_required
@never_cache
@require_safe
def verify(request: HttpRequest) -> HttpResponse:
    """Take a code as it was typed, and lead to its page; whether there is one, only that page says."""
    typed = request.GET.get("kode", "").strip()
    if code := verification.readable(typed):
        return redirect("verify-document", code)
    return _page(request, "verify", {"typed": typed[:40]}, status=422 if typed else 200)


@login_not_required
@never_cache
@require_safe
def verify_document(request: HttpRequest, code: str) -> HttpResponse:
    if wait := OPENED.wait(request) or UNKNOWN.wait(request):
        response = _page(request, "verify_slowly", {"minutes": -(-wait // 60)}, status=429)
        response["Retry-After"] = str(wait)
        return response
    OPENED.count(request)
    found = verification.find(verification.readable(code))
    if found is None:
        UNKNOWN.count(request)
        return _page(request, "verify_unknown", {}, status=404)
    typed = request.GET.get("sidik", "").strip()
    context = {
        "document": found,
        "code": grouped(found.code),
        "address": address_of(found.code),
        "result": found.compare(typed) if typed else "",
    }
    return _page(request, "verified", context)


def _page(request: HttpRequest, name: str, context: dict[str, object], *, status: int = 200) -> HttpResponse:
    """No search engine keeps what a code leads to."""
    response = render(request, f"reports/{name}.html", context, status=status)
    response["X-Robots-Tag"] = "noindex, nofollow, noarchive"
    return response
