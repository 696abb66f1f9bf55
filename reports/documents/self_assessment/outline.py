"""The lists of contents of a page, read from the page itself: what has an id is listed, and nothing is forgotten."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser

KINDS = {"h1": "chapter", "h2": "section", "caption": "table", "figcaption": "figure"}


@dataclass(frozen=True, slots=True)
class Entry:
    """A chapter with its sections, a section, or the caption of a table or a figure."""

    kind: str
    id: str
    text: str
    is_annex: bool
    sections: list[Entry] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Entries:
    chapters: list[Entry]
    tables: list[Entry]
    figures: list[Entry]


def entries_of(html: str) -> Entries:
    """The parts of the page by kind, in the order they stand in."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    chapters: list[Entry] = []
    for entry in reader.found:
        if entry.kind == "chapter":
            chapters.append(entry)
        elif entry.kind == "section" and chapters:
            chapters[-1].sections.append(entry)
    return Entries(chapters, *([row for row in reader.found if row.kind == kind] for kind in ("table", "figure")))


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[Entry] = []
        self.is_annex = False
        self.inside = ""
        self.id = ""
        self.words: list[str] = []

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        given = dict(attributes)
        if tag == "section":
            self.is_annex = "annex" in (given.get("class") or "").split()
        elif tag in KINDS and given.get("id"):
            self.inside, self.id, self.words = tag, given["id"] or "", []

    def handle_data(self, data: str) -> None:
        if self.inside:
            self.words.append(data)

    def handle_endtag(self, tag: str) -> None:
        if tag == self.inside:
            text = " ".join("".join(self.words).split())
            self.found.append(Entry(KINDS[tag], self.id, text, self.is_annex))
            self.inside = ""
