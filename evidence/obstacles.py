"""Why a file on its way cannot begin, go on, or stay."""

from __future__ import annotations

from assessments.workflow import Refused
from evidence.inspection import Unacceptable
from evidence.stores import StoreFull


class Busy(Exception):
    """Another piece of this upload is being written right now."""


class Gone(Exception):
    """The upload has expired, or its bytes are no longer there."""


class WrongOffset(Exception):
    """The piece does not begin where the upload stands; `offset` says where that is."""

    def __init__(self, offset: int) -> None:
        super().__init__(offset)
        self.offset = offset


class TooLong(Exception):
    """More bytes than were declared."""


class BadChecksum(Exception):
    """The piece is not what its sender says; nothing of it was kept."""


class TooLarge(Unacceptable):
    """Longer than any file may be."""


class OverQuota(Refused):
    """The institution has no room left, open uploads counted in full."""


class NoRoom(StoreFull):
    """The disk could not take the piece; nothing of it was kept."""

    sentence = "Penyimpanan sedang penuh. Coba lagi nanti; yang sudah terkirim tetap ada."
