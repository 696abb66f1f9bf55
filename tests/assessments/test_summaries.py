"""What pages about the work read: counts, groups, proposals, the ladder and the matrix."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.utils import timezone

from assessments import summaries
from assessments.models import Answer, Assessment, Stage, Status, Verdict
from domains.models import Aspect
from tests import factories
from tests.assessments.scenes import decide_all, fresh, set_stage, set_status


def give(world, position: int, unit, status: str = "empty", **levels) -> Answer:
    """Another assignment of the same assessment, in a status."""
    indicator = world.instrument.indicators.get(position=position)
    answer = factories.AnswerFactory(
        assignment__assessment=world.assessment, assignment__indicator=indicator, assignment__unit=unit
    )
    set_status(answer, status)
    Answer.objects.filter(pk=answer.pk).update(**levels)
    return fresh(answer)


def statuses(*names: str) -> list[Answer]:
    return [Answer(status=name) for name in names]


def test_progress_counts_what_was_handed_in():
    found = summaries.progress(statuses("empty", "draft", "submitted", "returned", "verified", "assessed"))
    assert (found.total, found.done, found.percent, found.returned) == (6, 3, 50, 1)
    assert found.lines == [(status.value, status.label, 1) for status in Status]


def test_progress_of_nothing_is_zero():
    found = summaries.progress([])
    assert (found.total, found.done, found.percent, found.returned) == (0, 0, 0, 0)


def test_progress_never_rounds_up_to_all():
    assert summaries.progress(statuses(*["submitted"] * 199, "draft")).percent == 99


def test_tasks_are_the_units_own_in_the_order_of_the_questionnaire(world, django_assert_num_queries):
    third, second = give(world, 3, world.unit), give(world, 2, world.unit)
    give(world, 4, world.other_unit)
    factories.EvidenceFactory(answer=second)
    factories.EvidenceFactory(answer=second, removed_at=timezone.now(), removed_by=world.operator)
    names = [row.name for row in Aspect.objects.order_by("number")]
    with django_assert_num_queries(1):
        rows = list(summaries.tasks(world.operator, world.assessment))
        assert [(row, row.evidence_count) for row in rows] == [(world.answer, 0), (second, 1), (third, 0)]
        assert [(aspect.name, answers) for aspect, answers in summaries.by_aspect(rows)] == [
            (names[0], [world.answer, second]),
            (names[1], [third]),
        ]


def test_task_cycles_at_work_come_before_finished_ones_newest_first(world):
    years = {year: factories.AssessmentFactory(instansi=world.instansi, year=year) for year in (2024, 2025, 2027)}
    set_stage(years[2027], Stage.FINAL)
    factories.AssessmentFactory(year=2028)  # another institution's
    assert [row.year for row in summaries.task_cycles(world.admin)] == [2026, 2025, 2024, 2027]


def test_task_cycles_without_tasks_for_the_person_come_later(world):
    """Next year's cycle is open, and only another OPD has been given work in it."""
    later = factories.AssessmentFactory(instansi=world.instansi, year=2027)
    factories.AnswerFactory(assignment=factories.AssignmentFactory(assessment=later, unit=world.other_unit))
    assert [row.year for row in summaries.task_cycles(world.operator)] == [2026, 2027]
    assert [row.year for row in summaries.task_cycles(world.other_operator)] == [2027, 2026]


def test_ladder_puts_evidence_under_what_is_wanted(world, django_assert_num_queries):
    criteria = list(world.indicator.criteria.order_by("level"))
    wanted = criteria[1].evidence_items.get()
    for_item = factories.EvidenceFactory(answer=world.answer, criterion=criteria[1], item=wanted)
    other = factories.EvidenceFactory(answer=world.answer, criterion=criteria[1])
    answer = Answer.objects.in_full().with_evidence().get()
    with django_assert_num_queries(2):
        rungs = summaries.ladder(answer).rungs
    assert [(rung.criterion.level, rung.linked) for rung in rungs] == [(1, 0), (2, 2), (3, 0), (4, 0), (5, 0)]
    assert (rungs[1].wanted, rungs[1].others) == ([(wanted, [for_item])], [other])
    assert rungs[1].evidence == [for_item, other]


def row_of(world) -> summaries.IndicatorRow:
    return summaries.indicator_rows(world.assessment, world.assessor)[0]


@pytest.mark.parametrize(
    ("mine", "others", "state"),
    [
        ("empty", None, "filling"),
        ("submitted", None, "waiting"),
        ("verified", "submitted", "waiting"),
        ("verified", "returned", "filling"),
        ("verified", "assessed", "ready"),
    ],
)
def test_indicator_row_says_what_is_to_be_done(world, mine, others, state):
    set_status(world.answer, mine)
    if others:
        give(world, 1, world.other_unit, others)
    assert row_of(world).state == state
    assert summaries.STATES.keys() >= {state}


def test_indicator_row_without_answers_and_with_a_verdict(world):
    assert summaries.indicator_rows(world.assessment, world.assessor)[3].state == "unassigned"
    decide_all(world.assessment, by=world.assessor)
    assert (row_of(world).state, row_of(world).final) == ("decided", 3)


