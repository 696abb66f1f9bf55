"""Completeness, lateness and pace, on days given by the test."""

import datetime
from decimal import Decimal
from types import SimpleNamespace

import pytest
from django.utils import timezone

from assessments.models import Stage, Status
from results import progress
from results.progress import Cell, Entry
from results.values import Group
from tests import factories
from tests.results.test_summaries import claim

TODAY = datetime.date(2026, 11, 20)
ASPECTS = [Group("A1", "Satu", 100), Group("A2", "Dua", 100), Group("A3", "Tiga", 100)]


def day(number):
    return timezone.make_aware(datetime.datetime(2026, 11, number, 9))


def entry(status="empty", *, unit=1, name="Dinas Satu", short="D1", aspect="A1", sent=None, checked=None, until=None):
    return Entry(unit, name, short, aspect, status, sent and day(sent), checked and day(checked), until)


def cycle(**changes):
    values = {
        "stage": Stage.FILLING, "created_at": day(1), "filling_until": datetime.date(2026, 11, 24),
        "verification_until": datetime.date(2026, 11, 30),
    }  # fmt: skip
    return SimpleNamespace(**(values | changes))


def lines(*entries, today=TODAY, **changes):
    return progress.by_unit(entries, ASPECTS, cycle(**changes), today)


def test_by_unit_counts_kinds_and_cells_of_each_aspect():
    statuses = ("verified", "assessed", "submitted", "draft", "returned", "empty")

    (line,) = lines(*(entry(status) for status in statuses), entry("submitted", aspect="A2"))

    assert (line.unit, dict(line.counts)) == ("D1", {"done": 2, "waiting": 2, "in_hand": 2, "empty": 1})
    assert line.cells == [Cell(3, 6), Cell(1, 1), None]
    assert (line.handed_in, line.left, line.total, line.returned) == (4, 3, 7, 1)


def test_by_unit_with_equal_short_names_shows_whole_names():
    found = lines(entry(), entry(unit=2, name="Dinas Dua"), entry(unit=3, name="Badan Tiga", short="B3"))

    assert [line.unit for line in found] == ["Dinas Satu", "Dinas Dua", "B3"]


@pytest.mark.parametrize(("done", "total", "shade"), [(0, 3, 0), (1, 9, 1), (1, 2, 2), (8, 9, 3), (3, 3, 4)])
def test_cell_shade_is_darkest_only_when_all_are_in(done, total, shade):
    assert Cell(done, total).shade == shade


@pytest.mark.parametrize(
    ("status", "until", "today", "overdue"),
    [
        ("empty", None, 24, 0),
        ("empty", None, 25, 1),
        ("submitted", None, 25, 0),
        ("draft", datetime.date(2026, 11, 26), 26, 0),
        ("draft", datetime.date(2026, 11, 26), 27, 1),
        ("returned", None, 30, 0),
    ],
)
def test_unit_is_overdue_after_its_own_last_day(status, until, today, overdue):
    (line,) = lines(entry(status, until=until), today=datetime.date(2026, 11, today))

    assert line.overdue == overdue
    assert (line.overdue_since is not None) == bool(overdue)


def test_pace_of_filling_compares_the_last_week_with_what_is_needed():
    sent = [entry("submitted", sent=13), *(entry("submitted", sent=14) for _ in range(20)), entry("verified", sent=20)]

    made = progress.pace([*sent, *(entry("draft") for _ in range(25))], cycle(), TODAY)

    assert (made.verb, made.done, made.total, made.left) == ("diajukan", 22, 47, 25)
    assert (made.rate, made.window, made.needed, made.days_left) == (Decimal("3.0"), 7, Decimal("5.0"), 5)
    assert (made.expected, made.is_enough) == (datetime.date(2026, 11, 29), False)


@pytest.mark.parametrize(("left", "days", "needed"), [(16, 4, "3.2"), (17, 5, "2.9"), (1, 29, "0.1")])
def test_pace_needed_is_rounded_up_so_that_keeping_it_is_enough(left, days, needed):
    until = TODAY + datetime.timedelta(days=days)

    made = progress.pace([entry() for _ in range(left)], cycle(filling_until=until), TODAY)

    assert (made.needed, made.rate, made.expected, made.is_enough) == (Decimal(needed), Decimal("0.0"), None, False)


def test_pace_on_the_first_day_is_taken_over_that_day_alone():
    made = progress.pace([entry("submitted", sent=20), entry()], cycle(created_at=day(20)), TODAY)

    assert (made.window, made.rate, made.expected, made.is_enough) == (
        1, Decimal("1.0"), datetime.date(2026, 11, 21), True,
    )  # fmt: skip


def test_pace_after_the_deadline_needs_nothing_any_more():
    made = progress.pace([entry()], cycle(filling_until=datetime.date(2026, 11, 19)), TODAY)

    assert (made.needed, made.days_left) == (None, 0)


def test_pace_of_verification_counts_what_was_verified():
    entries = [entry("verified", sent=1, checked=19), entry("submitted", sent=19)]

    made = progress.pace(entries, cycle(stage=Stage.VERIFICATION), TODAY)

    assert (made.verb, made.done, made.total, made.until) == ("diverifikasi", 1, 2, datetime.date(2026, 11, 30))


@pytest.mark.parametrize("stage", [Stage.PREPARATION, Stage.SCORING, Stage.APPROVAL, Stage.FINAL])
def test_pace_of_other_stages_is_none(stage):
    assert progress.pace([entry()], cycle(stage=stage), TODAY) is None


def test_pace_when_all_is_done_is_today():
    made = progress.pace([entry("submitted", sent=2)], cycle(), TODAY)

    assert (made.left, made.needed, made.expected) == (0, None, TODAY)


def test_by_status_lists_the_commonest_first():
    found = progress.by_status([entry("draft"), entry("submitted"), entry("submitted")])

    assert found == [("submitted", "Diajukan", 2), ("draft", "Draf", 1)]


@pytest.mark.django_db
def test_entries_are_read_in_one_query_by_the_names_of_the_units(world, django_assert_num_queries):
    factories.UnitFactory(instansi=world.instansi, short_name="aaa")
    claim(world, world.other_unit, 3, Status.DRAFT)

    with django_assert_num_queries(1):
        found = progress.entries_of(world.assessment)

    assert [(row.unit, row.status, row.aspect) for row in found] == [
        (world.unit.pk, "empty", world.indicator.aspect.code),
        (world.other_unit.pk, "draft", world.indicator.aspect.code),
    ]
