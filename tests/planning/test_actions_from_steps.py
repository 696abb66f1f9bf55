"""Items made from a path or a scenario: one per indicator that is to rise, never two."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext

from activity.models import Event, Notification
from assessments.models import Assessment
from assessments.workflow import Refused
from planning.models import ActionItem, ActionState
from planning.services.actions import create_from_steps, words_for
from tests import factories

ONE, TWO, THREE = Decimal(1), Decimal(2), Decimal(3)
pytestmark = pytest.mark.django_db


def codes(world) -> list[str]:
    return list(world.instrument.indicators.order_by("position").values_list("code", flat=True))


def test_steps_become_one_item_each_with_opd_person_and_expected_evidence(world):
    world.assignment.person = world.operator
    world.assignment.save()
    first, second, *_ = codes(world)
    made = create_from_steps(
        assessment=world.assessment, steps=[(first, ONE, THREE), (second, TWO, THREE)], by=world.admin
    )
    rows = list(ActionItem.objects.order_by("indicator__position"))
    assert made == rows
    assert [(row.indicator.code, row.from_level, row.to_level, row.unit, row.person) for row in rows] == [
        (first, ONE, THREE, world.unit, world.operator),
        (second, TWO, THREE, None, None),
    ]
    assert {(row.instansi, row.year, row.assessment, row.state, row.source, row.created_by) for row in rows} == {
        (world.instansi, 2026, world.assessment, "planned", "path", world.admin)
    }
    assert [row.text for row in rows] == ["Penuhi kriteria tingkat 3 (Terdefinisi)."] * 2
    assert sorted(piece.criterion.level for piece in rows[0].expected.all()) == [2, 3]
    assert [piece.criterion.level for piece in rows[1].expected.all()] == [3]
    events = Event.objects.filter(verb="action_create").order_by("pk")
    assert [event.subject for event in events] == [row.subject for row in rows]
    assert list(Notification.objects.values_list("user", "url")) == [(world.operator.pk, rows[0].get_absolute_url())]


def test_optional_evidence_is_not_expected(world):
    criterion = world.indicator.criteria.get(level=2)
    factories.EvidenceItemFactory(criterion=criterion, position=9, is_optional=True)
    item = create_from_steps(assessment=world.assessment, steps=[(world.indicator.code, ONE, TWO)], by=world.admin)[0]
    assert [piece.position for piece in item.expected.all()] == [1]


def test_indicator_with_an_open_item_is_passed_over_and_told(world):
    first, second, *_ = codes(world)
    steps = [(first, ONE, TWO), (second, ONE, TWO)]
    create_from_steps(assessment=world.assessment, steps=steps[:1], by=world.admin)
    made = create_from_steps(assessment=world.assessment, steps=steps, by=world.admin)
    assert [item.indicator.code for item in made] == [second]
    label = f"Indikator {first.removeprefix('I')}"
    assert words_for(steps, made) == (
        f"1 kegiatan masuk ke rencana. Tidak digandakan karena masih ada kegiatan terbuka: {label}."
    )
    with pytest.raises(Refused, match=rf"sudah punya kegiatan yang masih terbuka: {label} \(sampai tingkat 2\)"):
        create_from_steps(assessment=world.assessment, steps=steps[:1], by=world.admin)
    assert ActionItem.objects.count() == 2


@pytest.mark.parametrize("state", [ActionState.DONE, ActionState.DROPPED])
def test_indicator_whose_item_is_finished_gets_a_new_one(world, state):
    said = {
        ActionState.DONE: {"finished_at": "2026-01-01T00:00Z", "finished_by": world.admin},
        ActionState.DROPPED: {"drop_reason": "Alasan"},
    }
    factories.ActionItemFactory(instansi=world.instansi, indicator=world.indicator, state=state, **said[state])
    made = create_from_steps(assessment=world.assessment, steps=[(world.indicator.code, ONE, TWO)], by=world.admin)
    assert len(made) == 1


@pytest.mark.parametrize(
    ("steps", "words"),
    [
        ([], "Belum ada indikator"),
        ([("I99", ONE, TWO)], "bukan indikator"),
        ([("I1", ONE, TWO), ("I1", ONE, THREE)], "disebut dua kali"),
        ([("I1", THREE, TWO)], "tingkat 2 tidak di atas 3"),
        ([("I1", TWO, TWO)], "tingkat 2 tidak di atas 2"),
    ],
)
def test_steps_that_mean_nothing_are_refused_and_leave_nothing(world, steps, words):
    world.instrument.indicators.filter(position=1).update(code="I1")
    with pytest.raises(Refused, match=words):
        create_from_steps(assessment=world.assessment, steps=steps, by=world.admin)
    assert not ActionItem.objects.exists()


@pytest.mark.parametrize("level", ["6", "2.5"])
def test_level_off_the_scale_is_refused(world, level):
    with pytest.raises(ValidationError, match="Tingkat harus antara 1 dan 5"):
        create_from_steps(
            assessment=Assessment.objects.get(), steps=[(world.indicator.code, ONE, Decimal(level))], by=world.admin
        )


def test_unanswered_indicator_rises_from_nothing(world):
    item = create_from_steps(
        assessment=world.assessment, steps=[(world.indicator.code, Decimal(0), TWO)], by=world.admin
    )[0]
    assert (item.from_level, item.expected.count()) == (0, 2)


@pytest.mark.parametrize("person", ["operator", "assessor", "coordinator", "technician", "stranger"])
def test_only_the_admin_of_the_institution_makes_items(world, person):
    with pytest.raises(PermissionDenied):
        create_from_steps(
            assessment=world.assessment, steps=[(world.indicator.code, ONE, TWO)], by=getattr(world, person)
        )


def test_many_items_of_one_person_are_one_message(world):
    for indicator in world.instrument.indicators.exclude(pk=world.indicator.pk):
        factories.AssignmentFactory(assessment=world.assessment, indicator=indicator, unit=world.unit)
    create_from_steps(assessment=world.assessment, steps=[(code, ONE, TWO) for code in codes(world)], by=world.admin)
    notes = Notification.objects.filter(user=world.operator)
    assert [(note.text.split(":")[0], note.url) for note in notes] == [("4 kegiatan baru untuk Anda", "/rencana/")]


def test_more_steps_ask_the_database_only_for_their_events(world):
    """One event and nothing else for each further indicator."""
    *_, third, fourth = codes(world)
    first, second, *_ = codes(world)
    with CaptureQueriesContext(connection) as one:
        create_from_steps(assessment=world.assessment, steps=[(fourth, ONE, TWO)], by=world.admin)
    with CaptureQueriesContext(connection) as three:
        steps = [(first, ONE, TWO), (second, ONE, TWO), (third, ONE, TWO)]
        create_from_steps(assessment=world.assessment, steps=steps, by=world.admin)
    assert len(three) - len(one) <= 2 + 2  # events, and the operators of the one OPD, who are told
