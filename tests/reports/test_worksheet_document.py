"""The worksheet as a document to keep: everything, nothing to fill in, and no way back into the portal."""

import io
import json
import time

import pytest

from accounts.refusals import Refused
from reports import services
from reports.documents import DOCUMENTS, Ask, Order
from reports.models import JobState, ReportJob
from reports.spreadsheets.explaining import COPY
from reports.spreadsheets.reading import read
from reports.spreadsheets.values import ANSWERS, COLUMNS, INDICATORS, README, RECAP
from reports.spreadsheets.writing import COPY_HINT
from tests.reports.worksheets import exported, opened

KIND = ReportJob.Kind.WORKSHEET
DOCUMENT = DOCUMENTS[KIND]


def frozen(world):
    return json.loads(json.dumps(DOCUMENT.freeze(Ask(world.assessment, world.coordinator))))


def made(data, target):
    DOCUMENT.make(Order(data=data, format="xlsx"), target, lambda step, percent: None)
    return target.read_bytes()


def test_copy_says_what_the_coordinator_reads(scored, tmp_path):
    copy = opened(made(frozen(scored), tmp_path / "a.xlsx"))
    own = opened(exported(scored.assessment, scored.coordinator))
    assert copy.sheetnames == [README, RECAP, INDICATORS, ANSWERS]
    for title in (RECAP, INDICATORS, ANSWERS):
        rows = [[[cell.value for cell in row[1:]] for row in book[title].iter_rows(min_row=4)] for book in (copy, own)]
        assert rows[0] == rows[1]


def test_copy_cannot_be_filled_or_brought_back_and_says_so(scored, tmp_path):
    data = made(frozen(scored), tmp_path / "a.xlsx")
    book = opened(data)
    for title in (INDICATORS, ANSWERS):
        rows = list(book[title].iter_rows(min_row=5, max_col=len(COLUMNS[title])))
        assert rows
        assert all(cell.protection.locked for row in rows for cell in row)
        assert {row[0].value for row in rows} == {None}
        assert book[title]["B3"].value == COPY_HINT
    assert set(COPY) <= {cell.value for cell in book[README]["A"]}
    with pytest.raises(Refused, match="bukan LKE dari portal"):
        read(data, name="lke.xlsx")


def test_copy_is_the_same_for_the_same_order(scored, tmp_path):
    data = frozen(scored)
    first = made(data, tmp_path / "a.xlsx")
    time.sleep(1.1)  # openpyxl writes the present second into every new file
    assert made(data, tmp_path / "b.xlsx") == first


def test_job_writes_the_file(scored, sent):
    job = services.request_report(assessment=scored.assessment, kind=KIND, format="xlsx", by=scored.assessor)
    services.render(job.pk)
    job = ReportJob.objects.get(pk=job.pk)
    assert (job.state, job.failure) == (JobState.DONE, "")
    assert services.download_name(job).startswith("LKE-SPBE-Kab-Contoh")
    with job.file.open() as file:
        assert opened(io.BytesIO(file.read()).getvalue()).sheetnames[0] == README
