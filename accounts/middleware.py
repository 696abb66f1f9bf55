"""Sign-in is required everywhere; what somebody typed when the session ran out is kept for after signing in."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.http import HttpRequest, HttpResponse

KEY = "rescued"
LIMIT = 100_000  # characters; a session is not a store for files


def rescues_text(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Mark a form view whose POST must survive an expired session. It reads the text back with `rescued`."""
    view.rescues_text = True  # type: ignore[attr-defined]
    return view


def rescued(request: HttpRequest) -> dict[str, str]:
    """The fields typed on this address before the session ran out, once; empty when there are none."""
    kept = request.session.get(KEY)
    if not kept or kept["path"] != request.path:
        return {}
    del request.session[KEY]
    return kept["fields"]


class RescuingLoginRequiredMiddleware(LoginRequiredMiddleware):
    def handle_no_permission(self, request: HttpRequest, view_func: Callable[..., Any]) -> HttpResponse:
        if request.method == "POST" and getattr(view_func, "rescues_text", False):
            fields = {name: value for name, value in request.POST.items() if name != "csrfmiddlewaretoken"}
            if sum(map(len, fields.values())) <= LIMIT:
                request.session[KEY] = {"path": request.path, "fields": fields}
        return super().handle_no_permission(request, view_func)
