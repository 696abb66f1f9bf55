"""What an import refuses: a row that stays as it was, and a file that is not taken at all."""

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile

from accounts.refusals import Refused
from assessments.models import Answer, Stage, Verdict
from reports.models import WorksheetDraft
from reports.spreadsheets import imports
from reports.spreadsheets.differences import Outcome
from reports.spreadsheets.values import INDICATORS
from tests import factories
from tests.assessments.scenes import fresh, set_stage, set_status
from tests.reports.worksheets import applied, brought, edited, exported, planned

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("cells", "words"),
    [
        ({"claimed": 6}, "Mandiri: Tingkat harus antara 1 dan 5"),
        ({"claimed": "2,5"}, "Mandiri: Tingkat harus antara 1 dan 5 dengan langkah 1"),
        ({"claimed": "tiga"}, "Mandiri: Masukkan sebuah bilangan"),
        ({"claimed": "=1+2"}, "Mandiri: Sel ini berisi rumus"),
        ({"facts": "=A1"}, "Fakta: Sel ini berisi rumus"),
        ({"facts": "x" * 5001}, "Fakta: Pastikan nilai ini mengandung paling banyak 5000"),
    ],
)
def test_row_with_a_wrong_cell_is_refused_and_stays_as_it_was(world, key, drafted, cells, words):
    data = edited(drafted, key, analysis="Ikut tidak tersimpan", **cells)
    _, plan = planned(world, data, world.operator)
    (row,) = plan.rows
    assert row.outcome == Outcome.REJECT
    assert words in row.problems[0]
    ((result, text),) = applied(world, data, world.operator)
    assert (result, words in text) == ("refused", True)
    assert (fresh(world.answer).version, fresh(world.answer).analysis) == (2, "Analisis")


@pytest.mark.parametrize(
    ("status", "words"), [("submitted", "berstatus diajukan"), ("verified", "berstatus diverifikasi")]
)
def test_answer_that_was_handed_in_is_refused(world, key, drafted, status, words):
    set_status(world.answer, status, level=2)
    _, plan = planned(world, edited(drafted, key, facts="Baru"), world.operator)
    assert (plan.rows[0].outcome, words in plan.rows[0].problems[0]) == (Outcome.REJECT, True)


def test_closed_stage_is_told_by_its_own_words(world, key, drafted):
    set_stage(world.assessment, Stage.SCORING)
    _, plan = planned(world, edited(drafted, key, facts="Baru"), world.operator)
    assert "tahap Penilaian asesor" in plan.rows[0].problems[0]


def test_review_needs_its_level(world, key):
    set_status(world.answer, "submitted", level=3)
    data = edited(exported(world.assessment, world.admin), key, note="Tolong lengkapi")
    ((result, text),) = applied(world, data, world.admin)
    assert (result, text) == (
        "refused", "Verifikasi: isi tingkatnya. Untuk mengembalikan isian, buka halaman isian itu.",
    )  # fmt: skip
    assert fresh(world.answer).status == "submitted"


def test_verdict_needs_its_reason(world):
    set_stage(world.assessment, Stage.SCORING)
    data = edited(exported(world.assessment, world.assessor), world.indicator.code, sheet=INDICATORS, final=3)
    ((result, text),) = applied(world, data, world.assessor)
    assert result == "refused"
    assert text.startswith("Pertimbangan:")
    assert not Verdict.objects.exists()


def test_refusal_of_the_door_leaves_the_row_and_the_others_go_on(world):
    """An answer that still waits for the admin blocks its verdict: only the step itself knows that."""
    set_stage(world.assessment, Stage.SCORING)
    data = exported(world.assessment, world.assessor)
    second = world.instrument.indicators.order_by("position")[1]
    for indicator in (world.indicator, second):
        data = edited(data, indicator.code, sheet=INDICATORS, final=3, justification="Cukup.")
    set_status(world.answer, "submitted", level=3)
    assert applied(world, data, world.assessor) == [
        ("refused", "Masih ada isian yang menunggu verifikasi Diskominfo untuk indikator ini."),
        ("applied", "Final, Pertimbangan"),
    ]
    assert list(Verdict.objects.values_list("indicator", flat=True)) == [second.pk]


def test_operator_cannot_reach_another_opd_through_a_file(world, key):
    """A file of the admin's holds every OPD; in an operator's hands only his own rows count."""
    other = factories.AnswerFactory(
        assignment=factories.AssignmentFactory(
            assessment=world.assessment, unit=world.other_unit, indicator=world.indicator
        )
    )
    data = edited(exported(world.assessment, world.admin), f"A{other.pk}", facts="Dari OPD lain", claimed=5)
    ((result, text),) = applied(world, data, world.operator)
    assert (result, text) == ("refused", "Baris ini tidak ada di portal, atau bukan bagian Anda.")
    assert Answer.objects.get(pk=other.pk).status == "empty"


def test_file_of_another_assessment_or_institution_is_refused(world, drafted):
    stranger = factories.AssessmentFactory(instrument=world.instrument)
    next_year = factories.AssessmentFactory(instrument=world.instrument, instansi=world.instansi, year=2027)
    foreign = exported(stranger, factories.UserFactory(instansi=stranger.instansi, role="admin"))
    with pytest.raises(Refused, match="bukan penilaian yang sedang Anda buka"):
        brought(world, foreign, world.admin)
    with pytest.raises(Refused, match="bukan penilaian yang sedang Anda buka"):
        imports.start(next_year, SimpleUploadedFile("a.xlsx", drafted), name="a.xlsx", by=world.operator)
    assert not WorksheetDraft.objects.exists()


def test_file_of_another_instrument_is_refused(world, drafted):
    world.instrument.checksum = "f" * 64
    world.instrument.save()
    world.assessment.refresh_from_db()
    with pytest.raises(Refused, match="instrumen yang lain"):
        brought(world, drafted, world.operator)


@pytest.mark.parametrize("role", ["coordinator", "technician", "stranger"])
def test_who_writes_nothing_brings_nothing_back(world, drafted, role):
    with pytest.raises(PermissionDenied):
        brought(world, drafted, getattr(world, role))
