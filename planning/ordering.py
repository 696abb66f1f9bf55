"""What waits for what, as plain keys: the order to work in, and rings in which nothing could ever begin."""

from __future__ import annotations

from collections import deque
from collections.abc import Collection, Iterable, Mapping

Needs = Mapping[int, Collection[int]]


def ring_through(start: int, needs: Needs) -> list[int]:
    """The shortest ring through one item, it first and last: [3, 7, 3]; empty when there is none."""
    came: dict[int, int] = {}
    waiting = deque([start])
    while waiting:
        here = waiting.popleft()
        for there in sorted(needs.get(here, ())):
            if there == start:
                return _way_back(start, here, came)
            if there not in came:
                came[there] = here
                waiting.append(there)
    return []


def _way_back(start: int, last: int, came: Mapping[int, int]) -> list[int]:
    chain = [last]
    while chain[-1] != start:
        chain.append(came[chain[-1]])
    return [*reversed(chain), start]


def in_order(keys: Iterable[int], needs: Needs) -> list[int]:
    """The keys so that each comes after what it waits for, otherwise in the order given.

    What stands in a ring comes last, so that nothing is ever left out.
    """
    left = list(dict.fromkeys(keys))
    waits = {key: set(needs.get(key, ())) & set(left) for key in left}
    done: list[int] = []
    while left:
        free = next((key for key in left if not waits[key] - set(done)), None)
        if free is None:
            return done + left
        done.append(free)
        left.remove(free)
    return done
