"""Following successions: an OPD may continue several others, and be continued by several."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TypeVar

Key = TypeVar("Key")


def reached(starts: Iterable[Key], predecessors: Mapping[Key, Iterable[Key]]) -> set[Key]:
    """The starts, and everything that following predecessors from them comes to. A circle ends where it began."""
    found: set[Key] = set()
    waiting = list(starts)
    while waiting:
        here = waiting.pop()
        if here not in found:
            found.add(here)
            waiting += predecessors.get(here, ())
    return found
