"""Report jobs in every state, and a renderer that writes a few bytes where WeasyPrint's time is not the question."""

import dataclasses
from decimal import Decimal

import pytest
from django.utils import timezone

from assessments.models import Stage, Status
from assessments.workflow import save_draft
from reports.documents import DOCUMENTS
from reports.models import JobState, ReportJob
from results.freezing import to_data
from results.summaries import summarise
from tests import factories
from tests.reports.worksheets import exported
from tests.results.test_summaries import claim, verdict

PDF = b"%PDF-1.7 contoh"


@pytest.fixture
def scored(world):
    """Every indicator claimed at 4 and judged 3, by which the assessment is in scoring."""
    for indicator in world.instrument.indicators.order_by("position"):
        claim(world, world.other_unit, 4, Status.ASSESSED, verified=4, indicator=indicator)
        verdict(world, indicator, 3)
    world.assessment.stage = Stage.SCORING
    world.assessment.save()
    return world


@pytest.fixture
def make_job(world):
    """`make_job(state, ...)`: a job of the world's assessment, asked for by its coordinator."""

    def make(state=JobState.QUEUED, **changes):
        ended = {"finished_at": timezone.now()} if state not in (JobState.QUEUED, JobState.RUNNING) else {}
        if state == JobState.FAILED:
            ended["failure"] = "Sebab contoh"
        values = {"requested_by": world.coordinator, "frozen": {"summary": to_data(summarise(world.assessment))}}
        return factories.ReportJobFactory(assessment=world.assessment, state=state, **(values | ended | changes))

    return make


@pytest.fixture
def made_by(monkeypatch):
    """`made_by(make)`: the complete report is made by this function instead."""

    def replace(make):
        kind = ReportJob.Kind.SELF_ASSESSMENT
        monkeypatch.setitem(DOCUMENTS, kind, dataclasses.replace(DOCUMENTS[kind], make=make))

    return replace


@pytest.fixture
def quick_pdf(made_by):
    """Rendering takes no time; the list collects the orders it was given."""
    given = []

    def make(order, target, report):
        given.append(order)
        report("Menata halaman", 30)
        target.write_bytes(PDF)

    made_by(make)
    return given


@pytest.fixture
def sent(monkeypatch):
    """Messages go nowhere; the list collects the job ids they would carry."""
    ids = []
    monkeypatch.setattr("reports.tasks.render_job.delay", ids.append)
    return ids


@pytest.fixture
def key(world):
    """The key of the world's answer in a worksheet."""
    return f"A{world.answer.pk}"


@pytest.fixture
def drafted(world):
    """The world's answer with a first draft, and the operator's worksheet of it."""
    save_draft(world.answer, level=Decimal(2), facts="Fakta lama", analysis="Analisis", version=1, by=world.operator)
    return exported(world.assessment, world.operator)
