"""Templates keep the strict policy of the pages: nothing inline, nothing unescaped, no form without its token."""

import re

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
ALLOWED_UNESCAPED = {
    "templates/django/forms/field.html": "help texts are written by us, and Django's for passwords are a list",
}


def body(path) -> str:
    return re.sub(r"{#.*?#}", "", path.read_text())


def test_pages_have_nothing_inline():
    """The Content-Security-Policy forbids it: move it to static/."""
    found = [
        (address(path), what, line)
        for path in TEMPLATES
        for what, pattern in INLINE.items()
        for line in pattern.findall(body(path))
    ]
    assert found == []


def test_templates_escape_everything_but_the_excused():
    """Escape it, or give the reason in ALLOWED_UNESCAPED; an excuse no longer needed goes."""
    found = {address(path) for path in TEMPLATES if UNESCAPED.search(body(path))}
    assert found == set(ALLOWED_UNESCAPED)


def test_post_forms_carry_their_token():
    forms = [(address(path), form) for path in TEMPLATES for form in FORM.findall(body(path))]
    assert len(forms) > 10
    assert [(name, form[:80]) for name, form in forms if "{% csrf_token %}" not in form] == []
