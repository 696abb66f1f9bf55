"""Which annexes the complete report carries and by which letter, and the two letters among them."""

from __future__ import annotations

from string import ascii_uppercase
from typing import Any, NamedTuple

from reports.documents import publication, statement
from reports.documents.base import Data, Order
from reports.documents.letters.values import Letter

LETTERS = {
    "statement": ("berita-acara", "Berita Acara Penilaian Mandiri", statement.compose),
    "publication": ("persetujuan", "Pernyataan Persetujuan Publikasi", publication.compose),
}
PARTS = ("worksheets", "evidence", *LETTERS)


class LetterAnnex(NamedTuple):
    place: str  # the annex's own letter, such as C
    id: str
    name: str
    letter: Letter


def annexes_of(order: Order) -> dict[str, Any]:
    """The letters are those of their own documents, with a line to fill in for number, place and date."""
    left_out = order.options.get("without", ())
    parts = [part for part in PARTS if part not in left_out and _can_stand(part, order.data)]
    places = dict(zip(parts, ascii_uppercase, strict=False))
    asked = Order(order.data, code=order.code)
    letters = [
        LetterAnnex(places[part], anchor, name, compose(asked))
        for part, (anchor, name, compose) in LETTERS.items()
        if part in places
    ]
    return {"annexes": places, "letters": letters}


def _can_stand(part: str, data: Data) -> bool:
    """An order older than letterheads knows nobody who could sign."""
    return part not in LETTERS or bool(data.get("letterhead"))
