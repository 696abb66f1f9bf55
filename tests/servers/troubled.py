"""A worker as it is shipped, whose documents take no time, and which meets the trouble that a file asks for, once.

Started with `--app tests.servers.troubled`. The file `trouble` in VAR_DIR says "<trouble> <step>".
"""

from __future__ import annotations

import dataclasses
import os
import signal
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from celery.signals import task_received
from django.conf import settings

from spbe_portal.celery import app

SOFT, HARD = 20, 25  # seconds; in the product minutes
STEPS = ("reading", "layout", "writing", "saving")


def kill() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def lose_database() -> None:
    """The server ends our connection, as it does when it is restarted."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_terminate_backend(pg_backend_pid())")


def fill_disk() -> None:
    Path("/dev/full").write_bytes(b"x")


def hang() -> None:
    """As in a library that hears no signal: the soft limit passes it by."""
    signal.signal(signal.SIGUSR1, signal.SIG_IGN)
    time.sleep(600)


def wait() -> None:
    """Until the test says so: it does something to another server meanwhile."""
    while not (settings.VAR_DIR / "go_on").exists():
        time.sleep(0.1)


def take_memory() -> None:
    bytearray((settings.REPORT_MEMORY_MIB + 1) * 1024 * 1024)


TROUBLES: dict[str, Callable[[], None]] = {
    function.__name__: function for function in (kill, lose_database, fill_disk, hang, wait, take_memory)
}


def meet(step: str) -> None:
    """The trouble that was asked for at this step. The file is gone first, so that the next attempt goes well."""
    file = settings.VAR_DIR / "trouble"
    trouble, _, where = file.read_text().partition(" ") if file.exists() else ("", "", "")
    if where == step:
        file.unlink()
        TROUBLES[trouble]()


def make(order: Any, target: Path, report: Callable[[str, int], None]) -> None:
    meet("reading")
    report("Menata halaman", 30)
    meet("layout")
    target.write_bytes(b"%PDF-1.7 contoh")
    report("Menulis PDF", 75)
    meet("writing")


@task_received.connect
def hurry(request: Any, **kwargs: Any) -> None:
    """A message carries the limits of whoever sent it, and they go before the worker's own."""
    request.time_limits = (HARD, SOFT)


@app.on_after_finalize.connect
def trouble_documents(**kwargs: Any) -> None:
    import django

    django.setup()
    from reports.documents import DOCUMENTS
    from reports.models import ReportJob
    from reports.services import making

    kind = ReportJob.Kind.SELF_ASSESSMENT
    DOCUMENTS[kind] = dataclasses.replace(DOCUMENTS[kind], make=make)
    finish = making._finish

    def finish_in_trouble(*args: Any) -> None:
        meet("saving")
        finish(*args)

    making._finish = finish_in_trouble
