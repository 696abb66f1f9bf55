"""Bytes in the store: written whole or not at all."""

from __future__ import annotations

import io
import logging
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import BinaryIO, cast

from django.db import DatabaseError

from evidence.models import Document, private_name, private_storage
from evidence.stores import Store, StoreFailed

logger = logging.getLogger(__name__)

QUARANTINE = "quarantine/"


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


def quarantine(document: Document) -> None:
    """Move the file away from all others, below `quarantine/`. Raises StoreFailed; the file is then where it was."""
    if not is_quarantined(document):
        _move(document, QUARANTINE + private_name(document, ""))


def release(document: Document) -> None:
    """Move it back among the others."""
    if is_quarantined(document):
        _move(document, private_name(document, ""))


def is_quarantined(document: Document) -> bool:
    return str(document.file.name).startswith(QUARANTINE)


def _move(document: Document, name: str) -> None:
    """Copy, tell every row that shares the file, and only then take the old one away."""
    old = str(document.file.name)
    try:
        with opened(document) as file:
            current_store().put(file, name)
        Document.objects.filter(file=old).update(file=name)
    except BaseException:
        discard(name)
        raise
    document.file.name = name
    discard(old)


def probe() -> None:
    """Put a small file into the store and take it away again; asks no database. Raises StoreFailed."""
    store, name = current_store(), private_name(Document(), "")
    try:
        store.put(io.BytesIO(b"?"), name)
    except StoreFailed:
        with suppress(StoreFailed):
            store.delete(name)
        raise
    store.delete(name)


def discard(name: str) -> None:
    """Take a file away that no row names.

    What fails after the commit, or a commit whose answer got lost, must not cost the file of a row that is there.
    In doubt it stays, and `verify_documents` finds it.
    """
    try:
        if not Document.objects.filter(file=name).exists():
            current_store().delete(name)
    except (StoreFailed, DatabaseError):
        logger.error("the file %s, which no row names, may still be there", name)


@contextmanager
def _new_name() -> Iterator[str]:
    name = private_name(Document(), "")
    try:
        yield name
    except BaseException:
        discard(name)
        raise
