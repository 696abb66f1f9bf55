"""Everything that can be had on paper or as a file, by the kind of its job: one module for each."""

from reports.documents import executive, plan, priorities, self_assessment, unit, units
from reports.documents.base import Ask, Document, Order, file_name
from reports.models import ReportJob

DOCUMENTS: dict[str, Document] = {
    ReportJob.Kind.SELF_ASSESSMENT: self_assessment.DOCUMENT,
    ReportJob.Kind.PRIORITIES: priorities.DOCUMENT,
    ReportJob.Kind.EXECUTIVE: executive.DOCUMENT,
    ReportJob.Kind.UNIT: unit.DOCUMENT,
    ReportJob.Kind.UNITS: units.DOCUMENT,
    ReportJob.Kind.PLAN: plan.DOCUMENT,
}

__all__ = ["DOCUMENTS", "Ask", "Document", "Order", "file_name"]
