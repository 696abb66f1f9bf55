"""Laporan semua OPD: one ZIP, the same bytes each time."""

import zipfile

import pypdf
import pytest

from assessments.models import Status
from assessments.workflow import Refused
from reports import services
from reports.documents import Ask, Order, units
from reports.documents.units import DOCUMENT
from reports.models import Format, JobState, ReportJob
from tests import factories
from tests.reports.printed import compact, digest
from tests.results.test_summaries import claim
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

    monkeypatch.setattr(units, "renderer", lambda: Rendering)
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
    for unit in (busy.unit, busy.other_unit):
        unit.short_name = "../Dinas"
        unit.save()

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
