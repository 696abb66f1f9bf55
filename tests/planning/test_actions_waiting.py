"""Items made from steps wait for each other as the institution's prerequisites have it, and never in a ring."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from activity.models import Event
from domains.loading import load, shipped_file
from planning.models import ActionItem, ActionOrder, ActionState
from planning.ordering import ring_through
from planning.services.actions import create_from_steps
from tests import factories

pytestmark = pytest.mark.django_db
ONE, TWO, THREE = Decimal(1), Decimal(2), Decimal(3)


@pytest.fixture
def cycle(world):
    """An assessment by the real instrument: I11 waits for I1, I12 for I2 and I11, I22 for I12 and I8."""
    instrument = load([shipped_file("spbe-2020")])[0].instrument
    return factories.AssessmentFactory(instansi=world.instansi, instrument=instrument, year=2030)


@pytest.fixture
def make(world, cycle):
    """`make(("I1", ONE, TWO), ...)`: the admin turns steps into items."""
    return lambda *steps: create_from_steps(assessment=cycle, steps=steps, by=world.admin)


@pytest.fixture
def put(world, cycle):
    """`put("I1", from_level=...)`: an item that is in the plan already."""

    def make(code: str, **said) -> ActionItem:
        indicator = cycle.instrument.indicators.get(code=code)
        given = {"from_level": ONE, "to_level": TWO, "created_by": world.admin}
        return factories.ActionItemFactory(instansi=world.instansi, indicator=indicator, **given | said)

    return make


def rule(world, code: str, needs: str, **said) -> None:
    given = {"level": 2, "needs_level": 2, "instrument_code": "spbe-2020", "set_by": world.admin}
    factories.InstansiPrerequisiteFactory(instansi=world.instansi, code=code, needs=needs, **given | said)


def waits() -> list[tuple[str, str]]:
    rows = ActionOrder.objects.order_by("item__indicator__position", "needs__indicator__position")
    return list(rows.values_list("item__indicator__code", "needs__indicator__code"))


def test_made_items_wait_for_those_that_carry_their_prerequisites(make):
    make(("I22", ONE, THREE), ("I12", ONE, THREE), ("I11", ONE, TWO), ("I2", ONE, THREE), ("I8", ONE, TWO))
    assert waits() == [("I12", "I2"), ("I12", "I11"), ("I22", "I8"), ("I22", "I12")]
    note = Event.objects.get(verb="action_create", subject=ActionItem.objects.get(indicator__code="I12").subject).note
    assert note.splitlines()[-1] == "Kerjakan dulu: Indikator 2, Indikator 11"
    assert not Event.objects.filter(verb="action_order").exists()


@pytest.mark.parametrize(
    ("item", "needs"),
    [
        (("I22", ONE, TWO), ("I8", ONE, TWO)),  # asked for from level 3 on only
        (("I11", ONE, TWO), ("I1", TWO, THREE)),  # stands at 2 already, and no more is asked for
        (("I11", ONE, TWO), ("I10", ONE, TWO)),  # no prerequisite at all
    ],
)
def test_nothing_waits_for_what_its_level_does_not_ask_for(make, item, needs):
    make(item, needs)
    assert waits() == []


def test_item_waits_for_one_that_only_comes_nearer_to_the_level_it_needs(make):
    make(("I11", TWO, THREE), ("I1", ONE, TWO))
    assert waits() == [("I11", "I1")]


def test_made_item_waits_for_an_open_one(make, put):
    put("I1", state=ActionState.PROPOSED)
    put("I2", state=ActionState.DROPPED, drop_reason="Alasan")
    make(("I11", ONE, TWO), ("I12", ONE, TWO))
    assert waits() == [("I11", "I1")]


def test_open_item_waits_for_a_made_one_and_that_is_written_down(world, make, put):
    open_one = put("I11", state=ActionState.RUNNING)
    make(("I1", ONE, TWO))
    assert waits() == [("I11", "I1")]
    event = Event.objects.get(verb="action_order")
    assert (event.subject, event.actor, event.note) == (open_one.subject, world.admin, "Kerjakan dulu: Indikator 1")
    assert event.text == f"{world.admin} menambah urutan kegiatan Indikator 11"


def test_item_proposed_as_done_waits_for_nothing_new(make, put):
    put("I11", state=ActionState.PROPOSED)
    make(("I1", ONE, TWO))
    assert waits() == []


def test_order_among_the_open_items_stays_as_people_set_it(make, put):
    put("I1"), put("I11")
    make(("I10", ONE, TWO), ("I19", ONE, TWO))
    assert waits() == [("I19", "I10")]


def test_wait_that_would_close_a_ring_is_passed_over(make, put):
    """I12 (new) waits for I2, I22 waits for I12; people had I2 wait for I22."""
    second, programme = put("I2"), put("I22")
    ActionOrder.objects.create(item=second, needs=programme)
    (made,) = make(("I12", ONE, TWO))
    assert waits() == [("I2", "I22"), ("I12", "I2")]
    edges = ActionOrder.objects.within(made.instansi_id)
    assert [ring_through(key, edges) for key in edges] == [[], []]


def test_prerequisites_are_those_of_the_institution(world, make):
    rule(world, "I41", "I47")
    rule(world, "I11", "I1", is_off=True)
    make(("I1", ONE, TWO), ("I11", ONE, TWO), ("I41", ONE, TWO), ("I47", ONE, TWO))
    assert waits() == [("I41", "I47")]


def test_plan_of_another_institution_is_not_touched(make, cycle):
    indicator = cycle.instrument.indicators.get(code="I1")
    factories.ActionItemFactory(indicator=indicator, from_level=ONE, to_level=TWO)
    make(("I11", ONE, TWO))
    assert waits() == []


def test_order_costs_the_reading_of_the_prerequisites_and_one_writing(make):
    """Whatever the number of waits; the present order is read only where a ring could close."""
    with CaptureQueriesContext(connection) as seen:
        make(("I22", ONE, THREE), ("I12", ONE, THREE), ("I11", ONE, TWO), ("I2", ONE, THREE), ("I8", ONE, TWO))
    assert [query["sql"].split()[0] for query in seen if "planning_instansiprerequisite" in query["sql"]] == ["SELECT"]
    assert [query["sql"].split()[0] for query in seen if "planning_actionorder" in query["sql"]] == ["INSERT"]
