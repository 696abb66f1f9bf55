"""Choosing the own row and agreeing to be compared: who may, what is refused, and what is remembered."""

import pytest
from django.core.exceptions import PermissionDenied

from accounts.refusals import Refused
from activity.models import Event
from results.models import ComparisonConsent, NationalMatch
from results.services.comparison import choose_row, forget_row, give_consent, withdraw_consent
from tests import factories

NAME = "Pemerintah Kota Pangkal Pinang"
OTHER = "Pemerintah Kota Denpasar"


def events():
    return list(Event.objects.order_by("pk").values_list("verb", "instansi", "note"))


@pytest.mark.parametrize("role", ["admin", "coordinator", "technician"])
def test_row_is_chosen_by_those_who_may(world, role):
    user = getattr(world, role)
    match = choose_row(world.instansi, name=NAME, by=user)
    assert (match.instansi, match.name, match.chosen_by) == (world.instansi, NAME, user)
    assert events() == [("match", world.instansi.pk, "")]


@pytest.mark.parametrize("role", ["operator", "assessor", "stranger"])
def test_row_is_not_chosen_by_others(world, role):
    with pytest.raises(PermissionDenied):
        choose_row(world.instansi, name=NAME, by=getattr(world, role))
    with pytest.raises(PermissionDenied):
        forget_row(world.instansi, by=getattr(world, role))
    assert not NationalMatch.objects.exists()


@pytest.mark.parametrize("name", ["", "Pemerintah Kota Pangkalpinang", "Pemerintah Kota Atlantis"])
def test_row_that_was_not_published_is_refused(world, name):
    with pytest.raises(Refused, match="Pilih salah satu nama"):
        choose_row(world.instansi, name=name, by=world.admin)
    assert events() == []


def test_row_chosen_anew_remembers_the_one_before(world):
    choose_row(world.instansi, name=OTHER, by=world.admin)
    choose_row(world.instansi, name=NAME, by=world.coordinator)
    choose_row(world.instansi, name=NAME, by=world.admin)
    assert NationalMatch.objects.get().name == NAME
    assert NationalMatch.objects.get().chosen_by == world.coordinator
    assert events() == [("match", world.instansi.pk, ""), ("match", world.instansi.pk, f"Sebelumnya: {OTHER}")]


def test_row_is_forgotten_when_there_is_none(world):
    choose_row(world.instansi, name=NAME, by=world.admin)
    forget_row(world.instansi, by=world.admin)
    forget_row(world.instansi, by=world.admin)
    assert not NationalMatch.objects.exists()
    assert [verb for verb, *_ in events()] == ["match", "unmatch"]


def test_consent_is_given_and_withdrawn_by_the_coordinator(world):
    consent = give_consent(world.instansi, by=world.coordinator)
    assert (consent.instansi, consent.given_by, consent.withdrawn_at) == (world.instansi, world.coordinator, None)
    consent = withdraw_consent(world.instansi, by=world.coordinator)
    assert consent.withdrawn_by == world.coordinator
    assert consent.withdrawn_at >= consent.given_at
    give_consent(world.instansi, by=world.coordinator)
    assert ComparisonConsent.objects.count() == 2
    assert events() == [(verb, world.instansi.pk, "") for verb in ("consent", "withdraw", "consent")]


@pytest.mark.parametrize("role", ["operator", "admin", "assessor", "technician", "stranger"])
@pytest.mark.parametrize("step", [give_consent, withdraw_consent])
def test_consent_is_nobody_elses_to_decide(world, role, step):
    with pytest.raises(PermissionDenied):
        step(world.instansi, by=getattr(world, role))
    assert events() == []


def test_coordinator_decides_for_no_other_institution(world):
    factories.ComparisonConsentFactory(instansi=world.stranger.instansi)
    for step in (give_consent, withdraw_consent):
        with pytest.raises(PermissionDenied):
            step(world.stranger.instansi, by=world.coordinator)
    assert ComparisonConsent.objects.in_force().count() == 1


def test_consent_in_force_is_not_given_twice(world):
    give_consent(world.instansi, by=world.coordinator)
    with pytest.raises(Refused, match="sudah berlaku"):
        give_consent(world.instansi, by=world.coordinator)
    assert ComparisonConsent.objects.count() == 1


def test_consent_that_is_not_in_force_is_not_withdrawn(world):
    with pytest.raises(Refused, match="Tidak ada persetujuan"):
        withdraw_consent(world.instansi, by=world.coordinator)
    assert events() == []
