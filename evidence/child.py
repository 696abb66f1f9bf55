"""A process of its own for whatever opens a stranger's file: what it does to itself, it does to itself alone.

The scripts limit their own memory, processor time and writing before they load a reader; here are the limits that
only somebody outside can keep: the clock on the wall, and how much is listened to.
"""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from pathlib import Path
from typing import BinaryIO

ANSWER_MAX = 2**20


class TookTooLong(Exception):
    """The clock ran out: the file may be to blame, or a machine with too much to do."""


def ask_child(
    script: Path, *arguments: str, file: BinaryIO, seconds: float, answer_max: int = ANSWER_MAX
) -> bytes | None:
    """What the script printed about the open file on its standard input, at most `answer_max` bytes.

    None when it failed, died or said too much. It gets an empty environment, and nothing else that is open.
    """
    os.lseek(file.fileno(), 0, os.SEEK_SET)
    is_late = threading.Event()
    with subprocess.Popen(  # noqa: S603 - our own interpreter and our own file
        [sys.executable, "-I", "-B", script, *arguments],
        stdin=file.fileno(),
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env={},
    ) as child:

        def end() -> None:
            is_late.set()
            child.kill()

        clock = threading.Timer(seconds, end)
        clock.start()
        try:
            answer = child.stdout.read(answer_max + 1) if child.stdout else b""
            if len(answer) <= answer_max:
                child.wait()
        finally:
            clock.cancel()
            child.kill()
    if is_late.is_set():
        raise TookTooLong
    return answer if child.returncode == 0 and len(answer) <= answer_max else None
