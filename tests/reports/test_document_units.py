"""Laporan semua OPD: one ZIP, the same bytes each time."""

import zipfile
from hashlib import sha256

import pypdf
import pytest
from django.utils import timezone

from assessments.models import Stage, Status
from assessments.workflow import Refused
from reports import services
from reports.documents import Ask, Order, unit, units
from reports.documents.qr import grouped
from reports.documents.units import DOCUMENT
from reports.models import EnclosedReport, Format, JobState, ReportJob
from reports.services import making
from tests import factories
from tests.reports.printed import compact, digest
from tests.results.test_summaries import claim, verdict
from tools.environment import PANGO_LINE, has_pango

KIND = ReportJob.Kind.UNITS
needs_pango = pytest.mark.skipif(not has_pango(), reason=f"Drawing a PDF needs Pango: {PANGO_LINE}")


@pytest.fixture
def busy(world):
    """Two OPD with indicators and one without; the second said something only its own report may hold."""
    other = claim(world, world.other_unit, 3, Status.SUBMITTED)
    other.facts = "Rahasia OPD kedua"
    other.save()
    factories.UnitFactory(instansi=world.instansi, short_name="Tanpa Tugas")
    return world


@pytest.fixture
def quick(monkeypatch):
    """Each PDF takes no time; the list collects the pages it would have held."""
    given = []

    class Rendering:
        @staticmethod
        def write_pdf(html, target, *, report, **_):
            given.append(html)
            report("Menata halaman 10", 40)
            target.write_bytes(html.encode())

    monkeypatch.setattr(unit, "renderer", lambda: Rendering)
    return given


def order_of(world):
    return Order(DOCUMENT.freeze(Ask(world.assessment, world.admin)), Format.ZIP)


def made(order, target):
    steps = []
    DOCUMENT.make(order, target, lambda step, percent: steps.append((step, percent)))
    return steps


def test_units_holds_one_report_for_each_opd_that_has_indicators(busy, quick, tmp_path):
    target = tmp_path / "semua.zip"

    steps = made(order_of(busy), target)

    with zipfile.ZipFile(target) as archive:
        names = archive.namelist()
        assert [info.date_time for info in archive.infolist()] == [(1980, 1, 1, 0, 0, 0)] * 2
        texts = {name: archive.read(name).decode() for name in names}
    assert (len(names), names) == (2, sorted(names))
    assert sum("Rahasia OPD kedua" in text for text in texts.values()) == 1
    assert [step for step, _ in steps] == ["OPD 1 dari 2"] * 2 + ["OPD 2 dari 2"] * 2
    assert [percent for _, percent in steps] == [10, 10, 49, 49]
    assert [path.name for path in tmp_path.iterdir()] == ["semua.zip"]


def test_units_is_the_same_file_when_made_again(busy, quick, tmp_path):
    order = order_of(busy)
    for name in ("satu", "dua"):
        made(order, tmp_path / name)

    assert digest(tmp_path / "satu") == digest(tmp_path / "dua")


def test_units_tells_opd_of_one_short_name_apart(busy, quick, tmp_path):
    for owner in (busy.unit, busy.other_unit):
        owner.short_name = "../Dinas"
        owner.save()

    made(order_of(busy), tmp_path / "semua.zip")

    names = zipfile.ZipFile(tmp_path / "semua.zip").namelist()
    assert [name.split("-Dinas-")[1] for name in names] == ["2026-draf-2.pdf", "2026-draf.pdf"]
    assert [name for name in names if "/" in name] == []


def test_units_leaves_no_draft_behind_when_an_opd_fails(busy, quick, tmp_path, monkeypatch):
    def fail(*_args, **_kwargs):
        (tmp_path / "semua.zip.opd").write_bytes(b"setengah")
        raise RuntimeError

    monkeypatch.setattr(units, "_make_one", fail)

    with pytest.raises(RuntimeError):
        made(order_of(busy), tmp_path / "semua.zip")

    assert not (tmp_path / "semua.zip.opd").exists()


