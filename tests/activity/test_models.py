"""Events are written once; who reads which; notifications are one's own."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, transaction

from activity.models import Event, Notification
from tests import factories

PEOPLE = ("operator", "other_operator", "admin", "assessor", "coordinator", "technician", "stranger")


def seen(world) -> set[str]:
    return {name for name in PEOPLE if Event.objects.visible_to(getattr(world, name)).exists()}


@pytest.mark.parametrize("change", [{"verb": ""}, {"subject": ""}, {"text": ""}])
def test_event_says_something(world, change):
    with pytest.raises(IntegrityError, match="event_says_something"), transaction.atomic():
        factories.EventFactory(**change)


def test_notification_says_something(world):
    with pytest.raises(IntegrityError, match="notification_says_something"), transaction.atomic():
        factories.NotificationFactory(text="")


@pytest.mark.parametrize(
    "attempt",
    [
        lambda rows: rows.update(text="Bukan begitu"),
        lambda rows: rows.delete(),
        lambda rows: rows.bulk_update([rows.get()], ["text"]),
        lambda rows: rows.filter(text="Contoh menyimpan draf").update(note="x"),
    ],
)
def test_events_are_append_only(world, attempt):
    event = factories.EventFactory()
    with pytest.raises(TypeError, match="append-only"), transaction.atomic():
        attempt(Event.objects.all())
    assert list(Event.objects.values_list("pk", "text", "note")) == [(event.pk, "Contoh menyimpan draf", "")]


def test_event_is_visible_to_the_staff_and_its_actor(world):
    factories.EventFactory(instansi=world.instansi, actor=world.operator)
    assert seen(world) == {"operator", "admin", "assessor", "coordinator"}


def test_event_of_the_staff_is_hidden_from_operators(world):
    factories.EventFactory(instansi=world.instansi, actor=world.admin)
    assert seen(world) == {"admin", "assessor", "coordinator"}


def test_event_outside_any_instansi_is_for_technicians(world):
    factories.EventFactory()
    assert seen(world) == {"technician"}


def test_events_about_one_subject(world):
    wanted = factories.EventFactory(subject="answer:12")
    factories.EventFactory(subject="answer:123")
    assert list(Event.objects.about("answer:12")) == [wanted]


def test_notifications_are_ones_own(world):
    mine = factories.NotificationFactory(user=world.operator)
    factories.NotificationFactory(user=world.admin)
    assert list(Notification.objects.visible_to(world.operator)) == [mine]


def test_unread_are_those_without_a_time(world):
    unread = factories.NotificationFactory()
    factories.NotificationFactory(read_at=unread.created_at)
    assert list(Notification.objects.unread()) == [unread]


def test_rows_read_as_their_text():
    assert str(factories.EventFactory.build()) == "Contoh menyimpan draf"
    assert str(factories.NotificationFactory.build(user=None)) == "Contoh pemberitahuan"
