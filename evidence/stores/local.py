"""Documents on a disk of this machine."""

from __future__ import annotations

import datetime
import errno
import logging
import os
import shutil
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

from django.conf import settings
from django.core.files.storage import FileSystemStorage

from evidence.stores import Entry, NoAddress, StoreDown, StoreFull

logger = logging.getLogger(__name__)

BLOCK = 64 * 1024
COPY_BLOCK = 2**20
FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}


@contextmanager
def told() -> Iterator[None]:
    """Turn what a disk says into a failure with a sentence. A file that is not there stays FileNotFoundError."""
    try:
        yield
    except FileNotFoundError:
        raise
    except OSError as error:
        logger.error("the disk of the evidence failed: %s", error)
        raise (StoreFull if error.errno in FULL else StoreDown)() from error


class LocalStore(NoAddress, FileSystemStorage):
    """Files below EVIDENCE_ROOT."""

    accel_prefix = "/terlindungi/bukti/"

    @property
    def base_location(self) -> str:  # type: ignore[override]  # asked each time, so that tests may move it
        return str(settings.EVIDENCE_ROOT)

    @property
    def location(self) -> str:  # type: ignore[override]
        return str(Path(self.base_location).absolute())

    def put(self, file: BinaryIO, name: str) -> None:
        with told():
            path = self._new(name)
            with path.open("xb") as copy:
                os.fchmod(copy.fileno(), 0o640)
                file.seek(0)
                shutil.copyfileobj(file, copy, COPY_BLOCK)
                copy.flush()
                os.fsync(copy.fileno())
            _sync_folder(path.parent)

    def adopt(self, file: BinaryIO, name: str) -> None:
        """It has two names until the caller drops its own, from which a killed process can do everything again."""
        with told():
            path = self._new(name)
            os.link(file.name, path)
            _sync_folder(path.parent)

    def size(self, name: str) -> int:
        with told():
            return super().size(name)

    def blocks(self, name: str, start: int, count: int) -> Iterator[bytes]:
        return blocks_of(Path(self.path(name)), start, count)

    @contextmanager
    def local(self, name: str) -> Iterator[BinaryIO]:
        with ExitStack() as stack:
            with told():
                file = stack.enter_context(Path(self.path(name)).open("rb"))
            yield file

    def entries(self) -> Iterator[Entry]:
        root = Path(self.location)
        for folder, folders, names in os.walk(root):
            folders.sort()
            for name in sorted(names):
                path = Path(folder, name)
                with told():
                    found = path.stat()
                modified_at = datetime.datetime.fromtimestamp(found.st_mtime, datetime.UTC)
                yield Entry(path.relative_to(root).as_posix(), found.st_size, modified_at)

    def delete(self, name: str) -> None:
        with told():
            super().delete(name)

    def _new(self, name: str) -> Path:
        path = Path(self.path(name))
        path.parent.mkdir(mode=0o750, parents=True, exist_ok=True)
        return path

    def _save(self, name: str, content: Any) -> str:
        with told():
            return super()._save(name, content)  # type: ignore[misc]  # django-stubs leaves the method out


@dataclass(frozen=True, slots=True)
class LooseFile:
    """A private file on this disk that is in no store, readable like one that is."""

    path: Path
    accel_prefix: str

    def size(self, name: str) -> int:
        with told():
            return self.path.stat().st_size

    def blocks(self, name: str, start: int, count: int) -> Iterator[bytes]:
        return blocks_of(self.path, start, count)


def blocks_of(path: Path, start: int, count: int) -> Iterator[bytes]:
    """Opens the file only when the first block is asked for, so that an unread answer leaves nothing open."""
    with path.open("rb") as file:
        file.seek(start)
        while count and (block := file.read(min(BLOCK, count))):
            count -= len(block)
            yield block


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
