"""What the reports app keeps: jobs with their files, and worksheets that came back."""

from reports.models.drafts import WorksheetDraft, WorksheetDraftQuerySet
from reports.models.jobs import Format, JobState, ReportJob, ReportJobQuerySet, report_storage

__all__ = [
    "Format", "JobState", "ReportJob", "ReportJobQuerySet", "WorksheetDraft", "WorksheetDraftQuerySet",
    "report_storage",
]  # fmt: skip
