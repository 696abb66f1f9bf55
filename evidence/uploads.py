"""How the body of an upload reaches the disk."""

from __future__ import annotations

import io
import logging
from contextlib import suppress
from typing import Any, NoReturn

from django.conf import settings
from django.core.files.uploadedfile import TemporaryUploadedFile, UploadedFile
from django.core.files.uploadhandler import TemporaryFileUploadHandler

from evidence.stores import StoreFull

logger = logging.getLogger(__name__)


def max_bytes() -> int:
    """The largest file that is taken."""
    return int(settings.UPLOAD_MAX_MIB) * 2**20


class Lost(io.BytesIO):
    """In place of a file for which there was no room on the way in: whoever wants to read it is told so."""

    def read(self, *args: Any) -> NoReturn:
        raise StoreFull

    seek = read


class CappedUploadHandler(TemporaryFileUploadHandler):
    """Keeps one byte more than the limit of each file and lets the rest pass by.

    So a file that is too large costs no disk, and the form can still say so beside what was typed. The same when
    the disk is full: the file is lost, the form is not.
    """

    file: TemporaryUploadedFile | None  # type: ignore[assignment]  # none once it is lost

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        self.file = None
        try:
            super().new_file(*args, **kwargs)
        except OSError as error:
            self._lose(error)

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        room = max_bytes() + 1 - start
        if room <= 0 or self.file is None:
            return
        try:
            self.file.write(raw_data[:room])
        except OSError as error:
            self._lose(error)

    def file_complete(self, file_size: int) -> UploadedFile | None:
        kept = min(file_size, max_bytes() + 1)
        if self.file is not None:
            try:
                return super().file_complete(kept)
            except OSError as error:
                self._lose(error)
        return UploadedFile(Lost(), self.file_name, self.content_type, kept, self.charset)

    def upload_interrupted(self) -> None:
        if self.file is not None:
            super().upload_interrupted()

    def _lose(self, error: OSError) -> None:
        logger.error("no room for a file on its way in: %s", error)
        file, self.file = self.file, None
        if file is not None:
            with suppress(OSError):
                file.close()
