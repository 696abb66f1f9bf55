"""What every document has in common: what it is asked with, made from and called."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.utils.text import slugify

from accounts.models import Unit, User
from assessments.models import Assessment
from reports import permissions
from reports.models import Format

Data = dict[str, Any]
Report = Callable[[str, int], None]  # a step in words people read, and how much is done in percent


@dataclass(frozen=True, slots=True)
class Ask:
    """What somebody wants on paper. `unit` belongs to a unit's own report, `options` to the kind."""

    assessment: Assessment
    by: User
    unit: Unit | None = None
    options: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Order:
    """What a worker makes a file from. Nothing of it is read from the database any more: it was frozen when asked."""

    data: Data
    format: str = Format.PDF
    options: Data = field(default_factory=dict)
    code: str = ""


@dataclass(frozen=True, slots=True)
class Enclosed:
    """The report of one OPD inside a file that holds several: people get it singly, so it has a code of its own."""

    unit: int
    code: str
    sha256: str
    size: int


@dataclass(frozen=True, slots=True)
class Document:
    """One kind of document.

    `freeze` reads all that the document says into plain JSON values, the results under "summary", or refuses with
    `Refused` where there is nothing to print. It runs in the request and must be quick. `make` writes the file
    in a worker, telling `report` each step; whatever it writes follows from the order alone, byte for byte. It returns
    the reports inside its file that carry a code of their own, if it is of a kind that has such.
    `stem` begins the file's name. `may_ask` looks at what was fetched already. Documents that take a few seconds
    are short, and are made before the long ones that wait. Making one that takes longer than `minutes` is given up, and
    `too_slow` tells people what they can do then.
    """

    stem: str
    freeze: Callable[[Ask], Data]
    make: Callable[[Order, Path, Report], Sequence[Enclosed] | None]
    formats: tuple[str, ...] = (Format.PDF,)
    is_short: bool = False
    minutes: float = 5
    too_slow: str = "Coba lagi saat server tidak sibuk."
    may_ask: Callable[[User, Assessment, Unit | None], bool] = lambda user, assessment, unit: (
        permissions.can_request_report(user, assessment)
    )


def file_name(stem: str, data: Data, ending: str) -> str:
    """Such as Laporan-SPBE-Kota-Denpasar-2026-draf.pdf, by what the document says of itself."""
    heading = data["summary"]["heading"]
    parts = [
        stem,
        slugify(heading["instansi_short"]).title() or "Instansi",
        slugify(data.get("unit_short", "")).title(),
    ]
    draft = "-draf" if is_draft(data) else ""
    return f"{'-'.join(filter(None, parts))}-{heading['year']}{draft}.{ending}"


def is_draft(data: Data) -> bool:
    """What was not final when it was asked for, unless the document says otherwise of itself: minutes are no draft."""
    return bool(data.get("is_draft", not data["summary"]["heading"]["is_final"]))
