"""Geometry: in the frame, to scale, and never on top of each other."""

from decimal import Decimal

import pytest
from django.template.loader import render_to_string

from assessments.scoring import Value
from results import charts
from results.comparing import PastYear
from results.layers import Layer
from tests.results.samples import row, summary


def test_radar_below_three_aspects_is_none():
    assert charts.radar(summary([3], [4])) is None


def test_radar_of_four_aspects_puts_values_on_their_axes():
    made = charts.radar(summary([5], [1], [Decimal("2.5")], [1]))

    assert made.dots == [("0", "-128"), ("25.6", "0"), ("0", "64"), ("-25.6", "0")]
    assert made.shape == "0,-128 25.6,0 0,64 -25.6,0"
    assert len(made.rings) == 5


def test_radar_with_claims_beside_final_draws_both():
    rows = [row(number, 2, aspect=f"A{number}", claimed=4) for number in range(1, 4)]

    made = charts.radar(summary(rows=rows))

    assert (made.track, made.other_track, made.other.split()[0]) == ("Final", "Mandiri", "0,-102.4")


def test_radar_frame_holds_every_label_however_long_the_name():
    made = summary(*[[3]] * 8)
    long = "Layanan Administrasi Pemerintahan yang Bernama Sangat Panjang Sekali"
    for line in made.aspect_lines:
        object.__setattr__(line.group, "name", long)

    chart = charts.radar(made)

    left, top, width, height = (Decimal(part) for part in chart.box.split())
    for label in chart.labels:
        x, y = Decimal(label.x), Decimal(label.y)
        length = Decimal(8) * max(len(line) for line in label.lines)
        start = {"start": x, "middle": x - length / 2, "end": x - length}[label.anchor]
        assert left <= start
        assert start + length <= left + width
        assert top <= y - 12
        assert y + 14 * len(label.lines) + 1 <= top + height


def test_radar_compact_shows_codes():
    assert [label.lines for label in charts.radar(summary([1], [2], [3]), compact=True).labels] == [
        ("A1",),
        ("A2",),
        ("A3",),
    ]


def test_bars_are_shares_of_the_scale_with_a_mark_for_the_other_track():
    made = summary(rows=[row(1, 3, claimed=4)])

    (bar,) = charts.bars(made, made.aspect_lines)

    assert (bar.width, bar.mark, bar.value.exact, bar.other.exact) == ("60", "80", "3.00", "4.00")


def test_bars_without_another_track_have_no_mark():
    made = summary(rows=[row(1, None, claimed=2)], track="claimed")

    (bar,) = charts.bars(made, made.aspect_lines)

    assert (bar.width, bar.mark, bar.other) == ("40", "", None)


def test_band_scale_begins_at_the_lowest_level_and_ends_at_the_highest():
    scale = charts.band_scale(summary([3, 3]))

    assert [(part.x, part.width, part.name, part.is_current) for part in scale.segments] == [
        ("0", "126", "Kurang", False),
        ("128", "126", "Cukup", False),
        ("256", "142", "Baik", True),
        ("400", "110", "Sangat Baik", False),
        ("512", "126", "Memuaskan", False),
    ]
    assert [part.floor for part in scale.segments] == ["1.8", "1.8", "2.6", "3.5", "4.2"]
    assert (scale.mark.x, scale.mark.value) == ("320", Decimal("3.00"))


def test_band_scale_of_a_provisional_index_below_one_begins_at_zero():
    scale = charts.band_scale(summary([1, None, None, None]))

    assert (scale.segments[0].x, scale.segments[1].x, scale.mark.x) == ("0", "230.4", "32")


@pytest.mark.parametrize(("level", "anchor"), [(1, "start"), (3, "middle"), (5, "end")])
def test_band_scale_marks_turn_inward_at_the_edges(level, anchor):
    assert charts.band_scale(summary([level])).mark.anchor == anchor


def test_band_scale_writes_two_close_numbers_on_two_lines():
    rows = [row(1, Decimal("3.19"), claimed=Decimal("3.2"))]
    svg = render_to_string(
        "results/charts/band_scale.html",
        {"scale": charts.band_scale(summary(rows=rows)), "id": "a", "predikat": "Baik"},
    )

    assert 'y="13" text-anchor="middle" fill="#774c12" font-weight="600">Mandiri 3,20<' in svg
    assert 'y="44" text-anchor="middle" fill="#111a41" font-weight="700" font-size="16">3,19<' in svg


