"""The sheet of priority targets: frozen when it is asked for, printed on one page, beside the other report."""

import datetime

import pypdf
import pytest

from planning.models import Priority
from planning.services.priorities import pick_priority, take
from reports import services
from reports.models import JobState, ReportJob
from results.summaries import summarise
from tests import factories
from tools.environment import PANGO_LINE, has_pango

KIND = ReportJob.Kind.PRIORITIES


@pytest.fixture
def picked(world):
    world.instrument.refresh_from_db()
    world.priority = pick_priority(
        assessment=world.assessment, indicator=world.indicator, level=1, unit=world.unit, person=world.operator,
        due_on=datetime.date(2030, 3, 1), note="", by=world.coordinator,
    )  # fmt: skip
    return world


def test_sheet_freezes_the_priorities_that_stand(picked, sent):
    job = services.request_report(assessment=picked.assessment, kind=KIND, by=picked.coordinator)
    assert job.frozen["priorities"] == {
        "goal": "predikat Cukup (1,80)", "index": "0.25", "predikat": "Kurang",
        "rows": [{
            "label": picked.indicator.label, "name": picked.indicator.short_name, "level": "", "wanted": 1,
            "gain": "0.250", "unit": picked.unit.name, "person": str(picked.operator), "due_on": "2030-03-01",
            "state": "Menunggu jawaban OPD",
        }],
    }  # fmt: skip


def test_sheet_and_report_wait_beside_each_other(picked, sent):
    sheet = services.request_report(assessment=picked.assessment, kind=KIND, by=picked.coordinator)
    report = services.request_report(assessment=picked.assessment, by=picked.coordinator)
    assert sheet != report
    assert services.request_report(assessment=picked.assessment, kind=KIND, by=picked.admin) == sheet
    ReportJob.objects.update(state=JobState.FAILED, failure="Sebab", finished_at=sheet.requested_at)
    assert services.retry(ReportJob.objects.get(pk=sheet.pk), by=picked.coordinator).kind == KIND


@pytest.mark.skipif(not has_pango(), reason=f"Drawing a PDF needs Pango: {PANGO_LINE}")
def test_sheet_is_one_page_with_a_place_to_sign(picked, sent):
    for indicator in picked.instrument.indicators.order_by("position")[1:]:
        factories.PriorityFactory(assessment=picked.assessment, indicator=indicator, unit=picked.unit, level=1)
    job = services.request_report(assessment=picked.assessment, kind=KIND, by=picked.coordinator)
    take("withdraw", Priority.objects.get(pk=picked.priority.pk), version=1, note="x", by=picked.coordinator)
    services.render(job.pk)
    job = ReportJob.objects.get(pk=job.pk)
    assert (job.state, job.failure) == (JobState.DONE, "")
    assert services.download_name(job).startswith("Target-Prioritas-SPBE-Kab-Contoh")
    pages = pypdf.PdfReader(job.file.path).pages
    text = "".join(pages[0].extract_text().split())
    assert len(pages) == 1
    for words in (
        f"Target Prioritas SPBE {summarise(picked.assessment).heading.year}", picked.indicator.short_name,
        str(picked.operator), "1 Maret 2030", "Koordinator SPBE", "Nama dan NIP", "predikat Cukup (1,80)", job.code,
    ):  # fmt: skip
        assert "".join(words.split()) in text
