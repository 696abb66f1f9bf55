"""Which characters of a text no page can show, so that every kind of file leaves out the same."""

from __future__ import annotations

import re
from typing import Any

# Controls that no page can show, and the ones that make text run backwards past what stands beside it.
UNPRINTABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]")


def printable(value: Any) -> Any:
    """The same JSON value with the unprintable characters of every text left out."""
    if isinstance(value, str):
        return UNPRINTABLE.sub("", value)
    if isinstance(value, dict):
        return {key: printable(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [printable(inner) for inner in value]
    return value
