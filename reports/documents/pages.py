"""A template into the HTML that WeasyPrint lays out."""

from __future__ import annotations

from types import ModuleType
from typing import Any

from django.template.loader import render_to_string

from reports.documents.printable import cleaned
from reports.documents.qr import verification
from results.values import Summary


def page_of(rendering: ModuleType, template: str, summary: Summary, *, code: str = "", **context: Any) -> str:
    """The template with what each of our documents says of itself; unprintable characters are left out."""
    given = {"summary": summary, "heading": summary.heading, **verification(code), **context}
    return cleaned(render_to_string(f"reports/pdf/{template}", given))