def test_units_without_a_single_assignment_is_refused(world):
    world.answer.delete()
    world.assignment.delete()

    with pytest.raises(Refused, match="Belum ada indikator yang ditugaskan"):
        DOCUMENT.freeze(Ask(world.assessment, world.admin))


@pytest.mark.parametrize(
    ("role", "may"),
    [("admin", True), ("assessor", True), ("coordinator", True), ("operator", False), ("technician", False),
     ("stranger", False)],
)  # fmt: skip
def test_units_may_be_asked_by_who_sees_the_numbers(world, role, may):
    assert DOCUMENT.may_ask(getattr(world, role), world.assessment, None) is may


def test_units_comes_only_as_zip(busy, sent):
    with pytest.raises(Refused, match="tidak tersedia sebagai PDF"):
        services.request_report(assessment=busy.assessment, kind=KIND, by=busy.admin)


@pytest.fixture
def complete(busy):
    """All that a report prints: evidence, an item of the plan for each OPD and one for none, and a letterhead."""
    factories.EvidenceFactory(answer=busy.answer)
    plan = {"instansi": busy.instansi, "indicator": busy.indicator, "created_by": busy.admin}
    for owner in (busy.unit, busy.other_unit, None):
        factories.ActionItemFactory(**plan, unit=owner)
    factories.LetterheadFactory(instansi=busy.instansi)
    return busy


def finish(world):
    verdict(world, world.indicator, 3)
    world.assessment.stage = Stage.FINAL
    world.assessment.finalised_at, world.assessment.finalised_by = timezone.now(), world.coordinator
    world.assessment.save()


def asked(world, kind=KIND, format=Format.ZIP, unit=None):
    return services.request_report(assessment=world.assessment, kind=kind, format=format, unit=unit, by=world.admin)


def enclosed(job):
    return dict(EnclosedReport.objects.filter(job=job).values_list("unit", "code"))


@pytest.mark.parametrize("is_final", [False, True])
def test_units_gives_each_report_the_code_it_has_when_asked_for_alone(complete, quick, sent, is_final):
    if is_final:
        finish(complete)
    job = asked(complete)
    services.render(job.pk)

    alone = [asked(complete, ReportJob.Kind.UNIT, Format.PDF, owner) for owner in (complete.unit, complete.other_unit)]

    assert enclosed(job) == {single.unit_id: single.code for single in alone}
    for single in alone:
        inside = units.data_inside(job.frozen, single.unit_id)
        assert (len(inside["actions"]), inside["letterhead"]["city"]) == (1, "Tabanan")
        assert inside | {"summary": ""} == single.frozen | {"summary": ""}
        assert inside["summary"] | {"taken_at": ""} == single.frozen["summary"] | {"taken_at": ""}


def test_units_gives_a_report_that_says_something_else_another_code(complete, quick, sent):
    first = asked(complete)
    services.render(first.pk)
    complete.answer.claimed_level, complete.answer.status = 2, Status.SUBMITTED
    complete.answer.save()
    second = asked(complete)
    services.render(second.pk)

    old, new = enclosed(first), enclosed(second)
    assert {key for key in old if old[key] != new[key]} == {complete.unit.pk}


def test_units_prints_the_code_and_keeps_the_hash_of_each_report(busy, quick, sent):
    job = asked(busy)
    services.render(job.pk)

    job.refresh_from_db()
    with zipfile.ZipFile(job.file.path) as archive:
        files = [archive.read(name) for name in archive.namelist()]
    rows = EnclosedReport.objects.filter(job=job).order_by("pk")
    assert [(row.sha256, row.size) for row in rows] == [(sha256(file).hexdigest(), len(file)) for file in files]
    assert [grouped(row.code) in file.decode() for row, file in zip(rows, files, strict=True)] == [True, True]
    assert [grouped(row.code) in file.decode() for row, file in zip(rows, files[::-1], strict=True)] == [False, False]


