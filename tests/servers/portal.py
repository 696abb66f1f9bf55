"""A whole portal apart from the tests: its own database, broker and folder, and the processes that people start."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
import time
import uuid
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import psycopg2
import requests
import yaml
from django.conf import settings

from spbe_portal.demo.people import PASSWORD
from tools import processes, run
from tools.servers import REDIS_DATABASES, find, require

ROOT = settings.BASE_DIR
HOST = "spbe.contoh.go.id"
COMPOSE = yaml.safe_load((ROOT / "docker-compose.yml").read_text())["services"]
BIN = str(Path(sys.executable).parent)


class Portal:
    """Its processes, its data, and a way to look at both from outside."""

    makes_reports = "worker"
    workers: tuple[str, ...] = ("worker",)

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.port = processes.free_port()
        self.running: dict[str, subprocess.Popen[bytes]] = {}
        self.env = {"PATH": f"{BIN}:{os.environ['PATH']}", "HOME": str(folder), "VAR_DIR": str(folder / "var")}

    def commands(self) -> dict[str, list[str]]:
        raise NotImplementedError

    def rows(self, sql: str) -> list[tuple[Any, ...]]:
        raise NotImplementedError

    def execute(self, command: list[str], **variables: str) -> str:
        """Run one command to its end and return what it printed."""
        done = subprocess.run(
            command, env=self.env | variables, cwd=ROOT, capture_output=True, text=True, check=False, timeout=300
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def manage(self, *arguments: str, **variables: str) -> str:
        return self.execute([sys.executable, "manage.py", *arguments], **variables)

    def start(self, *names: str) -> None:
        for name in names:
            with (self.folder / f"{name}.log").open("ab") as log:
                command = self.commands()[name]
                self.running[name] = processes.start(command, env=self.env, cwd=ROOT, stdout=log, stderr=log)

    def kill(self, name: str) -> None:
        """SIGKILL to the process and its children at once, as when a machine loses power."""
        process = self.running.pop(name)
        os.killpg(process.pid, 9)
        process.wait()

    def stop(self) -> None:
        processes.stop(self.running.values())
        self.running.clear()

    def log(self, name: str) -> str:
        return (self.folder / f"{name}.log").read_text(errors="replace")

    def wait_for(self, what: Callable[[], Any], seconds: float, *, every: float = 0.2) -> Any:
        """What the question answers as soon as that is true; a failure with every log when it stays false."""
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            if answer := what():
                return answer
            time.sleep(every)
        logs = "\n".join(f"--- {name}\n{self.log(name)[-3000:]}" for name in self.running)
        raise AssertionError(f"waited {seconds} s in vain\n{logs}")

    def ask_for_report(self, username: str = "koordinator") -> str:
        """Queue a report of the demo's newest assessment by the same service as the button; returns the job's id."""
        self.make_earlier_reports_differ()
        code = (
            "from accounts.models import User; from assessments.models import Assessment; from reports import services;"
            f"by = User.objects.get(username='{username}');"
            "a = Assessment.objects.visible_to(by).order_by('-year').first();"
            "print(services.request_report(assessment=a, by=by).pk)"
        )
        return self.manage("shell", "--verbosity", "0", "-c", code).strip()

    def make_earlier_reports_differ(self) -> None:
        """None of them is given out again, however little has changed since."""
        code = "from reports.models import ReportJob; ReportJob.objects.update(fingerprint='of another test')"
        self.manage("shell", "--verbosity", "0", "-c", code)

    def job(self, job_id: str) -> tuple[str, int]:
        """State and number of attempts."""
        found = {
            str(uuid.UUID(str(pk))): row for pk, *row in self.rows("SELECT id, state, attempts FROM reports_reportjob")
        }
        return tuple(found[job_id])


class Embedded(Portal):
    """What `make run` starts: SQLite, messages in files."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self.manage("prepare", "--demo")

    def commands(self) -> dict[str, list[str]]:
        return {name: [sys.executable, *command[1:]] for name, command in run.commands(self.port).items()}

    def rows(self, sql: str) -> list[tuple[Any, ...]]:
        with closing(sqlite3.connect(self.folder / "var/portal.sqlite3", timeout=20)) as connection:
            return connection.execute(sql).fetchall()


