"""Start processes that cannot outlive us, and stop them. Standard library only."""

import ctypes
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterable
from contextlib import suppress
from typing import Any

PR_SET_PDEATHSIG = 1
PATIENCE = 15  # seconds between asking a process to stop and killing it


def start(command: list[str], **options: Any) -> subprocess.Popen[bytes]:
    """Start in a process group of its own, so that Ctrl-C reaches us alone and we stop the others in order."""
    return subprocess.Popen(command, start_new_session=True, preexec_fn=die_with_parent, **options)  # noqa: PLW1509


def die_with_parent() -> None:
    """Even when our parent is killed with SIGKILL, Linux then asks us to stop."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


def stop(processes: Iterable[subprocess.Popen[bytes]], how: signal.Signals = signal.SIGTERM) -> None:
    """Ask all to stop, wait, and kill whatever is left of their groups."""
    processes = list(processes)
    for process in processes:
        if process.poll() is None:
            process.send_signal(how)
    deadline = time.monotonic() + PATIENCE
    for process in processes:
        with suppress(subprocess.TimeoutExpired):
            process.wait(max(0.1, deadline - time.monotonic()))
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def interrupt_on_signals() -> None:
    """SIGTERM, a closed terminal and the end of whoever started us are Ctrl-C as well."""

    def interrupt(number: int, frame: Any) -> None:
        for name in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(name, signal.SIG_IGN)  # a second one must not cut the stopping short
        raise KeyboardInterrupt

    for name in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(name, interrupt)
    die_with_parent()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def port_is_taken(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return True
    return False
