"""Asking for a document, and bringing every job to its end.

The row is the truth, a message only a hint that something waits: whoever gets one claims the best waiting row, the
short documents first. A worker claims a row by raising `attempts`, and that
number is its token: each later write names it, so a worker that was given up for dead can change nothing any more.
`attempts` never goes down; every round of MAX_ATTEMPTS ends in a failure, from which a person may start another.
"""

from reports.services.asking import cancel, download_name, request_report, retry
from reports.services.expiring import expire, forget_worksheets, remove_strays
from reports.services.making import render
from reports.services.recovering import recover
from reports.services.signing import add_signed_copy
from reports.services.weekly import tell_progress

__all__ = [
    "add_signed_copy", "cancel", "download_name", "expire", "forget_worksheets", "recover", "remove_strays", "render",
    "request_report", "retry", "tell_progress",
]  # fmt: skip
