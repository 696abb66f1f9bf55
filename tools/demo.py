"""A portal with the demo for a while: web and worker on a free port, data in a folder of its own.

Standard library only. The browser journeys and the screenshots of the user guide work on it.
"""

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tools import processes, run

# What a worker would do afterwards is done at once: a portal that begins with a copy has nothing left to catch up with.
PREPARE = """
from django.core.management import call_command
from spbe_portal.celery import app
app.conf.task_always_eager = True
call_command("prepare", demo=True)
"""
KEPT = ("PATH", "HOME", "LANG", "LC_ALL", "TMPDIR")  # nothing else of ours may change how the portal behaves


@dataclass(frozen=True)
class Portal:
    """Where it answers, where its data lies, and the environment its commands need."""

    address: str
    folder: Path
    environment: dict[str, str]

    @property
    def mails(self) -> list[str]:
        """What it has sent, oldest first."""
        return [path.read_text() for path in sorted(self.folder.glob("mail/*"), key=lambda path: path.stat().st_mtime)]

    def manage(self, *arguments: str) -> str:
        """Run one management command on its data; returns what it printed."""
        command = [run.PYTHON, "manage.py", *arguments]
        done = subprocess.run(command, env=self.environment, capture_output=True, text=True, check=False)
        if done.returncode:
            raise RuntimeError(f"manage.py {arguments[0]} failed:\n{done.stderr}")
        return done.stdout


def prepare(folder: Path) -> None:
    """Load the demo into an empty folder and look at all its documents, for portals that begin with a copy of it."""
    _portal(folder, port="0").manage("shell", "-v", "0", "-c", PREPARE)


@contextmanager
def running(folder: Path, *, prepared: Path | None = None) -> Iterator[Portal]:
    """The demo in an empty folder, freshly loaded or copied from one `prepared` before, until the block ends."""
    port = str(processes.free_port())
    portal = _portal(folder, port)
    if prepared:
        shutil.copytree(prepared, folder, dirs_exist_ok=True)
    else:
        prepare(folder)
    children: dict[str, subprocess.Popen[bytes]] = {}
    try:
        with (folder / "portal.log").open("wb") as log:
            for name in ("web", "worker"):
                command = run.commands(port)[name]
                children[name] = processes.start(command, env=portal.environment, stdout=log, stderr=log)
            run.wait_until_answering(int(port), children)
            yield portal
    finally:
        processes.stop(children.values())


def _portal(folder: Path, port: str) -> Portal:
    return Portal(f"http://127.0.0.1:{port}", folder, _environment(folder, port))


def _environment(folder: Path, port: str) -> dict[str, str]:
    kept = {name: os.environ[name] for name in KEPT if name in os.environ}
    return kept | {
        "VAR_DIR": str(folder),
        "DATABASE_URL": f"sqlite:///{folder}/portal.sqlite3",
        "REDIS_URL": "",
        "DEBUG": "true",
        "BEHIND_HTTPS": "false",
        "BASE_URL": f"http://127.0.0.1:{port}",
        "EMAIL_URL": f"filemail:///{folder}/mail",
        "PYTHONUNBUFFERED": "1",
    }
