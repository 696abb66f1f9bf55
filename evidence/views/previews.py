"""Looking at a document without taking it: pictures of its pages, and films."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET

from evidence import permissions, previews, services
from evidence.downloads import guarded_document, guarded_picture, is_beginning
from evidence.models import Document, Evidence
from evidence.views.answers import withheld

TRIES, SECONDS = 40, 3  # of a page that waits for its picture: two minutes, then people decide


@require_GET
def document_view(request: HttpRequest, pk: int) -> HttpResponse:
    """One page of a document, `?halaman=7`; with `?bukti=` also what a piece of evidence cites of it."""
    document = _document(request, pk)
    cited = _evidence(request).filter(document=document, pk=_number(request, "bukti")).first()
    context = {"document": document, "cited": cited, "answers": _answers(request, document)}
    if not permissions.can_open(request.user, document):
        return render(request, "evidence/view.html", context | {"is_closed": True}, status=409)
    wanted, tried = _number(request, "halaman") or 1, _number(request, "coba")
    shown = previews.preview(document, wanted)
    context |= _looks(document, shown) | {"is_beyond": wanted > shown.pages, "wanted": wanted}
    response = render(request, "evidence/view.html", context | {"is_late": shown.is_waiting and tried >= TRIES})
    if shown.is_waiting and tried < TRIES:
        again = {"halaman": wanted, "coba": tried + 1} | ({"bukti": cited.pk} if cited else {})
        response["Refresh"] = f"{SECONDS}; url={request.path}?{urlencode(again)}"
    return response


@require_GET
def document_page(request: HttpRequest, pk: int, page: int, width: int, extension: str) -> HttpResponseBase:
    """The picture of one page, as wide as one of the sizes that are drawn."""
    document = _document(request, pk)
    if not permissions.can_open(request.user, document):
        return withheld(request, document)
    for size in (previews.PAGE, previews.THUMB):
        if (size.width, size.extension) == (width, extension) and (name := previews.found(document, page, size)):
            return guarded_picture(request, name=name, size=size)
    raise Http404


@require_GET
def evidence_open(request: HttpRequest, pk: int) -> HttpResponse:
    """From a piece of evidence to the page it cites; what only an office program shows is downloaded."""
    evidence = get_object_or_404(_evidence(request).exclude(document=None), pk=pk)
    if not previews.can_be_shown(evidence.document):
        return redirect("evidence-download", evidence.pk)
    query = urlencode({"halaman": evidence.first_page, "bukti": evidence.pk})
    return redirect(f"{reverse('document-view', args=[evidence.document_id])}?{query}")


@require_GET
def evidence_download(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The file under its official name. Whoever takes it is remembered."""
    rows = _evidence(request).exclude(document=None).select_related("document__unit__instansi")
    evidence = get_object_or_404(rows, pk=pk)
    if not permissions.can_open(request.user, evidence.document):
        return withheld(request, evidence.document)
    response = guarded_document(request, evidence.document, filename=evidence.official_name())
    if is_beginning(request):
        services.record_download(evidence.document, by=request.user)
    return response


def _document(request: HttpRequest, pk: int) -> Document:
    rows = Document.objects.visible_to(request.user).select_related("unit__instansi", "reading")
    return get_object_or_404(rows, pk=pk)


def _evidence(request: HttpRequest) -> Any:
    return Evidence.objects.visible_to(request.user).in_full()


def _number(request: HttpRequest, name: str) -> int:
    """A number of the query string; what cannot be read is 0."""
    text = request.GET.get(name, "")
    return int(text) if text.isdecimal() and len(text) < 10 else 0


def _answers(request: HttpRequest, document: Document) -> list[Any]:
    """Each answer that the document serves and that this user may see, once."""
    rows = _evidence(request).linked().filter(document=document).select_related("answer__assignment__assessment")
    return list({row.answer_id: row.answer for row in rows.order_by("pk")}.values())


def _looks(document: Document, shown: previews.Preview) -> dict[str, Any]:
    return {
        "shown": shown,
        "is_film": document.content_type == previews.FILM,
        "is_pages": previews.is_drawable(document),
        "before": shown.page - 1 or None,
        "after": shown.page + 1 if shown.page < shown.pages else None,
    }
