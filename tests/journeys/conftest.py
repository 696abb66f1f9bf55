"""Each file of stories begins with the demo as it was loaded; each story has people of its own."""

from __future__ import annotations

import fcntl
import os
import shutil

import pytest
from playwright.sync_api import sync_playwright

from spbe_portal.demo.people import PASSWORD
from tests.journeys.browser import DESK, FLAGS, Person, chromium
from tools import demo


@pytest.fixture(scope="session")
def prepared(tmp_path_factory):
    """The demo, loaded once, by whichever of the test processes comes first."""
    place = tmp_path_factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        place = place.parent
    folder, loaded = place / "prepared", place / "prepared.is-loaded"
    with (place / "prepared.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not loaded.exists():
            shutil.rmtree(folder, ignore_errors=True)  # half of one, when another process failed
            folder.mkdir()
            demo.prepare(folder)
            loaded.touch()
    return folder


@pytest.fixture(scope="module")
def portal(prepared, tmp_path_factory):
    with demo.running(tmp_path_factory.mktemp("portal"), prepared=prepared) as portal:
        yield portal


@pytest.fixture(scope="session")
def browser():
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def sessions(portal):
    """Cookies of those who have signed in: nobody waits for the same password twice in one file of stories."""
    return {}


@pytest.fixture
def person(portal, browser, sessions):
    """`person("admin")` is signed in at a desk; `person(None)` is a stranger; `size` and `scripts` may differ."""
    people = []

    def make(username: str | None, *, password: str = PASSWORD, size=DESK, scripts: bool = True) -> Person:
        someone = Person(browser, portal.address, size=size, scripts=scripts)
        people.append(someone)
        if username:
            someone.come_in(username, password, sessions)
        return someone

    yield make
    for someone in people:
        someone.context.close()