class Production(Portal):
    """What docker-compose.yml starts, with its very commands, on the private PostgreSQL and Redis."""

    makes_reports = "reports"
    workers = ("worker", "reports")

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        server, _, _ = os.environ["DATABASE_URL"].rpartition("/")
        name = f"portal_{uuid.uuid4().hex[:12]}"
        with closing(psycopg2.connect(os.environ["DATABASE_URL"])) as connection:
            connection.autocommit = True
            connection.cursor().execute(f"CREATE DATABASE {name}")
        # The lower half of Redis' databases belongs to the test processes themselves.
        number = REDIS_DATABASES // 2 + uuid.uuid4().int % (REDIS_DATABASES // 2)
        self.env |= {
            "DATABASE_URL": f"{server}/{name}",
            "REDIS_URL": f"{os.environ['REDIS_URL'].rpartition('/')[0]}/{number}",
            "DEBUG": "false",
            "SECRET_KEY": uuid.uuid4().hex * 2,
            "ALLOWED_HOSTS": HOST,
            "BASE_URL": f"https://{HOST}",
            "EMAIL_URL": "dummymail://",
            "USE_X_ACCEL_REDIRECT": COMPOSE["web"]["environment"]["USE_X_ACCEL_REDIRECT"],
            "TRUSTED_PROXIES": "2",
            "WEB_CONCURRENCY": "2",
            "EVIDENCE_ROOT": str(folder / "evidence"),
            "REPORT_ROOT": str(folder / "reports"),
            "STATIC_ROOT": str(folder / "static"),
        }
        self.execute(COMPOSE["prepare"]["command"])
        self.manage("seed_demo", DEBUG="true")  # refused in production, and for good reason

    def commands(self) -> dict[str, list[str]]:
        here = {"0.0.0.0:8000": f"127.0.0.1:{self.port}"}
        shipped = {name: COMPOSE[name]["command"] for name in ("web", "worker", "reports", "beat")}
        return {name: [here.get(part, part) for part in command] for name, command in shipped.items()}

    def start_proxy(self) -> int:
        """nginx with the shipped configuration, its places moved into our folder; returns its port."""
        port, work = processes.free_port(), self.folder / "proxy"
        work.mkdir(exist_ok=True)
        moved = {
            " /tmp/": f" {work}/",
            "/dev/stderr": "stderr",
            "server web:8000;": f"server 127.0.0.1:{self.port};",
            "listen 8080;": f"listen 127.0.0.1:{port};",
            "alias /srv/": f"alias {self.folder}/",
        }
        text = (ROOT / "deploy/nginx.conf").read_text()
        for shipped, here in moved.items():
            assert shipped in text, shipped
            text = text.replace(shipped, here)
        user = "user root;\n" if os.geteuid() == 0 else ""  # in the container nobody is root
        (work / "nginx.conf").write_text(f"daemon off;\n{user}{text}")
        require("nginx", "nginx-light")
        command = [find("nginx") or "", "-c", str(work / "nginx.conf"), "-e", "stderr"]
        self.execute([*command, "-t"])
        with (self.folder / "proxy.log").open("ab") as log:
            self.running["proxy"] = processes.start(command, stdout=log, stderr=log)
        self.wait_for(lambda: processes.port_is_taken(port), 30)
        return port

    def rows(self, sql: str) -> list[tuple[Any, ...]]:
        with closing(psycopg2.connect(self.env["DATABASE_URL"])) as connection, connection.cursor() as cursor:
            cursor.execute(sql)
            return cursor.fetchall()


class Visitor(requests.Session):
    """Somebody whose browser reached the outer proxy over HTTPS; that proxy speaks plain HTTP to ours."""

    def __init__(self, port: int) -> None:
        super().__init__()
        self.base = f"http://127.0.0.1:{port}"
        self.trust_env = False
        self.headers.update({"Host": HOST, "X-Forwarded-Proto": "https", "X-Forwarded-For": "203.0.113.7"})

    def request(self, method: str, url: str, **options: Any) -> requests.Response:
        path = urlsplit(url)._replace(scheme="", netloc="").geturl()
        # By hand, because the library rightly keeps secure cookies off this stretch of plain HTTP.
        self.headers["Cookie"] = "; ".join(f"{cookie.name}={cookie.value}" for cookie in self.cookies)
        return super().request(method, self.base + path, **{"timeout": 30} | options | {"allow_redirects": False})

    def send_form(self, path: str, **fields: str) -> requests.Response:
        """POST a form as the page at `path` would; its token comes with the cookie."""
        token = self.cookies.get("csrftoken") or ""
        return self.post(
            path, data=fields | {"csrfmiddlewaretoken": token}, headers={"Referer": f"https://{HOST}{path}"}
        )

    def sign_in(self, username: str) -> requests.Response:
        self.get("/masuk/")
        answer = self.send_form("/masuk/", login=username, password=PASSWORD)
        assert answer.status_code == 302, answer.text
        return answer
