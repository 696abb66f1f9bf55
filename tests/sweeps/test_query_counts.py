"""No page asks the database more often because there is more to show."""

import re
from decimal import Decimal

import pytest
from django.core.files.base import ContentFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import Role
from assessments.models import Assessment, Stage
from directory.models import ImportDraft
from domains.models import EvidenceItem
from reports.models import JobState
from results.models import ResultDraft
from tests import factories
from tests.sweeps.routes import ROLES, ROUTES, address

MANY = 12
# The session and its person are read by every page; a page of more than that many queries deserves a second look.
BUDGET = 25
BUDGETS = {"tasks": 10, "assessments": 8, "users": 8, "units": 8, "instansi": 8, "documents": 9}
REQUEST_BUDGET = 53  # it freezes everything the report says as it is now, which reads everything once
SAVE_BUDGET = 12  # session, person, lock, and in one transaction row, event and savepoints
PAGES = [
    (name, role) for name, route in ROUTES.items() for role in ROLES[1:] if route.allows(role) and "api-" not in name
]
API = [name for name, route in ROUTES.items() if route.allows("coordinator") and name.startswith("api-")]


def queries(client, url: str) -> list[str]:
    client.get(url)  # whatever is cached for good, is now
    with CaptureQueriesContext(connection) as captured:
        response = client.get(url)
    assert response.status_code == 200
    if response.streaming:
        b"".join(response.streaming_content)
    return [query["sql"] for query in captured.captured_queries]


def grow(world) -> None:
    """Many of everything the pages list, in the world's institution."""
    units = factories.UnitFactory.create_batch(MANY, instansi=world.instansi, predecessors=[world.unit])
    people = [factories.UserFactory(instansi=world.instansi, unit=unit) for unit in units]
    people += factories.UserFactory.create_batch(MANY, instansi=world.instansi, unit=world.unit)
    for role in (Role.ADMIN, Role.ASSESSOR, Role.COORDINATOR):
        factories.UserFactory.create_batch(3, instansi=world.instansi, role=role)
    factories.UserFactory.create_batch(3, role=Role.ADMIN)
    indicators = list(world.instrument.indicators.order_by("position"))
    for unit, person in zip([world.unit, *units], [world.operator, *people[:MANY]], strict=True):
        for indicator in indicators:
            if (indicator, unit) != (world.indicator, world.unit):
                work(world, indicator, unit, person)
    for indicator in indicators[1:]:
        decided(world.assessment, indicator, world.assessor)
    for _ in range(MANY):
        factories.earlier_evidence(world.answer)
    for year in range(2018, 2018 + 6):
        finished(world, year)
        imported(world, year)
        factories.TargetFactory(instansi=world.instansi, instrument=world.instrument, year=year)
    for unit, indicator in [(unit, indicator) for unit in units for indicator in indicators[:2]]:
        factories.PriorityFactory(assessment=world.assessment, indicator=indicator, unit=unit)
    for indicator in indicators:
        factories.TargetFactory(instansi=world.instansi, instrument=world.instrument, indicator=indicator)
    planned(world)
    told(world)


def planned(world) -> None:
    """Items of the plan, each waiting for the first, with what they expect and what was reported of them."""
    for indicator in world.instrument.indicators.all():
        for item in factories.ActionItemFactory.create_batch(
            3, instansi=world.instansi, indicator=indicator, unit=world.unit, person=world.operator,
            created_by=world.admin, deadline=timezone.localdate(),
        ):  # fmt: skip
            item.expected.set(EvidenceItem.objects.filter(criterion__indicator=indicator))
            factories.ActionOrderFactory(item=item, needs=world.action)
            factories.ActionOrderFactory(item=world.action, needs=factories.ActionItemFactory(
                instansi=world.instansi, indicator=indicator, unit=world.unit, created_by=world.admin
            ))  # fmt: skip
            factories.ActionNoteFactory(item=item, by=world.operator)
            factories.EventFactory(actor=world.operator, instansi=world.instansi, subject=world.action.subject)
            factories.ActionNoteFactory(item=world.action, by=world.operator)


def work(world, indicator, unit, person) -> None:
    """An answer with evidence of its own and one shared document."""
    answer = factories.AnswerFactory(
        assignment=factories.AssignmentFactory(
            assessment=world.assessment, indicator=indicator, unit=unit, person=person
        ),
        facts="Fakta", analysis="Analisis", claimed_level=Decimal(2), updated_by=person,
    )  # fmt: skip
    for criterion in indicator.criteria.all()[:2]:
        factories.EvidenceFactory(
            answer=answer, criterion=criterion, item=criterion.evidence_items.first(), added_by=person,
            document=factories.DocumentFactory(unit=unit, uploaded_by=person),
        )  # fmt: skip


