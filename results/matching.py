"""Which published row may be an institution's own, although both spell its name differently.

Published names come from a converted document: "Pemerintah Kab. Ogan Komering Ulu Sel.", "Kota KotaMobagu". A name is
reduced to the letters that tell institutions apart; what is then equal is offered first, the rest by likeness. Nothing
is decided here: a person chooses.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from difflib import SequenceMatcher
from functools import lru_cache
from typing import NamedTuple

from results.national import Published

KINDS = {  # of an institution here, and what the published table calls it
    "ministry": "instansi pusat",
    "agency": "instansi pusat",
    "province": "provinsi",
    "regency": "kabupaten",
    "city": "kota",
}
KIND_WORDS = {
    "kab": "kabupaten",
    "kabupaten": "kabupaten",
    "kota": "kota",
    "kotamadya": "kota",
    "prov": "provinsi",
    "provinsi": "provinsi",
    "propinsi": "provinsi",
}
LONG_FORMS = {
    "kep": "kepulauan",
    "sel": "selatan",
    "ntb": "nusa tenggara barat",
    "ntt": "nusa tenggara timur",
    "di": "daerah istimewa",
    "diy": "daerah istimewa yogyakarta",
    "dki": "daerah khusus",
    "dkj": "daerah khusus",
    "ibukota": "",
    "ri": "republik indonesia",
    "kemenko": "kementerian koordinator",
}
GROUPS = {"Bangka Belitung": "Kepulauan Bangka Belitung", "D.I Yogyakarta": "Daerah Istimewa Yogyakarta"}
LIKE_ENOUGH = 0.5  # below this a name is no help to anybody
OTHER_KIND = 0.15  # what a name loses when it is of another kind: "Kota Bogor" for the regency


class Key(NamedTuple):
    """A name as it is compared: its letters without spaces, and its kind where the name says one."""

    letters: str
    kind: str


def readable_group(group: str) -> str:
    """The province in full where the published table shortens it."""
    return GROUPS.get(group, group)


@lru_cache(maxsize=2048)
def key_of(name: str) -> Key:
    """The kind is a word only where it leads: "Kab. Limapuluh Kota" is a regency, and "Kotabaru" a name."""
    words = re.sub(r"[^a-z0-9 ]+", " ", name.lower().replace("&", " dan ").replace("d.i", "di ")).split()
    words = words[1:] if words[:1] == ["pemerintah"] else words
    words = words[1:] if words[:1] == ["daerah"] and words[1:2] and words[1] in KIND_WORDS else words
    kind = KIND_WORDS.get(words[0], "") if words else ""
    rest = " ".join(LONG_FORMS.get(word, word) for word in (words[1:] if kind else words))
    return Key(rest.replace(" ", ""), kind)


def suggestions(name: str, kind: str, rows: Iterable[Published], *, limit: int = 5) -> list[Published]:
    """The likeliest rows for an institution of this name and kind (of `KINDS.values()`), likeliest first."""
    wanted = key_of(name).letters
    scored = [(_likeness(wanted, kind, row), row) for row in rows]
    ranked = sorted((pair for pair in scored if pair[0] >= LIKE_ENOUGH), key=lambda pair: (-pair[0], pair[1].name))
    return [row for _, row in ranked[:limit]]


def _likeness(wanted: str, kind: str, row: Published) -> float:
    """For the order of suggestions only; no number that is shown follows from it."""
    letters = key_of(row.name).letters
    likeness = 1.0 if letters == wanted else SequenceMatcher(None, letters, wanted).ratio()
    return likeness - (0 if row.kind == kind else OTHER_KIND)
