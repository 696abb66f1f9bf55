"""Numbers as people type them."""

import re
from decimal import Decimal

import pytest

from results.imports import numbers


@pytest.mark.parametrize(
    ("text", "value"), [("3,19", "3.19"), ("3.19", "3.19"), ("3", "3"), ("3,1", "3.1"), ("0,30", "0.30")]
)
def test_number_is_read_with_comma_or_point(text, value):
    assert numbers.number(text) == Decimal(value)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("tiga", "“tiga” bukan angka; tulis misalnya 3,19"),
        ("", "“” bukan angka; tulis misalnya 3,19"),
        ("-1", "“-1” bukan angka; tulis misalnya 3,19"),
        ("1e9", "“1e9” bukan angka; tulis misalnya 3,19"),
        ("٣", "“٣” bukan angka; tulis misalnya 3,19"),
        ("3,1925", "“3,1925” lebih dari dua desimal; tulis seperti diterbitkan, misalnya 3,19"),
        ("=SUM(A1:A9)", "berisi rumus; tempelkan nilainya saja"),
        ("9" * 5000, f"“{'9' * 20}” bukan angka; tulis misalnya 3,19"),
    ],
)
def test_what_is_no_number_says_what_is_wrong(text, reason):
    with pytest.raises(numbers.Unreadable, match=f"^{re.escape(reason)}$"):
        numbers.number(text)


@pytest.mark.parametrize("text", ["23", "2023,5", "", "2023-01-01", "20230"])
def test_year_has_four_digits(text):
    with pytest.raises(numbers.Unreadable):
        numbers.year(text)
    assert numbers.year("2023") == 2023
