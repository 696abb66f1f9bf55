"""A frozen summary gives back itself, and JSON is all it needs."""

import json
from decimal import Decimal

import pytest

from results.freezing import from_data, to_data
from results.summaries import summarise
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
