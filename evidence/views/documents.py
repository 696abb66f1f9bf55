"""The OPD's documents and the guarded download."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET

from evidence import permissions, previews, services, summaries
from evidence.downloads import guarded_document, is_beginning
from evidence.forms import DocumentFilter
from evidence.models import Document
from evidence.views.answers import withheld

PER_PAGE = 25


@require_GET
def documents(request: HttpRequest) -> HttpResponse:
    """The documents the user may see, and for which indicators each serves."""
    filters = DocumentFilter(request.GET, user=request.user)
    rows = filters.rows(Document.objects.visible_to(request.user)).select_related(
        "unit", "uploaded_by", "successor", "reading"
    )
    page = Paginator(summaries.with_answers(rows, request.user), PER_PAGE).get_page(request.GET.get("hal"))
    for document in page:
        document.answers = list({link.answer_id: link.answer for link in document.links}.values())
    context = {"filters": filters, "page": page, "can_add": permissions.can_store(request.user, request.user.unit)}
    return render(request, "evidence/documents.html", context)


@require_GET
def document(request: HttpRequest, pk: int) -> HttpResponse:
    """One document: what it says of itself, its versions, every answer that it serves, and what happened to it."""
    rows = Document.objects.visible_to(request.user)
    rows = rows.select_related("unit__instansi", "uploaded_by", "deleted_by", "replaces", "reading")
    document, user = get_object_or_404(rows, pk=pk), request.user
    chain = summaries.versions(document)
    newest = summaries.newest(document, chain)
    events = summaries.history(document, user)
    context = {
        "document": document, "uses": summaries.uses(document, user), "versions": chain, "newest": newest,
        "page": Paginator(events, PER_PAGE).get_page(request.GET.get("hal")),
        "can_describe": permissions.can_describe(user, document) and not document.deleted_at,
        "can_replace": permissions.can_replace(user, document) and not document.deleted_at and newest is None,
        "can_delete": permissions.can_delete(user, document), "can_open": permissions.can_open(user, document),
        "can_be_shown": previews.can_be_shown(document),
    }  # fmt: skip
    return render(request, "evidence/document.html", context)


@require_GET
def document_download(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The file itself. Whoever takes it is remembered, once and not for each further range of it."""
    document = get_object_or_404(Document.objects.visible_to(request.user).select_related("unit__instansi"), pk=pk)
    if not permissions.can_open(request.user, document):
        return withheld(request, document)
    response = guarded_document(request, document, filename=document.name)
    if is_beginning(request):
        services.record_download(document, by=request.user)
    return response
