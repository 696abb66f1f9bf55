"""Which earlier years an assessment may be held against."""

from decimal import Decimal

import pytest
from django.utils import timezone

from assessments.models import Stage
from results.comparing import nation_before, year_before, years_before
from tests import factories

pytestmark = pytest.mark.django_db


def finished(world, year, levels, *, instrument=None, stage=Stage.FINAL, instansi=None):
    """A cycle of that year with these final levels, in the order of the questionnaire."""
    instrument = instrument or world.instrument
    done = {"finalised_at": timezone.now(), "finalised_by": world.coordinator} if stage == Stage.FINAL else {}
    cycle = factories.AssessmentFactory(
        instansi=instansi or world.instansi, instrument=instrument, year=year, stage=stage, **done
    )
    for indicator, level in zip(instrument.indicators.order_by("position"), levels, strict=False):
        factories.VerdictFactory(
            assignment=None, assessment=cycle, indicator=indicator, final_level=level, justification="Alasan",
            decided_at=timezone.now(), decided_by=world.assessor,
        )  # fmt: skip
    return cycle


def test_years_before_are_finished_ones_newest_first_with_their_exact_values(world):
    finished(world, 2024, [1, 2, 3, 4])
    finished(world, 2025, [2, 3, 5, 5])

    newest, older = years_before(world.assessment)

    assert (newest.year, newest.indeks.exact, older.year, older.indeks.exact) == (2025, "3.75", 2024, "2.50")
    assert {code: value.exact for code, value in newest.aspects.items()} == {"A1": "2.50", "A2": "5.00"}
    assert {code: value.exact for code, value in newest.domains.items()} == {"D1": "2.50", "D2": "5.00"}


def test_years_before_leaves_out_open_incomplete_later_and_foreign_ones(world):
    finished(world, 2022, [3, 3, 3])
    finished(world, 2023, [3, 3, 3, 3], stage=Stage.APPROVAL)
    finished(world, 2027, [3, 3, 3, 3])
    finished(world, 2025, [3, 3, 3, 3], instansi=factories.InstansiFactory())

    assert years_before(world.assessment) == []


def test_year_before_of_the_same_instrument_is_comparable(world):
    finished(world, 2025, [3, 3, 3, 3])

    found = year_before(years_before(world.assessment))

    assert (found.comparable.year, found.other) == (2025, None)


def test_year_before_of_another_instrument_stands_in_the_way_of_older_ones(world):
    finished(world, 2024, [3, 3, 3, 3])
    finished(world, 2025, [4, 4], instrument=factories.small_instrument(2, name="Instrumen lain"))

    found = year_before(years_before(world.assessment))

    assert (found.comparable, found.other.year, found.other.instrument) == (None, 2025, "Instrumen lain")


def test_years_before_with_two_instruments_in_one_year_keeps_the_comparable(world):
    finished(world, 2025, [3, 3, 3, 3])
    finished(world, 2025, [4, 4], instrument=factories.small_instrument(2))

    assert [(past.year, past.is_comparable) for past in years_before(world.assessment)] == [(2025, True)]


def test_year_before_without_any_is_nothing(world):
    assert year_before(years_before(world.assessment)) == (None, None)


def test_years_before_cost_two_queries_however_many_there_are(world, django_assert_num_queries):
    for year in range(2019, 2026):
        finished(world, year, [3, 3, 3, 3])

    with django_assert_num_queries(2):
        assert [past.year for past in years_before(world.assessment)] == [2025, 2024, 2023, 2022, 2021]


@pytest.mark.parametrize(
    ("year", "first", "last", "expected"),
    [(2026, 2021, 2025, 2024), (2023, 2021, 2025, 2023), (2021, 2018, 2020, 2020), (2026, 2026, 2030, None)],
)
def test_nation_before_keeps_to_the_years_of_the_instrument(world, year, first, last, expected):
    world.instrument.first_year, world.instrument.last_year = first, last
    world.assessment.year, world.assessment.instrument = year, world.instrument

    found = nation_before(world.assessment)

    assert (found and found.year) == expected
    assert found is None or found.indeks > Decimal(1)
