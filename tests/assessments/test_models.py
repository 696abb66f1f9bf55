"""What can never be false about the work, and who may know of it."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction
from django.db.models import ProtectedError
from django.utils import timezone

from assessments.models import Answer, Assessment, Assignment, Stage, Status, Verdict
from tests import factories
from tests.assessments.scenes import PEOPLE, day, extend, set_stage, set_status

LATER = timezone.now()


def refuses(constraint: str, row, **change) -> None:
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        type(row).objects.filter(pk=row.pk).update(**change)


@pytest.mark.parametrize(
    ("constraint", "change"),
    [
        ("assessment_year_plausible", {"year": 2017}),
        ("assessment_year_plausible", {"year": 2101}),
        ("assessment_deadlines_ascend", {"filling_until": day(70)}),
        ("assessment_deadlines_ascend", {"verification_until": day(100)}),
        ("assessment_deadlines_ascend", {"scoring_until": day(130)}),
        ("assessment_stage_known", {"stage": "open"}),
        ("assessment_basis_known", {"predikat_basis": "guess"}),
        ("assessment_final_by_whom", {"stage": Stage.FINAL}),
        ("assessment_final_by_whom", {"stage": Stage.FINAL, "finalised_at": LATER}),
        ("assessment_final_by_whom", {"finalised_at": LATER}),
    ],
)
def test_assessment_constraint_holds(world, constraint, change):
    refuses(constraint, world.assessment, **change)


def test_assessment_exists_once_per_instansi_year_and_instrument(world):
    """Constraint assessment_once_per_year."""
    same = {"instansi": world.instansi, "year": world.assessment.year, "instrument": world.instrument}
    with pytest.raises(IntegrityError), transaction.atomic():
        factories.AssessmentFactory(**same)
    for other in ({"year": 2027}, {"instansi": factories.InstansiFactory()}, {"instrument": None}):
        change = {"instrument": factories.InstrumentFactory()} if "instrument" in other else other
        factories.AssessmentFactory(**same | change)
    assert Assessment.objects.count() == 4


def test_assignment_exists_once_per_indicator_and_unit(world):
    """Constraint assignment_once_per_unit."""
    with pytest.raises(IntegrityError), transaction.atomic():
        factories.AssignmentFactory(assessment=world.assessment, indicator=world.indicator, unit=world.unit)
    factories.AssignmentFactory(assessment=world.assessment, indicator=world.indicator, unit=world.other_unit)


def test_assignment_extension_without_reason_is_refused(world):
    refuses("assignment_extension_has_reason", world.assignment, extended_until=day(3))
    extend(world.answer, 3)


@pytest.mark.parametrize(
    ("constraint", "change"),
    [
        ("answer_status_known", {"status": "lost"}),
        ("answer_claim_on_scale", {"claimed_level": Decimal("5.01")}),
        ("answer_claim_on_scale", {"claimed_level": Decimal("-0.01")}),
        ("answer_verified_on_scale", {"verified_level": Decimal("5.01")}),
        ("answer_submitted_has_claim", {"status": Status.SUBMITTED}),
        ("answer_verified_has_level", {"status": Status.VERIFIED, "claimed_level": 3}),
        ("answer_verified_has_level", {"status": Status.ASSESSED, "claimed_level": 3}),
        ("answer_returned_has_reason", {"status": Status.RETURNED}),
        ("answer_submitted_by_whom", {"submitted_at": LATER}),
        ("answer_verified_by_whom", {"verified_at": LATER}),
        ("answer_version_positive", {"version": 0}),
    ],
)
def test_answer_constraint_holds(world, constraint, change):
    refuses(constraint, world.answer, **change)


def test_answer_is_one_per_assignment(world):
    with pytest.raises(IntegrityError), transaction.atomic():
        factories.AnswerFactory(assignment=world.assignment)


@pytest.mark.parametrize(
    ("constraint", "change"),
    [
        ("verdict_final_on_scale", {"final_level": Decimal("5.5")}),
        ("verdict_external_on_scale", {"external_level": Decimal("5.5")}),
        ("verdict_is_justified", {"justification": ""}),
        ("verdict_by_whom", {"decided_at": None}),
        ("verdict_by_whom", {"final_level": None}),
        ("verdict_version_positive", {"version": 0}),
    ],
)
def test_verdict_constraint_holds(world, constraint, change):
    verdict = factories.VerdictFactory(
        assignment=world.assignment, final_level=3, justification="Ya", decided_at=LATER, decided_by=world.assessor
    )
    refuses(constraint, verdict, **change)


def test_verdict_exists_once_per_indicator(world):
    """Constraint verdict_once_per_indicator."""
    factories.VerdictFactory(assignment=world.assignment)
    with pytest.raises(IntegrityError), transaction.atomic():
        factories.VerdictFactory(assignment=world.assignment)


def test_work_cannot_be_deleted_with_what_it_belongs_to(world):
    for row in (world.instansi, world.unit, world.instrument, world.assignment):
        with pytest.raises(ProtectedError):
            row.delete()


def seen(model, world) -> set[str]:
    """The people of the world to whom the only row of a model is visible."""
    return {name for name in PEOPLE if model.objects.visible_to(getattr(world, name)).exists()}


def test_assessment_is_visible_inside_its_instansi_and_to_operators_once_open(world):
    staff = {"admin", "assessor", "coordinator"}
    assert seen(Assessment, world) == staff | {"operator", "other_operator"}
    set_stage(world.assessment, Stage.PREPARATION)
    assert seen(Assessment, world) == staff


def test_answer_is_visible_to_its_own_unit_and_the_staff(world):
    """Another OPD of the same institution must never see it."""
    assert seen(Answer, world) == seen(Assignment, world) == {"operator", "admin", "assessor", "coordinator"}


def test_verdict_is_visible_to_the_operator_who_answered_once_final(world):
    factories.VerdictFactory(assignment=world.assignment)
    assert seen(Verdict, world) == {"admin", "assessor", "coordinator"}
    set_stage(world.assessment, Stage.FINAL)
    assert seen(Verdict, world) == {"admin", "assessor", "coordinator", "operator"}


def test_nothing_is_visible_without_instansi(world):
    world.technician.role = "operator"  # a row no constraint would let in
    for model in (Assessment, Assignment, Answer, Verdict):
        assert list(model.objects.visible_to(world.technician)) == []


def test_open_assessments_leave_out_the_final(world):
    assert list(Assessment.objects.open()) == [world.assessment]
    set_stage(world.assessment, Stage.FINAL)
    assert list(Assessment.objects.open()) == []


def test_with_begun_marks_written_answers_and_linked_evidence(world):
    def begun() -> list[bool]:
        return list(Assignment.objects.with_begun().order_by("pk").values_list("has_begun", flat=True))

    other = factories.AnswerFactory(assignment__assessment=world.assessment, assignment__unit=world.other_unit)
    assert begun() == [False, False]
    factories.EvidenceFactory(answer=other, removed_at=LATER, removed_by=world.other_operator)
    factories.EvidenceFactory(answer=other)
    set_status(world.answer, Status.DRAFT)
    assert begun() == [True, True]


def test_with_evidence_holds_what_is_linked_now_by_level(world, django_assert_num_queries):
    criteria = list(world.indicator.criteria.order_by("level"))
    high = factories.EvidenceFactory(answer=world.answer, criterion=criteria[3])
    low = factories.EvidenceFactory(answer=world.answer, criterion=criteria[0])
    factories.EvidenceFactory(answer=world.answer, removed_at=LATER, removed_by=world.operator)
    with django_assert_num_queries(3):
        answer = Answer.objects.with_evidence().get(pk=world.answer.pk)
        assert [(row, row.document.name, row.criterion.level) for row in answer.linked_evidence] == [
            (low, low.document.name, 1),
            (high, high.document.name, 4),
        ]


def test_in_full_spares_further_queries(world, django_assert_num_queries):
    with django_assert_num_queries(1):
        answer = Answer.objects.in_full().get()
        parts = (answer.assessment.instrument, answer.assessment.instansi, answer.indicator.aspect, answer.unit)
    assert parts == (world.instrument, world.instansi, world.indicator.aspect, world.unit)


@pytest.mark.parametrize(
    ("stage", "name"),
    [
        (Stage.PREPARATION, "filling_until"),
        (Stage.FILLING, "filling_until"),
        (Stage.VERIFICATION, "verification_until"),
        (Stage.SCORING, "scoring_until"),
        (Stage.APPROVAL, "approval_until"),
    ],
)
def test_deadline_is_that_of_the_stage(stage, name):
    assessment = factories.AssessmentFactory.build(stage=stage, instansi=None, instrument=None)
    assert assessment.deadline == getattr(assessment, name)


def test_final_assessment_has_no_deadline_and_is_frozen():
    assessment = factories.AssessmentFactory.build(stage=Stage.FINAL, instansi=None, instrument=None)
    assert (assessment.deadline, assessment.is_frozen) == (None, True)


@pytest.mark.parametrize(("year", "is_outside"), [(2020, True), (2021, False), (2030, False), (2031, True)])
def test_outside_years_is_told_by_the_instrument(year, is_outside):
    instrument = factories.InstrumentFactory.build(first_year=2021, last_year=2030)
    assessment = factories.AssessmentFactory.build(year=year, instansi=None, instrument=instrument)
    assert assessment.is_outside_years is is_outside


def test_names_and_addresses(world):
    assert str(world.assessment) == "Penilaian 2026"
    assert str(world.assignment) == f"{world.indicator} oleh {world.unit}"
    assert str(world.answer) == str(world.assignment)
    assert str(factories.VerdictFactory(assignment=world.assignment)) == f"{world.indicator}: None"
    assert world.assessment.get_absolute_url() == f"/penilaian/{world.assessment.pk}/"
    assert world.assessment.get_tasks_url() == f"/tugas/?penilaian={world.assessment.pk}"
    assert world.answer.get_absolute_url() == f"/isian/{world.answer.pk}/"
    assert (world.assessment.subject, world.answer.subject) == (
        f"assessment:{world.assessment.pk}",
        f"answer:{world.answer.pk}",
    )
