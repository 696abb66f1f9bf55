"""Every Monday those who run an open cycle read how far it has come, once."""

import datetime

import pytest
from django.utils import timezone

from activity.models import Event, Notification
from assessments.models import Stage
from reports import services
from reports.services import weekly
from reports.tasks import tell_progress
from spbe_portal.clock import SCHEDULE
from tests import factories

WEEK = datetime.timedelta(days=7)


@pytest.fixture
def told(world):
    """`told(now)`: who was told by this call, and the text."""

    def call(now=None):
        before = set(Notification.objects.values_list("pk", flat=True))
        services.tell_progress(now=now)
        rows = Notification.objects.exclude(pk__in=before).order_by("user_id")
        return [row.user for row in rows], [row.text for row in rows]

    return call


def test_progress_is_told_to_admins_and_coordinators_of_the_institution(world, told):
    people, texts = told()

    assert people == sorted([world.admin, world.coordinator], key=lambda user: user.pk)
    assert texts[0].startswith("Kemajuan Penilaian ")
    assert "1 belum diisi." in texts[0]
    assert f"Paling banyak belum diajukan: {world.unit.short_name} (1 dari 1)." in texts[0]
    assert Notification.objects.first().url == world.assessment.get_absolute_url()


def test_progress_counts_each_state_and_names_the_three_furthest_behind(world, told):
    indicators = list(world.instrument.indicators.order_by("position"))
    units = factories.UnitFactory.create_batch(3, instansi=world.instansi)
    for unit, count in zip(units, (3, 2, 2), strict=True):
        for indicator in indicators[:count]:
            assignment = factories.AssignmentFactory(assessment=world.assessment, unit=unit, indicator=indicator)
            factories.AnswerFactory(assignment=assignment)

    _, texts = told()

    assert "8 belum diisi." in texts[0]
    assert f"{units[0].short_name} (3 dari 3)" in texts[0]
    assert f"{world.unit.short_name} (1 dari 1)" not in texts[0]


def test_progress_says_the_deadline_and_the_pace_it_takes(world, told):
    world.assessment.filling_until = timezone.localdate() + datetime.timedelta(days=4)
    world.assessment.save()

    _, texts = told()

    assert "(4 hari lagi); laju 0,0 isian per hari, perlu 0,2." in texts[0]


def test_progress_is_told_once_a_week(world, told):
    now = timezone.now()

    assert [bool(told(moment)[0]) for moment in (now, now, now + WEEK)] == [True, False, True]
    assert Event.objects.about(world.assessment.subject).filter(verb="weekly_progress").count() == 2


@pytest.mark.parametrize("stage", [Stage.PREPARATION, Stage.APPROVAL])
def test_nothing_is_told_outside_the_stages_of_work(world, told, stage):
    world.assessment.stage = stage
    world.assessment.save()

    assert (told(), Event.objects.count()) == (([], []), 0)


def test_nothing_is_told_of_a_cycle_without_answers(world, told):
    world.answer.delete()

    assert (told(), Event.objects.count()) == (([], []), 0)


def test_progress_is_mailed_only_to_those_who_want_mail(world, monkeypatch, django_capture_on_commit_callbacks):
    mailed = []
    monkeypatch.setattr("activity.tasks.deliver_mail.delay", mailed.extend)
    world.admin.wants_mail = False
    world.admin.save()

    with django_capture_on_commit_callbacks(execute=True):
        tell_progress()

    assert [Notification.objects.get(pk=pk).user for pk in mailed] == [world.coordinator]
    assert Notification.objects.count() == 2


def test_clock_tells_on_monday_at_seven_where_the_institution_is(settings):
    schedule = SCHEDULE["tell-progress"]["schedule"]

    assert (schedule.hour, schedule.minute, schedule.day_of_week) == ({7}, {0}, {1})
    assert settings.CELERY_TIMEZONE == settings.TIME_ZONE


def test_progress_names_only_as_many_opd_as_a_notification_holds(world, told):
    world.unit.short_name = "Dinas Pekerjaan Umum, Penataan Ruang, dan Permukiman"
    world.unit.save()
    units = factories.UnitFactory.create_batch(2, instansi=world.instansi)
    for unit in units:
        unit.short_name = f"Badan Perencanaan Pembangunan Daerah {unit.pk}"
        unit.save()
        for indicator in world.instrument.indicators.all():
            assignment = factories.AssignmentFactory(assessment=world.assessment, unit=unit, indicator=indicator)
            factories.AnswerFactory(assignment=assignment)

    _, texts = told()

    assert len(texts[0]) <= Notification._meta.get_field("text").max_length == weekly.LONGEST
    assert "Badan Perencanaan… (4 dari 4), Badan Perencanaan… (4 dari 4)" in texts[0]
    assert texts[0].endswith(").")


@pytest.mark.parametrize(
    ("longest", "end"), [(64, "A (1 dari 9), B (1 dari 9)."), (63, "diajukan: A (1 dari 9)."), (49, "Kabar.")]
)
def test_opd_are_left_out_whole_where_room_ends(monkeypatch, longest, end):
    monkeypatch.setattr(weekly, "LONGEST", longest)

    assert weekly._fitting("Kabar.", ["A (1 dari 9)", "B (1 dari 9)"]).endswith(end)
