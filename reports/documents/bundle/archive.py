"""One ZIP, written as a stream: memory stays the same whatever lies in it, and equal content has equal bytes."""

from __future__ import annotations

import hashlib
import zipfile
from collections.abc import Callable, Iterable
from pathlib import Path
from types import TracebackType
from typing import BinaryIO

from reports.documents.bundle.papers import SUMS, sums

FIRST_DAY = (1980, 1, 1, 0, 0, 0)  # the earliest that a zip can name
PACKED = {"pdf", "docx", "xlsx", "pptx", "jpg", "jpeg", "png", "mp4", "zip"}  # compressed in themselves already


class Archive:
    """Takes files and keeps their sums, which become its last file.

    Above 4 GB or 65,535 files it is a ZIP64 by itself.
    """

    def __init__(self, target: Path | BinaryIO) -> None:
        self._zip = zipfile.ZipFile(target, "w", allowZip64=True)
        self._digests: dict[str, str] = {}

    def __enter__(self) -> Archive:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if kind is None:
            self._zip.writestr(_entry(SUMS, 0), sums(self._digests))
        self._zip.close()

    def add(self, path: str, blocks: Iterable[bytes], size: int, wrote: Callable[[int], None] | None = None) -> str:
        """Write a file of `size` bytes block by block, telling `wrote` of each; returns its SHA-256."""
        digest = hashlib.sha256()
        with self._zip.open(_entry(path, size), "w") as file:
            for block in blocks:
                digest.update(block)
                file.write(block)
                if wrote:
                    wrote(len(block))
        self._digests[path] = digest.hexdigest()
        return digest.hexdigest()

    def put(self, path: str, data: bytes) -> None:
        self.add(path, [data], len(data))


def _entry(path: str, size: int) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(path, FIRST_DAY)
    entry.create_system, entry.external_attr, entry.file_size = 3, 0o644 << 16, size
    is_packed = path.rpartition(".")[2].lower() in PACKED
    entry.compress_type = zipfile.ZIP_STORED if is_packed else zipfile.ZIP_DEFLATED
    return entry
