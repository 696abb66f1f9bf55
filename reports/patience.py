"""A bound to the time that making a document may take, by its kind: evidence may be many gigabytes, a letter is not."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType


class TooSlow(Exception):
    """Making a document went on for longer than its kind may."""


@contextmanager
def time_limit(seconds: float) -> Iterator[None]:
    """Raises TooSlow in the block when it is not over by then, in the main thread of a process: others get no signals.

    A worker's own limits belong to messages, and a message may be answered with another document than it names.
    They stay behind this one, for what hears no exception.
    """

    if threading.current_thread() is not threading.main_thread():
        yield
        return

    def give_up(number: int, frame: FrameType | None) -> None:
        raise TooSlow

    before = signal.signal(signal.SIGALRM, give_up)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
