"""Bytes on disk: written whole or not at all."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from evidence.models import Document, private_name, private_storage

BLOCK = 2**20


@contextmanager
def written(file: BinaryIO) -> Iterator[str]:
    """Copy a file into the private store under a random name, and take it away again if the block fails.

    Yields the storage name once the bytes and their directory entry are on disk.
    """
    with _new_name() as (name, path):
        with path.open("xb") as copy:
            os.fchmod(copy.fileno(), 0o640)
            file.seek(0)
            shutil.copyfileobj(file, copy, BLOCK)
            copy.flush()
            os.fsync(copy.fileno())
        _sync_folder(path.parent)
        yield name


@contextmanager
def linked(file: BinaryIO) -> Iterator[str]:
    """The same without copying, for a synced file on the same disk; it has two names until the caller drops its own.

    A process killed in between leaves the caller's name, from which everything can be done again.
    """
    with _new_name() as (name, path):
        os.link(file.name, path)
        _sync_folder(path.parent)
        yield name


@contextmanager
def opened(document: Document) -> Iterator[BinaryIO]:
    """The document's bytes as an open file on this machine, with a descriptor that a child process may inherit."""
    with Path(document.file.path).open("rb") as file:
        yield file


@contextmanager
def _new_name() -> Iterator[tuple[str, Path]]:
    storage = private_storage()
    name = private_name(Document(), "")
    path = Path(storage.path(name))
    path.parent.mkdir(mode=0o750, parents=True, exist_ok=True)
    try:
        yield name, path
    except BaseException:
        path.unlink(missing_ok=True)
        raise


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
