"""Asking for a document, and bringing every job to its end.

The row is the truth, a message only a hint to look at it. A worker claims a row by raising `attempts`, and that
number is its token: each later write names it, so a worker that was given up for dead can change nothing any more.
`attempts` never goes down; every round of MAX_ATTEMPTS ends in a failure, from which a person may start another.
"""

from reports.services.asking import download_name, request_report, retry
from reports.services.making import render
from reports.services.recovering import recover
from reports.services.signing import add_signed_copy

__all__ = ["add_signed_copy", "download_name", "recover", "render", "request_report", "retry"]
