"""Which files go into which part, so that no part is larger than was asked."""

from __future__ import annotations

from collections.abc import Iterable

from accounts.refusals import Refused
from reports.documents.base import Data
from reports.documents.bundle.places import short

MEGABYTE = 1_000_000  # the smaller of the two that people mean, so that a limit holds either way
PAPERS = 16_000  # what lies in a part beside its files: the notes for the reader, ends and beginnings
PER_ROW = 600  # what is said of a row beyond its own texts

Members = dict[str, Data]  # path in the bundle and the row that says what lies there


def members_of(rows: Iterable[Data]) -> Members:
    """The files and addresses of a bundle by their path, sorted; rows of one file share it."""
    found: Members = {}
    for row in rows:
        if row["path"]:
            found.setdefault(row["path"], row)
    return dict(sorted(found.items()))


def words_of(row: Data) -> int:
    """Bytes at most of what an archive says about a row: a line of manifest, note and sums, and its two headers."""
    texts = sum(len(value.encode()) for value in row.values() if isinstance(value, str))
    return 2 * texts + 2 * len(row["path"]) + PER_ROW


def room_of(row: Data) -> int:
    """Bytes at most that a file takes in an archive."""
    size = row.get("size", 0)
    return size + size // 1000 + words_of(row)


def split(rows: list[Data], max_mb: int | None) -> list[list[Data]]:
    """The rows by part, in the order of the bundle; one part without a limit.

    With one, what was left out from the start is in no part: the bundle around them names it.
    """
    if max_mb is None:
        return [rows]
    together: dict[str, list[Data]] = {path: [] for path in members_of(rows)}
    for row in rows:
        if row["path"]:
            together[row["path"]].append(row)
    parts: list[list[Data]] = [[]]
    filled = PAPERS + sum(words_of(row) for row in rows if not row["path"])  # should one part be enough
    for shared in together.values():
        wanted = room_of(shared[0]) + sum(map(words_of, shared[1:]))
        if parts[-1] and filled + wanted > max_mb * MEGABYTE:
            parts.append([])
            filled = PAPERS
        parts[-1] += shared
        filled += wanted
    return parts


def check_limit(rows: list[Data], max_mb: int | None) -> None:
    """Refuse a limit that a single file already breaks: a part above it would be found out only when sending it."""
    if max_mb is None:
        return
    largest = max(members_of(rows).values(), key=room_of)
    if PAPERS + room_of(largest) > max_mb * MEGABYTE:
        size = -(-largest.get("size", 0) // MEGABYTE)
        raise Refused(
            f'Berkas "{largest.get("original", "")}" ({largest["unit"]}, indikator {short(largest["code"])}) '
            f"berukuran {size} MB, jadi tidak muat dalam bagian {max_mb} MB. Pilih batas yang lebih besar."
        )
