"""What may happen while a document is made, on the real servers: it ends done or failed with its reason, with one file.

Never stuck, never two files. The table of docs/architecture.md names these tests.
"""

from __future__ import annotations

import time
from pathlib import Path

import pytest
import redis

from tests.servers.portal import Production, Visitor
from tests.servers.troubled import STEPS
from tools import processes, servers

pytestmark = [pytest.mark.servers, pytest.mark.xdist_group("Production")]
SOON = 150  # seconds: starting, one pause of 15 s, and a busy machine
PATIENT = 15  # seconds that a person waits for two pages
RECOVER = """
import datetime
from django.utils import timezone
from reports import services
print(services.recover(now=timezone.now() + datetime.timedelta(minutes=2)))
"""


@pytest.fixture(scope="module")
def portal(portals):
    """A worker for documents that meets trouble when asked; the others read nothing of that queue."""
    portal = portals(Production)
    shipped = portal.commands

    def commands():
        command = [part.replace("spbe_portal", "tests.servers.troubled") for part in shipped()["reports"]]
        return shipped() | {"reports": command}

    portal.commands = commands
    portal.start("reports")
    portal.wait_for(lambda: "ready" in portal.log("reports"), SOON)
    yield portal
    portal.stop()
    portal.commands = shipped


@pytest.fixture
def broker(portal):
    with redis.Redis.from_url(portal.env["REDIS_URL"]) as broker:
        yield broker


def ask(portal, trouble: str = "", step: str = "") -> str:
    """Ask for a report whose worker will meet this trouble at this step; returns the job's id."""
    if trouble:
        (Path(portal.env["VAR_DIR"]) / "trouble").write_text(f"{trouble} {step}")
    return portal.ask_for_report()


def recover(portal) -> int:
    """What the clock does each minute, two minutes later than it is."""
    return int(portal.manage("shell", "--verbosity", "0", "-c", RECOVER).split()[-1])


def wait_until(portal, job: str, *states: str) -> tuple[str, int]:
    portal.wait_for(lambda: portal.job(job)[0] in states, SOON)
    return portal.job(job)


def files_of(portal, job: str) -> list[str]:
    return sorted(path.name for path in Path(portal.env["REPORT_ROOT"]).glob(f"{job}*"))


def met(portal) -> bool:
    return not (Path(portal.env["VAR_DIR"]) / "trouble").exists()


@pytest.mark.parametrize("step", STEPS)
def test_worker_killed_at_any_step_makes_the_document_at_its_second_attempt(portal, step):
    job = ask(portal, "kill", step)
    portal.wait_for(lambda: met(portal), SOON)
    assert portal.job(job) == ("running", 1)

    assert recover(portal) == 1

    assert wait_until(portal, job, "done", "failed") == ("done", 2)
    assert files_of(portal, job) == [f"{job}-2.pdf"]


@pytest.mark.parametrize("trouble", ["lose_database", "fill_disk"])
def test_what_may_pass_is_tried_again_by_itself(portal, trouble):
    job = ask(portal, trouble, "layout")

    assert wait_until(portal, job, "done", "failed") == ("done", 2)
    assert files_of(portal, job) == [f"{job}-2.pdf"]


def test_database_lost_while_the_file_is_saved_makes_it_once_more(portal):
    job = ask(portal, "lose_database", "saving")

    assert wait_until(portal, job, "done", "failed") == ("done", 2)
    assert files_of(portal, job) == [f"{job}-2.pdf"]


def test_worker_beyond_its_hard_time_limit_is_replaced(portal):
    job = ask(portal, "hang", "layout")
    portal.wait_for(lambda: "Hard time limit" in portal.log("reports"), SOON)

    assert recover(portal) == 1

    assert wait_until(portal, job, "done", "failed") == ("done", 2)
    assert files_of(portal, job) == [f"{job}-2.pdf"]


