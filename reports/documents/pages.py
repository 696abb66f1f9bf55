"""A template into the HTML that WeasyPrint lays out."""

from __future__ import annotations

from types import ModuleType
from typing import Any

from django.template.loader import render_to_string

from results.values import Summary


def page_of(rendering: ModuleType, template: str, summary: Summary, **context: Any) -> str:
    """The template with what each of our documents says of itself; unprintable characters are left out."""
    given = {"summary": summary, "heading": summary.heading, **context}
    html: str = rendering.UNPRINTABLE.sub("", render_to_string(f"reports/pdf/{template}", given))
    return html


def grouped(code: str) -> str:
    """A code as people read it aloud: ABCD-EFGH-IJKL."""
    return "-".join(code[place : place + 4] for place in range(0, len(code), 4))
