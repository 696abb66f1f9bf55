"""What no page of ours sends: told kindly, never an error of the portal, and nothing is lost or changed."""

from __future__ import annotations

import pytest

from tests.assessments.scenes import everything, words

TEXT = {"version": "1", "level": "1", "facts": "Fakta saya", "analysis": "Analisis saya"}
LEVELS = ["abc", "3.7", "NaN", "sNaN", "1e5", "9e999999999", "-1", "\x00", "3" * 5000, "<svg onload=alert(1)>"]


@pytest.mark.parametrize("level", LEVELS, ids=lambda text: text[:12])
def test_bad_level_is_told_and_keeps_the_text(world, page, level):
    before = everything()
    response = page(TEXT, level=level)
    text = words(response)
    assert (response.status_code, everything()) == (422, before)
    assert "Fakta saya" in text
    assert "<svg onload" not in text


@pytest.mark.parametrize("version", ["x", "", "0", "-1", "1.5", "9" * 400, "\x00"])
def test_bad_version_is_stale_and_keeps_the_text(world, page, version):
    before = everything()
    response = page(TEXT, version=version)
    assert (response.status_code, everything()) == (409, before)
    assert "Fakta saya" in words(response)


@pytest.mark.parametrize("field", ["facts", "analysis"])
@pytest.mark.parametrize("text", ["a" * 5001, "\x07", "\x00"], ids=["long", "bell", "null"])
def test_bad_text_is_told_and_changes_nothing(world, page, field, text):
    before = everything()
    response = page(TEXT, **{field: f"Awal {text}"})
    assert (response.status_code, everything()) == (422, before)
    assert "Awal" in words(response)


def test_markup_is_text_wherever_it_is_shown(world, page):
    evil = "<script>alert(1)</script><svg onload=alert(2)>{{ 7 }}"
    assert page(TEXT, facts=evil, analysis=evil).status_code == 302
    for by in (world.operator, world.admin):
        text = words(page(by=by))
        assert "<script>alert" not in text
        assert "<svg onload" not in text
        assert text.count("&lt;script&gt;alert(1)&lt;/script&gt;") == 2
        assert "{{ 7 }}" in text
