"""Who may. Each predicate looks at one user and one object already fetched."""

from __future__ import annotations

from accounts.models import User
from assessments.models import Assessment
from assessments.permissions import can_see_results
from reports.models import Format, JobState, ReportJob

MAY_BE_RETRIED = (JobState.FAILED, JobState.CANCELLED)


def can_request_report(user: User, assessment: Assessment) -> bool:
    """Whoever sees the institution's numbers may have them on paper: admin, assessor, coordinator."""
    return can_see_results(user, assessment)


def can_see_reports(user: User, assessment: Assessment) -> bool:
    """The page of the documents: operators find only their own unit's there."""
    in_own_unit = user.is_operator and user.unit_id is not None and user.instansi_id == assessment.instansi_id
    return in_own_unit or can_request_report(user, assessment)


def can_write_texts(user: User, assessment: Assessment) -> bool:
    """The words of the institution's reports: its admin."""
    return user.is_admin and user.instansi_id == assessment.instansi_id


def can_see_job(user: User, job: ReportJob) -> bool:
    """Asked when a document is requested and again each time its file leaves; operators have their own unit's."""
    if user.is_operator:
        return job.unit_id is not None and job.unit_id == user.unit_id
    return can_request_report(user, job.assessment)


def can_retry(user: User, job: ReportJob) -> bool:
    return job.state in MAY_BE_RETRIED and can_see_job(user, job)


def can_end_job(user: User, job: ReportJob) -> bool:
    """Whoever asked for the document, or an admin: colleagues may be waiting for it too."""
    return can_see_job(user, job) and (user.is_admin or job.requested_by_id == user.pk)


def can_cancel(user: User, job: ReportJob) -> bool:
    return job.is_unfinished and can_end_job(user, job)


def can_add_signed_copy(user: User, job: ReportJob) -> bool:
    """Bring back what was signed elsewhere: admin and coordinator, for documents that people sign."""
    is_document = job.format in (Format.PDF, Format.DOCX) and job.state in (JobState.DONE, JobState.EXPIRED)
    return is_document and (user.is_admin or user.is_coordinator) and can_see_job(user, job)


def can_import_worksheet(user: User, assessment: Assessment) -> bool:
    """Bring an edited worksheet back: whoever has a part to write. Each row asks again what he may write."""
    writes = user.is_operator or user.is_admin or user.is_assessor
    return writes and user.instansi_id == assessment.instansi_id
