"""What the operator of an installation sees of results: final indices and predikat, and nothing besides."""

from __future__ import annotations

import csv
import datetime
import io
import random
from decimal import Decimal

import pytest
from django.utils import timezone

from accounts.models import Instansi
from assessments.models import Assessment, Stage, Verdict
from assessments.questionnaires import questionnaire_of
from assessments.scoring import score
from domains.loading import load, shipped_file
from domains.models import Instrument
from results.hosting import Result, by_index, host_rows, hosted
from tests import factories

YEAR = timezone.localdate().year


def finished(instansi, instrument, *levels, year=YEAR, stage=Stage.FINAL, **fields):
    """A cycle with these final levels, a dash being none."""
    by = factories.UserFactory(role="coordinator", instansi=instansi)
    final = {"finalised_at": timezone.now(), "finalised_by": by} if stage == Stage.FINAL else {}
    cycle = factories.AssessmentFactory(
        instansi=instansi, instrument=instrument, year=year, stage=stage, **final, **fields
    )
    Verdict.objects.bulk_create(
        Verdict(
            assessment=cycle, indicator=indicator, final_level=Decimal(level), justification="Cukup.",
            decided_at=timezone.now(), decided_by=by,
        )
        for indicator, level in zip(instrument.indicators.order_by("position"), levels, strict=True)
        if level != "-"
    )  # fmt: skip
    return cycle


def rows_of(*instansi, years=(YEAR,)):
    return {row.instansi: row.results for row in host_rows(instansi, list(years))}


def test_results_are_those_of_final_cycles_alone(world):
    other = world.stranger.instansi
    finished(other, world.instrument, "3", "3", "4", "4")
    finished(other, world.instrument, "2", "2", "2", "-", year=YEAR - 1)
    finished(other, world.instrument, "5", "5", "5", "5", year=YEAR - 2, stage=Stage.APPROVAL)

    assert rows_of(other, world.instansi, years=(YEAR - 2, YEAR - 1, YEAR)) == {
        other: (None, Result(Decimal("1.50"), "Kurang"), Result(Decimal("3.50"), "Sangat Baik")),
        world.instansi: (None, None, None),
    }


def test_results_follow_the_basis_of_their_cycle(world):
    instrument = factories.small_instrument(scale_step="0.01")
    exact, rounded = factories.InstansiFactory.create_batch(2)
    levels = ("3.5", "3.5", "3.5", "3.49")
    finished(exact, instrument, *levels)
    finished(rounded, instrument, *levels, predikat_basis="rounded")

    assert rows_of(exact, rounded) == {
        exact: (Result(Decimal("3.50"), "Baik"),),
        rounded: (Result(Decimal("3.50"), "Sangat Baik"),),
    }


def test_results_of_several_instruments_are_read_in_two_queries(world, django_assert_num_queries):
    others = factories.InstansiFactory.create_batch(5)
    for number, instansi in enumerate(others):
        instrument = factories.small_instrument(2 + 2 * (number % 2))
        finished(instansi, instrument, *["4"] * instrument.indicators.count())

    with django_assert_num_queries(2):
        found = rows_of(*others)
    assert set(found.values()) == {(Result(Decimal("4.00"), "Sangat Baik"),)}


@pytest.mark.parametrize("basis", ["exact", "rounded"])
@pytest.mark.parametrize("code", ["spbe-2020", "pemdi-2026", "0.01"])
def test_results_are_those_that_score_tells(world, code, basis):
    """Every level of the scale, some indicators undecided, and in the last an unanswered one that counts 0.37."""
    if code == "0.01":
        instrument = factories.small_instrument(6, scale_step="0.01", unanswered_as="0.37")
        instrument.refresh_from_db()
    else:
        load([shipped_file(code)])
        instrument = Instrument.objects.get(code=code)
    questionnaire, roll = questionnaire_of(instrument), random.Random(code)  # noqa: S311  not a secret
    many = factories.InstansiFactory.create_batch(12)
    expected = {}
    for instansi in many:
        levels = [roll.choice([None, *questionnaire.hundredths]) for _ in questionnaire.items]
        finished(instansi, instrument, *["-" if level is None else level for level in levels], predikat_basis=basis)
        codes = (item.code for item in questionnaire.items)
        told = score(questionnaire, dict(zip(codes, levels, strict=True)), basis=basis)
        expected[instansi] = told.indeks.fraction, Result(told.indeks.shown, told.predikat.name)

    assert rows_of(*many) == {instansi: (result,) for instansi, (_, result) in expected.items()}
    ordered = by_index(Instansi.objects.filter(pk__in=[row.pk for row in many]), YEAR)
    indices = [expected[instansi][0] for instansi in ordered]
    assert indices == sorted(indices, reverse=True)


def test_every_hundredth_is_added_exactly(world):
    """A binary float holds few of them exactly, and 100 times 2.3 is a little less than 230."""
    instrument = factories.small_instrument(2, scale_min="0", scale_step="0.01")
    levels = [Decimal(hundredths) / 100 for hundredths in range(0, 501, 5)] + [Decimal("1.13"), Decimal("4.35")]
    many = factories.InstansiFactory.create_batch(len(levels))
    for instansi, level in zip(many, levels, strict=True):
        finished(instansi, instrument, level, level)

    assert [results[0].indeks for results in rows_of(*many).values()] == levels


def test_final_cycle_without_a_level_counts_as_unanswered(world):
    finished(world.stranger.instansi, world.instrument, "-", "-", "-", "-")

    assert rows_of(world.stranger.instansi) == {world.stranger.instansi: (Result(Decimal("0.00"), "Kurang"),)}


