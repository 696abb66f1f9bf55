"""Numbers, levels and marks as the pages write them."""

from decimal import Decimal

import pytest

from assessments.models import Status
from spbe_portal.templatetags import portal


@pytest.mark.parametrize(
    ("value", "text"),
    [(None, "–"), ("", "–"), (Decimal("3.19"), "3,19"), (Decimal("1234.5"), "1.234,50"), (0, "0,00")],
)
def test_angka_writes_two_decimals_the_indonesian_way(value, text):
    assert portal.angka(value) == text


def test_angka_writes_as_many_decimals_as_asked():
    assert portal.angka(Decimal("0.013"), 4) == "0,0130"


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, "–"), (Decimal("3.00"), "3"), (Decimal("2.75"), "2,75"), (10, "10"), ("tiga", "tiga"), ("NaN", "NaN"),
        ("9e999999999", "9e999999999"),
    ],
)  # fmt: skip
def test_tingkat_drops_decimals_that_say_nothing_and_shows_what_was_typed(value, text):
    assert portal.tingkat(value) == text


@pytest.mark.parametrize(("value", "text"), [(31925, "31.925"), (Decimal("1234.50"), "1.234,5"), (0, "0")])
def test_jumlah_groups_thousands(value, text):
    assert portal.jumlah(value) == text


@pytest.mark.parametrize(
    ("value", "shape", "text"),
    [
        (None, "angka", "–"), (Decimal("0.25"), "angka", "+0,25"), (Decimal("-0.56"), "angka", "−0,56"),
        (Decimal(0), "angka", "0,00"), (Decimal("1.00"), "tingkat", "+1"),
    ],
)  # fmt: skip
def test_selisih_carries_its_sign(value, shape, text):
    assert portal.selisih(value, shape) == text


def test_persen_is_the_share_of_the_whole():
    assert portal.persen(130, 10_000) == "1,3%"


@pytest.mark.parametrize("code", Status)
def test_status_of_an_answer_has_words_an_icon_and_a_colour(code):
    tag = portal.status(code, code.label)
    colour, name = {
        "empty": ("none", "circle"), "draft": ("", "pencil"), "submitted": ("wait", "clock"),
        "returned": ("no", "undo-2"), "verified": ("ok", "check"), "assessed": ("ok", "check"),
    }[code]  # fmt: skip
    assert tag.startswith(f'<span class="tag {colour}"><svg class="i" aria-hidden="true"')
    assert f"#{name}" in tag
    assert tag.endswith(f"{code.label}</span>")


def test_status_escapes_its_words():
    assert "<b>" not in portal.status("draft", "<b>")
