"""The Celery application: web enqueues, worker works, beat keeps the clock."""

from __future__ import annotations

import fcntl
import os
from typing import IO, Any

from celery import Celery
from celery.signals import worker_init, worker_ready
from django.conf import settings

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "spbe_portal.settings")
app = Celery("spbe_portal")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()

_locks: list[IO[str]] = []  # kept open: closing a file gives its lock back


def _lock_worker() -> IO[str] | None:
    """The lock of the one worker that may read messages from files; None when another process holds it.

    A POSIX lock, which children do not inherit: it is free again the moment the worker itself is dead.
    """
    file = (settings.QUEUE_DIR / "worker.lock").open("w")
    try:
        fcntl.lockf(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        file.close()
        return None
    return file


def worker_lock_is_free() -> bool:
    if settings.REDIS_URL:
        return True
    lock = _lock_worker()
    if lock:
        lock.close()
    return lock is not None


@worker_init.connect
def refuse_second_worker(**kwargs: Any) -> None:
    if settings.REDIS_URL:
        return
    lock = _lock_worker()
    if lock is None:
        raise SystemExit("Another worker is already reading this data directory. Set REDIS_URL to have several.")
    _locks.append(lock)


@worker_ready.connect
def find_lost_jobs(**kwargs: Any) -> None:
    """Look at once, not only when beat next strikes, for jobs that the last worker left behind."""
    app.send_task("reports.tasks.recover_jobs")
