"""`make bench`: pages, queries, saving, reports, memory, and large uploads.

Runs on the database and broker in DATABASE_URL and REDIS_URL, which must be empty ones. Times are given
with their ratio to the health page, asked in turn with them: machines differ, and one machine from second to second.
"""

from __future__ import annotations

import itertools
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

from benchmarks import portal  # isort: skip  # it sets Django up
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from benchmarks import data, uploads
from benchmarks.browser import TOKEN, Browser, beside, p50, p95, timings
from reports.models import JobState, ReportJob


def main() -> None:
    with portal.running() as started:
        _measure(started.world, started.port, started.web)
        uploads.measure(started)


def _measure(world: data.World, port: int, web: subprocess.Popen[bytes]) -> None:
    operator, admin, coordinator = (
        Browser(port, data.session_of(user)) for user in (world.operator, world.admin, world.coordinator)
    )
    full, answer = world.assessments[-1], world.answers[-1]

    def health() -> int:
        return operator.get("/sehat/?format=json")

    print(f"\n{'operation':<34}{'best ms':>9}{'p50 ms':>9}{'p95 ms':>9}{'x base':>8}{'queries':>9}{'goal':>20}")
    calm = timings(health)
    _row("health page, the baseline", calm, calm, None, "")
    pages: list[tuple[str, Browser, object, str, str]] = [
        ("task list, 47 indicators", operator, world.operator, f"/tugas/?penilaian={full.pk}", "40 ms, 10 queries"),
        ("list of 41 assessments", admin, world.admin, "/penilaian/", "50 ms, 8 queries"),
        ("list of 41 OPD", admin, world.admin, "/pengelolaan/opd/", "50 ms, 8 queries"),
        ("indicator form", operator, world.operator, f"/isian/{answer.pk}/", ""),
        ("dashboard", coordinator, world.coordinator, f"/penilaian/{full.pk}/", ""),
        ("four tracks and their gaps", coordinator, world.coordinator, f"/penilaian/{full.pk}/jalur/", ""),
        ("what-if, 47 indicators", coordinator, world.coordinator, f"/penilaian/{full.pk}/andai/", ""),
        ("years, 41 assessments", coordinator, world.coordinator, "/hasil/", ""),
        ("comparison with 621", coordinator, world.coordinator, "/hasil/banding/tabel/", ""),
        ("assignment matrix, 47 x 41", admin, world.admin, f"/penilaian/{full.pk}/penugasan/", ""),
    ]
    for name, browser, user, path, goal in pages:
        measured = beside(lambda browser=browser, path=path: browser.get(path), health)
        _row(name, *measured, _queries(user, path), goal)
    _saving(world, operator, health)
    _reports(world, coordinator, operator, health)
    for pid in _children(web.pid):
        print(f"memory of web worker {pid:<17}{_rss(pid):8.0f} MB{'150 MB':>35}")


def _saving(world: data.World, operator: Browser, health: Callable[[], int]) -> None:
    """Save one answer again and again, each time on the version that the last save left."""
    address, versions = f"/isian/{world.answers[-1].pk}/", itertools.count(1)

    def save() -> int:
        fields = {"version": str(next(versions)), "level": "3", "facts": data.TEXT, "analysis": data.TEXT}
        return operator.post(address, fields)

    saving = beside(save, health)
    fields = {"version": str(next(versions)), "level": "3", "facts": "Lain.", "analysis": "Lain."}
    _row("save one indicator", *saving, _queries(world.operator, address, fields), "25 ms, 8 queries")


def _reports(world: data.World, coordinator: Browser, operator: Browser, health: Callable[[], int]) -> None:
    """Press the button for eight assessments at once; pages must not notice."""
    tasks = f"/tugas/?penilaian={world.assessments[-1].pk}"
    alone, base = beside(lambda: operator.get(tasks), health, count=200)
    presses = []
    for assessment in world.assessments[-8:]:
        start = time.perf_counter()
        coordinator.post(f"/penilaian/{assessment.pk}/laporan/buat/", {})
        presses.append((time.perf_counter() - start) * 1000)
    _row("press Buat laporan, 8 at once", presses, base, None, "100 ms")
    while not ReportJob.objects.filter(state=JobState.RUNNING).exists():
        time.sleep(0.1)
    busy = timings(lambda: operator.get(tasks), count=200, warm=0)
    _row("task list while reports render", busy, base, None, "")
    print(f"{'its p95 against the same page alone':<46}{p95(busy) / p95(alone):16.2f}")
    start = time.monotonic()
    while ReportJob.objects.unfinished().exists() and time.monotonic() - start < 300:
        time.sleep(0.5)
    jobs = list(ReportJob.objects.all())
    seconds = max(job.finished_at for job in jobs) - min(job.requested_at for job in jobs)
    done = sum(job.state == JobState.DONE for job in jobs)
    print(f"{done} of {len(jobs)} reports done in {seconds.total_seconds():.1f} s on one worker process")


def _row(name: str, values: list[float], base: list[float], queries: int | None, goal: str) -> None:
    middle = p50(values)
    times = f"{min(values):9.1f}{middle:9.1f}{p95(values):9.1f}{middle / p50(base):8.1f}"
    print(f"{name:<34}{times}{queries or '':>9}{goal:>20}")


def _queries(user: object, path: str, fields: dict[str, str] | None = None) -> int:
    client = Client()
    client.cookies["sessionid"], client.cookies["csrftoken"] = data.session_of(user), TOKEN
    send: Callable[[], object] = (lambda: client.post(path, fields)) if fields else (lambda: client.get(path))
    with CaptureQueriesContext(connection) as queries:
        send()
    return len(queries)


def _children(pid: int) -> list[int]:
    return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def _rss(pid: int) -> float:
    status = Path(f"/proc/{pid}/status").read_text()
    return next(int(line.split()[1]) for line in status.splitlines() if line.startswith("VmRSS")) / 1024


if __name__ == "__main__":
    main()
