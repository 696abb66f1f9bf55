"""A letter as plain values. Its text is written once; a PDF and a DOCX of it can then never disagree."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from reports.documents.base import Data

DOTS = "." * 30  # where somebody writes by hand


@dataclass(frozen=True, slots=True)
class Heading:
    kind: ClassVar[str] = "heading"
    text: str


@dataclass(frozen=True, slots=True)
class Paragraph:
    kind: ClassVar[str] = "paragraph"
    text: str

    @property
    def leads(self) -> bool:
        """It announces what comes next, and is not left alone at the foot of a page."""
        return self.text.endswith(":")


@dataclass(frozen=True, slots=True)
class Note:
    """A remark that must not be overlooked."""

    kind: ClassVar[str] = "note"
    text: str


@dataclass(frozen=True, slots=True)
class Numbered:
    kind: ClassVar[str] = "numbered"
    items: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Fields:
    """Labels with what stands after their colon."""

    kind: ClassVar[str] = "fields"
    rows: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Column:
    title: str
    width: int  # percent
    is_number: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """`totals` are rows printed bold at the end."""

    kind: ClassVar[str] = "table"
    caption: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]
    totals: tuple[tuple[str, ...], ...] = ()

    @property
    def lines(self) -> list[tuple[list[tuple[Column, str]], bool]]:
        """Every row as cells with their columns, and whether it is one of the totals."""
        every = [(row, False) for row in self.rows] + [(row, True) for row in self.totals]
        return [(list(zip(self.columns, row, strict=True)), is_total) for row, is_total in every]


Block = Heading | Paragraph | Note | Numbered | Fields | Table


@dataclass(frozen=True, slots=True)
class Signature:
    """`before` stands above the position: "Mengetahui," or the place and date."""

    position: str
    name: str = ""
    nip: str = ""
    before: str = ""
    has_nip: bool = True

    @property
    def name_line(self) -> str:
        return self.name or DOTS

    @property
    def nip_line(self) -> str:
        return f"NIP {self.nip or DOTS}" if self.has_nip else ""


@dataclass(frozen=True, slots=True)
class Letter:
    """One letter. `title` is its lines; `signatures` are rows of one or two."""

    title: tuple[str, ...]
    number: str
    blocks: tuple[Block, ...]
    signatures: tuple[tuple[Signature, ...], ...]
    letterhead: Data
    author: str
    taken_at: str
    is_draft: bool = False
    code: str = ""

    @property
    def name(self) -> str:
        """In one line, for the file's own title."""
        return " ".join(self.title)

    @property
    def printed_code(self) -> str:
        """The code in groups of four, as people read it out."""
        return "-".join(self.code[start : start + 4] for start in range(0, len(self.code), 4))
