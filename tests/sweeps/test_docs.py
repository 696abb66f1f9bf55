"""Documents that cannot go stale unnoticed: their links, their numbers of words, and what they must list."""

import re
from pathlib import Path

import pytest
from django.conf import settings

from tools.licences import pinned

ROOT: Path = settings.BASE_DIR
PAGES = [ROOT / "README.md", ROOT / "CHANGELOG.md", *sorted((ROOT / "docs").rglob("*.md"))]
DECISIONS = sorted((ROOT / "docs/adr").glob("*.md"))


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_page_links_only_to_what_exists(page):
    links = re.findall(r"\]\(([^)#\s]+)(?:#[^)]*)?\)", page.read_text())
    missing = [link for link in links if "://" not in link and not (page.parent / link).exists()]
    assert missing == []


@pytest.mark.parametrize("page", DECISIONS, ids=lambda page: page.stem)
def test_decision_is_short_and_says_why(page):
    text = page.read_text()
    assert re.match(r"# \d{4} \S", text)
    assert text.startswith(f"# {page.stem[:4]} ")
    assert re.findall(r"^## (.*)$", text, re.MULTILINE) == ["Context", "Decision", "Consequences"]
    assert len(text.split()) < 300


def test_decisions_are_numbered_without_gaps():
    assert [int(page.stem[:4]) for page in DECISIONS] == list(range(1, len(DECISIONS) + 1))


def test_every_pinned_package_is_listed_with_its_licence():
    table = (ROOT / "docs/third-party.md").read_text().partition("| package | licence |\n| --- | --- |\n")[2]
    assert re.findall(r"^\| (\S+) \| \S.* \|$", table, re.MULTILINE) == pinned()


def test_every_target_of_make_says_what_it_does():
    makefile = (ROOT / "Makefile").read_text()
    phony = set(re.search(r"^\.PHONY: (.*)$", makefile, re.MULTILINE)[1].split())
    explained = set(re.findall(r"^([a-z0-9-]+):.*## \S", makefile, re.MULTILINE))
    assert phony - explained == {"product", "development"}
    assert explained <= phony
