"""Each file of stories begins with the demo as it was loaded; each story has people of its own."""

from __future__ import annotations

import pytest
from playwright.sync_api import sync_playwright

from spbe_portal.demo.people import PASSWORD
from tests.journeys.browser import DESK, FLAGS, Person, chromium
from tools import demo


@pytest.fixture(scope="session")
def prepared(tmp_path_factory):
    folder = tmp_path_factory.mktemp("prepared")
    demo.prepare(folder)
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


@pytest.fixture
def person(portal, browser):
    """`person("admin")` is signed in at a desk; `person(None)` is a stranger; `size` and `scripts` may differ."""
    people = []

    def make(username: str | None, *, password: str = PASSWORD, size=DESK, scripts: bool = True) -> Person:
        someone = Person(browser, portal.address, size=size, scripts=scripts)
        people.append(someone)
        if username:
            someone.sign_in(username, password)
        return someone

    yield make
    for someone in people:
        someone.context.close()
