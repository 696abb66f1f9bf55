"""What the list pages share: words, status and order from the address, and pages of 25."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, QueryDict

ROWS_PER_PAGE = 25
STATUSES = {"aktif": {"is_active": True}, "nonaktif": {"is_active": False}, "semua": {}}


def words(request: HttpRequest) -> str:
    """The search words; without NUL, which no database takes."""
    return request.GET.get("q", "").replace("\0", "").strip()[:100]


def status(request: HttpRequest) -> str:
    asked = request.GET.get("status", "aktif")
    return asked if asked in STATUSES else "aktif"


def order(request: HttpRequest, orders: dict[str, tuple[str, ...]]) -> str:
    """The order asked for, or the first."""
    asked = request.GET.get("urut", "")
    return asked if asked in orders else next(iter(orders))


def number(request: HttpRequest, name: str) -> int | None:
    """A parameter that names a row; anything else than a number names none."""
    asked = request.GET.get(name, "")
    return int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 19 else None


def page_of(rows: QuerySet | list[Any], request: HttpRequest) -> Page:
    return Paginator(rows, ROWS_PER_PAGE).get_page(request.GET.get("hal"))


def typed(request: HttpRequest, kept: dict[str, Any]) -> QueryDict | dict[str, Any] | None:
    """What a form is bound to: this request's fields, or those kept from before the session ran out."""
    return request.POST if request.method == "POST" else kept or None
