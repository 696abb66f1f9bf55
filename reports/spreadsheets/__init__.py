"""The lembar kerja evaluasi (LKE) as a spreadsheet, out and in again; and plain tables as CSV."""
