"""A worksheet of many rows is applied by a worker, and comes to its end whatever happens to message and worker."""

import datetime

import pytest
from django.utils import timezone
from kombu.exceptions import OperationalError

from activity.models import Event
from assessments.workflow import save_draft
from reports.models import WorksheetDraft
from reports.spreadsheets import applying, imports
from reports.tasks import apply_worksheet, recover_worksheets
from tests.assessments.scenes import fresh
from tests.reports.worksheets import applied, edited, planned

pytestmark = pytest.mark.django_db


@pytest.fixture
def sent(monkeypatch):
    """Everything is much; messages go nowhere, and the list collects the numbers they would carry."""
    keys = []
    monkeypatch.setattr(applying, "AT_ONCE", 0)
    monkeypatch.setattr(apply_worksheet, "delay", keys.append)
    return keys


@pytest.fixture
def waiting(world, key, drafted, sent):
    """A confirmed worksheet with one changed row that waits for a worker."""
    draft, plan = planned(world, edited(drafted, key, facts="Baru"), world.operator)
    return imports.confirm(draft, fingerprint=plan.fingerprint, take_file=[], by=world.operator)


def again(draft):
    return WorksheetDraft.objects.get(pk=draft.pk)


def silent_since(draft, **ago):
    WorksheetDraft.objects.filter(pk=draft.pk).update(touched_at=timezone.now() - datetime.timedelta(**ago))


def test_many_rows_wait_for_a_worker_that_applies_them(world, waiting, sent, monkeypatch):
    assert (sent, waiting.is_being_applied, fresh(world.answer).facts) == ([waiting.pk], True, "Fakta lama")
    monkeypatch.setattr(applying, "AT_ONCE", 25)
    apply_worksheet(waiting.pk)
    done = again(waiting)
    assert ([row["result"] for row in done.outcome], done.applied, done.attempts) == (["applied"], 1, 1)
    assert fresh(world.answer).facts == "Baru"
    assert Event.objects.filter(verb="import_worksheet").count() == 1


def test_progress_is_a_page_and_a_number_for_its_script(world, waiting, client_for):
    WorksheetDraft.objects.update(applied=1)
    client = client_for(world.operator)
    page = client.get(waiting.get_absolute_url())
    assert "1 dari 1 baris" in page.content.decode()
    told = client.get(waiting.get_absolute_url(), headers={"accept": "application/json"}).json()
    assert told == {"is_unfinished": True, "state": "1 dari 1 baris", "step": "1 dari 1 baris", "progress": 100}
    assert client_for(world.admin).get(waiting.get_absolute_url()).status_code == 404


def test_message_that_comes_twice_applies_once(world, waiting, monkeypatch):
    monkeypatch.setattr(applying, "AT_ONCE", 25)
    apply_worksheet(waiting.pk)
    version = fresh(world.answer).version
    apply_worksheet(waiting.pk)
    assert (fresh(world.answer).version, again(waiting).attempts) == (version, 1)


def test_worker_in_whose_hands_it_is_is_left_in_peace(world, waiting):
    silent_since(waiting, seconds=30)
    apply_worksheet(waiting.pk)
    assert (again(waiting).outcome, again(waiting).attempts) == (None, 0)


def test_next_worker_goes_on_where_a_dead_one_stopped(world, waiting, sent, monkeypatch):
    """The row had been written when the worker died: it now reads the same in portal and file."""
    monkeypatch.setattr(applying, "AT_ONCE", 25)
    monkeypatch.setattr(applying, "_record", lambda *args: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        apply_worksheet(waiting.pk)
    monkeypatch.undo()
    assert (fresh(world.answer).facts, again(waiting).outcome) == ("Baru", None)

    monkeypatch.setattr(apply_worksheet, "delay", sent.append)
    silent_since(waiting, minutes=5)
    assert (recover_worksheets(), sent) == (1, [waiting.pk, waiting.pk])
    apply_worksheet(waiting.pk)
    done = again(waiting)
    assert ([row["result"] for row in done.outcome], done.attempts) == (["same"], 2)


def test_lost_message_is_sent_again_after_a_minute(waiting, sent):
    assert applying.recover() == 0
    assert applying.recover(now=timezone.now() + datetime.timedelta(minutes=2)) == 1
    assert sent == [waiting.pk, waiting.pk]


def test_three_dead_workers_are_enough(waiting, sent):
    WorksheetDraft.objects.update(attempts=3)
    silent_since(waiting, minutes=5)
    assert recover_worksheets() == 0
    apply_worksheet(waiting.pk)
    assert again(waiting).outcome is None


def test_broker_that_cannot_be_reached_loses_nothing(world, key, drafted, sent, monkeypatch):
    def refuse(key):
        raise OperationalError

    monkeypatch.setattr(apply_worksheet, "delay", refuse)
    draft, plan = planned(world, edited(drafted, key, facts="Baru"), world.operator)
    waiting = imports.confirm(draft, fingerprint=plan.fingerprint, take_file=[], by=world.operator)
    assert waiting.is_being_applied
    assert applying.recover(now=timezone.now() + datetime.timedelta(minutes=2)) == 1


def test_choice_in_a_conflict_is_remembered_for_the_worker(world, key, drafted, sent, monkeypatch):
    save_draft(world.answer, level=None, facts="Dari rekan", analysis="Analisis", version=2, by=world.operator)
    draft, plan = planned(world, edited(drafted, key, facts="Dari berkas"), world.operator)
    imports.confirm(draft, fingerprint=plan.fingerprint, take_file=[key, "tidak ada"], by=world.operator)
    assert again(draft).chosen == [key]
    monkeypatch.setattr(applying, "AT_ONCE", 25)
    apply_worksheet(draft.pk)
    assert fresh(world.answer).facts == "Dari berkas"


def test_few_rows_are_applied_at_once(world, key, drafted):
    assert applied(world, edited(drafted, key, facts="Baru"), world.operator) == [("applied", "Fakta")]
