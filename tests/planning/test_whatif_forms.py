"""What an address may say about levels: everything readable counts, everything else is told and kept as typed."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from urllib.parse import parse_qsl

import pytest

from assessments.questionnaires import shipped_questionnaire
from planning.forms.whatif import WhatIfQuery
from planning.whatif import Search
from tests.planning.tabanan import LEVELS

SPBE, PEMDI = shipped_questionnaire("spbe-2020"), shipped_questionnaire("pemdi-2026")
BAIK = next(band for band in SPBE.bands if band.code == "baik")


def query(questionnaire=SPBE, base=LEVELS, **params: str) -> WhatIfQuery:
    params = {name.replace("_", "-"): value for name, value in params.items()}
    return WhatIfQuery(params, questionnaire, {item.code: base.get(item.code) for item in questionnaire.items})


def test_levels_are_read_and_the_others_stay():
    found = query(I1="3", I2="", I3="4,00", utm_source="pesan")
    assert found.levels == LEVELS | {"I1": Decimal(3), "I2": None, "I3": Decimal(4)}
    assert found.errors == []


def test_levels_of_hundredths_are_read_where_the_scale_has_them():
    found = query(PEMDI, {}, I1="2,75", I2="3.5")
    assert (found.levels["I1"], found.levels["I2"], found.errors) == (Decimal("2.75"), Decimal("3.5"), [])


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("6", "di luar skala"), ("0", "di luar skala"), ("-1", "di luar skala"), ("2.5", "langkah skala"),
        ("tiga", "bukan tingkat"), ("1e3", "bukan tingkat"), ("NaN", "bukan tingkat"),
        ("9" * 10_000, "terlalu panjang"),
    ],
)  # fmt: skip
def test_level_that_cannot_be_is_told_and_loses_nothing(text, says):
    found = query(I1=text, I2="4")
    assert (found.levels["I1"], found.levels["I2"]) == (LEVELS["I1"], Decimal(4))
    assert [error.field for error in found.errors] == ["t-I1"]
    assert says in found.errors[0].text
    assert len(found.errors[0].text) < 120
    assert found.typed == {"I1": text[:40]}


def test_unknown_indicators_are_named_and_others_are_not_ours():
    found = query(I48="3", I99="1", fbclid="abc", **{f"I1{n}00": "1" for n in range(10)})
    assert [error.text for error in found.errors] == [
        'Instrumen ini tidak mempunyai indikator "I48", "I99", "I1000", "I1100", "I1200" dan 7 lainnya.'
    ]


def test_effort_and_locks_are_read():
    found = query(u_I1="2,5", u_I2="", u_I3="0", u_I4="ringan", k_I5="1", k_I6="")
    assert {code: effort for code, effort in found.efforts.items() if effort != 1} == {"I1": Decimal("2.5")}
    assert found.locked == {"I5"}
    assert [error.field for error in found.errors] == ["t-u-I3", "t-u-I4"]


def test_address_says_only_what_differs_and_reads_the_same():
    found = query(I1="3", I2="", u_I7="2", k_I5="1")
    address = found.address(found.levels)
    assert address == "I1=3&I2=&u-I7=2&k-I5=1"
    again = query(**dict(parse_qsl(address, keep_blank_values=True)))
    assert (again.levels, again.efforts, again.locked) == (found.levels, found.efforts, found.locked)


@pytest.mark.parametrize(
    ("params", "search"),
    [
        ({"prasyarat": "1"}, Search(Fraction("2.6"), "Baik", "baik", Decimal("2.6"), None, has_prerequisites=True)),
        ({"tujuan": "baik", "langkah": "2"}, Search(Fraction("2.6"), "Baik", "baik", Decimal("2.6"), 2, False)),
        ({"tujuan": "memuaskan"}, Search(Fraction("4.2"), "Memuaskan", "memuaskan", Decimal("4.2"), None, False)),
        ({"tujuan": "indeks", "indeks": "2,45"}, Search(Fraction("2.45"), "", "", Decimal("2.45"), None, False)),
        ({"tujuan": "belum ada"}, Search(Fraction("2.6"), "Baik", "baik", Decimal("2.6"), None, False)),
    ],
)
def test_search_is_read(params, search):
    assert query(cari="1", **params).search("exact", BAIK) == search


def test_predikat_of_a_rounded_basis_is_aimed_at_where_it_is_given():
    assert query(cari="1").search("rounded", BAIK).target == Fraction("2.595")


@pytest.mark.parametrize(
    ("params", "fields"),
    [
        ({"tujuan": "indeks"}, ["t-indeks"]),
        ({"tujuan": "indeks", "indeks": "6"}, ["t-indeks"]),
        ({"tujuan": "indeks", "indeks": "2,605"}, ["t-indeks"]),
        ({"langkah": "1,5"}, ["t-langkah"]),
        ({"langkah": "0"}, ["t-langkah"]),
        ({"I1": "9"}, ["t-I1"]),
    ],
)
def test_search_that_cannot_be_read_is_not_made(params, fields):
    found = query(cari="1", **params)
    assert found.search("exact", BAIK) is None
    assert [error.field for error in found.errors] == fields


def test_search_above_the_top_band_is_none():
    found = query(cari="1")
    assert (found.search("exact", None), found.errors) == (None, [])
