"""The complete report, measured: `make bench-reports`. Prints figures and ratios and judges nothing.

The job beside bare WeasyPrint and beside Chromium, each given the same HTML in the same run, as machines differ and
one machine from second to second; how it grows with the number of OPD; and what people who browse notice of it.
"""

from __future__ import annotations

import io
import random
import shutil
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from benchmarks import portal  # isort: skip  # it sets Django up
from django.core.management import call_command
from django.test.utils import override_settings

from accounts.models import Instansi, Unit, User
from assessments.models import Answer, Assessment, Assignment, Stage, Status
from benchmarks import data, printing
from benchmarks.browser import Browser, p50, p95
from reports import services
from reports.models import JobState, ReportJob

RUNS = 3
OPD = (1, 10, 40)
PEOPLE, ASKING = 20, 8
CALM = 30.0  # seconds of browsing without a report in work, before and again after
THINKING = {"reads a page for 5 s": 5.0, "clicks every second": 1.0}  # seconds between two pages of one person
PATIENCE = 600  # seconds until the reports asked for must be done


def main(parts: list[str]) -> None:
    """All parts, or those named: beside, growing, browsing."""
    wanted = parts or ["beside", "growing", "browsing"]

    def alone(world: data.World) -> None:
        """What is measured before web and worker start, so that neither takes part."""
        if "beside" in wanted:
            _beside_others()
        if "growing" in wanted:
            _growing(world)

    with portal.running(first=alone) as started:
        if "browsing" in wanted:
            _browsing(started)


def _beside_others() -> None:
    """The demo's report: the whole job, bare WeasyPrint and Chromium in turn; the best of a few runs each."""
    with override_settings(DEBUG=True):  # the command refuses to put a known password anywhere else
        call_command("seed_demo", verbosity=0, stdout=io.StringIO(), stderr=io.StringIO())
    demo = Assessment.objects.filter(instansi__is_demo=True).exclude(stage=Stage.FINAL).latest("year")
    folder = Path(portal.WORK, "beside")
    folder.mkdir()
    job = _ask(demo)
    printing.apart(lambda: printing.capture(job.pk, folder))
    printing.apart(lambda: printing.lay_out(folder))
    ways: dict[str, Callable[[], Callable[[], int]]] = {
        "job of the portal": lambda: printing.job(job.pk),
        "WeasyPrint write_pdf alone": lambda: printing.weasyprint(folder),
    }
    if program := shutil.which("chromium"):
        ways["Chromium --print-to-pdf"] = lambda: printing.chromium(program, folder)
    found: dict[str, list[printing.Run]] = {name: [] for name in ways}
    for _ in range(RUNS):
        for name, way in ways.items():
            _queue(job)
            found[name].append(printing.apart(way))
    _queue(job, JobState.CANCELLED)
    print(f"\n{'complete report of the demo':<34}{'best s':>9}{'pages':>8}{'peak MB':>9}{'job takes':>12}{'goal':>8}")
    ours = min(run.seconds for run in found["job of the portal"])
    for name, runs in found.items():
        best = min(runs, key=lambda run: run.seconds)
        goal = "1.15" if name.startswith("WeasyPrint") else ""
        ratio = f"{ours / best.seconds:.2f} x"
        print(f"{name:<34}{best.seconds:9.1f}{best.value:8}{best.peak:9.0f}{ratio:>12}{goal:>8}", flush=True)


def _growing(world: data.World) -> None:
    """47 indicators answered by more and more OPD."""
    print(f"\n{'47 indicators of':<34}{'s':>9}{'pages':>8}{'peak MB':>9}{'file MB':>12}{'pages/s':>8}")
    for count in OPD:
        job = _ask(_answered(world, count))
        run = printing.apart(lambda pk=job.pk: printing.job(pk))
        size = (ReportJob.objects.get(pk=job.pk).size or 0) / 1e6
        print(
            f"{f'{count} OPD':<34}{run.seconds:9.1f}{run.value:8}{run.peak:9.0f}{size:12.1f}"
            f"{run.value / run.seconds:8.1f}",
            flush=True,
        )


def _answered(world: data.World, count: int) -> Assessment:
    """A cycle of an institution of its own, each indicator answered by every OPD."""
    like = world.assessments[0]
    instansi = Instansi.objects.create(name=f"Pemerintah Kota {count} OPD", short_name=f"Kota {count}", kind="city")
    units = Unit.objects.bulk_create(
        Unit(instansi=instansi, code=f"U{n}", name=f"Dinas {n}", short_name=f"Dinas {n}") for n in range(count)
    )
    assessment = Assessment.objects.create(
        instansi=instansi, year=like.year, instrument=like.instrument, stage=Stage.VERIFICATION,
        filling_until=like.filling_until, verification_until=like.verification_until,
        scoring_until=like.scoring_until, approval_until=like.approval_until,
    )  # fmt: skip
    assignments = Assignment.objects.bulk_create(
        Assignment(assessment=assessment, indicator=indicator, unit=unit)
        for indicator in like.instrument.indicators.order_by("position")
        for unit in units
    )
    Answer.objects.bulk_create(
        Answer(assignment=row, status=Status.SUBMITTED, claimed_level=3, facts=data.TEXT, analysis=data.TEXT)
        for row in assignments
    )
    return assessment


