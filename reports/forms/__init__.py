"""What input about reports is acceptable."""

from reports.forms.worksheets import WorksheetForm

__all__ = ["WorksheetForm"]
