"""Every address of the portal, found in its resolver, and the table of who gets what there (addresses.txt)."""

from __future__ import annotations

from collections.abc import Iterator
from operator import attrgetter
from pathlib import Path
from types import SimpleNamespace
from typing import NamedTuple

from django.urls import URLPattern, get_resolver, reverse

ROLES = ("anonymous", "operator", "other_operator", "admin", "assessor", "coordinator", "technician", "stranger")


class Route(NamedTuple):
    """What fills the address in, and the status of an empty GET and POST for each of ROLES, in that order."""

    args: str
    get: str
    post: str

    def allows(self, role: str) -> bool:
        """Does this person get the page?"""
        return self.get.split()[ROLES.index(role)] == "200"


def _read_table() -> dict[str, Route]:
    lines = Path(__file__).with_name("addresses.txt").read_text().splitlines()
    rows = [[cell.strip() for cell in line.split("|")] for line in lines if line and not line.startswith("#")]
    return {name: Route(*cells) for name, *cells in rows}


ROUTES = _read_table()


def walk(patterns=None, before: str = "") -> Iterator[tuple[str | None, str]]:
    """Name and full pattern of every route."""
    for entry in get_resolver().url_patterns if patterns is None else patterns:
        pattern = before + str(entry.pattern)
        if isinstance(entry, URLPattern):
            yield entry.name, pattern
        else:
            yield from walk(entry.url_patterns, pattern)


def address(name: str, world: SimpleNamespace) -> str:
    """Its args are attributes of the world, such as "answer.pk"; a word after "=" stands for itself."""
    values = [word[1:] if word.startswith("=") else attrgetter(word)(world) for word in ROUTES[name].args.split()]
    return reverse(name, args=values)


FOUND = list(walk())  # at import, before a test turns DEBUG on and the pages for developers come along
