"""The OPD's documents and the guarded download."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET

from evidence import permissions, services
from evidence.downloads import guarded_document, is_beginning
from evidence.forms import DocumentFilter
from evidence.models import Document, Evidence
from evidence.views.answers import withheld

PER_PAGE = 25


@require_GET
def documents(request: HttpRequest) -> HttpResponse:
    """The documents the user may see, and for which indicators each serves."""
    filters = DocumentFilter(request.GET, user=request.user)
    links = Evidence.objects.visible_to(request.user).linked()
    used = links.select_related("answer__assignment__indicator", "answer__assignment__assessment").order_by("pk")
    rows = filters.rows(Document.objects.visible_to(request.user)).select_related("unit", "uploaded_by")
    rows = rows.prefetch_related(Prefetch("evidence", queryset=used, to_attr="links"))
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("hal"))
    for document in page:
        document.answers = list({link.answer_id: link.answer for link in document.links}.values())
    narrowed = any(request.GET.get(name) for name in ("q", "opd", "jenis"))
    return render(request, "evidence/documents.html", {"filters": filters, "page": page, "narrowed": narrowed})


@require_GET
def document(request: HttpRequest, pk: int) -> HttpResponse:
    """One document: what it says of itself, its versions, and every answer that it serves."""
    rows = Document.objects.visible_to(request.user).select_related("unit__instansi", "uploaded_by", "reading")
    return render(request, "evidence/document.html", {"document": get_object_or_404(rows, pk=pk)})


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
