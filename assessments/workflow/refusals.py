"""Refusals whose text is shown to the user as it stands."""

from __future__ import annotations

from django.db.models import Model

from accounts.refusals import Refused

__all__ = ["Refused", "Stale"]


class Stale(Refused):
    """Somebody else saved in the meantime. `current` is the row as it is now, so that both texts can be shown."""

    def __init__(self, current: Model) -> None:
        super().__init__(
            "Isian ini sudah diubah orang lain sejak Anda membukanya. Bandingkan kedua naskah, lalu simpan lagi."
        )
        self.current = current
