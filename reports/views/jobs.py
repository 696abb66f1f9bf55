"""Asking for reports, watching them being made, and taking them away."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.utils.formats import date_format
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from assessments.models import Assessment
from assessments.workflow import Refused
from evidence.downloads import guarded_file
from reports import catalogue, permissions, services
from reports.documents import DOCUMENTS
from reports.forms import AskForm
from reports.models import Format, JobState, ReportJob

Context = dict[str, Any]
ACCEL_PREFIX = "/terlindungi/laporan/"
CONTENT_TYPES = {
    Format.PDF: "application/pdf",
    Format.DOCX: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    Format.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    Format.JSON: "application/json",
    Format.ZIP: "application/zip",
}


@require_GET
def reports(request: HttpRequest, pk: int) -> HttpResponse:
    assessment = _find_assessment(request, pk)
    if not permissions.can_see_reports(request.user, assessment):
        raise PermissionDenied
    return render(request, "reports/reports.html", _page(request, assessment))


@require_POST
def document_request(request: HttpRequest, pk: int, kind: str) -> HttpResponse:
    assessment = _find_assessment(request, pk)
    if kind not in DOCUMENTS:
        raise Http404
    choice = catalogue.choice(request.user, assessment, kind)
    if choice is None:
        raise PermissionDenied
    form = AskForm(choice, request.POST)
    if not form.is_valid():
        return render(request, "reports/reports.html", _page(request, assessment, form, kind), status=422)
    return _ask(request, assessment, kind, "reports", **form.order())


@require_POST
def report_request(request: HttpRequest, pk: int) -> HttpResponse:
    return _ask(request, _find_assessment(request, pk), ReportJob.Kind.SELF_ASSESSMENT, "reports")


@require_POST
def priorities_report(request: HttpRequest, pk: int) -> HttpResponse:
    return _ask(request, _find_assessment(request, pk), ReportJob.Kind.PRIORITIES, "priorities")


@require_GET
def report_job(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The job's page; as JSON for the script that watches it, which then needs not load the page again."""
    job = _find_job(request, pk)
    is_unfinished = job.is_unfinished
    if request.get_preferred_type(["text/html", "application/json"]) == "application/json":
        response: HttpResponse = JsonResponse(
            {
                "is_unfinished": is_unfinished,
                "state": job.get_state_display(),
                "step": job.step,
                "progress": job.progress,
            }
        )
    else:
        context = {
            "job": job,
            "assessment": job.assessment,
            "is_unfinished": is_unfinished,
            "can_retry": permissions.can_retry(request.user, job),
            "can_cancel": permissions.can_cancel(request.user, job),
        }
        response = render(request, "reports/report_job.html", context)
    patch_vary_headers(response, ["Accept"])
    return response


@require_POST
def report_retry(request: HttpRequest, pk: UUID) -> HttpResponse:
    job = _find_job(request, pk)
    try:
        job = services.retry(job, by=request.user)
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect(job)


@require_http_methods(["GET", "HEAD", "POST"])
def report_cancel(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Asks once more, on a page that works without script, before it cancels."""
    job = _find_job(request, pk)
    if not permissions.can_end_job(request.user, job):
        raise PermissionDenied
    if request.method == "POST":
        try:
            services.cancel(job, by=request.user)
        except Refused as refusal:
            messages.error(request, str(refusal))
    elif job.is_unfinished:
        return render(request, "reports/report_cancel.html", {"job": job, "assessment": job.assessment})
    return redirect(job)


@require_GET
def report_download(request: HttpRequest, pk: UUID) -> HttpResponseBase:
    job = get_object_or_404(ReportJob.objects.visible_to(request.user).filter(state=JobState.DONE), pk=pk)
    if not permissions.can_see_job(request.user, job):
        raise PermissionDenied
    return guarded_file(
        request,
        path=Path(job.file.path),
        accel_path=f"{ACCEL_PREFIX}{job.file.name}",
        content_type=CONTENT_TYPES[job.format],
        filename=services.download_name(job),
        size=job.size or 0,
    )


def _find_job(request: HttpRequest, pk: UUID) -> ReportJob:
    return get_object_or_404(ReportJob.objects.visible_to(request.user).light(), pk=pk)


def _find_assessment(request: HttpRequest, pk: int) -> Assessment:
    return get_object_or_404(Assessment.objects.visible_to(request.user).in_full(), pk=pk)


def _page(request: HttpRequest, assessment: Assessment, bound: AskForm | None = None, bound_kind: str = "") -> Context:
    """The documents on offer with their forms, one of them filled in wrongly, and the jobs of a kind."""
    offered = catalogue.choices(request.user, assessment)
    jobs = ReportJob.objects.visible_to(request.user).light().filter(assessment=assessment).order_by("-requested_at")
    kind = request.GET.get("jenis", "")
    if kind in ReportJob.Kind.values:
        jobs = jobs.filter(kind=kind)
    return {
        "assessment": assessment,
        "can_write_texts": permissions.can_write_texts(request.user, assessment),
        "refused": bound.refused() if bound else [],
        "offers": [(choice, bound if choice.kind == bound_kind else AskForm(choice)) for choice in offered],
        "kinds": ReportJob.Kind.choices,
        "kind": kind,
        "page": Paginator(jobs, 20).get_page(request.GET.get("hal")),
    }


def _ask(request: HttpRequest, assessment: Assessment, kind: str, back: str, **order: Any) -> HttpResponse:
    """Ask for the document and lead to its page, which may be that of an earlier one that says the same."""
    began = timezone.now()
    try:
        job = services.request_report(assessment=assessment, kind=kind, by=request.user, **order)
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect(back, assessment.pk)
    if job.requested_at < began:
        messages.info(request, _earlier(request, job))
    return redirect(job)


def _earlier(request: HttpRequest, job: ReportJob) -> str:
    """Why the page of an earlier request answers this one; one still being made may not know the latest changes."""
    who = "Anda" if job.requested_by_id == request.user.pk else job.requested_by
    when = date_format(timezone.localtime(job.requested_at), "j F Y, H.i")
    text = f"Dokumen yang sama sudah diminta {who} pada {when}. Inilah dokumen itu."
    if not job.is_unfinished:
        return text
    return (
        f"{text} Isinya data pada saat itu; bila ada yang berubah sesudahnya, minta lagi setelah dokumen ini selesai."
    )
