"""No report is lost: the row is the truth, whichever broker lost the message and however the worker died."""

import fcntl
import subprocess
import sys
from pathlib import Path

import pytest

from tests.servers.portal import ROOT

pytestmark = pytest.mark.servers
RENDERING = 90  # seconds that a report of 47 indicators may take here
RECOVERY = 45 + 60 + 15  # without a sign of life, until the clock's next minute, and a margin


def test_report_asked_for_is_made_by_the_worker(portal):
    job = portal.ask_for_report()
    assert portal.job(job) == ("queued", 0)
    portal.start(portal.makes_reports)
    portal.wait_for(lambda: portal.job(job)[0] == "done", RENDERING)
    assert portal.job(job) == ("done", 1)


def test_worker_killed_while_rendering_loses_no_report(portal):
    portal.start(*portal.workers, "beat")
    job = portal.ask_for_report()
    portal.wait_for(lambda: portal.job(job)[0] == "running", RENDERING, every=0.05)
    portal.kill(portal.makes_reports)
    assert portal.job(job) == ("running", 1)
    portal.start(portal.makes_reports)
    portal.wait_for(lambda: portal.job(job)[0] == "done", RECOVERY + RENDERING)
    assert portal.job(job) == ("done", 2)


def test_worker_asked_to_stop_finishes_its_report_first(portal):
    portal.start(portal.makes_reports)
    job = portal.ask_for_report()
    portal.wait_for(lambda: portal.job(job)[0] == "running", RENDERING, every=0.05)
    worker = portal.running[portal.makes_reports]
    worker.terminate()
    assert worker.wait(RENDERING) == 0
    assert portal.job(job) == ("done", 1)


@pytest.mark.xdist_group("Embedded")
def test_second_worker_on_the_same_folder_is_refused(embedded):
    embedded.start("worker")
    embedded.wait_for(lambda: is_locked(embedded.folder / "var/queue/worker.lock"), 30)
    second = subprocess.run(
        embedded.commands()["worker"], env=embedded.env, cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert second.returncode == 1
    assert "Another worker is already reading this data directory" in second.stderr
    prepared = subprocess.run(
        [sys.executable, "manage.py", "prepare"],
        env=embedded.env,
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert prepared.returncode == 1
    assert "already running on this data directory" in prepared.stderr


def is_locked(path: Path) -> bool:
    """Whether another process holds the lock; asking takes it for a moment."""
    with path.open("a") as file:
        try:
            fcntl.lockf(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            return True
    return False