def decided(assessment: Assessment, indicator, by):
    return factories.VerdictFactory(
        assessment=assessment, indicator=indicator, final_level=Decimal(3), justification="Alasan",
        decided_by=by, decided_at=timezone.now(),
    )  # fmt: skip


def finished(world, year: int) -> None:
    cycle = factories.AssessmentFactory(
        instansi=world.instansi, instrument=world.instrument, year=year, stage=Stage.FINAL,
        finalised_by=world.coordinator, finalised_at=timezone.now(),
    )  # fmt: skip
    factories.AnswerFactory(assignment__assessment=cycle, assignment__unit=world.unit)
    for indicator in world.instrument.indicators.all():
        decided(cycle, indicator, world.assessor)


def imported(world, year: int) -> None:
    result = factories.PastResultFactory(
        instansi=world.instansi, instrument=world.instrument, year=year, track="claimed"
    )
    for indicator in world.instrument.indicators.all():
        factories.PastLevelFactory(result=result, indicator=indicator)
    for domain in world.instrument.domains.all():
        factories.PastValueFactory(result=result, domain=domain)


def told(world) -> None:
    for person in (world.operator, world.admin, world.coordinator):
        factories.NotificationFactory.create_batch(MANY, user=person)
        factories.AccessTokenFactory.create_batch(MANY, user=person)
        factories.EventFactory.create_batch(
            MANY, actor=person, instansi=world.instansi, subject=world.answer.subject, note="Catatan"
        )
    for number in range(MANY):
        factories.ReportJobFactory(
            assessment=world.assessment, requested_by=world.coordinator, state=JobState.DONE, progress=100,
            file=ContentFile(b"%PDF", name=f"{number}.pdf"), sha256="0" * 64, size=4, finished_at=timezone.now(),
        )  # fmt: skip
    factories.SignedCopyFactory.create_batch(MANY, job=world.job, uploaded_by=world.admin)
    rows = [{"line": n, "cells": {"kode": f"B{n}", "nama": f"Dinas B{n}"}} for n in range(2, MANY + 2)]
    ImportDraft.objects.filter(pk=world.draft.pk).update(rows=rows)
    rows = [{"line": n, "cells": {"tahun": str(2010 + n), "indeks": "2,5"}} for n in range(2, MANY + 2)]
    ResultDraft.objects.filter(pk=world.result_draft.pk).update(rows=rows)


def shape(queries: list[str]) -> list[str]:
    """What to read when a count grew: the queries without their values."""
    return [re.sub(r"\d+", "n", query)[:160] for query in queries]


@pytest.fixture
def counted(full_world, client_for):
    """Queries of each page and person, in a small world and in a grown one."""

    def count():
        return {
            (name, role): queries(client_for(getattr(full_world, role)), address(name, full_world))
            for name, role in [*PAGES, *((name, "coordinator") for name in API)]
        }

    small = count()
    grow(full_world)
    return small, count()


@pytest.mark.django_db
def test_pages_ask_no_more_when_there_is_more(counted):
    small, grown = counted
    more = {
        key: [query for query in shape(grown[key]) if shape(grown[key]).count(query) > shape(small[key]).count(query)]
        for key in small
        if len(grown[key]) > len(small[key])
    }
    assert more == {}
    over = {(name, role): len(asked) for (name, role), asked in grown.items() if len(asked) > BUDGETS.get(name, BUDGET)}
    assert over == {}


@pytest.mark.django_db
def test_saving_an_answer_keeps_to_its_budget(full_world, client_for):
    client = client_for(full_world.operator)
    typed = {"version": 1, "level": "2", "facts": "Fakta", "analysis": "Analisis"}
    with CaptureQueriesContext(connection) as captured:
        response = client.post(address("answer", full_world), typed)
    assert response.status_code == 302
    assert len(captured) <= SAVE_BUDGET, [query["sql"][:120] for query in captured.captured_queries]


@pytest.mark.django_db
def test_asking_for_a_report_does_not_make_it(full_world, client_for, django_capture_on_commit_callbacks):
    grow(full_world)
    with CaptureQueriesContext(connection) as captured, django_capture_on_commit_callbacks() as queued:
        response = client_for(full_world.coordinator).post(address("report-request", full_world))
    assert response.status_code == 302
    assert len(queued) == 1
    assert len(captured) <= REQUEST_BUDGET
