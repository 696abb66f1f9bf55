"""A summary for documents that tell numbers alone."""

from __future__ import annotations

from dataclasses import replace

from results.values import Summary


def without_texts(summary: Summary) -> Summary:
    """The same levels without what OPD and assessors wrote, so that a word changed makes no other document."""
    return replace(summary, rows=tuple(replace(row, works=(), justification="") for row in summary.rows))
