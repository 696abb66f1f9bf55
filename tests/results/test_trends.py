"""What may be compared over the years, and what rose; no database."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

from results.trends import Place, Point, Section, Trend

PLACES = (Place("D1", "Kebijakan"), Place("D2", "Layanan"))


def point(year, indeks="2.5", *, track="external", domains=("2", "3"), instrument="spbe-2020", **kwargs):
    values = {place.code: Fraction(text) for place, text in zip(PLACES, domains, strict=False)}
    return Point(year, track, track, instrument, Fraction(indeks), "Baik", values, **kwargs)


def section(*points, code="spbe-2020"):
    return Section(code, f"Instrumen {code}", PLACES, False, points, 2021, 2025)


def told(rise):
    changes = [(change.place.name, change.difference) for change in rise.changes]
    return rise.start.year, rise.end.year, changes, [change.place.name for change in rise.best]


def test_domain_that_rose_most_is_named_by_exact_differences():
    """Shown, both differences are 0.01."""
    found = section(point(2021, domains=("2", "3")), point(2022, domains=("2.0051", "3.0149"))).rises
    assert [told(rise) for rise in found] == [
        (2021, 2022, [("Layanan", Fraction("0.0149")), ("Kebijakan", Fraction("0.0051"))], ["Layanan"])
    ]
    assert [change.shown for change in found[0].changes] == [Decimal("0.01"), Decimal("0.01")]


def test_domains_that_rose_alike_are_named_together():
    (rise,) = section(point(2021, domains=("2", "3")), point(2022, domains=("2.5", "3.5"))).rises
    assert ([change.place.name for change in rise.best], rise.others) == (["Kebijakan", "Layanan"], [])


def test_nothing_is_best_when_nothing_rose():
    (rise,) = section(point(2021, domains=("2", "3")), point(2022, domains=("2", "2.5"))).rises
    assert rise.best == []
    assert [change.shown for change in rise.others] == [Decimal("0.00"), Decimal("-0.50")]


def test_last_step_and_the_whole_time_are_told():
    points = [point(year, domains=(text, "3")) for year, text in ((2021, "2"), (2023, "4"), (2024, "3.5"))]
    assert [told(rise)[:2] for rise in section(*points).rises] == [(2023, 2024), (2021, 2024)]


def test_years_of_other_instruments_are_never_compared():
    early = Section("spbe-2018", "Lama", PLACES, False, (point(2019, instrument="spbe-2018"),), 2018, 2020)
    trend = Trend((early, section(point(2021))))
    assert [section.rises for section in trend.sections] == [[], []]


def test_provisional_years_and_years_without_domains_are_not_compared():
    assert section(point(2021), point(2022, is_provisional=True), point(2023, domains=())).rises == []


def test_claims_are_compared_where_there_are_no_outcomes():
    (rise,) = section(point(2021, track="claimed"), point(2022, track="claimed"), point(2022)).rises
    assert (rise.start.track, rise.end.track) == ("claimed", "claimed")


def test_domain_missing_in_one_year_is_left_out():
    (rise,) = section(point(2021, domains=("2",)), point(2022)).rises
    assert [change.place.code for change in rise.changes] == ["D1"]
    assert section(point(2021, domains=("2",)), point(2022, domains=("2", "3"))).rises[0].is_published is False


def test_line_takes_the_published_result_before_the_final_one():
    """Of the same track an imported result comes first; both stand in the table."""
    own, final, imported = point(2023, "3"), point(2023, "3.5", track="final"), point(2023, "2.9", pk=7)
    found = section(final, own, imported)
    assert found.lines == {"outcome": [imported]}
    assert [row for row, _ in found.rows] == [imported, own, final]


def test_table_is_newest_first_and_rounds_half_up():
    found = section(point(2021, domains=("2.185", "3")), point(2022, domains=("3",)))
    assert [(row.year, cells) for row, cells in found.rows] == [
        (2022, [Decimal("3.00"), None]),
        (2021, [Decimal("2.19"), Decimal("3.00")]),
    ]


def test_span_names_first_and_last_year():
    assert (section(point(2021)).span, section(point(2023), point(2021)).span) == ("2021", "2021–2023")
