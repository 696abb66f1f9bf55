"""What input about reports is acceptable."""

from reports.forms.asking import AskForm
from reports.forms.signed import SignedCopyForm
from reports.forms.worksheets import WorksheetForm

__all__ = ["AskForm", "SignedCopyForm", "WorksheetForm"]
