"""What a file of evidence is called where it leaves the portal: `{indicator}.{letter}.{title}.{ext}` (Permen 59/2020).

Pure: texts in, text out.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

LENGTH_MAX = 100
ALREADY = re.compile(r"^\d{1,2}(?:-\d)?\.[a-z]{1,2}\.(?=.)")  # somebody named the file so before it was uploaded


def official_name(*, indicator: str, letter: str, title: str, extension: str) -> str:
    """`12.b.Peta-Rencana-2023.pdf`; the title is cut so that the whole keeps to LENGTH_MAX."""
    head, tail = f"{indicator}.{letter}.", f".{extension}"
    return head + harmless(title, LENGTH_MAX - len(head) - len(tail)) + tail


def document_name(*, indicator: str, letter: str, title: str, name: str) -> str:
    """The same for a document by its title, or without one by what its file was called."""
    extension = name.rpartition(".")[2]
    title = title or name.removesuffix(f".{extension}")
    return official_name(indicator=indicator, letter=letter, title=title, extension=extension)


def letters(documents: Iterable[int]) -> dict[int, str]:
    """The letter of each document, given in the order of linking; one linked twice keeps its first."""
    return {document: letter(position) for position, document in enumerate(dict.fromkeys(documents))}


def letter(position: int) -> str:
    """0 is a, 25 is z, 26 is aa: as the columns of a spreadsheet."""
    text = ""
    position += 1
    while position:
        position, rest = divmod(position - 1, 26)
        text = chr(ord("a") + rest) + text
    return text


def harmless(title: str, length: int) -> str:
    """Latin letters, digits and single hyphens: what any system, archive and web form takes; whole words, if any."""
    plain = unicodedata.normalize("NFKD", ALREADY.sub("", title)).encode("ascii", "ignore").decode()
    text = "-".join(re.findall(r"[A-Za-z0-9]+", plain))
    if len(text) > length:
        text = text[: length + 1].rpartition("-")[0] or text[:length]
    return text or "dokumen"
