"""Keeping the OPD's library: bringing documents in, saying what they are, revoking and deleting them."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from accounts.middleware import rescued, rescues_text
from assessments.workflow import Refused, Stale
from evidence import permissions, services, summaries
from evidence.forms import LibraryForm, MetadataForm, RevokeForm
from evidence.inspection import clean_name
from evidence.models import Document
from evidence.stores import StoreFailed
from evidence.views.answers import sentences


@require_http_methods(["GET", "POST"])
def document_add(request: HttpRequest) -> HttpResponse:
    """Files for the library before any indicator asks for them, and on to what they are."""
    if not permissions.can_store(request.user, request.user.unit):
        raise PermissionDenied
    form = LibraryForm(request.POST, request.FILES) if request.method == "POST" else LibraryForm()
    stored = _store_all(request, form) if form.is_valid() else []
    if stored and not form.errors:
        return redirect("document-change", stored[0].pk) if len(stored) == 1 else redirect(_to_describe())
    return render(request, "evidence/document_add.html", {"form": form}, status=422 if form.errors else 200)


def _store_all(request: HttpRequest, form: LibraryForm) -> list[Document]:
    """Store each file for itself; what cannot be taken is told on the form, what is there already in a message."""
    stored = []
    for file in form.cleaned_data["uploads"]:
        try:
            document, is_new = services.store_document(
                unit=request.user.unit, file=file, name=file.name, by=request.user
            )
        except (Refused, ValidationError) as refusal:
            form.add_error("uploads", f"{clean_name(file.name)}: {sentences(refusal)}")
        except StoreFailed as failure:
            form.add_error("uploads", f"{clean_name(file.name)}: {failure}")
        else:
            stored.append(document)
            told = messages.success if is_new else messages.info
            told(request, f"{document.name} tersimpan." if is_new else f"{document.name} sudah ada di pustaka.")
    return stored


def _to_describe() -> str:
    return f"{reverse('documents')}?keadaan=lengkapi"


@rescues_text
@require_http_methods(["GET", "POST"])
def document_change(request: HttpRequest, pk: int) -> HttpResponse:
    """What the document is. "Pakai" fills empty fields with what was read from the file and saves nothing."""
    document = fetched(request, pk)
    if not permissions.can_describe(request.user, document):
        raise PermissionDenied
    if request.method == "GET":
        return _change_page(request, document, MetadataForm(document=document, initial=rescued(request)))
    form = MetadataForm(request.POST, document=document)
    if "pakai" in request.POST:
        return _change_page(request, document, form.with_offer())
    if not form.is_valid():
        return _change_page(request, document, form, status=422)
    try:
        changed = services.describe(document, **form.cleaned_data, by=request.user)
    except Stale:
        return _stale_page(request, pk, form)
    except (Refused, ValidationError) as refusal:
        form.add_error(None, sentences(refusal))
        return _change_page(request, document, form, status=409)
    messages.success(request, "Keterangan tersimpan." if changed else "Tidak ada yang berubah.")
    return redirect(document)


def _stale_page(request: HttpRequest, pk: int, form: MetadataForm) -> HttpResponse:
    """Both sets of values; the next save is made from what is stored now."""
    document = fetched(request, pk)
    differences = form.differences(document)
    form.rebase(document.version)
    return _change_page(request, document, form, status=409, differences=differences, is_stale=True)


def _change_page(
    request: HttpRequest, document: Document, form: MetadataForm, status: int = 200, **more: object
) -> HttpResponse:
    context = {"document": document, "form": form, "years": services.final_years(document)} | more
    return render(request, "evidence/document_change.html", context, status=status)


@rescues_text
@require_http_methods(["GET", "POST"])
def document_revoke(request: HttpRequest, pk: int) -> HttpResponse:
    """By what it was revoked, beside every answer that this touches."""
    document = fetched(request, pk)
    if not permissions.can_describe(request.user, document):
        raise PermissionDenied
    form = RevokeForm(request.POST if request.method == "POST" else None, document=document, initial=rescued(request))
    if request.method == "POST" and form.is_valid():
        try:
            services.revoke(document, **form.cleaned_data, by=request.user)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            messages.success(request, f"{document.label} dicatat dicabut.")
            return redirect(document)
    context = {"document": document, "form": form, "uses": summaries.uses(document, request.user)}
    return render(request, "evidence/document_revoke.html", context, status=422 if form.errors else 200)


@require_POST
def document_unrevoke(request: HttpRequest, pk: int) -> HttpResponse:
    document = fetched(request, pk)
    try:
        services.unrevoke(document, by=request.user)
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, f"Pencabutan {document.label} dibatalkan.")
    return redirect(document)


@require_http_methods(["GET", "POST"])
def document_delete(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask before deleting; while anything links the document, say where instead."""
    document = fetched(request, pk)
    if not permissions.can_delete(request.user, document):
        raise PermissionDenied
    status, refusal = 200, services.why_not_deleted(document)
    if request.method == "POST":
        try:
            services.delete(document, by=request.user)
        except Refused as refused:
            status, refusal = 409, str(refused)
        else:
            messages.success(request, f"{document.label} dihapus dari pustaka. Berkasnya tetap dapat dipulihkan.")
            return redirect(document)
    context = {"document": document, "refusal": refusal, "uses": summaries.uses(document, request.user)}
    return render(request, "evidence/document_delete.html", context, status=status)


@require_POST
def document_restore(request: HttpRequest, pk: int) -> HttpResponse:
    document = fetched(request, pk)
    if not permissions.can_delete(request.user, document):
        raise PermissionDenied
    services.bring_back(document, by=request.user)
    messages.success(request, f"{document.label} ada lagi di pustaka.")
    return redirect(document)


def fetched(request: HttpRequest, pk: int) -> Document:
    rows = Document.objects.visible_to(request.user).select_related("unit__instansi", "uploaded_by", "reading")
    return get_object_or_404(rows, pk=pk)
