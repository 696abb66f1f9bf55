"""What people type and paste reaches paper without what no page can show."""

import pytest

from reports.documents.printable import cleaned, printable


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("a\x00b\x1bc\x7fd\u202ee\u2066f\ud800g\ufffeh", "abcdefgh"),
        ("satu\x0bdua\u2028tiga\r\nempat\rlima\x85enam", "satu\ndua\ntiga\nempat\nlima\nenam"),
        ("\uf0b7 butir \uf0a7 butir \ue123", "• butir • butir "),
        ("bagus \U0001f44d\U0001f3fd, \u2764\ufe0f \U0001f1ee\U0001f1e9", "bagus , \u2764 "),
        ("tetap: é – “≥” ✓ ☑ ½ 日 \u05d0 {{ x }} <b> \t", "tetap: é – “≥” ✓ ☑ ½ 日 \u05d0 {{ x }} <b> \t"),
    ],
)
def test_cleaned_leaves_out_what_no_page_shows(text, shown):
    assert cleaned(text) == shown


def test_printable_reaches_every_text_and_nothing_else():
    value = {"a": ["x\x00", {"b": "y\x0bz"}], "n": 1, "t": True, "none": None}

    assert printable(value) == {"a": ["x", {"b": "y\nz"}], "n": 1, "t": True, "none": None}
