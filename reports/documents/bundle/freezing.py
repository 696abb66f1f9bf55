"""What a bundle will hold: the evidence as it is linked now, by name, size and hash, in few queries."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from itertools import groupby
from typing import Any, NamedTuple

from accounts.refusals import Refused
from evidence import naming
from evidence.models import Evidence, Kind, Review, Scan
from evidence.storing import QUARANTINE
from reports.documents.bare import without_texts
from reports.documents.base import Ask, Data
from reports.documents.bundle.parts import check_limit
from reports.documents.bundle.places import Places, folders, link_name, short
from reports.documents.bundle.room import check_room
from reports.models import report_storage
from results.freezing import to_data
from results.summaries import summarise
from results.values import Summary

KINDS: dict[str, str] = {code: str(label) for code, label in Kind.choices}
REVIEWS: dict[str, str] = {code: str(label) for code, label in Review.choices}
INFECTED = "Tidak disertakan: berkas terinfeksi virus dan dikarantina."
UNSCANNED = "Tidak disertakan: pemindaian virus belum selesai."
FIELDS = (
    "answer_id", "answer__assignment__indicator__code", "answer__assignment__indicator__short_name",
    "answer__assignment__unit__short_name", "criterion__level", "review", "link", "document_id", "document__name",
    "document__title", "document__kind", "document__number", "document__date", "document__size", "document__sha256",
    "document__file", "document__scan",
)  # fmt: skip


class Linked(NamedTuple):
    """One piece of evidence as far as a bundle needs it; no model, as there may be thousands."""

    answer: int
    code: str
    indicator: str
    unit: str
    level: int
    review: str
    link: str
    document: int | None
    name: str
    title: str
    kind: str
    number: str
    date: datetime.date | None
    size: int
    sha256: str
    file: str
    scan: str

    @property
    def left_out(self) -> str:
        """Why the file stays out; empty when it comes along."""
        if self.document is None:
            return ""
        if self.scan == Scan.INFECTED or self.file.startswith(QUARANTINE):
            return INFECTED
        return UNSCANNED if self.scan == Scan.WAITING else ""


def freeze(ask: Ask) -> Data:
    """The levels without anybody's texts, and a row per piece of evidence. Refused where there is nothing to send."""
    summary = summarise(ask.assessment)
    rows = rows_of(summary, _linked(ask), only_accepted=bool(ask.options.get("only_accepted")))
    if not any(row["path"] for row in rows):
        raise Refused("Belum ada bukti dukung yang dapat dibundel dengan pilihan ini.")
    check_limit(rows, ask.options.get("max_mb"))
    check_room(report_storage().path(""), rows, ask.options.get("max_mb"))
    return {"summary": to_data(without_texts(summary)), "bundle": {"rows": rows}}


def _linked(ask: Ask) -> Iterable[Linked]:
    rows = Evidence.objects.linked().visible_to(ask.by).filter(answer__assignment__assessment=ask.assessment)
    place = ("answer__assignment__indicator__position", "answer__assignment__unit__code", "answer_id")
    return [Linked(*row) for row in rows.order_by(*place, "added_at", "pk").values_list(*FIELDS)]


def rows_of(summary: Summary, linked: Iterable[Linked], *, only_accepted: bool) -> list[Data]:
    """In the order of the instrument. Letters count all that is linked, so that names are those of single downloads."""
    folder_of, places, rows = folders(summary), Places(), []
    for _, group in groupby(linked, key=lambda row: row.answer):
        said = list(group)
        letters = naming.letters(row.document for row in said if row.document is not None)
        given: dict[int, str] = {}  # a document linked for two levels of an answer is one file
        for row in said:
            if only_accepted and row.review != Review.ACCEPTED:
                continue
            path = given.get(row.document or 0, "")
            if not path and not row.left_out:
                path = places.take(folder_of[row.code], _name(row, letters))
            if row.document is not None:
                given[row.document] = path
            rows.append(_frozen(row, path))
    return rows


def _name(row: Linked, letters: dict[int, str]) -> str:
    if row.document is None:
        return link_name(row.code, row.link)
    letter = letters[row.document]
    return naming.document_name(indicator=short(row.code), letter=letter, title=row.title, name=row.name)


def _frozen(row: Linked, path: str) -> dict[str, Any]:
    common = {
        "code": row.code, "indicator": row.indicator, "level": row.level, "unit": row.unit, "path": path,
        "review": REVIEWS[row.review], "left_out": row.left_out,
    }  # fmt: skip
    if row.document is None:
        return common | {"link": row.link}
    return common | {
        "original": row.name, "kind": KINDS.get(row.kind, ""), "number": row.number,
        "date": row.date.isoformat() if row.date else "", "title": row.title, "size": row.size,
        "sha256": row.sha256, "file": row.file,
    }  # fmt: skip
