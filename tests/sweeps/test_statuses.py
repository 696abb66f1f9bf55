"""Every state can be reached from the first one through the doors alone: no state is dead, no door is missing."""

from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection, transaction

from assessments.models import Stage, Status
from assessments.workflow import STAGE_STEPS, STEPS, Refused, decide, move, save_draft, take
from evidence import services as evidence
from evidence.models import Review
from planning import workflow as plan
from planning.models import ActionState, PriorityState
from planning.services import priorities
from reports import services as reports
from reports.models import JobState, ReportJob
from tests import factories
from tests.sweeps.houses import MODELS
from tools.environment import PANGO_LINE, has_pango

SEARCHED = {
    ("ActionItem", "state"): ActionState,
    ("Answer", "status"): Status,
    ("Assessment", "stage"): Stage,
    ("Evidence", "review"): Review,
    ("Priority", "state"): PriorityState,
    ("ReportJob", "state"): JobState,
}


def reached(state_of, doors) -> set:
    """Try every door from every state met, deepest first, and undo each before the next."""
    seen = {state_of()}

    def search():
        for door in doors:
            before = transaction.savepoint()
            try:
                door()
            except (Refused, PermissionDenied):
                pass
            else:
                if (state := state_of()) not in seen:
                    seen.add(state)
                    search()
            transaction.savepoint_rollback(before)

    search()
    return seen


def test_every_column_of_states_is_searched():
    """A model with a new column of this kind needs a search below."""
    found = {
        (model.__name__, field.name): field.choices
        for model in MODELS
        for field in model._meta.fields
        if field.choices and field.name in ("status", "stage", "state", "review")
    }
    assert found == {place: states.choices for place, states in SEARCHED.items()}


def test_every_status_of_an_answer_is_reachable(world):
    answer = world.answer
    top = factories.EvidenceFactory(answer=answer).criterion

    def doors():
        texts = {"level": Decimal(top.level), "facts": "Fakta", "analysis": "Analisis"}
        for step in STEPS:
            for by in (world.operator, world.admin):
                yield lambda step=step, by=by: take(step, answer, by=by, note="Alasan", **texts)
        yield lambda: decide(
            world.assessment, world.indicator, level=Decimal(1), justification="Alasan", version=0, by=world.assessor
        )

    assert reached(lambda: fresh(answer).status, list(doors())) == set(Status.values)


def test_every_stage_of_an_assessment_is_reachable(world):
    """From preparation; the assessor decides all indicators behind one more door."""
    assessment = factories.AssessmentFactory(
        instansi=world.instansi, instrument=world.instrument, year=2027, stage=Stage.PREPARATION
    )
    factories.AnswerFactory(assignment__assessment=assessment, assignment__unit=world.unit)

    def decide_all():
        for indicator in assessment.instrument.indicators.all():
            decide(
                assessment, indicator, level=Decimal(2), justification="Alasan", version=versions(indicator),
                by=world.assessor,
            )  # fmt: skip

    def versions(indicator):
        return getattr(assessment.verdicts.filter(indicator=indicator).first(), "version", 0)

    doors = [
        lambda step=step, by=by: move(step, assessment, by=by, note="Alasan")
        for step in STAGE_STEPS
        for by in (world.admin, world.assessor, world.coordinator)
    ]
    states = reached(lambda: (fresh(assessment).stage, assessment.verdicts.exists()), [*doors, decide_all])
    assert {stage for stage, _ in states} == set(Stage.values)


def test_every_review_of_evidence_is_reachable(world):
    answer, _ = save_draft(
        world.answer, level=Decimal(1), facts="Fakta", analysis="Analisis", version=1, by=world.operator
    )
    row = factories.EvidenceFactory(answer=answer)
    take("submit", answer, by=world.operator)
    doors = [
        lambda verdict=verdict: evidence.review(row, verdict=verdict, note="Catatan", by=world.admin)
        for verdict in Review.values
    ]
    assert reached(lambda: fresh(row).review, doors) == set(Review.values)


def test_every_state_of_an_action_is_reachable(world):
    item = factories.ActionItemFactory(instansi=world.instansi, indicator=world.indicator, unit=world.unit)
    doors = [
        lambda step=step, by=by: plan.take(step, item, by=by, note="Alasan", percent=50)
        for step in plan.STEPS
        for by in (world.operator, world.admin)
    ]
    assert reached(lambda: fresh(item).state, doors) == set(ActionState.values)


def test_every_state_of_a_priority_is_reachable(world):
    row = factories.PriorityFactory(assessment=world.assessment, indicator=world.indicator, unit=world.unit)
    doors = [
        lambda step=step, by=by: priorities.take(step, row, version=fresh(row).version, note="Alasan", by=by)
        for step in priorities.STEPS
        for by in (world.operator, world.coordinator)
    ]
    assert reached(lambda: fresh(row).state, doors) == set(PriorityState.values)


@pytest.mark.skipif(not has_pango(), reason=f"Drawing a PDF needs Pango: {PANGO_LINE}")
def test_every_state_of_a_report_is_reachable(world):
    """Running is a state only while the report is made, so the database is asked after each of its writes.

    The first attempt finds a summary it cannot read, and fails.
    """
    seen = set()

    def watch(execute, sql, params, many, context):
        result = execute(sql, params, many, context)
        if sql.startswith(("INSERT", "UPDATE")) and ReportJob._meta.db_table in sql:
            seen.update(ReportJob.objects.values_list("state", flat=True))
        return result

    with connection.execute_wrapper(watch):
        job = reports.request_report(assessment=world.assessment, by=world.coordinator)
        ReportJob.objects.filter(pk=job.pk).update(frozen={})
        reports.render(job.pk)
        ReportJob.objects.filter(pk=job.pk).update(frozen=job.frozen)
        reports.retry(fresh(job), by=world.coordinator)
        reports.cancel(fresh(job), by=world.coordinator)
        reports.retry(fresh(job), by=world.coordinator)
        reports.render(job.pk)
        reports.expire(now=fresh(job).expires_at)
    assert seen == set(JobState.values)
    assert fresh(job).state == JobState.EXPIRED


def fresh(row):
    return type(row)._default_manager.get(pk=row.pk)


pytestmark = pytest.mark.django_db
