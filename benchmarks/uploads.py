"""A large file in pieces against the same file in one form post: `make bench-uploads`.

The ways take turns on one server, so they meet the same moods of the machine. Each sends content that the OPD does not
have yet, since known bytes would be linked and not stored. All end as evidence: inspected, hashed and synced to disk.
"""

from __future__ import annotations

import os
import statistics
import time
from collections.abc import Callable
from contextlib import closing
from itertools import count

from benchmarks import portal  # isort: skip  # it sets Django up
from benchmarks import data
from benchmarks.browser import TOKEN
from benchmarks.sending import MIB, Sender, film_head

SIZE = 100 * MIB  # the largest file that is taken as the portal is shipped
ROUNDS = 7
FORM = "one form post"
GOALS = {5: 0.8, 1: 0.4}  # size of the pieces in MiB: the least part of the form post's speed


def main() -> None:
    with portal.running() as started:
        measure(started)


def measure(started: portal.Portal) -> None:
    """Print one row per way: seconds, speed, and its part of the form post's speed in the same round."""
    answer, serials = started.world.answers[-1].pk, count()
    cookies = {"sessionid": data.session_of(started.world.operator), "csrftoken": TOKEN}
    film = bytearray(os.urandom(SIZE))
    ways: dict[str, Callable[[Sender], object]] = {FORM: lambda sender: sender.post_form(answer, "Rapat.mp4", film)}
    for size in GOALS:
        ways[name_of(size)] = lambda sender, size=size: sender.send_pieces(answer, "Rapat.mp4", film, size * MIB)
    seconds: dict[str, list[float]] = {name: [] for name in ways}
    for turn in range(-1, ROUNDS):  # the first warms up
        for name, way in ways.items():
            head = film_head(SIZE, next(serials))
            film[: len(head)] = head
            with closing(Sender(started.port, cookies)) as sender:
                taken = _seconds(lambda way=way, sender=sender: way(sender))
            if turn >= 0:
                seconds[name].append(taken)
    _tell(seconds)


def name_of(size: int) -> str:
    return f"tus, pieces of {size} MiB"


def _seconds(call: Callable[[], object]) -> float:
    os.sync()  # what earlier rounds left to be written is not this one's burden
    start = time.perf_counter()
    call()
    return time.perf_counter() - start


def _tell(seconds: dict[str, list[float]]) -> None:
    print(f"\n{SIZE // MIB} MiB, {ROUNDS} rounds")
    print(f"{'way':<24}{'best s':>9}{'median s':>10}{'median MiB/s':>14}{'x form, best':>14}{'x form':>8}{'goal':>7}")
    goals = {name_of(size): str(goal) for size, goal in GOALS.items()}
    form = seconds[FORM]
    for name, values in seconds.items():
        middle = statistics.median(values)
        ratio = statistics.median(theirs / ours for theirs, ours in zip(form, values, strict=True))
        row = f"{name:<24}{min(values):9.2f}{middle:10.2f}{SIZE / MIB / middle:14.0f}"
        print(f"{row}{min(form) / min(values):14.2f}{ratio:8.2f}{goals.get(name, ''):>7}")


if __name__ == "__main__":
    main()
