import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

from tools import processes

STUBBORN = "import signal,time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print('up', flush=True); time.sleep(60)"


def exists(pid: int) -> bool:
    """Whether a process runs; one that is dead and waits for nobody but init counts as gone."""
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(") ")[2][0]
    except (FileNotFoundError, ProcessLookupError):
        return False
    return state != "Z"


def gone(pid: int) -> bool:
    deadline = time.monotonic() + 10
    while exists(pid) and time.monotonic() < deadline:
        time.sleep(0.05)
    return not exists(pid)


def test_stop_ends_those_that_listen():
    process = processes.start(["sleep", "60"])
    processes.stop([process])
    assert process.returncode == -signal.SIGTERM


def test_stop_kills_those_that_do_not_listen_and_their_children(monkeypatch):
    monkeypatch.setattr(processes, "PATIENCE", 0.5)
    family = (
        f"import subprocess,sys; c = subprocess.Popen([sys.executable, '-c', {STUBBORN!r}]); print(c.pid); {STUBBORN}"
    )
    process = processes.start([sys.executable, "-u", "-c", family], stdout=subprocess.PIPE)
    child = int(process.stdout.readline())
    assert process.stdout.readline() == b"up\n"
    processes.stop([process])
    process.stdout.close()
    assert process.returncode == -signal.SIGKILL
    assert gone(child)


def test_child_does_not_outlive_a_killed_parent():
    code = (
        "import time; from tools import processes as p; print(p.start(['sleep', '60']).pid, flush=True); time.sleep(60)"
    )
    parent = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE)
    child = int(parent.stdout.readline())
    assert exists(child)
    parent.kill()
    parent.wait()
    parent.stdout.close()
    assert gone(child)


def test_port_is_taken_while_somebody_listens():
    port = processes.free_port()
    assert not processes.port_is_taken(port)
    with socket.create_server(("127.0.0.1", port)):
        assert processes.port_is_taken(port)


def run(port: str) -> subprocess.CompletedProcess:
    """`make run` as far as it gets before anything is started."""
    return subprocess.run(
        [sys.executable, "-m", "tools.run"], env={"PORT": port}, capture_output=True, text=True, check=False
    )


def test_run_on_a_taken_port_says_so_before_anything_starts():
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        done = run(str(port))
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == (
        f"Port {port} is taken by another program. Stop it, or choose another: make run PORT={port + 1}\n"
    )


def test_run_on_a_senseless_port_says_so():
    assert [run(port).stderr for port in ("0", "70000", "abc")] == [
        f"PORT must be a number from 1 to 65535, not {port!r}.\n" for port in ("0", "70000", "abc")
    ]
