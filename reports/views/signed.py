"""Bringing back what was signed elsewhere, and taking it away."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_GET, require_POST

from assessments.workflow import Refused
from evidence.downloads import guarded_file
from reports import permissions, services
from reports.forms import SignedCopyForm
from reports.models import ReportJob, SignedCopy


@require_POST
def signed_copy_add(request: HttpRequest, pk: UUID) -> HttpResponse:
    job = get_object_or_404(ReportJob.objects.visible_to(request.user).light(), pk=pk)
    if not permissions.can_add_signed_copy(request.user, job):
        raise PermissionDenied
    form = SignedCopyForm(request.POST, request.FILES)
    if not form.is_valid():
        messages.error(request, "Pilih dulu berkas PDF yang sudah ditandatangani; berkas kosong tidak dapat disimpan.")
        return redirect(job)
    file = form.cleaned_data["file"]
    try:
        copy = services.add_signed_copy(job=job, file=file, name=file.name, by=request.user)
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, f"“{copy.name}” disimpan.")
    return redirect(job)


@require_GET
def signed_copy(request: HttpRequest, pk: int) -> HttpResponseBase:
    rows = SignedCopy.objects.visible_to(request.user).select_related("job__assessment", "job__unit")
    copy = get_object_or_404(rows, pk=pk)
    if not permissions.can_see_job(request.user, copy.job):
        raise PermissionDenied
    return guarded_file(
        request,
        storage=copy.file.storage,
        name=copy.file.name,
        content_type="application/pdf",
        filename=copy.name,
        size=copy.size,
    )
