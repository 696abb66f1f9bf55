"""Which earlier evidence is proposed for an answer, where it would go, and what is said about it."""

import datetime

import pytest
from django.utils import timezone

from accounts.models import Unit
from assessments.summaries import EarlierEvidence, earlier_evidence
from domains.models import EvidenceItem
from evidence import proposals
from evidence.models import CarryOver, Document, Evidence, Review
from tests import factories
from tests.factories import earlier_evidence as earlier_for

pytestmark = pytest.mark.django_db


def offered(answer) -> list[Evidence]:
    return [row.earlier for row in proposals.read(answer).rows]


def judged(evidence, review, note=""):
    """As the admin left it."""
    Evidence.objects.filter(pk=evidence.pk).update(
        review=review, review_note=note, reviewed_at=timezone.now(), reviewed_by=evidence.added_by
    )


def test_evidence_of_the_newest_year_that_has_any_is_proposed(world):
    earlier_for(world.answer, years=3)
    high, low = earlier_for(world.answer, years=2, level=3), earlier_for(world.answer, years=2, level=1)
    empty = factories.AssessmentFactory(instansi=world.instansi, instrument=world.instrument, year=2025)
    factories.AnswerFactory(assignment__assessment=empty, assignment__unit=world.unit)
    found = proposals.read(world.answer)
    assert (found.year, offered(world.answer), found.decided, found.refused) == (2024, [low, high], 0, 0)


def test_evidence_of_others_and_of_other_questions_is_not_proposed(world):
    earlier_for(world.answer, unit=world.other_unit)
    other = world.instrument.indicators.exclude(pk=world.indicator.pk).first()
    earlier_for(world.answer, indicator=other)
    foreign = factories.AnswerFactory(assignment__indicator=world.indicator)
    factories.EvidenceFactory(answer=foreign)
    removed = earlier_for(world.answer)
    Evidence.objects.filter(pk=removed.pk).update(removed_at=timezone.now(), removed_by=removed.added_by)
    earlier_for(world.answer, years=-1)
    assert offered(world.answer) == []
    assert earlier_evidence(world.answer) is None


def test_evidence_of_every_opd_in_the_lineage_is_proposed(world):
    """Two were merged; this year's OPD is a part of the result."""
    merged = factories.UnitFactory(instansi=world.instansi, predecessors=[world.other_unit])
    world.unit.predecessors.set([merged])
    rows = [earlier_for(world.answer, unit=unit) for unit in (world.unit, merged, world.other_unit)]
    found = proposals.read(world.answer).rows
    assert ([row.earlier for row in found], [row.is_foreign for row in found]) == (rows, [False, True, True])


def revision(world, **instrument):
    """Another instrument whose first indicator has the code of ours."""
    return factories.small_instrument(**instrument).indicators.order_by("position").first()


def test_new_revision_of_the_instrument_matches_by_code_alone(world):
    old = revision(world, code=world.instrument.code, revision=7)
    type(old).objects.filter(pk=old.pk).update(name="Nama lama")
    row = earlier_for(world.answer, indicator=old)
    (found,) = proposals.read(world.answer).rows
    criterion = world.indicator.criteria.get(level=2)
    assert (found.earlier, found.place) == (row, (criterion, criterion.evidence_items.get()))


@pytest.mark.parametrize(("name", "count"), [("", 1), ("Nama lain", 0)])
def test_other_instrument_matches_only_where_the_name_agrees_too(world, name, count):
    old = revision(world)
    type(old).objects.filter(pk=old.pk).update(name=name or world.indicator.name)
    earlier_for(world.answer, indicator=old)
    assert len(offered(world.answer)) == count


def test_item_is_found_by_text_then_by_position_then_not_at_all(world):
    criterion = world.indicator.criteria.get(level=2)
    first = criterion.evidence_items.get()
    second = factories.EvidenceItemFactory(criterion=criterion, position=2, text="Laporan reviu")
    old = revision(world, code=world.instrument.code, revision=7).criteria.get(level=2)
    moved = factories.EvidenceItemFactory(criterion=old, position=3, text="Laporan reviu")
    reworded = EvidenceItem.objects.get(criterion=old, position=1)
    EvidenceItem.objects.filter(pk=reworded.pk).update(text="Dokumen, dengan kata lain")
    gone = factories.EvidenceItemFactory(criterion=old, position=9, text="Tidak diminta lagi")
    for item in (moved, reworded, gone, None):
        earlier_for(world.answer, indicator=old.indicator, item=item)
    places = [row.place for row in proposals.read(world.answer).rows]
    assert places == [(criterion, second), (criterion, first), (criterion, None), (criterion, None)]