def _ask(assessment: Assessment) -> ReportJob:
    by = assessment.instansi.users.filter(role="coordinator").first() or _coordinator(assessment.instansi)
    return services.request_report(assessment=assessment, by=by)


def _coordinator(instansi: Instansi) -> User:
    name = f"coordinator{instansi.pk}-{User.objects.count()}"
    return User.objects.create(
        username=name, full_name=name, email=f"{name}@ukur.invalid", role="coordinator", instansi=instansi,
        wants_mail=False,
    )  # fmt: skip


def _queue(job: ReportJob, state: str = JobState.QUEUED) -> None:
    """Put the same job back, so that each run makes the same file from the same data."""
    ended = job.requested_at if state == JobState.CANCELLED else None
    ReportJob.objects.filter(pk=job.pk).update(
        state=state, attempts=0, progress=0, step="", failure="", file="", sha256="", size=None, finished_at=ended,
        expires_at=None, not_before=None, heartbeat_at=None,
    )  # fmt: skip


def _browsing(started: portal.Portal) -> None:
    """Twenty people look at pages; then eight ask for the complete report at once, and the twenty go on."""
    world = started.world
    assessments = world.assessments[-ASKING:]
    people = [world.operator, world.admin, world.coordinator]
    browsers = [Browser(started.port, data.session_of(people[n % len(people)])) for n in range(PEOPLE)]
    asking = [Browser(started.port, data.session_of(_coordinator(world.coordinator.instansi))) for _ in range(ASKING)]
    pages = [f"/tugas/?penilaian={assessments[-1].pk}", "/penilaian/", f"/penilaian/{assessments[-1].pk}/"]

    def visit(person: int) -> None:
        browsers[person].get(pages[person % len(people)])

    print(f"\n{'20 people browse':<34}{'p50 ms':>9}{'p95 ms':>9}{'pages':>8}{'p95 is':>12}{'goal':>8}")
    for pace, thinking in THINKING.items():
        _browse(visit, thinking, lambda since: time.monotonic() - since > CALM / 3)  # to warm up
        calm = _browse(visit, thinking, lambda since: time.monotonic() - since > CALM)
        with _pressing(asking, assessments) as presses:
            busy = _browse(visit, thinking, _all_done)
        calm += _browse(visit, thinking, lambda since: time.monotonic() - since > CALM)
        jobs = ReportJob.objects.filter(assessment__in=assessments)
        _tell(pace, calm, busy, presses, list(jobs))
        jobs.delete()


def _tell(pace: str, calm: list[float], busy: list[float], presses: list[float], done: list[ReportJob]) -> None:
    print(f"{'each ' + pace:<34}{p50(calm):9.1f}{p95(calm):9.1f}{len(calm):8}")
    ratio = f"{p95(busy) / p95(calm):.2f} x"
    print(f"{'  while 8 reports are made':<34}{p50(busy):9.1f}{p95(busy):9.1f}{len(busy):8}{ratio:>12}{'1.25':>8}")
    states = ", ".join(sorted({job.get_state_display() for job in done}))
    ended = [job.finished_at for job in done if job.finished_at]
    seconds = (max(ended) - min(job.requested_at for job in done)).total_seconds() if ended else float("nan")
    print(f"  pressing the button, 8 at once: {max(presses):.0f} ms at most; "
          f"{len(done)} reports ({states}) in {seconds:.1f} s", flush=True)  # fmt: skip


def _browse(visit: Callable[[int], None], thinking: float, is_over: Callable[[float], bool]) -> list[float]:
    """Milliseconds of every page that the people saw until it was over."""
    times: list[float] = []
    over = threading.Event()

    def look(person: int) -> None:
        dice = random.Random(person)  # noqa: S311 - when somebody clicks is no secret
        over.wait(dice.random() * thinking)
        while not over.is_set():
            start = time.perf_counter()
            visit(person)
            times.append((time.perf_counter() - start) * 1000)
            over.wait(thinking * (0.5 + dice.random()))

    threads = [threading.Thread(target=look, args=(person,)) for person in range(PEOPLE)]
    since = time.monotonic()
    for thread in threads:
        thread.start()
    while not is_over(since):
        time.sleep(0.5)
    over.set()
    for thread in threads:
        thread.join()
    return times


@contextmanager
def _pressing(asking: list[Browser], assessments: list[Assessment]) -> Iterator[list[float]]:
    """All press the button at once; the milliseconds of each are there in the end."""
    presses: list[float] = []
    threads = [
        threading.Thread(target=_press, args=(browser, assessment.pk, presses))
        for browser, assessment in zip(asking, assessments, strict=True)
    ]
    for thread in threads:
        thread.start()
    yield presses
    for thread in threads:
        thread.join()


def _press(browser: Browser, assessment: int, presses: list[float]) -> None:
    start = time.perf_counter()
    browser.post(f"/penilaian/{assessment}/laporan/buat/", {})
    presses.append((time.perf_counter() - start) * 1000)


def _all_done(since: float) -> bool:
    passed = time.monotonic() - since
    return passed > PATIENCE or (passed > 5 and not ReportJob.objects.unfinished().exists())


if __name__ == "__main__":
    main(sys.argv[1:])
