"""Recording, telling, and mailing: once each, after the transaction holds, and again when it was lost."""

from __future__ import annotations

import datetime
from contextlib import suppress

import pytest
from django.core import mail
from django.db import transaction
from django.utils import timezone

from activity import services, tasks
from activity.models import Event, Notification
from tests import factories


@pytest.fixture
def person(db):
    return factories.UserFactory(full_name="Ni Wayan Contoh", email="wayan@contoh.go.id")


@pytest.fixture
def on_commit(django_capture_on_commit_callbacks):
    return django_capture_on_commit_callbacks


def test_record_appends_one_event(person):
    event = services.record(
        "save", subject="answer:1", text="x" * 400, by=person, instansi=person.instansi, note="Catatan", url="/isian/1/"
    )
    now = Event.objects.get()
    assert (now, now.verb, now.subject, now.text, now.actor, now.instansi, now.note, now.url) == (
        event, "save", "answer:1", "x" * 300, person, person.instansi, "Catatan", "/isian/1/",
    )  # fmt: skip


def test_notify_mails_on_commit_only(person, on_commit):
    with on_commit() as callbacks:
        services.notify([person], "Isian dikembalikan", url="/isian/1/")
    assert (len(callbacks), mail.outbox) == (1, [])
    assert Notification.objects.get().mailed_at is None
    callbacks[0]()
    assert Notification.objects.get().mailed_at is not None
    assert [(sent.to, sent.subject) for sent in mail.outbox] == [
        (["wayan@contoh.go.id"], "Portal SPBE: Isian dikembalikan")
    ]


def test_notify_in_a_transaction_that_fails_tells_nobody(person, on_commit):
    with on_commit(execute=True), suppress(ZeroDivisionError), transaction.atomic():
        services.notify([person], "Isian dikembalikan")
        raise ZeroDivisionError
    assert (Notification.objects.count(), mail.outbox) == (0, [])


def test_notify_tells_each_active_person_once_but_not_the_doer(person, on_commit):
    doer, idle = factories.UserFactory(), factories.UserFactory(is_active=False)
    with on_commit(execute=True):
        services.notify([person, doer, idle, person], "Halo", except_for=doer)
    assert [row.user for row in Notification.objects.all()] == [person]
    assert len(mail.outbox) == 1


@pytest.mark.parametrize("change", [{"wants_mail": False}, {"email": ""}])
def test_notify_without_mail_still_lists(person, on_commit, change):
    for name, value in change.items():
        setattr(person, name, value)
    person.save()
    with on_commit(execute=True) as callbacks:
        services.notify([person], "Halo")
    assert (Notification.objects.count(), callbacks, mail.outbox) == (1, [], [])


def test_notify_holds_when_the_queue_cannot_be_reached(person, on_commit, monkeypatch):
    def broken(ids):
        raise ConnectionError

    monkeypatch.setattr(tasks.deliver_mail, "delay", broken)
    with on_commit(execute=True):
        services.notify([person], "Halo")
    assert (Notification.objects.count(), mail.outbox) == (1, [])


def test_notify_puts_a_reason_of_many_lines_on_one(person, on_commit):
    """A line end in the subject of a mail is refused by Django, and rightly."""
    with on_commit(execute=True):
        services.notify([person], "Dikembalikan:\nPasal\r\n\tbelum " + "x" * 400)
    row = Notification.objects.get()
    assert (row.text[:26], len(row.text)) == ("Dikembalikan: Pasal belum ", 300)
    assert mail.outbox[0].subject == f"Portal SPBE: {row.text}"[:150]


def test_mail_says_who_what_and_where_without_html_marks(person, on_commit, settings):
    settings.BASE_URL = "https://spbe.contoh.go.id"
    with on_commit(execute=True):
        services.notify([person], "Perbup <4> & “SPBE”", url="/isian/1/")
    assert mail.outbox[0].body.strip().splitlines() == [
        "Yth. Ni Wayan Contoh,",
        "",
        "Perbup <4> & “SPBE”",
        "",
        "Buka: https://spbe.contoh.go.id/isian/1/",
        "",
        "Anda menerima surel ini karena pemberitahuan lewat surel aktif pada profil Anda di Portal SPBE.",
    ]


def test_mail_without_address_has_no_link(person, on_commit):
    with on_commit(execute=True):
        services.notify([person], "Halo")
    assert "Buka:" not in mail.outbox[0].body


def test_deliver_twice_mails_once(person):
    row = factories.NotificationFactory(user=person)
    assert (services.deliver([row.pk]), services.deliver([row.pk]), len(mail.outbox)) == (1, 0, 1)


def test_deliver_forgets_who_left_meanwhile(person):
    row = factories.NotificationFactory(user=person)
    person.is_active = False
    person.save()
    assert (services.deliver([row.pk]), mail.outbox) == (0, [])


def test_deliver_keeps_what_could_not_be_sent_and_sends_the_rest(person, monkeypatch):
    rows = factories.NotificationFactory.create_batch(2, user=person)
    send = services.send_mail

    def refuse_first(subject, *args):
        if not mail.outbox and not failed:
            failed.append(subject)
            raise ConnectionRefusedError
        return send(subject, *args)

    failed = []
    monkeypatch.setattr(services, "send_mail", refuse_first)
    assert services.deliver([row.pk for row in rows]) == 1
    assert list(Notification.objects.filter(mailed_at=None)) == [rows[0]]
    assert services.deliver([row.pk for row in rows]) == 1
    assert len(mail.outbox) == 2


def aged(person, minutes: int, **change) -> Notification:
    row = factories.NotificationFactory(user=person, **change)
    then = timezone.now() - datetime.timedelta(minutes=minutes)
    Notification.objects.filter(pk=row.pk).update(created_at=then)
    return row


def test_deliver_lost_mails_what_the_queue_forgot_for_a_day(person):
    wanted = aged(person, 3)
    aged(person, 1)  # may still be on its way
    aged(person, 24 * 60 + 1)  # too old to matter
    aged(person, 5, mailed_at=timezone.now())
    aged(factories.UserFactory(wants_mail=False), 5)
    aged(factories.UserFactory(email=""), 5)
    assert tasks.deliver_lost_mail() == 1
    assert [sent.to for sent in mail.outbox] == [["wayan@contoh.go.id"]]
    wanted.refresh_from_db()
    assert wanted.mailed_at is not None
    assert tasks.deliver_lost_mail() == 0


def test_mark_read_one_then_all_of_ones_own(person):
    first, _, _ = factories.NotificationFactory.create_batch(3, user=person)
    other = factories.NotificationFactory()
    assert (services.mark_read(by=person, only=first), services.mark_read(by=person, only=first)) == (1, 0)
    assert services.mark_read(by=person, only=other) == 0
    assert (services.mark_read(by=person), services.mark_read(by=person)) == (2, 0)
    assert list(Notification.objects.unread()) == [other]