def test_level_that_is_gone_is_an_obstacle(world):
    earlier_for(world.answer, level=5)
    criterion = world.indicator.criteria.get(level=5)
    Evidence.objects.update(criterion=factories.LevelCriterionFactory(indicator=world.indicator, level=9), item=None)
    criterion.delete()
    type(criterion).objects.filter(level=9).update(indicator=world.instrument.indicators.last())
    (found,) = proposals.read(world.answer).rows
    assert (found.place, found.obstacle) == (None, "Tingkat ini tidak ada lagi pada instrumen tahun ini.")


def test_refused_evidence_is_counted_and_not_proposed(world):
    kept, refused = earlier_for(world.answer), earlier_for(world.answer)
    judged(refused, Review.REFUSED, "Bukan milik OPD ini.")
    found = proposals.read(world.answer)
    assert ([row.earlier for row in found.rows], found.refused) == ([kept], 1)
    judged(kept, Review.REFUSED, "Juga bukan.")
    assert (proposals.read(world.answer).rows, proposals.read(world.answer).refused) == ([], 2)


@pytest.mark.parametrize(
    ("said", "remarks", "obstacle"),
    [
        ({}, [], ""),
        ({"valid_until": datetime.date(2020, 1, 1)}, ["Masa berlakunya sudah habis."], ""),
        ({"valid_until": datetime.date(2999, 1, 1)}, [], ""),
        (
            {"revoked_by": "SK 9/2025", "revoked_on": datetime.date(2025, 1, 1)},
            ["Sudah dicabut dengan SK 9/2025."],
            "",
        ),
        ({"deleted": True}, [], "Dokumen ini sudah dihapus dari daftar bukti dukung."),
        ({"scan": "infected", "scanned_at": timezone.now()}, [], "Berkas ini terinfeksi virus."),
    ],
)
def test_what_is_to_be_known_of_a_document_is_said_before_the_choice(world, said, remarks, obstacle):
    row = earlier_for(world.answer)
    if said.pop("deleted", False):
        said = {"deleted_at": timezone.now(), "deleted_by": world.operator}
    Document.objects.filter(pk=row.document_id).update(**said)
    (found,) = proposals.read(world.answer).rows
    assert (found.remarks, found.obstacle, found.is_plain) == (remarks, obstacle, not remarks and not obstacle)


def test_evidence_that_needed_work_says_so(world):
    judged(earlier_for(world.answer), Review.NEEDS_WORK, "Sebut pasalnya.")
    (found,) = proposals.read(world.answer).rows
    assert (found.remarks, found.is_plain) == (["Tahun itu Diskominfo meminta perbaikan."], False)


def version_of(document, **said) -> Document:
    return factories.DocumentFactory(unit=document.unit, replaces=document, **said)


def test_newest_kept_version_is_proposed_in_its_place(world):
    row = earlier_for(world.answer)
    second = version_of(row.document)
    version_of(second, deleted_at=timezone.now(), deleted_by=world.operator)
    (found,) = proposals.read(world.answer).rows
    assert (found.document, found.remarks) == (
        second,
        ["Ada versi yang lebih baru; versi itu yang akan ditautkan."],
    )


def test_copy_the_present_opd_has_of_a_predecessors_document_is_proposed(world):
    world.unit.predecessors.set([world.other_unit])
    old = factories.DocumentFactory(unit=world.other_unit, content_=b"%PDF sama")
    earlier_for(world.answer, unit=world.other_unit, document=old)
    own = factories.DocumentFactory(unit=world.unit, content_=b"%PDF sama")
    (found,) = proposals.read(world.answer).rows
    assert (found.document, found.is_foreign, found.remarks) == (own, False, [])
    newer = version_of(own)
    (found,) = proposals.read(world.answer).rows
    assert (found.document, len(found.remarks)) == (newer, 1)


def test_summary_for_the_answers_page_counts_what_waits(world, django_assert_num_queries):
    rows = [earlier_for(world.answer) for _ in range(3)]
    judged(rows[2], Review.REFUSED, "Bukan.")
    factories.CarryOverFactory(answer=world.answer, earlier=rows[0])
    with django_assert_num_queries(2):
        assert earlier_evidence(world.answer) == EarlierEvidence(year=2025, total=2, waiting=1)


def test_reading_asks_as_much_for_many_as_for_one(world, django_assert_num_queries):
    old = Unit.objects.get(pk=world.other_unit.pk)
    world.unit.predecessors.set([old])
    row = earlier_for(world.answer, unit=old)
    factories.CarryOverFactory(answer=world.answer, earlier=row, decision=CarryOver.Decision.NO)
    with django_assert_num_queries(7):
        proposals.read(world.answer)
    for _ in range(8):
        version_of(earlier_for(world.answer, unit=old).document)
        earlier_for(world.answer, level=3)
    with django_assert_num_queries(7):
        assert len(proposals.read(world.answer).rows) == 17
