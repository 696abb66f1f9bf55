"""The reader's part: what there is to look at, and asking the worker for what is not there yet."""

from __future__ import annotations

import logging
from dataclasses import dataclass

from django.core.cache import cache
from kombu.exceptions import OperationalError

from evidence.models import Document, private_storage
from evidence.previews.names import PAGE, Size, block_of, is_drawable, name_of, pages_of, record_of, sizes_of

logger = logging.getLogger(__name__)

ASKED_SECONDS = 120  # before the same block is asked for again
AHEAD = 3  # pages before the end of what is drawn, when the next block is asked for


@dataclass(frozen=True, slots=True)
class Preview:
    """One page to look at. Neither ready nor waiting: it cannot be drawn."""

    page: int
    pages: int
    is_ready: bool
    is_waiting: bool


def preview(document: Document, page: int) -> Preview:
    """A page between the first and the last; what is missing is asked for, and what will be wanted next."""
    pages = pages_of(document)
    page = max(1, min(page, pages))
    is_waiting = _is_awaited(document, page)
    is_ready = not is_waiting and found(document, page, PAGE) is not None
    if is_ready:
        _is_awaited(document, min(page + AHEAD, pages))
    return Preview(page, pages, is_ready, is_waiting)


def found(document: Document, page: int, size: Size) -> str | None:
    """The stored name of a picture, when it is whole. A block that was never drawn, or got lost, is asked for."""
    if not 1 <= page <= pages_of(document) or size not in sizes_of(page) or _is_awaited(document, page):
        return None
    name = name_of(document.sha256, page, size)
    return name if private_storage().exists(name) else None


def _is_awaited(document: Document, page: int) -> bool:
    """Is the worker still to draw this page? The message to it is sent once in a while, not with every look."""
    first, _ = block_of(document, page)
    if not is_drawable(document) or private_storage().exists(record_of(document.sha256, first)):
        return False
    if cache.add(f"preview:{document.sha256}:{first}", "asked", ASKED_SECONDS):
        _send(document, page)
    return True


def _send(document: Document, page: int) -> None:
    """A broker that cannot be reached is asked again by a later look."""
    from evidence.tasks import picture_block  # noqa: PLC0415 - the task module imports this package

    try:
        picture_block.delay(document.pk, page)
    except (OperationalError, OSError):
        logger.exception("document %s: no message could be sent", document.pk)
