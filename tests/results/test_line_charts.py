"""Where the marks over the years lie; no database."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

from results.charts.years import domain_charts, index_chart
from results.trends import Place, Section, Trend
from tests.results.test_trends import point

EARLY = (Place("D1", "Kebijakan"), Place("D3", "Layanan"))
LATE = (Place("D1", "Kebijakan"), Place("D4", "Layanan"))


def trend(*late, early=()):
    sections = []
    if early:
        sections.append(Section("spbe-2018", "Lama", EARLY, False, early, 2018, 2020))
    return Trend((*sections, Section("spbe-2020", "Baru", LATE, False, late, 2021, 2025)))


def test_line_is_broken_between_instruments():
    early = (point(2019, "2", instrument="spbe-2018"), point(2020, "2", instrument="spbe-2018"))
    chart = index_chart(trend(point(2021, "3"), point(2022, "5"), early=early), width=338, height=250)
    outcome, national = chart.lines
    assert outcome.paths == ["34,174 128,174", "222,124 316,24"]
    assert chart.breaks == ["175"]
    assert [year for year, _ in national.values] == [2019, 2020, 2021, 2022]
    assert len(national.paths) == 2


def test_chart_of_one_year_stands_in_the_middle():
    chart = index_chart(trend(point(2030, "3")), width=338, height=250)
    assert (chart.years, [(dot.x, dot.y, dot.label_y) for dot in chart.lines[0].dots]) == (
        [("175", 2030)], [("175", "124", "115")],
    )  # fmt: skip
    assert [line.kind for line in chart.lines] == ["outcome"]
    assert chart.breaks == []


def test_axis_begins_at_nothing_only_where_a_value_lies_below_one():
    assert [level for level, _ in index_chart(trend(point(2030, "1"))).grid] == ["1", "2", "3", "4", "5"]
    assert index_chart(trend(point(2030, "0.99"))).grid[0] == ("0", "274")


def test_provisional_year_stands_beside_the_line():
    (line,) = index_chart(trend(point(2030, "3"), point(2031, "1.5", is_provisional=True))).lines
    assert (len(line.paths), [(dot.value, dot.is_loose) for dot in line.dots]) == (
        1, [(Decimal("3.00"), False), (Decimal("1.50"), True)],
    )  # fmt: skip


def test_number_of_the_lower_value_and_of_a_low_stands_below():
    chart = index_chart(trend(point(2030, "3"), point(2031, "2"), point(2032, "3"), point(2030, "4", track="claimed")))
    places = [[int(Decimal(dot.label_y) - Decimal(dot.y)) for dot in line.dots] for line in chart.lines]
    assert places == [[18, 18, -9], [-9]]


def test_accepted_finding_is_marked_on_its_year():
    (line,) = index_chart(trend(point(2030), point(2031, notes=("Aneh.",), pk=1))).lines
    assert [dot.is_noted for dot in line.dots] == [False, True]


def test_domain_goes_by_its_name_from_one_instrument_to_the_next():
    """Layanan is D3 in 2018 and D4 since; the published means call it D4 throughout."""
    early = (point(2020, instrument="spbe-2018", domains=()),)
    early[0].domains["D3"] = Fraction(3)
    late = point(2021, domains=())
    late.domains["D4"] = Fraction(4)
    charts = {chart.title: chart for chart in domain_charts(trend(late, early=early))}
    assert list(charts) == ["Kebijakan", "Layanan"]
    assert {line.kind: line.values for line in charts["Layanan"].lines} == {
        "outcome": [(2020, Decimal("3.00")), (2021, Decimal("4.00"))],
        "national": [(2020, Decimal("2.48")), (2021, Decimal("2.81"))],
    }
    assert [line.kind for line in charts["Kebijakan"].lines] == ["national"]


def test_domains_stand_on_one_scale():
    below, above = point(2030, domains=("0.5", "3")), point(2031, domains=("2", "3"))
    charts = domain_charts(trend(below, above))
    assert [chart.grid[0][0] for chart in charts] == ["0", "0"]
