"""Files of the `score` command: levels in as CSV or JSON, results out as a table, JSON or CSV."""

from assessments.score_files.reading import Sheet, SheetError, read
from assessments.score_files.writing import FORMATS, columns

__all__ = ["FORMATS", "Sheet", "SheetError", "columns", "read"]
