"""Geometry: columns fill the chart and stand on its floor; the line breaks where the instrument changed."""

from decimal import Decimal
from itertools import pairwise

import pytest
from django.template.loader import render_to_string

from results import national
from results.charts import comparison as charts
from results.comparison import Bin


def bins(*counts, own=0):
    return [
        Bin(Decimal(place) / 5, Decimal(place) / 5 + Decimal("0.19"), count, place == own)
        for place, count in enumerate(counts)
    ]


@pytest.mark.parametrize("compact", [False, True])
def test_columns_fill_the_chart_and_stand_on_its_floor(compact):
    chart = charts.histogram(bins(1, 4, 0, 2), compact=compact)
    width = 320 if compact else 640
    assert chart.width == width
    assert [column.x for column in chart.columns] == [str(place * width // 4 + 1) for place in range(4)]
    assert {Decimal(column.y) + Decimal(column.height) for column in chart.columns} == {Decimal(172)}
    assert [column.height for column in chart.columns] == ["37.5", "150", "0", "75"]


def test_labels_thin_out_when_columns_are_narrow():
    def labelled(count, **kwargs):
        return [place for place, column in enumerate(charts.histogram(bins(*[1] * count), **kwargs).columns)
                if column.has_label]  # fmt: skip

    assert labelled(20) == list(range(20))
    assert labelled(20, compact=True) == list(range(0, 20, 2))
    assert labelled(24, compact=True) == list(range(0, 24, 4))


def test_series_is_broken_between_the_instruments():
    chart = charts.series(national.means())
    assert [point.mean.year for point in chart.points if not point.is_comparable] == [2018, 2019, 2020]
    assert (len(chart.earlier.split()), len(chart.line.split())) == (3, 4)
    assert {*chart.earlier.split()} & {*chart.line.split()} == set()


def test_series_is_to_scale():
    chart = charts.series(national.means())
    heights = {level: Decimal(y) for y, level in chart.grid}
    assert (heights[0], heights[5]) == (172, 22)
    last = chart.points[-1]  # 3.12 of 5 is 93.6 of 150
    assert Decimal(last.y) == Decimal("78.4")
    steps = [Decimal(after.x) - Decimal(before.x) for before, after in pairwise(chart.points)]
    assert max(steps) - min(steps) <= Decimal("0.1")


def test_series_says_in_words_what_is_not_comparable():
    text = render_to_string("results/charts/series.html", {"chart": charts.series(national.means()), "id": "x"})
    assert "2020: 2,26 (instrumen lain)." in text
    assert "2021: 2,24." in text
