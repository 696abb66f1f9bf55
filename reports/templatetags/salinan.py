"""What the page of a report says below it: how everybody may check it, and the copies that were signed elsewhere."""

from __future__ import annotations

from typing import Any

from django import template

from reports import permissions
from reports.documents.qr import address_of, grouped
from reports.forms import SignedCopyForm
from reports.models import JobState, ReportJob, SignedCopy
from reports.signatures import Signature

register = template.Library()


@register.simple_tag(takes_context=True)
def salinan(context: dict[str, Any], job: ReportJob) -> dict[str, Any]:
    """Empty until the document is made. The page has asked already whether this user may see the job."""
    if job.state not in (JobState.DONE, JobState.EXPIRED):
        return {}
    user = context["request"].user
    copies = SignedCopy.objects.filter(job=job).select_related("uploaded_by").order_by("-uploaded_at")
    return {
        "code": grouped(job.code),
        "address": address_of(job.code),
        "has_inner_codes": job.kind == ReportJob.Kind.UNITS and job.enclosed.exists(),
        "copies": [(copy, [Signature(**row) for row in copy.signatures]) for copy in copies],
        "form": SignedCopyForm() if permissions.can_add_signed_copy(user, job) else None,
    }
