"""Everything that can be had on paper or as a file, by the kind of its job: one module for each."""

from reports.documents import (
    bundle,
    executive,
    meeting,
    open_data,
    plan,
    priorities,
    publication,
    self_assessment,
    statement,
    unit,
    units,
    worksheet,
)  # fmt: skip
from reports.documents.base import Ask, Document, Order, file_name, is_draft
from reports.models import ReportJob

DOCUMENTS: dict[str, Document] = {
    ReportJob.Kind.SELF_ASSESSMENT: self_assessment.DOCUMENT,
    ReportJob.Kind.PRIORITIES: priorities.DOCUMENT,
    ReportJob.Kind.STATEMENT: statement.DOCUMENT,
    ReportJob.Kind.PUBLICATION: publication.DOCUMENT,
    ReportJob.Kind.MEETING: meeting.DOCUMENT,
    ReportJob.Kind.EXECUTIVE: executive.DOCUMENT,
    ReportJob.Kind.UNIT: unit.DOCUMENT,
    ReportJob.Kind.UNITS: units.DOCUMENT,
    ReportJob.Kind.PLAN: plan.DOCUMENT,
    ReportJob.Kind.BUNDLE: bundle.DOCUMENT,
    ReportJob.Kind.OPEN_DATA: open_data.DOCUMENT,
    ReportJob.Kind.WORKSHEET: worksheet.DOCUMENT,
}

__all__ = ["DOCUMENTS", "Ask", "Document", "Order", "file_name", "is_draft"]
