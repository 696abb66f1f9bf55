"""The steps of an item, from planned to done: by whom, from where, with what, and who is told."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied

from activity.models import Event, Notification
from assessments.workflow import Refused, Stale
from planning.models import ActionItem, ActionNote
from planning.workflow import STEPS, available, take
from tests import factories

pytestmark = pytest.mark.django_db
PEOPLE = ("operator", "other_operator", "admin", "assessor", "coordinator", "technician", "stranger")


@pytest.fixture
def item(world):
    return factories.ActionItemFactory(
        instansi=world.instansi, indicator=world.indicator, unit=world.unit, created_by=world.admin
    )


def in_state(item: ActionItem, state: str) -> ActionItem:
    said = {"finished_at": None, "finished_by": None, "drop_reason": ""} | {
        "done": {"finished_at": "2026-01-01T00:00Z", "finished_by": item.created_by},
        "dropped": {"drop_reason": "Alasan"},
    }.get(state, {})
    ActionItem.objects.filter(pk=item.pk).update(state=state, **said)
    return ActionItem.objects.get(pk=item.pk)


@pytest.mark.parametrize(
    ("state", "wanted"),
    [
        ("planned", {"operator": ["report", "propose"], "admin": ["drop"]}),
        ("running", {"operator": ["report", "propose"], "admin": ["drop"]}),
        ("proposed", {"admin": ["confirm", "return", "drop"], "coordinator": ["confirm", "return"]}),
        ("done", {"admin": ["reopen"]}),
        ("dropped", {"admin": ["reopen"]}),
    ],
)
def test_steps_offered_by_role_and_state(world, item, state, wanted):
    item = in_state(item, state)
    found = {name: available(item, getattr(world, name)) for name in PEOPLE}
    assert {name: steps for name, steps in found.items() if steps} == wanted


@pytest.mark.parametrize("step", STEPS)
@pytest.mark.parametrize("person", PEOPLE)
def test_whoever_is_not_offered_a_step_is_denied_it(world, item, step, person):
    by = getattr(world, person)
    states = [state for state in STEPS[step].sources if step in available(in_state(item, state), by)]
    if not states:
        with pytest.raises(PermissionDenied):
            take(step, item, by=by, note="Alasan", percent=10)


def test_item_goes_from_planned_to_done_with_every_word_kept(world, item):
    take("report", item, by=world.operator, version=1, note=" Rancangan dibahas. ", percent=40)
    take("propose", item, by=world.operator, version=2, note="SK terbit.")
    take("return", item, by=world.admin, version=3, note="Lampirkan SK.")
    take("propose", item, by=world.operator, version=4)
    done = take("confirm", item, by=world.coordinator, version=5)
    assert (done.state, done.percent, done.finished_by, done.version) == ("done", 100, world.coordinator, 6)
    assert list(ActionNote.objects.order_by("pk").values_list("text", "percent", "by")) == [
        ("Rancangan dibahas.", 40, world.operator.pk),
        ("SK terbit.", None, world.operator.pk),
        ("Lampirkan SK.", None, world.admin.pk),
    ]
    verbs = Event.objects.about(item.subject).order_by("pk").values_list("verb", flat=True)
    assert list(verbs) == ["action_report", "action_propose", "action_return", "action_propose", "action_confirm"]


def test_report_tells_admin_and_coordinator_and_return_tells_the_opd(world, item):
    take("report", item, by=world.operator, note="Separuh jalan.", percent=50)
    assert set(Notification.objects.values_list("user", flat=True)) == {world.admin.pk, world.coordinator.pk}
    assert Notification.objects.first().text == (
        f"{world.operator} melaporkan kemajuan kegiatan {world.indicator.label} (50%): Separuh jalan."
    )
    Notification.objects.all().delete()
    take("propose", item, by=world.operator)
    Notification.objects.all().delete()
    take("return", item, by=world.admin, note="Kurang.")
    assert list(Notification.objects.values_list("user", "url")) == [(world.operator.pk, item.get_absolute_url())]


@pytest.mark.parametrize("percent", [None, -1, 101])
def test_report_without_a_percentage_is_refused_and_changes_nothing(world, item, percent):
    with pytest.raises(Refused, match="persen"):
        take("report", item, by=world.operator, note="Catatan", percent=percent)
    assert (ActionItem.objects.get().state, ActionNote.objects.count(), Event.objects.count()) == ("planned", 0, 0)


@pytest.mark.parametrize(
    ("step", "state"), [("report", "planned"), ("return", "proposed"), ("drop", "running"), ("reopen", "done")]
)
def test_step_that_needs_words_is_refused_without_them(world, item, step, state):
    by = world.operator if step == "report" else world.admin
    with pytest.raises(Refused, match="tulis dulu"):
        take(step, in_state(item, state), by=by, note="  ", percent=10)
    assert ActionItem.objects.get().state == state


def test_step_from_an_old_page_is_stale(world, item):
    take("report", item, by=world.operator, version=1, note="Satu", percent=10)
    with pytest.raises(Stale):
        take("report", item, by=world.operator, version=1, note="Dua", percent=90)
    assert ActionItem.objects.get().percent == 10


def test_step_from_a_wrong_state_is_refused_with_the_state(world, item):
    with pytest.raises(Refused, match="Nyatakan selesai: tidak dapat, kegiatan ini direncanakan"):
        take("confirm", item, by=world.admin)


def test_dropped_item_keeps_its_reason_until_it_is_reopened(world, item):
    dropped = take("drop", item, by=world.admin, note="Anggaran digeser.")
    assert (dropped.state, dropped.drop_reason) == ("dropped", "Anggaran digeser.")
    opened = take("reopen", item, by=world.admin, note="Anggaran kembali.")
    assert (opened.state, opened.drop_reason) == ("running", "")
