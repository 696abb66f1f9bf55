"""The reader: which level each track takes, who was asked, and how many queries it costs."""

from decimal import Decimal

import pytest
from django.utils import timezone

from assessments.models import Answer, Stage, Status
from evidence.models import Review
from results.summaries import summarise
from tests import factories

CLAIMING = [Status.SUBMITTED, Status.RETURNED, Status.VERIFIED, Status.ASSESSED]


def claim(world, unit, level, status=Status.SUBMITTED, *, verified=None, indicator=None):
    assignment = factories.AssignmentFactory(
        assessment=world.assessment, indicator=indicator or world.indicator, unit=unit
    )
    by = {"verified_by": world.admin, "verified_at": timezone.now()} if verified else {}
    return factories.AnswerFactory(
        assignment=assignment,
        status=status,
        claimed_level=level,
        verified_level=verified,
        facts="Fakta contoh",
        analysis="Analisis contoh",
        review_note="Belum lengkap" if status == Status.RETURNED else "",
        **by,
    )


def verdict(world, indicator, level, **changes):
    return factories.VerdictFactory(
        assignment=None,
        assessment=world.assessment,
        indicator=indicator,
        final_level=level,
        justification="Sesuai bukti",
        decided_at=timezone.now(),
        decided_by=world.assessor,
        **changes,
    )


def levels(world, code="I1"):
    return {row.code: row.levels for row in summarise(world.assessment).rows}[code]


def test_claimed_with_several_units_takes_the_lowest(world):
    claim(world, world.other_unit, 4)
    claim(world, factories.UnitFactory(instansi=world.instansi), 2)

    assert levels(world)["claimed"] == Decimal(2)


@pytest.mark.parametrize("status", CLAIMING)
def test_claimed_from_submission_on_counts(world, status):
    claim(world, world.other_unit, 3, status, verified=3 if status in (Status.VERIFIED, Status.ASSESSED) else None)

    assert levels(world)["claimed"] == Decimal(3)


def test_claimed_in_a_draft_does_not_count_and_its_words_stay_hidden(world):
    claim(world, world.other_unit, 3, Status.DRAFT)

    row = summarise(world.assessment).rows[0]

    assert row.levels == {"claimed": None, "verified": None, "final": None, "external": None}
    assert [(work.claimed, work.facts, work.analysis) for work in row.works] == [(None, "", ""), (None, "", "")]


def test_verified_with_several_units_takes_the_lowest(world):
    claim(world, world.other_unit, 4, Status.VERIFIED, verified=3)
    claim(world, factories.UnitFactory(instansi=world.instansi), 4, Status.VERIFIED, verified=2)

    assert levels(world)["verified"] == Decimal(2)


def test_final_and_external_are_the_verdicts_own(world):
    verdict(world, world.indicator, 3, external_level=2)

    row = summarise(world.assessment).rows[0]

    assert (row.levels["final"], row.levels["external"], row.justification) == (Decimal(3), Decimal(2), "Sesuai bukti")


@pytest.mark.parametrize(
    ("stage", "is_decided", "track"),
    [
        (Stage.FILLING, True, "claimed"),
        (Stage.VERIFICATION, True, "claimed"),
        (Stage.SCORING, False, "claimed"),
        (Stage.SCORING, True, "final"),
        (Stage.APPROVAL, True, "final"),
    ],
)
def test_headline_is_final_once_scoring_has_begun_with_a_first_verdict(world, stage, is_decided, track):
    world.assessment.stage = stage
    world.assessment.save()
    if is_decided:
        verdict(world, world.indicator, 3)

    assert summarise(world.assessment).heading.track == track


def test_headline_weighs_the_unanswered_as_zero(world):
    claim(world, world.other_unit, 4)

    score = summarise(world.assessment).headline

    assert (score.indeks.exact, score.answered, score.total, score.is_provisional) == ("1.00", 1, 4, True)


def test_next_level_names_what_the_level_above_wants(world):
    claim(world, world.other_unit, 2)

    row = summarise(world.assessment).rows[0]

    assert (row.level_name, row.next.level, row.next.name, row.next.wanted) == (
        "Terkelola",
        3,
        "Terdefinisi",
        ("Dokumen contoh",),
    )


def test_next_level_of_an_unanswered_indicator_is_the_first(world):
    assert summarise(world.assessment).rows[0].next.level == 1


def test_next_level_at_the_top_is_none(world):
    claim(world, world.other_unit, 5)

    assert summarise(world.assessment).rows[0].next is None


def test_proofs_leave_out_what_was_removed(world):
    kept = factories.EvidenceFactory(answer=world.answer, clause="Pasal 4", page="12")
    factories.EvidenceFactory(answer=world.answer, removed_at=timezone.now(), removed_by=world.operator)

    (proof,) = summarise(world.assessment).rows[0].works[0].proofs

    assert (proof.name, proof.level, proof.place, proof.review, proof.is_link) == (
        kept.document.name,
        1,
        "Pasal 4, halaman 12",
        Review.WAITING,
        False,
    )


def test_rows_without_assignment_have_no_work(world):
    summary = summarise(world.assessment)

    assert [len(row.works) for row in summary.rows] == [1, 0, 0, 0]
    assert [row.code for row in summary.unassigned] == ["I2", "I3", "I4"]


def test_groups_of_an_instrument_without_domains_are_aspects_alone(world):
    for aspect in {row.aspect for row in world.instrument.indicators.select_related("aspect")}:
        aspect.domain = None
        aspect.save()

    summary = summarise(world.assessment)

    assert (summary.domains, [group.code for group in summary.aspects]) == ((), ["A1", "A2"])
    assert summary.domain_lines == []


def test_heading_tells_whose_and_by_which_rules(world):
    heading = summarise(world.assessment).heading

    assert (heading.instansi, heading.year, heading.stage_label, heading.is_final) == (
        world.instansi.name,
        2026,
        "Pengisian",
        False,
    )
    assert (heading.basis, heading.instrument_checksum, heading.finalised_on) == (
        "exact",
        world.instrument.checksum,
        None,
    )


def test_heading_of_a_final_assessment_names_who_approved(world):
    world.coordinator.position = "Sekretaris Daerah"
    world.coordinator.save()
    world.assessment.stage = Stage.FINAL
    world.assessment.finalised_at, world.assessment.finalised_by = timezone.now(), world.coordinator
    world.assessment.save()

    heading = summarise(world.assessment).heading

    assert (heading.is_final, heading.finalised_by, heading.finalised_by_position, heading.finalised_on) == (
        True,
        str(world.coordinator),
        "Sekretaris Daerah",
        timezone.localdate(),
    )


def test_another_institutions_answers_never_mix_in(world):
    other = factories.AssessmentFactory(instrument=world.instrument)
    answer = factories.AnswerFactory(assignment=factories.AssignmentFactory(assessment=other))
    Answer.objects.filter(pk=answer.pk).update(status=Status.SUBMITTED, claimed_level=5)

    assert summarise(world.assessment).scores["claimed"].answered == 0


def test_queries_stay_the_same_with_one_answer_and_with_many(world, django_assert_num_queries):
    factories.EvidenceFactory(answer=world.answer)
    with django_assert_num_queries(7):
        summarise(world.assessment)

    for indicator in world.instrument.indicators.all():
        for unit in factories.UnitFactory.create_batch(3, instansi=world.instansi):
            answer = claim(world, unit, 3, indicator=indicator)
            factories.EvidenceFactory.create_batch(2, answer=answer)
        verdict(world, indicator, 3)

    with django_assert_num_queries(7):
        assert summarise(world.assessment).scores["final"].indeks.exact == "3.00"
