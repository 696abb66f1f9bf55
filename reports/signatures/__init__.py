"""What a PDF says of the digital signatures in it. It is read out, not judged: certificates are the issuer's matter."""

from __future__ import annotations

import datetime
import json
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, BinaryIO

from evidence.child import TookTooLong, ask_child

READER = Path(__file__).with_name("reader.py")
WALL_SECONDS = 60
LENGTH = 150  # characters of a name


class Unreadable(Exception):
    """The reader failed, or was stopped."""


@dataclass(frozen=True, slots=True)
class Signature:
    """One signature. Names are those in its certificate, the time is what it claims itself.

    `is_intact`: what it covers has not changed since; None where the portal cannot tell. `is_covered`: it covers
    the file to its end. `is_stamp`: it says when, not who.
    """

    name: str
    issuer: str
    signed_at: str
    is_intact: bool | None
    is_covered: bool
    is_stamp: bool

    @property
    def moment(self) -> datetime.datetime | None:
        return datetime.datetime.fromisoformat(self.signed_at) if self.signed_at else None

    def as_data(self) -> dict[str, Any]:
        return asdict(self)


def read_signatures(file: BinaryIO) -> list[Signature]:
    """The signatures of an open PDF with a descriptor, in the order of its fields. Raises Unreadable."""
    try:
        answer = json.loads(ask_child(READER, file=file, seconds=WALL_SECONDS) or b"")
        return [_signature(row) for row in answer]
    except (TookTooLong, ValueError, KeyError, TypeError):
        raise Unreadable from None


def _signature(row: dict[str, Any]) -> Signature:
    return Signature(
        name=_shown(row["name"]),
        issuer=_shown(row["issuer"]),
        signed_at=_moment(row["signed_at"]),
        is_intact=row["is_intact"],
        is_covered=bool(row["is_covered"]),
        is_stamp=bool(row["is_stamp"]),
    )


def _shown(text: str) -> str:
    """Without controls, and without the signs that make text run backwards."""
    return "".join(sign for sign in text if sign.isprintable())[:LENGTH].strip()


def _moment(text: str) -> str:
    """As ISO 8601 with its offset, or "" for what is no time."""
    try:
        moment = datetime.datetime.fromisoformat(text)
    except ValueError:
        return ""
    return (moment if moment.tzinfo else moment.replace(tzinfo=datetime.UTC)).isoformat()
