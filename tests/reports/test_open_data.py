"""Data for publication: final numbers alone, in a form that is described, recomputed by a stranger, and repeatable."""

import json
import subprocess
import sys
from fractions import Fraction
from pathlib import Path

import pytest
from django.conf import settings
from django.utils import timezone
from django.utils.text import slugify
from jsonschema import Draft202012Validator

from accounts.refusals import Refused
from assessments.models import Stage
from reports import services
from reports.documents import DOCUMENTS, Ask, Order
from reports.documents.open_data import public_content
from reports.models import JobState, ReportJob
from results.exporting import content_of, sealed
from results.summaries import summarise
from tests.results import samples
from tools.check_score import problems

KIND = ReportJob.Kind.OPEN_DATA
DOCUMENT = DOCUMENTS[KIND]
SCHEMA = json.loads((Path(settings.BASE_DIR) / "reports/documents/open_data.schema.json").read_text())
CHECKER = Path(settings.BASE_DIR) / "tools" / "check_score.py"


def wrong(content):
    return [error.message for error in Draft202012Validator(SCHEMA).iter_errors(json.loads(sealed(content)))]


@pytest.fixture
def final(scored):
    """The scored assessment, finalised."""
    scored.assessment.stage = Stage.FINAL
    scored.assessment.finalised_at, scored.assessment.finalised_by = timezone.now(), scored.coordinator
    scored.assessment.save()
    return scored


def made(world, tmp_path, options=None):
    data = json.loads(json.dumps(DOCUMENT.freeze(Ask(world.assessment, world.admin, options=options or {}))))
    target = tmp_path / "data.json"
    DOCUMENT.make(Order(data=data, format="json"), target, lambda step, percent: None)
    return target.read_bytes()


def test_draft_is_refused(scored):
    with pytest.raises(Refused, match="sudah final"):
        DOCUMENT.freeze(Ask(scored.assessment, scored.admin))


def test_schema_is_a_schema_and_the_file_keeps_to_it(final, tmp_path):
    Draft202012Validator.check_schema(SCHEMA)
    file = json.loads(made(final, tmp_path))
    assert [error.message for error in Draft202012Validator(SCHEMA).iter_errors(file)] == []


@pytest.mark.parametrize(
    "spoil",
    [
        lambda content: content.update(finalised_by="Ni Luh Contoh"),
        lambda content: content["indicators"][0].update(facts="Diatur dalam Perwali"),
        lambda content: content["indicators"][0]["levels"].update(claimed="4"),
        lambda content: content["tracks"]["final"]["index"].update(sum=2.35),
        lambda content: content["tracks"].update(claimed=content["tracks"]["final"]),
        lambda content: content.update(units=[{"name": "Dinas"}]),
        lambda content: content.update(is_final=False),
        lambda content: content.pop("licence"),
    ],
)
def test_schema_refuses_what_is_not_public(spoil):
    content = public_content(samples.summary([3, 4], [2, 5]), licence="CC0-1.0")
    assert wrong(content) == []
    spoil(content)
    assert len(wrong(content)) == 1


def test_file_is_recomputed_by_the_program_that_shares_nothing_with_the_portal(final, tmp_path):
    text = made(final, tmp_path).decode()
    done = subprocess.run(
        [sys.executable, "-S", "-E", CHECKER, tmp_path / "data.json"], capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stdout) == (0, "Semua angka cocok.\n")
    content = json.loads(text)["content"]
    content["indicators"][0]["levels"]["final"] = "5"
    assert problems(sealed(content).decode()) != []


def test_numbers_are_those_of_the_exported_score(final, tmp_path):
    content, score = json.loads(made(final, tmp_path))["content"], content_of(summarise(final.assessment))
    track = content["tracks"]["final"]
    for kind in ("domains", "aspects"):
        bare = {
            code: {name: value[name] for name in ("sum", "weight", "answered", "shown")}
            for code, value in track[kind].items()
        }
        assert bare == score["tracks"]["final"][kind]
    assert track["predikat"] == score["tracks"]["final"]["predikat"]
    assert [row["levels"]["final"] for row in content["indicators"]] == [
        row["levels"]["final"] for row in score["indicators"]
    ]
    assert {name: content["instrument"][name] for name in score["instrument"]} == score["instrument"]


def test_exact_value_is_the_reduced_fraction_and_shown_its_rounding():
    content = public_content(samples.summary([3, 4], [3]), licence="x")
    index = content["tracks"]["final"]["index"]
    assert index == {"answered": 3, "exact": "10/3", "shown": "3.33", "sum": "1000", "weight": 300}
    assert Fraction(index["exact"]) == Fraction(index["sum"]) / index["weight"]


def test_nobody_is_named_and_nothing_written_by_an_opd_goes_along(final, tmp_path):
    text = made(final, tmp_path).decode()
    people = (final.admin, final.assessor, final.coordinator, final.operator, final.other_operator)
    said = [str(person) for person in people] + ["Fakta contoh", "Analisis contoh", "Sesuai bukti"]
    said += [final.unit.name, final.other_unit.name, '"claimed"', '"verified"']
    assert [words for words in said if words in text] == []


def test_file_is_the_same_for_the_same_result(final, tmp_path):
    first = made(final, tmp_path)
    final.assessment.refresh_from_db()
    assert made(final, tmp_path) == first


def test_licence_is_what_was_chosen(final, tmp_path):
    assert json.loads(made(final, tmp_path))["content"]["licence"] == "belum ditetapkan"
    chosen = made(final, tmp_path, {"licence": "CC-BY-4.0"})
    assert json.loads(chosen)["content"]["licence"] == "CC-BY-4.0"


def test_job_writes_the_file(final, sent):
    job = services.request_report(assessment=final.assessment, kind=KIND, format="json", by=final.admin)
    services.render(job.pk)
    job = ReportJob.objects.get(pk=job.pk)
    assert (job.state, job.failure) == (JobState.DONE, "")
    assert problems(Path(job.file.path).read_text()) == []
    name = slugify(final.instansi.short_name).title()
    assert services.download_name(job) == f"Data-Terbuka-SPBE-{name}-2026.json"
