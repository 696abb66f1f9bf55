"""Laporan OPD: what its operators see on their screens, and nothing more, whoever asked for it."""

import json

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from assessments.models import Assessment, Stage, Status
from assessments.workflow import Refused
from reports import services
from reports.documents import DOCUMENTS, Ask, Order
from reports.documents.unit import DOCUMENT, html_of
from reports.models import ReportJob
from results.freezing import from_data, to_data
from results.summaries import summarise
from results.tracks import unit_values
from tests import factories
from tests.reports.printed import HOSTILE, LONG_NAME, LONG_TEXT, compact, digest, printed, queries_of
from tests.results.samples import proof, row, summary, work
from tests.results.test_summaries import claim, verdict
from tools.environment import PANGO_LINE, has_pango

KIND = ReportJob.Kind.UNIT
needs_pango = pytest.mark.skipif(not has_pango(), reason=f"Drawing a PDF needs Pango: {PANGO_LINE}")


@pytest.fixture
def shared(world):
    """One indicator of two OPD, verified and judged below both, and one that only the other OPD has."""
    world.answer.delete()
    world.assignment.delete()
    world.own = claim(world, world.unit, 4, Status.ASSESSED, verified=3)
    world.other = claim(world, world.other_unit, 2, Status.ASSESSED, verified=1)
    world.other.facts = "Rahasia OPD lain"
    world.other.save()
    second = world.instrument.indicators.order_by("position")[1]
    claim(world, world.other_unit, 5, indicator=second)
    row = verdict(world, world.indicator, 1)
    row.justification = "Pertimbangan rahasia"
    row.save()
    world.assessment.stage = Stage.SCORING
    world.assessment.save()
    return world


def frozen(world, by=None, unit=None):
    return DOCUMENT.freeze(Ask(world.assessment, by or world.operator, unit or world.unit))


def finish(world):
    world.assessment.stage = Stage.FINAL
    world.assessment.finalised_at, world.assessment.finalised_by = timezone.now(), world.coordinator
    world.assessment.save()


def test_unit_report_before_the_cycle_is_final_holds_only_what_the_screens_show(shared):
    data = frozen(shared)

    text = json.dumps(data, ensure_ascii=False)
    assert [
        secret for secret in ("Rahasia OPD lain", "Pertimbangan rahasia", shared.other_unit.name) if secret in text
    ] == []
    (row,) = data["summary"]["rows"]
    assert row["levels"] == {"claimed": "4.00", "verified": "3.00", "final": None, "external": None}
    assert (row["level"], row["justification"], row["next"]["level"]) == ("4.00", "", 4)
    assert [work["unit"] for work in row["works"]] == [shared.unit.name]


def test_unit_report_of_a_final_cycle_tells_the_verdict_of_its_own_indicators(shared):
    finish(shared)

    data = frozen(shared)

    (row,) = data["summary"]["rows"]
    assert row["levels"] == {"claimed": "4.00", "verified": "3.00", "final": "1.00", "external": None}
    assert (row["justification"], row["next"]["level"]) == ("Pertimbangan rahasia", 2)
    assert "Rahasia OPD lain" not in json.dumps(data)


@pytest.mark.parametrize("asker", ["admin", "assessor", "coordinator"])
def test_unit_report_is_the_same_whoever_asks_because_operators_read_it_too(shared, sent, asker):
    job = services.request_report(assessment=shared.assessment, kind=KIND, unit=shared.unit, by=getattr(shared, asker))
    shared.assessment = Assessment.objects.in_full().get(pk=shared.assessment.pk)
    own = frozen(shared)

    assert ReportJob.objects.visible_to(shared.operator).get() == job
    moment = {"taken_at": ""}
    assert job.frozen["summary"] | moment == own["summary"] | moment
    assert services.request_report(assessment=shared.assessment, kind=KIND, unit=shared.unit, by=shared.operator) == job


