"""A frozen summary gives back itself, and JSON is all it needs."""

import json
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import pytest

from results.freezing import from_data, layers_from_data, layers_to_data, to_data, trend_from_data, trend_to_data
from results.layers import Layer
from results.summaries import summarise
from results.trends import Place, Point, Section, Trend
from tests.results.samples import row, summary


@pytest.mark.parametrize(
    "made",
    [summary([3, None], [5]), summary(rows=[row(1, Decimal("2.75"), works=())], finalised_on=None, is_final=False)],
    ids=["final", "draft"],
)
def test_from_data_of_json_returns_an_equal_summary(made):
    back = from_data(json.loads(json.dumps(to_data(made))))

    assert back == made
    assert back.headline == made.headline


def test_to_data_writes_decimals_and_dates_as_text():
    data = to_data(summary(rows=[row(1, Decimal("2.75"))]))

    assert data["rows"][0]["level"] == "2.75"
    assert data["heading"]["filling_until"] == "2026-11-22"
    assert data["taken_at"] == "2026-11-22T03:31:00+00:00"


def test_from_data_of_an_assessment_in_the_database_returns_an_equal_summary(world):
    made = summarise(world.assessment)

    assert from_data(json.loads(json.dumps(to_data(made)))) == made


def test_layers_of_json_are_equal_layers():
    made = [
        Layer("target", "Target 2026", None, {"D1": Decimal("2.60")}, {}, "catatan"),
        Layer("before", "2025", Decimal("3.19"), {}, {"A1": Decimal("3.00")}),
    ]

    assert layers_from_data(json.loads(json.dumps(layers_to_data(made)))) == made


def test_trend_of_json_is_exact_and_leads_nowhere():
    third = Fraction(7, 3)
    point = Point(2025, "external", "Eksternal", "contoh", third, "Cukup", {"D1": third}, notes=("temuan",))

    back = trend_from_data(json.loads(json.dumps(trend_to_data(_trend(replace(point, address="/x/", pk=4))))))

    assert back == _trend(point)


def _trend(point):
    return Trend((Section("contoh", "SPBE contoh", (Place("D1", "Kebijakan"),), False, (point,), 2020, 2026),))
