"""Texts that several people may write, and that stand somewhere even before anybody wrote them: no row counts their
versions, so the words themselves name the version."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping

from accounts.refusals import Refused


class ChangedMeanwhile(Refused):
    """Somebody else saved other words after this page was opened; nothing was written."""

    def __init__(self, what: str) -> None:
        super().__init__(
            f"{what} sudah diubah orang lain sejak Anda membuka halaman ini. "
            "Bandingkan, perbaiki bila perlu, lalu simpan lagi."
        )


def version_of(texts: Mapping[str, str]) -> str:
    """The version that a page carries and its save names. A text left out is an empty one."""
    said = {name: text for name, text in sorted(texts.items()) if text}
    return hashlib.sha256(json.dumps(said).encode()).hexdigest()[:16]


def check(what: str, *, version: str, stored: Mapping[str, str], wanted: Mapping[str, str]) -> None:
    """Raise when the stored texts are not those of the version; wanting what is stored already harms nobody."""
    if version != version_of(stored) and version_of(wanted) != version_of(stored):
        raise ChangedMeanwhile(what)
