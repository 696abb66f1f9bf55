"""Which characters of a text no page can show, so that every kind of file leaves out the same."""

from __future__ import annotations

import re
from typing import Any

# Other line ends, such as word processors keep within a paragraph: dropped, they would join two words.
LINE_ENDS = re.compile("\r\n?|[\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
BULLETS = re.compile("[\uf0a7\uf0b7\uf0d8\uf0fc]")  # as word processors write them, in a font of their own
# Controls that no page can show, and the ones that make text run backwards past what stands beside it; besides what no
# font of ours draws, as an archivable PDF may not hold a missing glyph: emoji, variants and signs of private fonts.
UNPRINTABLE = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\uf8ff\ufe00-\ufe0f\ufffe\uffff"
    "\U0001f000-\U0001faff\U000e0000-\U0010ffff]"
)


def cleaned(text: str) -> str:
    """The text without what no page can show. Line ends become \\n, and bullets of word processors the common one."""
    return UNPRINTABLE.sub("", BULLETS.sub("•", LINE_ENDS.sub("\n", text)))


def printable(value: Any) -> Any:
    """The same JSON value with the unprintable characters of every text left out."""
    if isinstance(value, str):
        return cleaned(value)
    if isinstance(value, dict):
        return {key: printable(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [printable(inner) for inner in value]
    return value
