"""What is missing for a claim: items that are wanted, optional, alternative, refused, or not named at all."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.utils import timezone

from assessments import checklist
from domains.models import EvidenceItem
from tests import factories
from tests.assessments.scenes import fresh


@pytest.fixture
def levels(world):
    return {row.level: row for row in world.indicator.criteria.all()}


@pytest.fixture
def link(world, levels):
    """`link(2)` links evidence to the first item of level 2; `position=` to another, `item=None` to none."""

    def make(level, *, position=1, **change):
        item = levels[level].evidence_items.get(position=position)
        return factories.EvidenceFactory(
            answer=world.answer, criterion=levels[level], **{"item": item, "added_by": world.operator} | change
        )

    return make


def codes(answer, claim):
    return [row.code for row in checklist.read(fresh(answer)).missing(claim)]


def code(levels, level, position=1):
    return f"{level}:{levels[level].evidence_items.get(position=position).pk}"


def reviewed(world, verdict):
    return {"review": verdict, "review_note": "Buram.", "reviewed_at": timezone.now(), "reviewed_by": world.admin}


def test_missing_names_every_wanted_item_up_to_the_claim(world, levels, link):
    link(2)
    assert codes(world.answer, Decimal(3)) == [code(levels, 1), code(levels, 3)]
    rows = checklist.read(fresh(world.answer)).missing(Decimal(3))
    assert list(map(str, rows)) == ["Tingkat 1: Dokumen contoh", "Tingkat 3: Dokumen contoh"]
    assert [(row.level, row.item) for row in rows] == [
        (level, str(levels[level].evidence_items.get().pk)) for level in (1, 3)
    ]


@pytest.mark.parametrize("claim", [None, Decimal(0), Decimal(1), Decimal("1.99")])
def test_lowest_claim_demands_nothing(world, claim):
    assert codes(world.answer, claim) == []


def test_claim_between_levels_demands_those_it_reached(world, levels):
    assert codes(world.answer, Decimal("2.75")) == [code(levels, 1), code(levels, 2)]


def test_optional_item_is_never_missing(world, levels):
    EvidenceItem.objects.filter(criterion=levels[2]).update(is_optional=True)
    assert codes(world.answer, Decimal(2)) == [code(levels, 1)]
    rung = checklist.read(fresh(world.answer)).rungs[1]
    assert (rung.met, rung.demanded) == (0, 0)


@pytest.mark.parametrize("linked", [1, 2])
def test_alternative_item_stands_in_for_the_one_before_it(world, levels, link, linked):
    factories.EvidenceItemFactory(criterion=levels[2], position=2, text="atau penguatan sesuai rekomendasi")
    rows = checklist.read(fresh(world.answer)).missing(Decimal(2))
    assert str(rows[1]) == "Tingkat 2: Dokumen contoh, atau penguatan sesuai rekomendasi"
    link(2, position=linked)
    assert codes(world.answer, Decimal(2)) == [code(levels, 1)]


def test_level_without_named_items_demands_any_evidence(world, levels, link):
    EvidenceItem.objects.filter(criterion=levels[2]).delete()
    assert codes(world.answer, Decimal(2)) == [code(levels, 1), "2"]
    factories.EvidenceFactory(answer=world.answer, criterion=levels[2])
    assert codes(world.answer, Decimal(2)) == [code(levels, 1)]


def test_other_evidence_of_a_level_fills_no_wanted_item(world, levels, link):
    link(2, item=None)
    assert codes(world.answer, Decimal(2)) == [code(levels, 1), code(levels, 2)]


@pytest.mark.parametrize(("verdict", "is_met"), [("accepted", True), ("needs_work", True), ("refused", False)])
def test_refused_evidence_does_not_count(world, link, verdict, is_met):
    row = link(2, **reviewed(world, verdict))
    assert row.counts is is_met
    assert checklist.read(fresh(world.answer)).rungs[1].met == int(is_met)


def test_infected_file_does_not_count(world, link):
    document = factories.DocumentFactory(unit=world.unit, scan="infected", scanned_at=timezone.now())
    assert link(2, document=document).counts is False


def test_web_address_counts(world, link):
    assert link(2, document=None, link="https://contoh.go.id/perda").counts is True


def test_evidence_taken_off_is_missing(world, levels, link):
    link(1)
    link(2, removed_at=timezone.now(), removed_by=world.operator)
    assert codes(world.answer, Decimal(2)) == [code(levels, 2)]


def test_counted_sums_the_levels_up_to_the_claim(world, link):
    link(1)
    link(3)
    ladder = checklist.read(fresh(world.answer))
    assert [total for _, total in ladder.totals] == [
        "Bukti sampai tingkat 1: 1 dari 1 ada",
        "Bukti sampai tingkat 2: 1 dari 2 ada",
        "Bukti sampai tingkat 3: 2 dari 3 ada",
        "Bukti sampai tingkat 4: 2 dari 4 ada",
        "Bukti sampai tingkat 5: 2 dari 5 ada",
    ]
    assert (ladder.counted(None), ladder.counted(Decimal(0))) == ("", "")


def test_level_zero_demands_nothing(world, levels):
    """The instrument of 2018 begins at 0: nothing is there, so nothing proves it."""
    factories.LevelCriterionFactory(indicator=world.indicator, level=0, name="Belum ada")
    assert codes(world.answer, Decimal(2)) == [code(levels, 1), code(levels, 2)]


def test_checklist_asks_three_queries(world, link, django_assert_num_queries):
    answer = fresh(world.answer)
    for level in (1, 2, 3):
        link(level)
    with django_assert_num_queries(3):
        checklist.read(answer).missing(Decimal(5))
