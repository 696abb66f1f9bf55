"""How the body of an upload reaches the disk."""

from __future__ import annotations

from django.conf import settings
from django.core.files.uploadedfile import TemporaryUploadedFile
from django.core.files.uploadhandler import TemporaryFileUploadHandler


def max_bytes() -> int:
    """The largest file that is taken."""
    return int(settings.UPLOAD_MAX_MIB) * 2**20


class CappedUploadHandler(TemporaryFileUploadHandler):
    """Keeps one byte more than the limit of each file and lets the rest pass by.

    So a file that is too large costs no disk, and the form can still say so beside what was typed.
    """

    file: TemporaryUploadedFile

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        room = max_bytes() + 1 - start
        if room > 0:
            self.file.write(raw_data[:room])

    def file_complete(self, file_size: int) -> TemporaryUploadedFile | None:
        return super().file_complete(min(file_size, max_bytes() + 1))