def test_units_returns_the_same_when_made_again(busy, quick, tmp_path):
    order = order_of(busy)
    first, second = (DOCUMENT.make(order, tmp_path / name, lambda *_: None) for name in ("satu", "dua"))

    assert first == second
    assert len({row.code for row in first}) == 2


def test_units_made_by_a_retry_replaces_what_was_written_of_an_earlier_file(busy, quick, sent, make_job):
    job = make_job(JobState.FAILED, kind=KIND, format=Format.ZIP, frozen=order_of(busy).data, attempts=3)
    factories.EnclosedReportFactory(job=job, unit=busy.unit, code="OLDOLDOLDOLD")
    other = factories.EnclosedReportFactory(unit=busy.unit)

    services.retry(job, by=busy.admin)
    services.render(job.pk)
    services.render(job.pk)  # delivered again

    codes = enclosed(job)
    assert set(codes) == {busy.unit.pk, busy.other_unit.pk}
    assert "OLDOLDOLDOLD" not in codes.values()
    assert enclosed(other.job) == {busy.unit.pk: other.code}


def test_units_of_a_lost_claim_writes_nothing_of_what_it_made(busy, quick, sent, monkeypatch):
    job, advance = asked(busy), making.advance

    def lose_after_saving(claimed, step, percent):
        advance(claimed, step, percent)
        if percent == 90:
            ReportJob.objects.filter(pk=job.pk).update(attempts=2)

    monkeypatch.setattr(making, "advance", lose_after_saving)
    services.render(job.pk)

    assert ReportJob.objects.get(pk=job.pk).state == JobState.RUNNING
    assert len(quick) == 2
    assert not EnclosedReport.objects.exists()


def test_units_is_not_done_when_its_reports_cannot_be_written_down(busy, quick, sent, monkeypatch):
    job = asked(busy)
    monkeypatch.setattr(making.EnclosedReport.objects, "bulk_create", lambda rows: 1 / 0)

    services.render(job.pk)

    assert ReportJob.objects.get(pk=job.pk).state == JobState.FAILED


@needs_pango
def test_units_job_ends_in_a_zip_of_real_reports(busy, sent):
    job = services.request_report(assessment=busy.assessment, kind=KIND, format=Format.ZIP, by=busy.admin)

    services.render(job.pk)

    job = ReportJob.objects.get(pk=job.pk)
    assert (job.state, job.failure) == (JobState.DONE, "")
    assert services.download_name(job).endswith("-2026-draf.zip")
    with zipfile.ZipFile(job.file.path) as archive:
        texts = []
        for name in archive.namelist():
            with archive.open(name) as file:
                texts.append("".join(compact(page.extract_text()) for page in pypdf.PdfReader(file).pages))
    assert [compact(unit.name) in text for unit, text in zip((busy.unit, busy.other_unit), texts, strict=True)] == [
        True, True,
    ]  # fmt: skip
    assert ["RahasiaOPDkedua" in text for text in texts] == [False, True]
    codes = [enclosed(job)[owner.pk] for owner in (busy.unit, busy.other_unit)]
    assert [f"Kodeverifikasi{grouped(code)}" in text for code, text in zip(codes, texts, strict=True)] == [True, True]


@needs_pango
def test_units_encloses_the_very_file_that_is_made_alone(complete, tmp_path):
    order = order_of(complete)
    made_inside = DOCUMENT.make(order, tmp_path / "semua.zip", lambda *_: None)
    (inside,) = [row for row in made_inside if row.unit == complete.other_unit.pk]

    data = unit.DOCUMENT.freeze(Ask(complete.assessment, complete.admin, complete.other_unit))
    data["summary"]["taken_at"] = order.data["summary"]["taken_at"]
    unit.DOCUMENT.make(Order(data, code=inside.code), tmp_path / "satu", lambda *_: None)

    assert digest(tmp_path / "satu") == inside.sha256
