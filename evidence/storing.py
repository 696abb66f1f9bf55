"""Bytes in the store: written whole or not at all."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from typing import BinaryIO, cast

from evidence.models import Document, private_name, private_storage
from evidence.stores import Store, StoreFailed

logger = logging.getLogger(__name__)


def current_store() -> Store:
    return cast(Store, private_storage())


@contextmanager
def written(file: BinaryIO) -> Iterator[str]:
    """Copy a file into the store under a random name, and take it away again if the block fails.

    Yields the name once the bytes are there to stay. Raises StoreFailed.
    """
    with _new_name() as name:
        current_store().put(file, name)
        yield name


@contextmanager
def linked(file: BinaryIO) -> Iterator[str]:
    """The same for a synced file on the disk of EVIDENCE_ROOT; nothing is copied when that is the store."""
    with _new_name() as name:
        current_store().adopt(file, name)
        yield name


@contextmanager
def opened(document: Document) -> Iterator[BinaryIO]:
    """The document's bytes as an open file on this machine, with a descriptor that a child process may inherit.

    Raises FileNotFoundError when the store has no such file, StoreFailed when it cannot be asked.
    """
    with current_store().local(str(document.file.name)) as file:
        yield file


def discard(name: str) -> None:
    """Take a file away that no row names. When that fails it stays until `verify_documents --delete-orphans`."""
    try:
        current_store().delete(name)
    except StoreFailed:
        logger.error("the file %s, which no row names, may still be there", name)


@contextmanager
def _new_name() -> Iterator[str]:
    name = private_name(Document(), "")
    try:
        yield name
    except BaseException:
        discard(name)
        raise
