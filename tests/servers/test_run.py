"""`make run` as people meet it: the address, the accounts, and nothing left behind when it ends."""

from __future__ import annotations

import os
import signal
import subprocess
import time
from collections.abc import Iterator
from http.client import HTTPConnection
from pathlib import Path

import pytest

from spbe_portal.demo.people import PASSWORD
from tests.servers.portal import BIN, ROOT
from tools import processes

pytestmark = [pytest.mark.servers, pytest.mark.xdist_group("run")]
LAST_LINE = "Ctrl-C stops it."


class Run:
    """One `make run` in a terminal of its own."""

    def __init__(self, folder: Path) -> None:
        self.port, self.folder, self.text = processes.free_port(), folder, ""
        env = {"PATH": f"{BIN}:{os.environ['PATH']}", "HOME": str(folder), "VAR_DIR": str(folder / "var")}
        self.make = subprocess.Popen(
            ["make", "run", f"PORT={self.port}"],
            env=env, cwd=ROOT, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, start_new_session=True,
        )  # fmt: skip

    def read_until(self, text: str) -> None:
        while text not in self.text:
            line = self.make.stdout.readline()
            assert line, self.text
            self.text += line

    def children(self) -> dict[str, list[int]]:
        """Process numbers by kind, found by the data folder in their environment."""
        found: dict[str, list[int]] = {"gunicorn": [], "worker": [], "beat": []}
        for folder in Path("/proc").glob("[0-9]*"):
            try:
                if f"VAR_DIR={self.folder}/var".encode() not in (folder / "environ").read_bytes().split(b"\0"):
                    continue
                words = (folder / "cmdline").read_bytes().decode().split("\0")
            except OSError:  # another user's, or gone meanwhile
                continue
            for kind in found.keys() & set(words):
                found[kind].append(int(folder.name))
        return found

    def end(self) -> int:
        if not self.make.stdout.closed:
            self.text += self.make.stdout.read()
            self.make.stdout.close()
        return self.make.wait(30)


@pytest.fixture(scope="module")
def folder(tmp_path_factory) -> Path:
    return tmp_path_factory.mktemp("run")


@pytest.fixture
def started(folder) -> Iterator[Run]:
    run = Run(folder)
    run.read_until(LAST_LINE)
    yield run
    if run.make.poll() is None:
        os.killpg(run.make.pid, signal.SIGKILL)
    run.end()


def nothing_left(run: Run) -> bool:
    deadline = time.monotonic() + 20
    while any(run.children().values()) and time.monotonic() < deadline:
        time.sleep(0.2)
    return not any(run.children().values())


def test_run_prints_address_and_accounts_and_ctrl_c_ends_it(started):
    assert f"Portal SPBE: http://127.0.0.1:{started.port}\n" in started.text
    for text in ("operator", "admin", "asesor", "koordinator", "teknisi", PASSWORD):
        assert text in started.text
    assert [bool(pids) for pids in started.children().values()] == [True, True, True]
    connection = HTTPConnection("127.0.0.1", started.port, timeout=30)
    connection.request("GET", "/masuk/")
    assert connection.getresponse().status == 200
    connection.close()
    os.killpg(started.make.pid, signal.SIGINT)  # as a terminal does on Ctrl-C
    started.end()
    assert "Stopped." in started.text
    assert "Traceback" not in started.text
    assert nothing_left(started)


def test_second_run_keeps_the_data(started):
    assert "Migrating" not in started.text
    assert "Loading the demo" not in started.text
    assert PASSWORD in started.text
    started.make.terminate()
    started.end()
    assert nothing_left(started)


def test_run_with_a_dead_worker_says_so_and_stops_the_rest(started):
    os.kill(min(started.children()["worker"]), signal.SIGKILL)
    assert started.end() != 0
    assert "The worker process ended by itself (exit status -9). The rest was stopped." in started.text
    assert nothing_left(started)


def test_killed_run_leaves_no_process_behind(started):
    os.killpg(started.make.pid, signal.SIGKILL)
    assert nothing_left(started)


def test_second_run_on_the_same_data_is_refused(started, folder):
    second = Run(folder)
    assert second.end() != 0
    assert "Another portal is already running on this data directory." in second.text
    assert started.make.poll() is None
