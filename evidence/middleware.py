"""What a visitor reads when the store of the documents cannot do its part, wherever on the way that happens."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render

from evidence.stores import StoreFailed, StoreFull


def status_of(failure: StoreFailed) -> int:
    """507 when there is no room, 503 when the store cannot be reached."""
    return 507 if isinstance(failure, StoreFull) else 503


class StoreFailureMiddleware:
    """A page with the failure's sentence, for views that have no form of their own to say it on."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if not isinstance(exception, StoreFailed):
            return None
        context = {"title": "Berkas sedang tidak dapat diambil atau disimpan", "text": str(exception)}
        return render(request, "error.html", context, status=status_of(exception))
