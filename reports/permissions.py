"""Who may. Each predicate looks at one user and one object already fetched."""

from __future__ import annotations

from accounts.models import User
from assessments.models import Assessment
from assessments.permissions import can_see_results
from reports.models import Format, JobState, ReportJob


def can_request_report(user: User, assessment: Assessment) -> bool:
    """Whoever sees the institution's numbers may have them on paper: admin, assessor, coordinator."""
    return can_see_results(user, assessment)


def can_see_job(user: User, job: ReportJob) -> bool:
    """Asked when a document is requested and again each time its file leaves; operators have their own unit's."""
    if user.is_operator:
        return job.unit_id is not None and job.unit_id == user.unit_id
    return can_request_report(user, job.assessment)


def can_retry(user: User, job: ReportJob) -> bool:
    return job.state == JobState.FAILED and can_see_job(user, job)


def can_add_signed_copy(user: User, job: ReportJob) -> bool:
    """Bring back what was signed elsewhere: admin and coordinator, for documents that people sign."""
    is_document = job.format in (Format.PDF, Format.DOCX) and job.state in (JobState.DONE, JobState.EXPIRED)
    return is_document and (user.is_admin or user.is_coordinator) and can_see_job(user, job)


def can_import_worksheet(user: User, assessment: Assessment) -> bool:
    """Bring an edited worksheet back: whoever has a part to write. Each row asks again what he may write."""
    writes = user.is_operator or user.is_admin or user.is_assessor
    return writes and user.instansi_id == assessment.instansi_id
