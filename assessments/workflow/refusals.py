"""Refusals whose text is shown to the user as it stands."""

from __future__ import annotations

from django.db.models import Model

from accounts.refusals import Refused
from assessments.checklist import Missing

__all__ = ["SENT_WITHOUT", "MissingEvidence", "Refused", "Stale"]

# Begins, on a line of its own, what the event of a confirmed submission remembers.
SENT_WITHOUT = "Dikirim tanpa:\n"


class Stale(Refused):
    """Somebody else saved in the meantime. `current` is the row as it is now, so that both texts can be shown."""

    def __init__(self, current: Model) -> None:
        super().__init__(
            "Isian ini sudah diubah orang lain sejak Anda membukanya. Bandingkan kedua naskah, lalu simpan lagi."
        )
        self.current = current


class MissingEvidence(Refused):
    """A level up to the claim lacks evidence. `missing` names it; whoever confirms exactly that may still hand in.

    Not so when nothing at all is linked at the level claimed itself, which `unproven` names.
    """

    def __init__(self, missing: list[Missing], *, unproven: int | None = None) -> None:
        super().__init__(
            f"Belum dapat diajukan. Tautkan paling sedikit satu data dukung pada tingkat {unproven}."
            if unproven
            else f"{len(missing)} bukti yang diminta belum ada. Tambahkan, atau kirim tanpa bukti itu."
        )
        self.can_confirm = unproven is None
        self.missing = missing
