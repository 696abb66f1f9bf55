"""What the renderer leaves out of a tagged PDF: the scope of header cells, and each attachment named once.

A reader of the screen then hears which row and column a number stands in.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from pydyf import PDF, Array
from weasyprint import Document

SCOPES = {"col": "/Column", "colgroup": "/Column", "row": "/Row", "rowgroup": "/Row"}


def complete_tags(document: Document, pdf: PDF) -> None:
    """Called by the renderer when all else of the file is made, just before it is written."""
    for page in document.pages:
        for box in _boxes(page._page_box):
            mark = getattr(box, "mark", None)
            if mark is not None and box.element_tag == "th":
                mark["A"]["Scope"] = SCOPES[box.element.get("scope") or "col"]
    if "AF" in pdf.catalog:
        pdf.catalog["AF"] = Array(dict.fromkeys(pdf.catalog["AF"]))


def _boxes(box: Any) -> Iterator[Any]:
    """The box and all inside it, in order. Without recursion: deep markup makes deep boxes."""
    waiting = [box]
    while waiting:
        here = waiting.pop()
        yield here
        waiting.extend(reversed(getattr(here, "children", ())))
