"""A person at a browser: every page they look at is judged: access, width, complaints of the browser."""

from __future__ import annotations

import hashlib
import os
import re
import shutil
from pathlib import Path

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, ConsoleMessage, Cookie, Dialog, Error, Page, Response, expect

PHONE = {"width": 360, "height": 740}
DESK = {"width": 1280, "height": 900}
INSTALL = "apt-get install -y --no-install-recommends chromium"
FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip
RULES = {
    "runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "best-practice"]},
    "resultTypes": ["violations"],
}
# The three first places of each rule that is broken: everything else would be carried over for nothing.
JUDGE = """rules => axe.run(document, rules).then(({violations}) => Object.fromEntries(
    violations.map(({id, nodes}) => [id, nodes.slice(0, 3).map(node => node.target)])))"""
# All that can make a judgement differ: the page, and what was typed and ticked in it.
STATE = """() => document.documentElement.outerHTML + JSON.stringify(
    [...document.querySelectorAll('input:not([type=hidden]), select, textarea')].map(e => [e.value, e.checked]))"""
TOKEN = re.compile(r'(?<=name="csrfmiddlewaretoken" value=")\w+')
PATIENCE = 30_000  # milliseconds for a page and for what appears on it: a busy machine is no fault of the portal
expect.set_options(timeout=PATIENCE)
axe = Axe()
found_right: set[str] = set()  # digests of pages; what has not changed by a letter is not judged twice


def chromium() -> str:
    """The browser on this machine: $CHROMIUM, or Debian's. Without one the journeys fail; they never skip."""
    path = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
    if not path or not Path(path).exists():
        raise RuntimeError(f"The journeys need Chromium. As administrator: {INSTALL} (or set CHROMIUM to its path)")
    return path


class Person:
    """One browser of one person. `visit` and `look` fail on anything wrong with the page."""

    def __init__(self, browser: Browser, address: str, *, size=DESK, scripts: bool = True) -> None:
        self.address, self.size, self.scripts = address, size, scripts
        self.context = browser.new_context(
            base_url=address, viewport=size, locale="id-ID", java_script_enabled=scripts, reduced_motion="reduce"
        )
        self.context.set_default_timeout(PATIENCE)
        self.complaints: list[str] = []
        self.page = self.tab()

    def tab(self) -> Page:
        page = self.context.new_page()
        page.on("console", self._hear)
        page.on("pageerror", lambda error: self.complaints.append(f"{page.url}: {error}"))
        page.on("response", self._receive)
        page.on("dialog", self._answer)
        return page

    def _answer(self, dialog: Dialog) -> None:
        if dialog.type != "beforeunload":
            self.complaints.append(f"{dialog.page.url}: {dialog.type} {dialog.message}" if dialog.page else dialog.type)
        dialog.accept()

    def _hear(self, message: ConsoleMessage) -> None:
        # A refused form is answered with 409 or 422, which Chromium calls an error; statuses are judged in _receive.
        if message.type in ("error", "warning") and not message.text.startswith("Failed to load resource"):
            self.complaints.append(f"{self.page.url}: {message.text}")

    def _receive(self, response: Response) -> None:
        is_page = response.request.resource_type == "document"
        is_refusal = response.status == 422  # of a file, told beside it
        if response.status >= (500 if is_page or is_refusal else 400):
            self.complaints.append(f"{response.url}: status {response.status}")

    def sign_in(self, username: str, password: str) -> None:
        self.visit("/masuk/")
        self.page.get_by_label("Nama pengguna").fill(username)
        self.page.get_by_label("Kata sandi", exact=True).fill(password)
        self.page.get_by_role("button", name="Masuk", exact=True).click()
        expect(self.page.get_by_role("link", name="Profil").first).to_be_visible()
        self.look()

    def come_in(self, username: str, password: str, sessions: dict[tuple[str, str], list[Cookie]]) -> None:
        """Sign in, or come back while a session of an earlier story lasts."""
        if cookies := sessions.get((username, password)):
            self.context.add_cookies(cookies)
            self.visit("/")
            if "/masuk/" not in self.page.url:
                return
        self.sign_in(username, password)
        sessions[username, password] = [row for row in self.context.cookies() if row["name"] != "messages"]

    def visit(self, path: str, *, status: int = 200) -> Page:
        response = self.page.goto(path)
        assert response is not None
        assert response.status == status, f"{path}: {response.status}"
        if status == 200:  # Django shows its own page for the others while DEBUG is on
            self.look()
        return self.page

    def look(self, page: Page | None = None) -> None:
        """Judge the page as it stands; one that loads itself again meanwhile, as progress does, is judged anew."""
        page = page or self.page
        try:
            self._judge(page)
        except Error as error:
            if "Execution context was destroyed" not in str(error):
                raise
            self._judge(page)

    def _judge(self, page: Page) -> None:
        page.wait_for_load_state("load")
        if self.scripts:
            self._judge_access(page)
            self._judge_width(page)
        assert self.complaints == []

    def press(self, name: str, *, heading: str = "", **options) -> None:
        """Press a button and look at where it leads; `heading` stands there and not here, so it is waited for."""
        self.page.get_by_role("button", name=name, **options).click()
        self._arrive(heading)

    def follow(self, name: str, *, heading: str = "", **options) -> None:
        self.page.get_by_role("link", name=name, **options).first.click()
        self._arrive(heading)

    def _arrive(self, heading: str) -> None:
        """Without a heading the page that is being left may be the one that is judged."""
        if heading:
            expect(self.page.get_by_role("heading", name=heading).first).to_be_visible()
        self.look()

    def reads(self, text: str) -> None:
        expect(self.page.get_by_text(text).first).to_be_visible()

    def _judge_access(self, page: Page) -> None:
        text = TOKEN.sub("", page.evaluate(STATE).replace(self.address, ""))
        digest = hashlib.sha256(f"{self.size} {page.url.removeprefix(self.address)} {text}".encode()).hexdigest()
        if digest not in found_right:
            page.evaluate(axe.axe_script)
            broken = page.evaluate(JUDGE, RULES)
            assert broken == {}, f"{page.url}: {broken}"
            found_right.add(digest)

    def _judge_width(self, page: Page) -> None:
        page.set_viewport_size(PHONE)
        wide = page.evaluate("document.scrollingElement.scrollWidth")
        culprits = page.evaluate(
            "[...document.querySelectorAll('body *')].filter(e => e.getBoundingClientRect().right > innerWidth + 1)"
            ".slice(0, 4).map(e => e.outerHTML.slice(0, 90))"
        ) if wide > PHONE["width"] else []  # fmt: skip
        page.set_viewport_size(self.size)
        assert wide <= PHONE["width"], f"{page.url} is {wide} wide on a phone: {culprits}"
