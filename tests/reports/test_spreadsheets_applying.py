"""A worksheet of many rows is applied by a worker, and comes to its end whatever happens to message and worker."""

import datetime

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils import timezone
from kombu.exceptions import OperationalError

from accounts.refusals import Refused
from activity.models import Event, Notification
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
    monkeypatch.setattr(applying, "_record_import", lambda *args: 1 / 0)
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


@pytest.fixture
def failed(waiting, sent):
    """Three workers died with it, and the clock has noticed."""
    WorksheetDraft.objects.update(attempts=3)
    silent_since(waiting, minutes=5)
    assert recover_worksheets() == 0
    sent.clear()
    return again(waiting)


def test_three_dead_workers_end_in_a_failure_that_is_told(world, failed):
    assert (failed.failure, failed.is_being_applied, failed.outcome) == (applying.STOPPED, False, None)
    assert list(Event.objects.filter(verb="worksheet_failed").values_list("text", "note", "actor")) == [
        (f"Penerapan LKE dari {failed.file_name} gagal", applying.STOPPED, None)
    ]
    assert list(Notification.objects.values_list("user", "url")) == [(world.operator.pk, failed.get_absolute_url())]
    apply_worksheet(failed.pk)
    assert (recover_worksheets(), again(failed).outcome) == (0, None)


def test_failure_is_a_page_with_its_reason(world, failed, client_for):
    client = client_for(world.operator)
    page = client.get(failed.get_absolute_url()).content.decode()
    assert applying.STOPPED in page
    assert "Teruskan penerapan" in page
    assert "progress.js" not in page
    told = client.get(failed.get_absolute_url(), headers={"accept": "application/json"}).json()
    assert told["is_unfinished"] is False


def test_owner_goes_on_with_a_failed_one(world, failed, sent, client_for, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        answer = client_for(world.operator).post(reverse("worksheet-retry", args=[failed.pk]))
    assert (answer.url, sent, again(failed).is_being_applied) == (failed.get_absolute_url(), [failed.pk], True)
    apply_worksheet(failed.pk)
    assert ([row["result"] for row in again(failed).outcome], fresh(world.answer).facts) == (["applied"], "Baru")


def test_only_its_owner_goes_on_with_a_failed_one_and_only_once(world, failed):
    with pytest.raises(PermissionDenied):
        applying.retry(failed, by=world.admin)
    applying.retry(failed, by=world.operator)
    with pytest.raises(Refused, match="tidak gagal"):
        applying.retry(failed, by=world.operator)


def test_worker_that_was_only_slow_has_the_last_word(world, waiting, sent, monkeypatch):
    """Its draft was given up while it was still at its rows."""

    def give_up(*args):
        WorksheetDraft.objects.update(failure=applying.STOPPED)
        return {"result": "applied"}

    monkeypatch.setattr(applying, "_apply", give_up)
    monkeypatch.setattr(applying, "_record_import", lambda *args: None)
    apply_worksheet(waiting.pk)
    assert (again(waiting).failure, again(waiting).outcome) == ("", [{"result": "applied"}])


def test_sign_of_life_in_the_last_moment_saves_a_draft_from_failing(waiting, sent):
    WorksheetDraft.objects.update(attempts=3, touched_at=timezone.now())
    applying._fail(waiting, WorksheetDraft.objects.filter(touched_at__lt=timezone.now() - applying.SILENT))
    assert (again(waiting).failure, Notification.objects.count()) == ("", 0)


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
