"""Sign-in is required everywhere; what somebody typed when the session ran out is kept for after signing in."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

KEY = "rescued"
LIMIT = 100_000  # characters; a session is not a store for files


def rescues_text(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Mark a form view whose POST must survive an expired session. It reads the text back with `rescued`."""
    view.rescues_text = True  # type: ignore[attr-defined]
    return view


def rescued(request: HttpRequest) -> dict[str, str]:
    """The fields typed on this page before the session ran out, once; empty when there are none."""
    return {name: values[-1] for name, values in rescued_lists(request).items() if values}


def rescued_lists(request: HttpRequest) -> dict[str, list[str]]:
    """The same with every value of a name that was sent more than once, such as ticks."""
    kept = request.session.get(KEY)
    if not kept or kept["path"] != request.path:
        return {}
    del request.session[KEY]
    return kept["fields"]


class RescuingLoginRequiredMiddleware(LoginRequiredMiddleware):
    """After signing in a GET follows, so an address that only takes POST leads back to the page the button was on."""

    def handle_no_permission(self, request: HttpRequest, view_func: Callable[..., Any]) -> HttpResponse:
        if request.method in ("GET", "HEAD"):
            return super().handle_no_permission(request, view_func)
        page = _page_before(request)
        if getattr(view_func, "rescues_text", False):
            page = page or request.get_full_path()
            _keep(request, urlsplit(page).path)
        return redirect_to_login(
            page or reverse("home"), self.get_login_url(view_func), self.get_redirect_field_name(view_func)
        )


def _keep(request: HttpRequest, path: str) -> None:
    fields = {
        name: values
        for name, values in request.POST.lists()
        if name != "csrfmiddlewaretoken" and "password" not in name.lower()
    }
    if sum(len(value) for values in fields.values() for value in values) <= LIMIT:
        request.session[KEY] = {"path": path, "fields": fields}


def _page_before(request: HttpRequest) -> str:
    """The page of ours that sent this request; empty when the browser does not say."""
    page = urlsplit(request.headers.get("Referer", ""))
    if page.netloc != request.get_host():
        return ""
    return f"{page.path}?{page.query}" if page.query else page.path
