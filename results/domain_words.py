"""Domains by the word people know them by: their numbers differ, as Layanan is D3 in 2018 and D4 since."""

from __future__ import annotations

# The word in the domain's name, with its code in the published national results.
WORDS = {"kebijakan": "D1", "tata kelola": "D2", "manajemen": "D3", "layanan": "D4"}


def word_of(name: str) -> str | None:
    """The known word in a domain's name; None where there is none."""
    lowered = name.casefold()
    return next((word for word in WORDS if word in lowered), None)


def national_code(name: str) -> str | None:
    """The code under which the published national results speak of this domain."""
    word = word_of(name)
    return WORDS[word] if word else None