def test_indicator_row_proposes_the_lowest_level(world):
    """Levels are cumulative: what one OPD lacks, the institution lacks."""
    assert (row_of(world).claimed, row_of(world).verified, row_of(world).final) == (None, None, None)
    set_status(world.answer, "verified", level=4)
    give(world, 1, world.other_unit, "verified", claimed_level=Decimal(3), verified_level=Decimal(2))
    assert (row_of(world).claimed, row_of(world).verified) == (3, 2)


def test_indicator_row_does_not_count_a_draft_as_a_claim(world):
    set_status(world.answer, "draft", level=5)
    give(world, 1, world.other_unit, "returned", claimed_level=Decimal(3))
    assert row_of(world).claimed == 3


def test_indicator_rows_ask_three_queries_however_many(world, django_assert_num_queries):
    with django_assert_num_queries(3):
        assert len(summaries.indicator_rows(world.assessment, world.admin)) == 4
    for position in (2, 3, 4):
        give(world, position, world.unit)
        give(world, position, world.other_unit)
    with django_assert_num_queries(3):
        rows = summaries.indicator_rows(world.assessment, world.admin)
        assert [[answer.unit for answer in row.answers] for row in rows][1] == [world.unit, world.other_unit]


def test_indicator_rows_show_an_operator_only_his_own(world):
    give(world, 1, world.other_unit)
    decide_all(world.assessment, by=world.assessor)
    row = summaries.indicator_rows(world.assessment, world.operator)[0]
    assert (row.answers, row.verdict) == ([world.answer], None)


def test_neighbours_are_the_indicators_around(world):
    codes = [row.code for row in world.instrument.indicators.order_by("position")]
    found = [summaries.neighbours(row) for row in world.instrument.indicators.order_by("position")]
    assert found == [(None, codes[1]), (codes[0], codes[2]), (codes[1], codes[3]), (codes[2], None)]


def earlier(world, year: int, *, stage: str = Stage.FINAL, unit=None) -> Verdict:
    """A decided assessment of another year on the same instrument."""
    assessment = factories.AssessmentFactory(instansi=world.instansi, instrument=world.instrument, year=year)
    factories.AssignmentFactory(assessment=assessment, indicator=world.indicator, unit=unit or world.unit)
    decide_all(assessment, by=world.assessor, level=2)
    set_stage(assessment, stage)
    return assessment.verdicts.get(indicator=world.indicator)


def test_earlier_verdict_is_the_newest_final_one_before(world):
    earlier(world, 2023)
    wanted = earlier(world, 2024)
    earlier(world, 2025, stage=Stage.APPROVAL)
    earlier(world, 2027)
    for person in (world.operator, world.admin):
        assert summaries.earlier_verdict(fresh(world.answer), person) == wanted


def test_earlier_verdict_of_another_units_indicator_stays_hidden_from_an_operator(world):
    verdict = earlier(world, 2024, unit=world.other_unit)
    assert summaries.earlier_verdict(fresh(world.answer), world.operator) is None
    assert summaries.earlier_verdict(fresh(world.answer), world.assessor) == verdict


def test_verdict_is_shown_to_the_operator_once_final(world):
    decide_all(world.assessment, by=world.assessor)
    answer = fresh(world.answer)
    assert summaries.verdict_on(answer, world.operator) is None
    assert summaries.verdict_on(answer, world.admin).final_level == 3
    set_stage(world.assessment, Stage.FINAL)
    assert summaries.verdict_on(answer, world.operator).final_level == 3


def test_matrix_shows_ticks_locks_and_differences(world):
    set_status(world.answer, "draft")
    give(world, 2, world.other_unit)
    matrix = summaries.matrix(world.assessment)
    first, second, third, _ = matrix.indicators
    mine, theirs = f"{first.pk}-{world.unit.pk}", f"{second.pk}-{world.other_unit.pk}"
    assert (matrix.units, matrix.ticked) == ([world.unit, world.other_unit], {mine, theirs})
    assert matrix.keys[theirs] == (second, world.other_unit)
    assert len(matrix.keys) == 8

    wished = {mine, f"{third.pk}-{world.unit.pk}"}
    cells = {cell.key: (cell.is_ticked, cell.is_changed, cell.has_begun)
             for _, row in matrix.rows(wished) for cell in row}  # fmt: skip
    assert {key: cell for key, cell in cells.items() if any(cell)} == {
        mine: (True, False, True),
        theirs: (False, True, False),
        f"{third.pk}-{world.unit.pk}": (True, True, False),
    }


def test_matrix_asks_three_queries_and_keeps_busy_units(world, django_assert_num_queries):
    for unit in (world.unit, world.other_unit):
        unit.is_active = False
        unit.save()
    factories.UnitFactory()  # another institution's
    with django_assert_num_queries(3):
        assert summaries.matrix(world.assessment).units == [world.unit]


def test_fingerprint_changes_with_every_change(world):
    prints = [summaries.matrix(world.assessment).fingerprint]
    second = give(world, 2, world.unit)
    prints.append(summaries.matrix(world.assessment).fingerprint)
    assignment = second.assignment
    second.delete()
    assignment.delete()
    give(world, 3, world.unit)
    prints.append(summaries.matrix(world.assessment).fingerprint)
    assert len(set(prints)) == 3
    empty = factories.AssessmentFactory(instansi=world.instansi, year=2027)
    assert summaries.matrix(Assessment.objects.get(pk=empty.pk)).fingerprint == "0-0"
