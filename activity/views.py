"""What happened, and what one was told."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_GET, require_POST

from activity import services
from activity.models import Event, Notification


@require_GET
def notifications(request: HttpRequest) -> HttpResponse:
    rows = Notification.objects.visible_to(request.user).order_by("-pk")
    return render(
        request, "activity/notifications.html", {"page": Paginator(rows, 30).get_page(request.GET.get("hal"))}
    )


@require_POST
def open_notification(request: HttpRequest, pk: int) -> HttpResponse:
    """Mark one as read and go where it points."""
    row = get_object_or_404(Notification.objects.visible_to(request.user), pk=pk)
    services.mark_read(by=request.user, only=row)
    return redirect(row.url if url_has_allowed_host_and_scheme(row.url, None) else "notifications")


@require_POST
def read_all(request: HttpRequest) -> HttpResponse:
    count = services.mark_read(by=request.user)
    messages.success(request, f"{count} pemberitahuan ditandai sudah dibaca.")
    return redirect("notifications")


@require_GET
def history(request: HttpRequest) -> HttpResponse:
    rows = Event.objects.visible_to(request.user).select_related("actor").order_by("-pk")
    query = request.GET.get("q", "").replace("\x00", "").strip()
    if query:
        rows = rows.filter(text__icontains=query)
    return render(
        request, "activity/history.html", {"page": Paginator(rows, 50).get_page(request.GET.get("hal")), "q": query}
    )
