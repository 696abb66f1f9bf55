"""Where the bytes of documents live: a disk or an S3 service, behind the same few verbs.

Which of them is `settings.STORAGES["evidence"]`. Neither has an address: the only way out is the guarded download.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import BinaryIO, NoReturn, Protocol


class StoreFailed(Exception):
    """The store could not do what was asked and kept nothing of it. Its text is shown to people."""

    sentence = ""

    def __init__(self, sentence: str = "") -> None:
        super().__init__(sentence or self.sentence)


class StoreFull(StoreFailed):
    sentence = "Penyimpanan portal sedang penuh, jadi berkas ini belum tersimpan. Beri tahu Admin Diskominfo."


class StoreDown(StoreFailed):
    sentence = "Penyimpanan berkas sedang tidak dapat dijangkau. Coba lagi dalam beberapa menit."


@dataclass(frozen=True, slots=True)
class Entry:
    """A file in the store, `size` in bytes."""

    name: str
    size: int
    modified_at: datetime.datetime


class Store(Protocol):
    """What both stores can do. Every verb may raise StoreFailed; those that read, FileNotFoundError."""

    accel_prefix: str
    """Below which address the web server itself may send a file; empty where it cannot."""

    def put(self, file: BinaryIO, name: str) -> None:
        """Copy a whole file in under a new name; it is there to stay when this returns."""

    def adopt(self, file: BinaryIO, name: str) -> None:
        """The same for a synced file on the disk of EVIDENCE_ROOT, without copying where that can be."""

    def size(self, name: str) -> int: ...

    def blocks(self, name: str, start: int, count: int) -> Iterator[bytes]:
        """`count` bytes from `start` on; nothing is opened before the first block is asked for."""

    def local(self, name: str) -> AbstractContextManager[BinaryIO]:
        """The file open for reading on this machine, with a descriptor."""

    def entries(self) -> Iterator[Entry]: ...

    def delete(self, name: str) -> None: ...


class NoAddress:
    """The first base of both stores."""

    def url(self, name: str | None, *args: object, **kwargs: object) -> NoReturn:
        raise ValueError("evidence has no address of its own")
