"""What the reports app keeps: jobs, their files and what these enclose, signed copies, worksheets that came back."""

from reports.models.drafts import WorksheetDraft, WorksheetDraftQuerySet
from reports.models.enclosed import EnclosedReport
from reports.models.jobs import Format, JobState, ReportJob, ReportJobQuerySet, report_storage
from reports.models.signed import SignedCopy, SignedCopyQuerySet
from reports.models.texts import ReportText

__all__ = [
    "EnclosedReport", "Format", "JobState", "ReportJob", "ReportJobQuerySet", "ReportText", "SignedCopy",
    "SignedCopyQuerySet", "WorksheetDraft", "WorksheetDraftQuerySet", "report_storage",
]  # fmt: skip
