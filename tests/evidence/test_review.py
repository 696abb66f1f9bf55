"""The admin's judgement on a piece of evidence."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied

from activity.models import Event, Notification
from assessments.models import Status
from assessments.workflow import Refused
from evidence import services
from evidence.models import Evidence, Review
from tests import factories
from tests.evidence.scenes import set_status


@pytest.mark.parametrize("status", [Status.SUBMITTED, Status.VERIFIED])
def test_review_accept_records_who_and_when(world, linked, status):
    set_status(world.answer, status)
    done = services.review(linked, verdict="accepted", by=world.admin)
    assert (done.review, done.reviewed_by, done.reviewed_at is None) == ("accepted", world.admin, False)
    assert Event.objects.get(verb="evidence_review").text.startswith(f"{world.admin} memeriksa Perbup 4.pdf: diterima")
    assert Notification.objects.count() == 0


@pytest.mark.parametrize("verdict", [Review.NEEDS_WORK, Review.REFUSED])
def test_review_that_asks_for_work_needs_a_note_and_tells_the_operators(world, linked, verdict):
    set_status(world.answer, Status.SUBMITTED)
    with pytest.raises(Refused, match="Tulis catatan"):
        services.review(linked, verdict=verdict, note="  ", by=world.admin)
    services.review(linked, verdict=verdict, note="Sebut pasalnya.", by=world.admin)
    told = Notification.objects.get()
    assert (told.user, told.url) == (world.operator, world.answer.get_absolute_url())
    assert told.text.endswith(f"bukti Perbup 4.pdf: {Review(verdict).label.lower()}. Sebut pasalnya.")


def test_review_tells_the_person_in_charge_alone(world, linked):
    colleague = factories.UserFactory(instansi=world.instansi, unit=world.unit)
    world.assignment.person = colleague
    world.assignment.save()
    set_status(world.answer, Status.SUBMITTED)
    services.review(linked, verdict="refused", note="Bukan dokumen OPD ini.", by=world.admin)
    assert [row.user for row in Notification.objects.all()] == [colleague]


def test_review_twice_the_same_is_one_event(world, linked):
    set_status(world.answer, Status.SUBMITTED)
    for _ in range(2):
        services.review(linked, verdict="refused", note="Salah berkas.", by=world.admin)
    assert Event.objects.filter(verb="evidence_review").count() == 1
    assert Notification.objects.count() == 1


@pytest.mark.parametrize("status", [Status.EMPTY, Status.DRAFT, Status.RETURNED, Status.ASSESSED])
def test_review_of_an_answer_that_is_not_submitted_is_refused(world, linked, status):
    set_status(world.answer, status)
    with pytest.raises(Refused, match="tidak sedang menunggu pemeriksaan"):
        services.review(linked, verdict="accepted", by=world.admin)


def test_review_of_removed_or_with_unknown_verdict_is_refused(world, linked):
    services.remove(linked, by=world.operator)
    set_status(world.answer, Status.SUBMITTED)
    with pytest.raises(Refused):
        services.review(linked, verdict="accepted", by=world.admin)
    Evidence.objects.update(removed_at=None, removed_by=None)
    for verdict in ("waiting", "perfect", ""):
        with pytest.raises(Refused, match="Pilih hasil"):
            services.review(linked, verdict=verdict, by=world.admin)


@pytest.mark.parametrize("who", ["operator", "other_operator", "assessor", "coordinator", "technician", "stranger"])
def test_review_by_anyone_but_the_institutions_admin_is_denied(world, linked, who):
    set_status(world.answer, Status.SUBMITTED)
    with pytest.raises(PermissionDenied):
        services.review(linked, verdict="accepted", by=getattr(world, who))
