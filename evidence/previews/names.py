"""What the derived pictures of a document are called in the private store, and how pages are taken together."""

from __future__ import annotations

from typing import NamedTuple

from evidence.models import Document

BLOCK = 20  # pages that are drawn at a time; the first block at arrival
PICTURES = ("image/jpeg", "image/png")
PDF, FILM = "application/pdf", "video/mp4"


class Size(NamedTuple):
    width: int
    extension: str
    content_type: str
    opening: bytes


PAGE = Size(1000, "jpg", "image/jpeg", b"\xff\xd8\xff")
THUMB = Size(320, "webp", "image/webp", b"RIFF")


def is_drawable(document: Document) -> bool:
    """Has it pages, or is it one, that a worker can draw?"""
    return document.content_type == PDF or document.content_type in PICTURES


def can_be_shown(document: Document) -> bool:
    return is_drawable(document) or document.content_type == FILM


def pages_of(document: Document) -> int:
    """How many pictures there can be: a picture is one page."""
    return (document.pages or 1) if document.content_type == PDF else 1


def name_of(sha256: str, page: int, size: Size) -> str:
    """By content, so that equal files share their pictures."""
    return f"previews/{sha256[:2]}/{sha256}/{page}-{size.width}.{size.extension}"


def record_of(sha256: str, first: int) -> str:
    """The small file that says: the worker is through with the block that begins with this page."""
    return f"previews/{sha256[:2]}/{sha256}/{first}.txt"


def block_of(document: Document, page: int) -> tuple[int, int]:
    """First and last page of the block a page is in."""
    first = (page - 1) // BLOCK * BLOCK + 1
    return first, min(first + BLOCK - 1, pages_of(document))


def sizes_of(page: int) -> tuple[Size, ...]:
    return (PAGE, THUMB) if page == 1 else (PAGE,)
