"""Putting a newer version in a document's place."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from assessments.workflow import Refused
from evidence import permissions, services, summaries
from evidence.forms import ReplaceForm
from evidence.services import Replacement
from evidence.stores import StoreFailed
from evidence.views.answers import sentences
from evidence.views.library import fetched


@require_http_methods(["GET", "POST"])
def document_replace(request: HttpRequest, pk: int) -> HttpResponse:
    """The new file, and which of the answers that the old one serves go over to it."""
    document = fetched(request, pk)
    if not permissions.can_replace(request.user, document):
        raise PermissionDenied
    uses = summaries.uses(document, request.user)
    files = (request.POST, request.FILES) if request.method == "POST" else ()
    form = ReplaceForm(*files, open_uses=[use for use in uses if not use.closed])
    if request.method == "POST" and form.is_valid():
        file, chosen = form.cleaned_data["file"], form.cleaned_data["evidence"]
        try:
            done = services.replace(document, file=file, name=file.name, evidence=chosen, by=request.user)
        except (Refused, ValidationError) as refusal:
            form.add_error("file", sentences(refusal))
        except StoreFailed as failure:
            form.add_error("file", str(failure))
        else:
            _tell(request, done)
            return redirect("document-change", done.document.pk)
    newest = summaries.newest(document, summaries.versions(document))
    context = {"document": document, "form": form, "closed": [use for use in uses if use.closed], "newest": newest}
    return render(request, "evidence/document_replace.html", context, status=422 if form.errors else 200)


def _tell(request: HttpRequest, done: Replacement) -> None:
    moved = f" {done.switched} bukti kini memakainya dan menunggu pemeriksaan lagi." if done.switched else ""
    messages.success(request, f"Versi baru tersimpan.{moved} Periksa keterangannya di bawah ini.")
    if done.kept:
        where = ", ".join(row.answer.indicator.label for row in done.kept)
        messages.warning(request, f"Tetap memakai versi lama karena isiannya sudah tidak dapat diubah: {where}.")
