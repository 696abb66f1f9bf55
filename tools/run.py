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
CELERY = [PYTHON, "-m", "celery", "--app", "spbe_portal", "--quiet"]
PATIENCE = 60  # seconds until the web server must have answered


def main() -> int:
    port = os.environ.get("PORT", "8000")
    if not port.isdecimal() or not 0 < int(port) < 65536:
        sys.exit(f"PORT must be a number from 1 to 65535, not {port!r}.")
    if processes.port_is_taken(int(port)):
        sys.exit(f"Port {port} is taken by another program. Stop it, or choose another: make run PORT={int(port) + 1}")
    environment.prepare()
    address = f"http://127.0.0.1:{port}"
    os.environ.setdefault("BASE_URL", address)
    os.environ.setdefault("PYTHONUNBUFFERED", "1")
    prepare = [PYTHON, "manage.py", "prepare", "--demo"]
    prepared = subprocess.run(prepare, stdout=subprocess.PIPE, text=True, check=False)
    if prepared.returncode:
        return prepared.returncode
    processes.interrupt_on_signals()
    children: dict[str, subprocess.Popen[bytes]] = {}
    try:
        for name, command in commands(port).items():
            children[name] = processes.start(command)
        wait_until_answering(int(port), children)
        print(f"\nPortal SPBE: {address}\n\n{prepared.stdout}\nCtrl-C stops it.", flush=True)
        watch(children)
    except KeyboardInterrupt:
        print("\nStopping.", flush=True)
        return 0
    except ChildProcessError as death:
        print(f"{death} Stopping the rest.", file=sys.stderr, flush=True)
        return 1
    finally:
        processes.stop(children.values())


def commands(port: str) -> dict[str, list[str]]:
    gunicorn = [PYTHON, "-m", "gunicorn", "spbe_portal.wsgi", "--bind", f"127.0.0.1:{port}", "--no-control-socket"]
    return {
        "web": [*gunicorn, "--workers", "2", "--threads", "4", "--timeout", "60", "--log-level", "warning"],
        "worker": [*CELERY, "worker", "--loglevel", "WARNING"],
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


def watch(children: dict[str, subprocess.Popen[bytes]]) -> None:
    while True:
        raise_if_dead(children)
        time.sleep(0.5)


def raise_if_dead(children: dict[str, subprocess.Popen[bytes]]) -> None:
    for name, child in children.items():
        if child.poll() is not None:
            raise ChildProcessError(f"The {name} process ended by itself (exit status {child.returncode}).")


if __name__ == "__main__":
    sys.exit(main())
