"""A portal to measure: production's settings in a folder of its own, on an empty database and broker.

Importing this module sets Django up, so nothing of the portal may be imported before it.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import django

WORK = tempfile.mkdtemp(prefix="spbe-portal-bench-")
os.environ.update(
    DJANGO_SETTINGS_MODULE="spbe_portal.settings", VAR_DIR=WORK, DEBUG="false", BEHIND_HTTPS="false",
    LOG_LEVEL="ERROR", SECRET_KEY=WORK * 3, ALLOWED_HOSTS="127.0.0.1,testserver,bench.invalid",
    EMAIL_URL="dummymail://", BASE_URL="http://bench.invalid",
)  # fmt: skip
django.setup()

from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402

from benchmarks import data  # noqa: E402
from benchmarks.browser import Browser  # noqa: E402
from tools import processes, run  # noqa: E402


@dataclass
class Portal:
    world: data.World
    port: int
    web: subprocess.Popen[bytes]


@contextmanager
def running(*, first: Callable[[data.World], None] = lambda world: None) -> Iterator[Portal]:
    """Web server and worker with one institution in the database; its files are gone afterwards.

    `first` is called when the data are there and no process runs yet.
    """
    if "postgres" not in os.environ.get("DATABASE_URL", "") or not os.environ.get("REDIS_URL"):
        sys.exit("Run by `make bench`, which starts a private PostgreSQL and Redis.")
    port, started = processes.free_port(), []
    try:
        call_command("migrate", verbosity=0)
        call_command("load_instruments", verbosity=0)
        call_command("collectstatic", interactive=False, verbosity=0)
        world = data.create()
        _gather_statistics()
        first(world)
        started = [processes.start(command) for command in _commands(port)]
        _wait_for(port)
        yield Portal(world, port, started[0])
    finally:
        processes.stop(started)
        shutil.rmtree(WORK, ignore_errors=True)


def _commands(port: int) -> list[list[str]]:
    """Web server and workers as docker-compose.yml starts them: documents are made behind everything else."""
    commands = run.commands(port)
    web, worker = ([sys.executable, *commands[name][1:]] for name in ("web", "worker"))
    reports = ["chrt", "--idle", "0", *worker, "--queues", "reports", "--hostname", "reports@%h"]
    return [web, [*worker, "--queues", "celery"], reports]


def _gather_statistics() -> None:
    """What PostgreSQL's own housekeeping does a minute after rows came in, and what its planner relies on."""
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def _wait_for(port: int) -> None:
    for _ in range(200):
        try:
            Browser(port, "").get("/sehat/?format=json")
        except (OSError, RuntimeError):
            time.sleep(0.1)
        else:
            return
    sys.exit("The web server did not start.")
