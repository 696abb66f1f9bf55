"""Templates keep the strict policy of the pages: nothing inline, nothing unescaped, no form without its token."""

import re

import pytest

from tests.sweeps.houses import TEMPLATES, address

INLINE = {
    "script": re.compile(r"<script(?![^>]*\bsrc=)[^>]*>", re.IGNORECASE),
    "style": re.compile(r"<style\b", re.IGNORECASE),
    "style attribute": re.compile(r"<[^>]*\sstyle\s*=", re.IGNORECASE),
    "on… attribute": re.compile(r"<[^>]*\son[a-z]+\s*=", re.IGNORECASE),
    "javascript address": re.compile(r"javascript:", re.IGNORECASE),
}
UNESCAPED = re.compile(r"\|\s*safe\b|\|\s*safeseq\b|{%\s*autoescape\s+off")
FORM = re.compile(r"<form\b[^>]*method=\"post\".*?</form>", re.IGNORECASE | re.DOTALL)

# A template on this list turns escaping off for the reason given.
ALLOWED_UNESCAPED: dict[str, str] = {}
# The report is printed by WeasyPrint, which knows no policy of browsers; its style sheet is linked in all the same.
PAGES = [path for path in TEMPLATES if "pdf" not in path.parts]


def body(path) -> str:
    return re.sub(r"{#.*?#}", "", path.read_text())


@pytest.mark.parametrize("path", PAGES, ids=address)
def test_page_has_nothing_inline(path):
    found = {name: pattern.findall(body(path)) for name, pattern in INLINE.items() if pattern.search(body(path))}
    assert found == {}, "The Content-Security-Policy forbids it: move it to static/."


@pytest.mark.parametrize("path", TEMPLATES, ids=address)
def test_template_escapes_everything(path):
    if address(path) not in ALLOWED_UNESCAPED:
        assert UNESCAPED.findall(body(path)) == [], "Escape it, or give the reason in ALLOWED_UNESCAPED."


@pytest.mark.parametrize("path", TEMPLATES, ids=address)
def test_post_form_carries_its_token(path):
    without = [form[:120] for form in FORM.findall(body(path)) if "{% csrf_token %}" not in form]
    assert without == []


def test_list_of_unescaped_templates_is_current():
    stale = [name for name in ALLOWED_UNESCAPED if not any(address(path) == name for path in TEMPLATES)]
    assert stale == []