@pytest.mark.parametrize(
    ("role", "may"),
    [
        ("operator", True), ("admin", True), ("assessor", True), ("coordinator", True),
        ("other_operator", False), ("technician", False), ("stranger", False),
    ],
)  # fmt: skip
def test_unit_report_may_be_asked_by_its_operators_and_by_who_sees_the_numbers(world, role, may):
    user = getattr(world, role)

    assert DOCUMENT.may_ask(user, world.assessment, world.unit) is may
    assert not DOCUMENT.may_ask(user, world.assessment, None)
    assert not DOCUMENT.may_ask(user, world.assessment, factories.UnitFactory())


def test_unit_report_before_the_cycle_opens_is_not_for_operators(world):
    world.assessment.stage = Stage.PREPARATION

    assert not DOCUMENT.may_ask(world.operator, world.assessment, world.unit)
    assert DOCUMENT.may_ask(world.admin, world.assessment, world.unit)


def test_unit_report_of_another_opd_is_refused_by_the_service(shared, sent):
    with pytest.raises(PermissionDenied):
        services.request_report(assessment=shared.assessment, kind=KIND, unit=shared.unit, by=shared.other_operator)
    assert not ReportJob.objects.exists()


def test_unit_report_of_an_opd_without_indicators_is_refused(world):
    idle = factories.UnitFactory(instansi=world.instansi, name="Dinas Tanpa Tugas")

    with pytest.raises(Refused, match="Dinas Tanpa Tugas belum mendapat indikator"):
        frozen(world, world.admin, idle)


def test_unit_report_keeps_a_draft_of_the_opd_to_itself(world):
    world.answer.status, world.answer.claimed_level, world.answer.facts = Status.DRAFT, 3, "Naskah draf"
    world.answer.save()

    assert "Naskah draf" not in json.dumps(frozen(world))


def test_unit_report_weighs_only_its_own_indicators(shared):
    finish(shared)

    part = from_data(frozen(shared)["summary"])

    (own,) = unit_values(part)
    (same,) = [unit for unit in unit_values(summarise(shared.assessment)) if unit.pk == shared.unit.pk]
    assert own.values == same.values
    assert (own.values["claimed"].exact, own.values["final"].exact) == ("4.00", "1.00")


def test_unit_report_lists_only_its_own_items_of_the_plan(shared):
    mine = {"instansi": shared.instansi, "indicator": shared.indicator, "created_by": shared.admin}
    factories.ActionItemFactory(**mine, unit=shared.unit, text="Kegiatan sendiri")
    factories.ActionItemFactory(**mine, unit=shared.other_unit, text="Kegiatan orang lain")
    factories.ActionItemFactory(**mine, unit=shared.unit, text="Kegiatan tahun lain", year=2025)

    assert [item["text"] for item in frozen(shared)["actions"]] == ["Kegiatan sendiri"]


def test_unit_report_file_is_named_after_the_opd(shared, sent):
    shared.unit.short_name = "Dinas Kominfo"
    shared.unit.save()
    job = services.request_report(assessment=shared.assessment, kind=KIND, unit=shared.unit, by=shared.operator)

    assert services.download_name(job).startswith("Laporan-OPD-Kab-Contoh")
    assert services.download_name(job).endswith("-Dinas-Kominfo-2026-draf.pdf")


def test_unit_report_freezes_in_a_constant_number_of_queries(shared):
    def ask():
        frozen(shared)

    factories.EvidenceFactory(answer=shared.own)
    few = queries_of(ask)
    for indicator in shared.instrument.indicators.order_by("position")[1:]:
        factories.EvidenceFactory(answer=claim(shared, shared.unit, 3, indicator=indicator))
        factories.ActionItemFactory(
            instansi=shared.instansi, indicator=indicator, unit=shared.unit, created_by=shared.admin
        )

    assert queries_of(ask) <= few + 1  # the expected evidence is asked for only where there are items


