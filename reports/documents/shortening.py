"""Texts of people on a page that may not grow."""

from __future__ import annotations

ELLIPSIS = "…"


def brief(text: str, limit: int) -> str:
    """On one line and at most so many characters, cut between words and marked; a word too long for it is cut too."""
    line = " ".join(text.split())
    if len(line) <= limit:
        return line
    kept = line[: limit - 1]
    space = kept.rfind(" ")
    if space > limit // 2 and line[limit - 1] != " ":
        kept = kept[:space]
    return kept.rstrip(" ,.;:") + ELLIPSIS
