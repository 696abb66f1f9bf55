"""Run a command with a private PostgreSQL and Redis: `python3 -m tools.servers [--durable] -- COMMAND...`

Both are Debian's own, installed if absent, started on free loopback ports in a temporary directory and gone
afterwards. The command finds them in DATABASE_URL and REDIS_URL. Standard library only.
"""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tools import environment, processes

PATIENCE = 30  # seconds until a server must accept connections
REDIS_DATABASES = 64  # one per test process, see tests/settings.py
NOT_DURABLE = ("-c", "fsync=off", "-c", "synchronous_commit=off", "-c", "full_page_writes=off")


def main(arguments: list[str]) -> int:
    durable = arguments[:1] == ["--durable"]
    command = arguments[arguments.index("--") + 1 :] if "--" in arguments else []
    if not command:
        sys.exit(__doc__)
    processes.interrupt_on_signals()
    child = None
    try:
        with running(durable=durable) as variables:
            child = processes.start(command, env=os.environ | variables)
            try:
                return child.wait()
            finally:
                processes.stop([child], signal.SIGINT)
    except KeyboardInterrupt:
        return 130


@contextmanager
def running(*, durable: bool = False) -> Iterator[dict[str, str]]:
    """The environment of the two servers, while they run. `durable` keeps PostgreSQL's promises, for measuring."""
    require("redis-server", "redis-server")
    require("initdb", "postgresql")
    folder = Path(tempfile.mkdtemp(prefix="spbe-portal-servers-"))
    folder.chmod(0o755)  # PostgreSQL refuses root, so its own user must get in
    started: list[subprocess.Popen[bytes]] = []
    try:
        database_port, redis_port = processes.free_port(), processes.free_port()
        started.append(start_postgresql(folder / "postgresql", database_port, durable=durable))
        started.append(start_redis(folder, redis_port))
        yield {
            "DATABASE_URL": f"postgres://portal@127.0.0.1:{database_port}/portal",
            "REDIS_URL": f"redis://127.0.0.1:{redis_port}/0",
        }
    finally:
        processes.stop(reversed(started), signal.SIGINT)  # to PostgreSQL: end sessions and shut down
        shutil.rmtree(folder, ignore_errors=True)


def require(program: str, package: str) -> None:
    if not find(program) and not environment.apt_install(package):
        sys.exit(f"{program} is needed and could not be installed. As administrator: apt-get install {package}")
    if not find(program):
        sys.exit(f"The package {package} did not bring {program}.")


def find(program: str) -> str | None:
    """The newest one Debian keeps below /usr/lib/postgresql, or what the PATH knows."""
    kept = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{program}"), key=lambda path: int(path.parts[4]))
    return str(kept[-1]) if kept else shutil.which(program)


def start_postgresql(folder: Path, port: int, *, durable: bool) -> subprocess.Popen[bytes]:
    who: dict[str, Any] = {"cwd": "/"}
    folder.mkdir()
    if os.geteuid() == 0:
        who |= {"user": "postgres", "group": "postgres", "extra_groups": []}
        shutil.chown(folder, "postgres", "postgres")
    log = (folder.parent / "postgresql.log").open("wb")
    subprocess.run(
        [find("initdb"), "-D", folder, "-U", "portal", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync"],
        check=True,
        stdout=log,
        **who,
    )
    command = [find("postgres"), "-D", folder, "-p", str(port), "-c", "listen_addresses=127.0.0.1"]
    command += ["-c", "unix_socket_directories=", "-c", "max_connections=200"]
    command += [] if durable else NOT_DURABLE
    server = processes.start(command, stdout=log, stderr=log, **who)
    create = [find("createdb"), "-h", "127.0.0.1", "-p", str(port), "-U", "portal", "portal"]
    wait_until(lambda: environment.succeeds(create, quiet=True), server, log.name)
    return server


def start_redis(folder: Path, port: int) -> subprocess.Popen[bytes]:
    log = folder / "redis.log"
    command = [find("redis-server"), "--port", str(port), "--bind", "127.0.0.1", "--dir", str(folder)]
    command += ["--save", "", "--appendonly", "no", "--databases", str(REDIS_DATABASES), "--logfile", str(log)]
    server = processes.start(command)
    wait_until(lambda: processes.port_is_taken(port), server, str(log))
    return server


def wait_until(ready: Any, server: subprocess.Popen[bytes], log: str) -> None:
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline and server.poll() is None:
        if ready():
            return
        time.sleep(0.1)
    processes.stop([server])
    sys.exit(f"{server.args[0]} did not start:\n{Path(log).read_text()[-2000:]}")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
