"""`make run`: everything a portal needs on this machine alone, until Ctrl-C. Standard library only.

Prepares the environment and the data, then watches three processes: the web server, the worker and the clock (beat).
When one of them dies, the others are stopped too and we say which it was.
"""

import http.client
import os
import subprocess
import sys
import time
from contextlib import closing

from tools import environment, processes

PYTHON = str(environment.PYTHON)
# Trying out as root is common on a fresh machine; Celery's long warning about it would bury the address.
CELERY = [PYTHON, "-W", "ignore:You're running the worker", "-m", "celery", "--app", "spbe_portal", "--quiet"]
PREPARE = [PYTHON, "manage.py", "prepare", "--demo"]
PATIENCE = 60  # seconds until the web server must have answered


def main() -> int:
    port = os.environ.get("PORT", "8000")
    if not port.isdecimal() or not 0 < int(port) < 65536:
        sys.exit(f"PORT must be a number from 1 to 65535, not {port!r}.")
    if processes.port_is_taken(int(port)):
        sys.exit(f"Port {port} is taken by another program. Stop it, or choose another: make run PORT={int(port) + 1}")
    processes.interrupt_on_signals()
    address = f"http://127.0.0.1:{port}"
    os.environ.setdefault("BASE_URL", address)
    os.environ.setdefault("PYTHONUNBUFFERED", "1")
    try:
        environment.prepare()
        prepare = subprocess.run(PREPARE, stdout=subprocess.PIPE, text=True, check=False)
        if prepare.returncode:
            return prepare.returncode
        serve(int(port), f"Portal SPBE: {address}\n\n{prepare.stdout}")
    except KeyboardInterrupt:
        print("\nStopped.", flush=True)
    except ChildProcessError as death:
        print(f"{death} The rest was stopped.", file=sys.stderr, flush=True)
        return 1
    return 0


def serve(port: int, text: str) -> None:
    """Start the three, say `text` once the web server answers, and stay until one ends or we are interrupted."""
    children: dict[str, subprocess.Popen[bytes]] = {}
    try:
        for name in ("web", "worker"):
            children[name] = processes.start(commands(port)[name])
        wait_until_answering(port, children)
        # Nothing waits for the clock, so it starts when the others no longer need the processors.
        children["beat"] = processes.start(commands(port)["beat"])
        print(f"\n{text}\nCtrl-C stops it.", flush=True)
        while True:
            raise_if_dead(children)
            time.sleep(0.5)
    finally:
        processes.stop(children.values())


def commands(port: int) -> dict[str, list[str]]:
    web = f"--bind 127.0.0.1:{port} --preload --workers 2 --threads 4 --timeout 60 --log-level warning"
    return {
        "web": [PYTHON, "-m", "gunicorn", "spbe_portal.wsgi", "--no-control-socket", *web.split()],
        "worker": [*CELERY, "worker", "--loglevel", "WARNING", "--without-gossip", "--without-mingle"],
        "beat": [*CELERY, "beat", "--loglevel", "WARNING", "--pidfile", ""],
    }


def wait_until_answering(port: int, children: dict[str, subprocess.Popen[bytes]]) -> None:
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        raise_if_dead(children)
        try:
            with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=5)) as connection:
                connection.request("GET", "/sehat/", headers={"Accept": "application/json"})
                if connection.getresponse().status == http.client.OK:
                    return
        except OSError:
            pass
        time.sleep(0.1)
    raise ChildProcessError(f"The web server did not answer within {PATIENCE} seconds.")


def raise_if_dead(children: dict[str, subprocess.Popen[bytes]]) -> None:
    for name, child in children.items():
        if child.poll() is not None:
            raise ChildProcessError(f"The {name} process ended by itself (exit status {child.returncode}).")


if __name__ == "__main__":
    sys.exit(main())
