"""Where evidence lies in a bundle. Pure: texts in, ASCII paths out that any system, archive and web form takes."""

from __future__ import annotations

from urllib.parse import urlsplit

from evidence.naming import harmless
from results.values import Summary

PATH_MAX = 200
DOMAIN_MAX, ASPECT_MAX, INDICATOR_MAX, HOST_MAX = 20, 30, 36, 40  # of the names alone; a file's own has 100


def folders(summary: Summary) -> dict[str, str]:
    """The folder of each indicator by its code, such as `1-Kebijakan/1-Kebijakan-Internal/01-Arsitektur-SPBE`.

    Domains and aspects are numbered as the instrument orders them; one without domains begins with the aspect.
    """
    domains = {row.code: f"{place}-{harmless(row.name, DOMAIN_MAX)}/" for place, row in enumerate(summary.domains, 1)}
    aspects = {
        row.code: f"{domains.get(row.domain or '', '')}{place}-{harmless(row.name, ASPECT_MAX)}"
        for place, row in enumerate(summary.aspects, 1)
    }
    return {
        row.code: f"{aspects[row.aspect]}/{padded(short(row.code))}-{harmless(row.short_name, INDICATOR_MAX)}"
        for row in summary.rows
    }


def short(code: str) -> str:
    """I12 is 12, as in the official names of files."""
    return code.removeprefix("I")


def padded(number: str) -> str:
    """1 is 01 and 35-2 stays, so that folders sort as people count."""
    return number if number[1:2].isdigit() else f"0{number}"


def link_name(code: str, address: str) -> str:
    """`12.tautan-satudata-contoh-go-id.url`; an address has no letter, as nobody downloads it."""
    return f"{short(code)}.tautan-{harmless(urlsplit(address).hostname or '', HOST_MAX)}.url"


class Places:
    """Gives each file a path of its own: a second file of one name has -2 before its ending, whatever its capitals."""

    def __init__(self) -> None:
        self._taken: set[str] = set()
        self._numbers: dict[str, int] = {}  # the last one given to a name: forty OPD may call a file the same

    def take(self, folder: str, name: str) -> str:
        stem, dot, ending = name.rpartition(".")
        path = first = f"{folder}/{name}"
        number = self._numbers.get(first.lower(), 1)
        while path.lower() in self._taken:
            number += 1
            path = f"{folder}/{stem}-{number}{dot}{ending}"
        self._numbers[first.lower()] = number
        self._taken.add(path.lower())
        return path
