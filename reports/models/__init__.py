"""What the reports app keeps: jobs with their files, signed copies of them, and worksheets that came back."""

from reports.models.drafts import WorksheetDraft, WorksheetDraftQuerySet
from reports.models.jobs import Format, JobState, ReportJob, ReportJobQuerySet, report_storage
from reports.models.signed import SignedCopy, SignedCopyQuerySet
from reports.models.texts import ReportText

__all__ = [
    "Format", "JobState", "ReportJob", "ReportJobQuerySet", "ReportText", "SignedCopy", "SignedCopyQuerySet",
    "WorksheetDraft", "WorksheetDraftQuerySet", "report_storage",
]  # fmt: skip
