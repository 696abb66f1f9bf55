"""What can never be false about matches and consents, and who may know of them."""

import datetime

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from results.models import ComparisonConsent, NationalMatch
from tests import factories

NOW = timezone.now()
PEOPLE = ("operator", "admin", "assessor", "coordinator", "technician", "stranger")


def test_match_has_a_name(db):
    match = factories.NationalMatchFactory()
    with pytest.raises(IntegrityError, match="national_match_named"), transaction.atomic():
        NationalMatch.objects.filter(pk=match.pk).update(name="")


def test_institution_has_one_match(db):
    match = factories.NationalMatchFactory()
    with pytest.raises(IntegrityError), transaction.atomic():
        factories.NationalMatchFactory(instansi=match.instansi)


@pytest.mark.parametrize(
    ("constraint", "change"),
    [
        ("comparison_consent_withdrawn_by_whom", {"withdrawn_at": NOW + datetime.timedelta(days=1)}),
        ("comparison_consent_withdrawn_later", {"withdrawn_at": NOW - datetime.timedelta(days=1)}),
    ],
)
def test_consent_constraint_holds(db, constraint, change):
    consent = factories.ComparisonConsentFactory(given_at=NOW)
    by = {"withdrawn_by": consent.given_by} if constraint.endswith("later") else {}
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        ComparisonConsent.objects.filter(pk=consent.pk).update(**change, **by)


def test_consent_withdrawn_by_somebody_says_when(db):
    consent = factories.ComparisonConsentFactory()
    with pytest.raises(IntegrityError, match="comparison_consent_withdrawn_by_whom"), transaction.atomic():
        ComparisonConsent.objects.filter(pk=consent.pk).update(withdrawn_by=consent.given_by)


def test_consent_is_in_force_once_and_may_be_given_again(db):
    consent = factories.ComparisonConsentFactory(given_at=NOW)
    either = "comparison_consent_in_force_once|results_comparisonconsent.instansi_id"  # PostgreSQL, SQLite
    with pytest.raises(IntegrityError, match=either), transaction.atomic():
        factories.ComparisonConsentFactory(instansi=consent.instansi)
    ComparisonConsent.objects.update(withdrawn_at=NOW, withdrawn_by=consent.given_by)
    again = factories.ComparisonConsentFactory(instansi=consent.instansi)
    assert list(ComparisonConsent.objects.in_force()) == [again]


def test_match_is_visible_to_its_institution_and_the_technician(world):
    match = factories.NationalMatchFactory(instansi=world.instansi)
    seeing = [name for name in PEOPLE if NationalMatch.objects.visible_to(getattr(world, name)).contains(match)]
    assert seeing == ["operator", "admin", "assessor", "coordinator", "technician"]


def seen_by(user):
    return set(ComparisonConsent.objects.visible_to(user).values_list("instansi_id", flat=True))


def test_nobody_sees_a_consent_before_his_institution_agreed(world):
    factories.ComparisonConsentFactory(instansi=world.stranger.instansi)
    assert [name for name in PEOPLE[:-1] if seen_by(getattr(world, name))] == []


def test_participants_see_each_other_where_they_see_numbers_at_all(world):
    other = world.stranger.instansi
    both = {world.instansi.pk, other.pk}
    for instansi in (world.instansi, other):
        factories.ComparisonConsentFactory(instansi=instansi)
    assert {name: seen_by(getattr(world, name)) for name in PEOPLE} == {
        "operator": set(), "admin": both, "assessor": both, "coordinator": both, "technician": set(), "stranger": both,
    }  # fmt: skip


def test_withdrawn_consent_of_either_side_ends_it_for_both(world):
    other = world.stranger.instansi
    own = factories.ComparisonConsentFactory(instansi=world.instansi, given_at=NOW)
    factories.ComparisonConsentFactory(instansi=other, given_at=NOW)
    ComparisonConsent.objects.filter(pk=own.pk).update(withdrawn_at=NOW, withdrawn_by=own.given_by)
    assert seen_by(world.admin) == set()
    assert seen_by(world.stranger) == {other.pk}
