"""Asking for reports, watching them being made, and taking them away."""

from __future__ import annotations

from pathlib import Path
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_GET, require_POST

from assessments.models import Assessment
from assessments.workflow import Refused
from evidence.downloads import guarded_file
from reports import permissions, services
from reports.models import Format, JobState, ReportJob

ACCEL_PREFIX = "/terlindungi/laporan/"
CONTENT_TYPES = {
    Format.PDF: "application/pdf",
    Format.DOCX: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    Format.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    Format.JSON: "application/json",
    Format.ZIP: "application/zip",
}
UNFINISHED = (JobState.QUEUED, JobState.RUNNING)


@require_GET
def reports(request: HttpRequest, pk: int) -> HttpResponse:
    assessment = get_object_or_404(Assessment.objects.visible_to(request.user).in_full(), pk=pk)
    if not permissions.can_request_report(request.user, assessment):
        raise PermissionDenied
    jobs = ReportJob.objects.visible_to(request.user).light().filter(assessment=assessment).order_by("-requested_at")
    page = Paginator(jobs, 20).get_page(request.GET.get("hal"))
    return render(request, "reports/reports.html", {"assessment": assessment, "page": page})


@require_POST
def report_request(request: HttpRequest, pk: int) -> HttpResponse:
    assessment = get_object_or_404(Assessment.objects.visible_to(request.user).in_full(), pk=pk)
    return redirect(services.request_report(assessment=assessment, by=request.user))


@require_POST
def priorities_report(request: HttpRequest, pk: int) -> HttpResponse:
    assessment = get_object_or_404(Assessment.objects.visible_to(request.user).in_full(), pk=pk)
    try:
        job = services.request_report(assessment=assessment, kind=ReportJob.Kind.PRIORITIES, by=request.user)
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect("priorities", pk)
    return redirect(job)


@require_GET
def report_job(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The job's page; as JSON for the script that watches it, which then needs not load the page again."""
    job = _find_job(request, pk)
    is_unfinished = job.state in UNFINISHED
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