def test_cycle_finalised_last_counts_where_a_year_has_two(world):
    instansi, other = world.stranger.instansi, factories.InstansiFactory(name="Antara")
    finished(instansi, world.instrument, "2", "2", "2", "2")
    finished(other, world.instrument, "3", "3", "3", "3")
    finished(instansi, factories.small_instrument(2), "4", "4")

    assert rows_of(instansi)[instansi] == (Result(Decimal("4.00"), "Sangat Baik"),)
    assert by_index(hosted(world.technician), YEAR)[:2] == [instansi, other]


def test_order_across_instruments_is_exact(world):
    """1/3 and 3333/10000 of a level above 1: alike when shown, and the greater is first."""
    thirds = factories.small_instrument(3)
    fine = factories.small_instrument(100, scale_step="0.01")
    above, below = factories.InstansiFactory(name="Z sepertiga"), factories.InstansiFactory(name="A kurang")
    finished(above, thirds, "2", "1", "1")
    finished(below, fine, *["1.33"] * 67, *["1.34"] * 33)

    assert len(set(rows_of(above, below).values())) == 1
    assert by_index(hosted(world.technician), YEAR)[:2] == [above, below]


def test_order_follows_a_cycle_that_was_judged_anew(world, django_assert_num_queries):
    """Sums are kept for the very cycles they were made of: a cycle finalised again is added up again."""
    first, second = world.stranger.instansi, factories.InstansiFactory(name="Kedua")
    cycle = finished(first, world.instrument, "2", "2", "2", "2")
    finished(second, world.instrument, "3", "3", "3", "3")
    assert by_index(hosted(world.technician), YEAR)[:2] == [second, first]
    with django_assert_num_queries(1):
        assert by_index(hosted(world.technician), YEAR)[:2] == [second, first]

    cycle.verdicts.update(final_level=4)
    cycle.finalised_at += datetime.timedelta(hours=1)
    cycle.save()
    assert by_index(hosted(world.technician), YEAR)[:2] == [first, second]


def test_institutions_are_listed_for_the_technician_alone(world):
    people = (world.operator, world.admin, world.assessor, world.coordinator, world.stranger)

    assert set(hosted(world.technician)) >= {world.instansi, world.stranger.instansi}
    assert [hosted(person).count() for person in people] == [0] * 5


def test_technician_still_sees_no_assessment(world):
    cycle = finished(world.stranger.instansi, world.instrument, "3", "3", "4", "4")

    assert not Assessment.objects.visible_to(world.technician).exists()
    assert not Verdict.objects.visible_to(world.technician).filter(assessment=cycle).exists()


def test_order_by_index_puts_the_highest_first_and_those_without_last(world):
    low, high = factories.InstansiFactory(name="A rendah"), factories.InstansiFactory(name="Z tinggi")
    finished(low, world.instrument, "2", "2", "2", "2")
    finished(high, world.instrument, "4", "4", "4", "4")
    finished(world.instansi, world.instrument, "5", "5", "5", "5", year=YEAR + 1, stage=Stage.APPROVAL)

    assert list(by_index(hosted(world.technician), YEAR))[:2] == [high, low]


@pytest.mark.parametrize("order", ["nama", "indeks"])
def test_page_asks_eight_times_however_much_it_lists(world, client_for, order, django_assert_num_queries):
    client = client_for(world.technician)
    for _ in range(2):
        for instansi in factories.InstansiFactory.create_batch(15):
            finished(instansi, world.instrument, "4", "4", "4", "4")
            finished(instansi, factories.small_instrument(2), "3", "3", year=YEAR - 1)
        with django_assert_num_queries(8):
            client.get(f"/pengelolaan/hasil/?urut={order}")


@pytest.fixture
def two_results(world):
    """A city of Bali with a result and a ministry without one."""
    city = factories.InstansiFactory(name="=Kota Contoh", kind="city", province="Bali")
    ministry = factories.InstansiFactory(name="Kementerian Contoh", kind="ministry", province="")
    finished(city, world.instrument, "3", "3", "4", "4")
    return city, ministry


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ("", (True, True)),
        ("?q=kementerian", (False, True)),
        ("?jenis=city", (True, False)),
        ("?provinsi=Bali", (True, False)),
        ("?urut=indeks", (True, True)),
        ("?tahun=xx&jenis=?", (True, True)),
    ],
)
def test_page_filters_institutions(world, two_results, client_for, query, shown):
    page = client_for(world.technician).get(f"/pengelolaan/hasil/{query}").content.decode()

    assert tuple(f"{row.name}<small>" in page for row in two_results) == shown
    assert ("3,50" in page) is shown[0]


def test_page_of_another_year_shows_no_result_of_this_one(world, two_results, client_for):
    page = client_for(world.technician).get(f"/pengelolaan/hasil/?tahun={YEAR - 1}").content.decode()

    assert "3,50" not in page


def test_table_holds_every_institution_and_no_formula(world, two_results, client_for):
    text = client_for(world.technician).get("/pengelolaan/hasil/tabel.csv?urut=indeks").content.decode("utf-8-sig")

    first = next(csv.DictReader(io.StringIO(text)))
    assert (first["instansi"], first["jenis"], first["provinsi"]) == ("'=Kota Contoh", "Pemerintah Kota", "Bali")
    assert (first[f"indeks_{YEAR}"], first[f"predikat_{YEAR}"], first[f"indeks_{YEAR - 1}"]) == (
        "3.50",
        "Sangat Baik",
        "",
    )
    assert "Kementerian Contoh,Kementerian,," in text