def order_of(made, **changes):
    data = {"summary": to_data(made), "unit": "Dinas Contoh", "unit_short": "Dinkon", "actions": []}
    return Order(data=data | changes, code="ABCDEFGHIJKL")


def html(made, **changes):
    order = order_of(made, **changes)
    rendering = pytest.importorskip("reports.rendering", exc_type=OSError)
    return html_of(rendering, made, order.data, code="ABCD-EFGH-IJKL")


@needs_pango
def test_unit_report_names_the_final_track_only_once_it_is_final():
    assert '<th scope="row">Final</th>' in html(summary([3]))
    draft = html(summary([3], is_final=False, stage_label="Penilaian"))
    assert '<th scope="row">Final</th>' not in draft
    assert "final <b>" not in draft
    assert "tingkat final dan pertimbangan asesor baru dicetak setelah penilaian final" in draft


@needs_pango
def test_unit_report_says_that_its_value_is_no_index():
    assert "nilai OPD, bukan indeks SPBE" in html(summary([3]))


@needs_pango
def test_unit_report_is_a_tagged_document_with_everything_written_and_reviewed(tmp_path):
    works = (work(review_note="Pasal belum disebut", proofs=(proof(name="sk.pdf", review_label="Perlu perbaikan"),)),)
    made = summary(rows=[row(1, 3, works=works, justification="Sesuai bukti"), row(2, 5, works=works)], is_final=False)

    read, pages = printed(DOCUMENT, order_of(made), tmp_path)

    text = "".join(pages)
    for words in (
        "Laporan OPD", "Dinas Contoh", "Diatur dalam peraturan contoh.", "Pasal belum disebut", "sk.pdf",
        "Perlu perbaikan", "Berikutnya: tingkat 4", "Kriteria 4", "Sudah pada tingkat tertinggi.",
        "Belum ada kegiatan bagi OPD ini.",
    ):  # fmt: skip
        assert compact(words) in text
    assert compact("Kode verifikasi ABCD-EFGH-IJKL") in pages[0]
    assert [page for page in pages if "DRAF" not in page] == []
    assert read.trailer["/Root"]["/Lang"] == "id"
    assert read.metadata.title == "Laporan OPD Dinas Contoh, SPBE Pemerintah Kota Contoh Tahun 2026 (draf)"


@needs_pango
def test_unit_report_shows_hostile_and_endless_texts_and_is_the_same_again(tmp_path):
    bad = work(
        unit=LONG_NAME, facts=HOSTILE + LONG_TEXT[:4000], analysis="W" * 5000, review_note=HOSTILE,
        proofs=(proof(name=HOSTILE, place=HOSTILE, note=LONG_NAME),),
    )  # fmt: skip
    made = summary(rows=[row(1, 3, works=(bad,), short_name=LONG_NAME, justification=HOSTILE)], instansi=HOSTILE)
    action = {
        "label": "Indikator 1", "text": HOSTILE + "W" * 400, "from_level": "2", "to_level": "3", "person": LONG_NAME,
        "deadline": "", "budget": 10**15, "state": "planned", "state_label": "Direncanakan", "percent": 0,
        "is_late": True,
    }  # fmt: skip
    order = order_of(made, unit=LONG_NAME, actions=[action])

    read, pages = printed(DOCUMENT, order, tmp_path, "satu")
    printed(DOCUMENT, order, tmp_path, "dua")

    text = "".join(pages)
    assert compact(HOSTILE.translate({0x202E: None, 0x202C: None})) in text
    assert ("root:x:0" in text, read.attachments) == (False, {})
    assert digest(tmp_path / "satu.pdf") == digest(tmp_path / "dua.pdf")


def test_every_new_kind_is_registered():
    kinds = ReportJob.Kind
    assert {kinds.UNIT, kinds.UNITS, kinds.EXECUTIVE, kinds.PLAN} <= set(DOCUMENTS)