def test_stack_fills_its_width_in_order():
    slices = charts.stack({"done": 1, "waiting": 0, "in_hand": 1, "empty": 2})

    assert [(part.x, part.width) for part in slices] == [("0", "50"), ("50", "50"), ("100", "100")]


def test_stack_of_nothing_is_empty():
    assert charts.stack({"done": 0}) == []


def test_radar_template_names_itself_and_escapes_names():
    made = summary([1], [2], [3])
    object.__setattr__(made.aspect_lines[0].group, "name", "<script>x</script>")

    svg = render_to_string("results/charts/radar.html", {"chart": charts.radar(made), "id": "r1", "title": "Nilai"})

    assert 'role="img" aria-labelledby="r1-t r1-d"' in svg
    assert '<title id="r1-t">Nilai</title>' in svg
    assert "<script>" not in svg
    assert "style=" not in svg


def layer(code="target", **aspects):
    return Layer(code, "Target 2026", Decimal("3.5"), {"D1": Decimal(4)}, {k: Decimal(v) for k, v in aspects.items()})


def test_radar_with_layers_draws_them_in_place_of_the_other_track():
    rows = [row(number, 2, aspect=f"A{number}", claimed=4) for number in range(1, 5)]

    made = charts.radar(summary(rows=rows), layers=[layer(A1=5, A2=5, A3=5, A4=5)])

    assert (made.other, made.other_track) == ("", "")
    assert [(shape.label, shape.path, len(shape.marks)) for shape in made.shapes] == [
        ("Target 2026", "M0 -128L128 0L0 128L-128 0Z", 4)
    ]


def test_radar_layer_with_missing_values_joins_only_neighbours():
    (shape,) = charts.radar(summary([1], [1], [1], [1]), layers=[layer(A1=5, A2=5, A4=5)]).shapes

    assert shape.path == "M0 -128L128 0M-128 0L0 -128"
    assert shape.marks == [("0", "-128"), ("128", "0"), ("-128", "0")]


def test_radar_layer_of_one_aspect_is_a_mark_without_a_line():
    (shape,) = charts.radar(summary([1], [1], [1], [1]), layers=[layer(A2=5)]).shapes

    assert (shape.path, shape.marks) == ("", [("128", "0")])


def test_radar_layers_differ_by_more_than_colour():
    layers = [layer(code, A1=1, A2=2, A3=3) for code in ("before", "target", "national")]

    strokes = [shape.stroke for shape in charts.radar(summary([1], [2], [3]), layers=layers).shapes]

    assert len({stroke.dashes for stroke in strokes}) == len({stroke.mark for stroke in strokes}) == 3


def test_marked_bars_stand_to_scale_with_what_is_lacking():
    made = summary([3])

    (bar,) = charts.marked_bars(made, made.domain_lines, [layer(), layer("before")])
    (empty,) = charts.marked_bars(made, made.aspect_lines, [layer(A9=1)])

    assert (bar.width, [(mark.place, mark.value, mark.lacking) for mark in bar.marks]) == (
        "60", [("80", Decimal(4), Decimal(1)), ("80", Decimal(4), Decimal(1))],
    )  # fmt: skip
    assert (empty.marks, empty.shown_marks) == ([None], [])


def past(year, level, *, is_comparable=True):
    return PastYear(1, year, f"Instrumen {year}", is_comparable, Value(level * 100, 1, 1, 1), {}, {})


def test_trend_without_earlier_years_is_none():
    assert charts.trend(summary([3]), [], None) is None


def test_trend_places_years_and_values_to_scale_and_joins_the_comparable():
    made = charts.trend(summary([3]), [past(2025, 5), past(2023, 1), past(2022, 2, is_comparable=False)], Decimal(4))

    assert [(point.year, point.x, point.y) for point in made.points] == [
        (2022, "52", "126.5"),
        (2023, "122", "164"),
        (2025, "262", "14"),
        (2026, "332", "89"),
    ]
    assert made.line == "M122 164L262 14L332 89"
    assert (made.target, made.others) == (("332", "51.5"), ["Instrumen 2022"])
    assert [point.national for point in made.points] == [Decimal("2.34"), Decimal("2.79"), None, None]


def test_trend_of_a_provisional_year_is_not_joined():
    made = charts.trend(summary([3, None]), [past(2025, 2), past(2024, 1)], None)

    assert (made.line.count("L"), made.points[-1].is_settled) == (1, False)


def test_trend_shows_no_national_mean_of_later_years():
    made = charts.trend(summary([3], year=2021), [past(2018, 2)], None)

    assert made.national.count("L") == 3
