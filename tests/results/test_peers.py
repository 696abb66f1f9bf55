"""Participants see each other's final results: those and no others, and of those the numbers and nothing beneath."""

from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from assessments.models import Stage
from results.models import ComparisonConsent
from results.peers import Cycle, Peer, Peers, finals, peers_of
from results.services.comparison import give_consent, withdraw_consent
from tests import factories
from tests.results.peers import final, peer

NOBODY = Peers((), None, (), ())


@pytest.fixture
def taking_part(world):
    """The world's institution agrees, and finished 2025 with 3, 3, 3, 3."""
    world.final = final(world.instansi, world.instrument, [3, 3, 3, 3])
    give_consent(world.instansi, by=world.coordinator)
    return world


def names(user, slug=""):
    return [row.instansi for row in peers_of(user, slug).rows]


def test_peers_are_ranked_by_the_index_shown(taking_part):
    high = peer(taking_part.instrument, [5, 5, 4, 4])
    like = peer(taking_part.instrument, [2, 2, 4, 4])
    low = peer(taking_part.instrument, [1, 1, 1, 2])

    found = peers_of(taking_part.coordinator)

    domains = ("Domain contoh 1", "Domain contoh 2")
    equals = sorted(
        [
            Peer(2, 1, str(taking_part.instansi), True, Decimal("3.00"), (Decimal("3.00"), Decimal("3.00")), "Baik"),
            Peer(2, 1, str(like), False, Decimal("3.00"), (Decimal("2.00"), Decimal("4.00")), "Baik"),
        ],
        key=lambda row: row.instansi,
    )
    cycle = Cycle(2025, taking_part.instrument.code, taking_part.instrument.name)
    assert found == Peers((cycle,), cycle, domains, (
        Peer(1, 0, str(high), False, Decimal("4.50"), (Decimal("5.00"), Decimal("4.00")), "Memuaskan"),
        *equals,
        Peer(4, 0, str(low), False, Decimal("1.25"), (Decimal("1.00"), Decimal("1.50")), "Kurang"),
    ))  # fmt: skip


def test_institution_without_consent_is_seen_by_nobody_and_sees_nobody(taking_part):
    hidden = peer(taking_part.instrument, [4, 4, 4, 4], agrees=False)
    outsider = hidden.users.get()
    assert names(taking_part.coordinator) == [str(taking_part.instansi)]
    assert peers_of(outsider) == NOBODY
    assert not finals(outsider).exists()


def test_withdrawing_takes_effect_at_once_on_both_sides(taking_part):
    other = peer(taking_part.instrument, [4, 4, 4, 4])
    person = other.users.first()
    assert names(person) == [str(other), str(taking_part.instansi)]

    withdraw_consent(taking_part.instansi, by=taking_part.coordinator)

    assert names(person) == [str(other)]
    assert peers_of(taking_part.coordinator) == NOBODY


@pytest.mark.parametrize("role", ["operator", "technician"])
def test_people_who_see_no_numbers_see_no_peers(taking_part, role):
    peer(taking_part.instrument, [4, 4, 4, 4])
    assert peers_of(getattr(taking_part, role)) == NOBODY


@pytest.mark.parametrize("stage", [stage for stage in Stage if stage != Stage.FINAL])
def test_result_that_is_not_final_is_not_shown(taking_part, stage):
    peer(taking_part.instrument, [4, 4, 4, 4], stage=stage, finalised_at=None, finalised_by=None)
    assert names(taking_part.coordinator) == [str(taking_part.instansi)]


def test_result_with_an_indicator_missing_stays_out(taking_part):
    peer(taking_part.instrument, [4, 4, 4])
    assert names(taking_part.coordinator) == [str(taking_part.instansi)]


def test_years_and_instruments_are_never_mixed(taking_part):
    another = factories.small_instrument(code="lain")
    older = peer(taking_part.instrument, [4, 4, 4, 4], year=2024)
    differing = peer(another, [5, 5, 5, 5])
    code = taking_part.instrument.code

    found = peers_of(taking_part.coordinator)

    assert [cycle.slug for cycle in found.cycles] == [f"2025.{code}", "2025.lain", f"2024.{code}"]
    assert names(taking_part.coordinator) == [str(taking_part.instansi)]
    assert names(taking_part.coordinator, "2025.lain") == [str(differing)]
    assert names(taking_part.coordinator, f"2024.{code}") == [str(older)]
    assert names(taking_part.coordinator, "1999.kosong") == [str(taking_part.instansi)]


def test_predikat_follows_each_assessments_own_basis(taking_part):
    """Levels that weigh to 1.7995: Kurang when exact, Cukup once rounded to 1.80."""
    instrument = factories.small_instrument(2)
    heavy, light = instrument.indicators.order_by("position")
    for indicator, weight in ((heavy, 1), (light, 1999)):
        domain = indicator.aspect.domain
        for row in (indicator, indicator.aspect, domain):
            type(row).objects.filter(pk=row.pk).update(weight_units=weight)
    type(instrument).objects.filter(pk=instrument.pk).update(
        weight_total=2000, scale_step=Decimal("0.01"),
    )  # fmt: skip
    instrument.refresh_from_db()
    levels = [Decimal("1.00"), Decimal("1.80")]  # (1 + 1.8 x 1999) / 2000 = 1.7996
    peer(instrument, levels, year=2023, predikat_basis="exact")
    peer(instrument, levels, year=2023, predikat_basis="rounded")
    rows = peers_of(taking_part.coordinator, f"2023.{instrument.code}").rows
    assert {(row.rank, row.equal, row.indeks, row.predikat) for row in rows} == {
        (1, 1, Decimal("1.80"), "Kurang"), (1, 1, Decimal("1.80"), "Cukup"),
    }  # fmt: skip


def test_peers_cost_as_many_queries_for_many_as_for_one(taking_part):
    def count():
        with CaptureQueriesContext(connection) as captured:
            peers_of(taking_part.coordinator)
        return len(captured)

    alone = count()
    for level in (1, 2, 3, 4, 5, 1, 2):
        peer(taking_part.instrument, [level] * 4)
    assert (count(), len(names(taking_part.coordinator))) == (alone, 8)
    assert alone <= 8


def test_participant_without_a_result_is_counted_and_not_listed(taking_part):
    factories.ComparisonConsentFactory(given_at=timezone.now())
    assert ComparisonConsent.objects.visible_to(taking_part.coordinator).count() == 2
    assert names(taking_part.coordinator) == [str(taking_part.instansi)]