def test_document_that_takes_too_much_memory_fails_and_says_so(portal):
    job = ask(portal, "take_memory", "layout")

    assert wait_until(portal, job, "done", "failed") == ("failed", 1)
    reasons = dict(portal.rows("SELECT CAST(id AS varchar), failure FROM reports_reportjob"))
    assert reasons[job].startswith("Dokumen ini memerlukan memori lebih dari 1024 MiB")
    assert files_of(portal, job) == []


def test_hint_delivered_many_times_makes_one_file(portal):
    job = ask(portal)
    code = f"from reports.tasks import render_job; [render_job.delay('{job}') for _ in range(5)]"
    portal.manage("shell", "--verbosity", "0", "-c", code)

    assert wait_until(portal, job, "done", "failed") == ("done", 1)
    portal.wait_for(lambda: portal.log("reports").count("succeeded") >= 6, SOON)
    assert (portal.job(job), files_of(portal, job)) == (("done", 1), [f"{job}-1.pdf"])


def test_broker_that_forgot_everything_loses_no_document(portal, broker):
    """As after a restart: Redis keeps nothing on disk, and every connection is cut."""
    portal.stop()
    job = ask(portal)
    broker.flushdb()
    portal.start("reports")
    portal.wait_for(lambda: portal.log("reports").count("ready") >= 2, SOON)

    assert recover(portal) == 1

    assert wait_until(portal, job, "done", "failed") == ("done", 1)


class Broker:
    """A Redis of one portal alone, so that its process may end and begin again."""

    def __init__(self, portal, folder):
        self.portal, self.folder, self.port = portal, folder, processes.free_port()
        self.start()

    def start(self):
        self.server = servers.start_redis(self.folder, self.port)

    def stop(self):
        processes.stop([self.server])

    def restart(self):
        self.stop()
        self.start()


@pytest.fixture
def own_broker(portal, tmp_path):
    """The portal at work on a broker of its own; nothing of it is started yet."""
    portal.stop()
    shared, broker = portal.env["REDIS_URL"], Broker(portal, tmp_path)
    portal.env["REDIS_URL"] = f"redis://127.0.0.1:{broker.port}/0"
    yield broker
    portal.stop()
    broker.stop()
    portal.env["REDIS_URL"] = shared


def start_reports(portal) -> None:
    before = portal.log("reports").count("ready")
    portal.start("reports")
    portal.wait_for(lambda: portal.log("reports").count("ready") > before, SOON)


def test_redis_restarted_in_the_middle_of_a_document_makes_it_once(portal, own_broker):
    """The message is gone with its server; the worker goes on, and hears of the next document by itself."""
    go_on = Path(portal.env["VAR_DIR"]) / "go_on"
    start_reports(portal)
    job = ask(portal, "wait", "layout")
    portal.wait_for(lambda: met(portal), SOON)

    own_broker.restart()
    go_on.touch()

    assert wait_until(portal, job, "done", "failed") == ("done", 1)
    assert files_of(portal, job) == [f"{job}-1.pdf"]
    go_on.unlink()
    following = ask(portal)
    assert wait_until(portal, following, "done", "failed") == ("done", 1)


def test_asking_while_redis_is_down_answers_with_a_page_and_the_document_comes_later(portal, own_broker):
    [(assessment,)] = portal.rows("SELECT id FROM assessments_assessment ORDER BY year DESC, id DESC LIMIT 1")
    portal.make_earlier_reports_differ()
    portal.start("web")
    portal.wait_for(lambda: processes.port_is_taken(portal.port), SOON)
    coordinator = Visitor(portal.start_proxy())
    coordinator.sign_in("koordinator")
    own_broker.stop()

    since = time.monotonic()
    answer = coordinator.send_form(f"/penilaian/{assessment}/laporan/buat/")
    page = coordinator.get(answer.headers["Location"])

    assert (answer.status_code, page.status_code) == (302, 200)
    assert "Menunggu giliran" in page.text
    assert time.monotonic() - since < PATIENT
    own_broker.start()
    start_reports(portal)
    assert recover(portal) == 1
    job = answer.headers["Location"].strip("/").split("/")[1]
    assert wait_until(portal, job, "done", "failed") == ("done", 1)
    assert files_of(portal, job) == [f"{job}-1.pdf"]
