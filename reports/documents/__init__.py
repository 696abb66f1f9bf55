"""Everything that can be had on paper or as a file, by the kind of its job: one module for each."""

from reports.documents import bundle, open_data, priorities, self_assessment, worksheet
from reports.documents.base import Ask, Document, Order, file_name
from reports.models import ReportJob

DOCUMENTS: dict[str, Document] = {
    ReportJob.Kind.SELF_ASSESSMENT: self_assessment.DOCUMENT,
    ReportJob.Kind.PRIORITIES: priorities.DOCUMENT,
    ReportJob.Kind.BUNDLE: bundle.DOCUMENT,
    ReportJob.Kind.OPEN_DATA: open_data.DOCUMENT,
    ReportJob.Kind.WORKSHEET: worksheet.DOCUMENT,
}

__all__ = ["DOCUMENTS", "Ask", "Document", "Order", "file_name"]
