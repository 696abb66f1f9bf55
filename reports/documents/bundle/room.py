"""Whether the server has room for a bundle: asked before anything is written."""

from __future__ import annotations

import shutil
from pathlib import Path

from django.template.defaultfilters import filesizeformat

from accounts.refusals import Refused
from reports.documents.base import Data
from reports.documents.bundle.parts import members_of, room_of, split

SPARE = 64 * 2**20  # what other reports may need meanwhile


def needed(rows: list[Data], max_mb: int | None) -> int:
    """Bytes of the file, and of the largest part, which is written beside it before it goes in."""
    sizes = [sum(room_of(row) for row in members_of(part).values()) for part in split(rows, max_mb)]
    return sum(sizes) + (max(sizes) if max_mb is not None else 0) + SPARE


def check_room(folder: str | Path, rows: list[Data], max_mb: int | None) -> None:
    there = Path(folder)
    while not there.exists():  # a folder that its first file will make
        there = there.parent
    wanted, free = needed(rows, max_mb), shutil.disk_usage(there).free
    if wanted > free:
        raise Refused(
            f"Ruang server tidak cukup untuk bundel ini: perlu {filesizeformat(wanted)}, tersisa "
            f"{filesizeformat(free)}. Hubungi pengelola sistem."
        )
