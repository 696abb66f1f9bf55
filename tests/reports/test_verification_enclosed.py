"""Reports that people took out of a ZIP: their codes are known as those of reports made alone."""

import copy
import datetime

import pytest
from django.utils import timezone

from assessments.models import Assessment
from reports import services, verification
from reports.documents import Ask, unit, units
from reports.models import Format, JobState, ReportJob
from tests import factories

CODE, ANOTHER, ZIP_CODE = "ABCDEFGHJKLM", "NNNNNNNNNNNN", "ZZZZZZZZZZZZ"
LATER = timezone.now() + datetime.timedelta(hours=1)
LATEST = LATER + datetime.timedelta(hours=1)
SINGLE = {"kind": "unit", "file": "a.pdf", "sha256": "a" * 64, "size": 4711}
BATCH = {"kind": "units", "format": Format.ZIP, "code": ZIP_CODE, "file": "a.zip", "sha256": "e" * 64, "size": 99_000}
EXPIRED = {"state": JobState.EXPIRED, "file": "", "expires_at": timezone.now(), "finished_at": timezone.now()}


@pytest.fixture
def frozen(scored):
    """What a single report of the first OPD and the ZIP of all of them are made from, in the same moment."""
    assessment = Assessment.objects.in_full().get(pk=scored.assessment.pk)
    return {
        "single": unit.DOCUMENT.freeze(Ask(assessment, scored.admin, scored.unit)),
        "batch": units.DOCUMENT.freeze(Ask(assessment, scored.admin)),
    }


@pytest.fixture
def make(world, frozen, make_job):
    """`make("single" | "batch", ...)`: a finished job whose report of the first OPD has this code; `at` is when."""

    def made(way, code=CODE, *, at=None, sha256="b" * 64, **changes):
        single = SINGLE | {"unit": world.unit, "code": code, "sha256": sha256}
        own = {"state": JobState.DONE, "frozen": frozen[way]} | (single if way == "single" else BATCH)
        values = own | ({"finished_at": at} if at else {}) | changes
        job = make_job(values.pop("state"), **values)
        if at:
            ReportJob.objects.filter(pk=job.pk).update(requested_at=at)
        if way == "batch":
            factories.EnclosedReportFactory(job=job, unit=world.unit, code=code, sha256=sha256, size=4712)
            factories.EnclosedReportFactory(job=job, unit=world.other_unit, sha256="d" * 64)
        return job

    return made


def changed(data, unit=None, **heading):
    """The frozen data with another word from this OPD, or in the heading."""
    data = copy.deepcopy(data)
    data["summary"]["heading"] |= heading
    for row in data["summary"]["rows"]:
        for work in row["works"]:
            if unit and work["unit_id"] == unit.pk:
                work["facts"] = "Fakta yang diperbaiki"
    return data


def test_report_out_of_a_zip_is_told_as_one_made_alone(world, make):
    job = make("batch")
    found = verification.find(CODE)

    assert (found.code, found.title, found.format) == (CODE, f"Laporan OPD {world.unit.name}", "PDF")
    assert (found.instansi, found.year, found.made_at) == (world.instansi.name, world.assessment.year, job.finished_at)
    assert (found.is_final, found.is_draft, found.is_demo, found.is_expired) == (False, True, False, False)
    assert (found.indeks, found.predikat, found.newer_at) == (None, "", None)
    assert found.taken_at.isoformat() == job.frozen["summary"]["taken_at"]
    assert [(row.sha256, row.size, row.at, row.result) for row in found.files] == [
        ("b" * 64, 4712, job.finished_at, "same")
    ]


@pytest.mark.parametrize("word", ["is_final", "is_demo"])
def test_report_out_of_a_zip_says_what_its_heading_says(frozen, make, word):
    make("batch", frozen=changed(frozen["batch"], **{word: True}))
    found = verification.find(CODE)

    assert getattr(found, word) is True
    assert found.is_draft is (word != "is_final")


def test_report_out_of_a_zip_names_its_opd_as_printed(make):
    job = make("batch")
    printed = {}
    for row in job.enclosed.select_related("unit"):
        printed[row.code] = f"Laporan OPD {row.unit.name}"
        row.unit.name = f"Dinas Baru {row.unit.pk}"
        row.unit.save()

    assert len(printed) == 2
    assert {code: verification.find(code).title for code in printed} == printed


def test_report_out_of_a_zip_without_frozen_data_still_has_a_name(world, make):
    make("batch", frozen=None)

    assert verification.find(CODE).title == f"Laporan OPD {world.unit.name}"


def test_report_out_of_a_zip_tells_nothing_of_the_others_in_it(world, make):
    elsewhere = factories.EnclosedReportFactory()
    make("batch")
    told = repr(verification.find(CODE))

    secrets = [world.other_unit.name, world.other_unit.short_name, elsewhere.unit.name, ZIP_CODE, "d" * 64, "e" * 64]
    assert [secret for secret in secrets if secret in told] == []
    assert world.other_unit.name not in verification.find(elsewhere.code).title


@pytest.mark.parametrize("order", [("single", "batch"), ("batch", "single")])
def test_report_made_alone_and_in_a_zip_is_the_same_either_way(make, order):
    first, second = order
    make(first, sha256="b" * 64)
    make(second, sha256="c" * 64, at=LATER)
    found = verification.find(CODE)

    assert [row.sha256 for row in found.files] == ["c" * 64, "b" * 64]
    assert (found.made_at, found.newer_at) == (LATER, None)
    assert [found.compare(letter * 64) for letter in "bcde"] == ["same", "same", "different", "different"]


def test_signed_copy_of_the_report_made_alone_is_known_beside_the_one_in_the_zip(make):
    signed = factories.SignedCopyFactory(job=make("single"))
    foreign = factories.SignedCopyFactory(job=make("batch", at=LATER))
    found = verification.find(CODE)

    assert (found.compare(signed.sha256), found.compare(foreign.sha256)) == ("signed", "different")


@pytest.mark.parametrize("state", [JobState.QUEUED, JobState.RUNNING, JobState.FAILED, JobState.CANCELLED])
def test_report_in_a_zip_that_was_never_finished_is_unknown(make, state):
    make("batch", state=state)

    assert verification.find(CODE) is None


@pytest.mark.parametrize("gone", [("single", "batch"), ("single",), ("batch",)])
def test_report_is_expired_when_no_file_of_it_is_left(make, gone):
    for way, letter in (("single", "b"), ("batch", "c")):
        make(way, sha256=letter * 64, **(EXPIRED if way in gone else {}))
    found = verification.find(CODE)

    assert found.is_expired is (len(gone) == 2)
    assert (found.compare("b" * 64), found.compare("c" * 64)) == ("same", "same")


def test_report_is_known_when_its_zip_was_removed(make):
    job = make("batch", expires_at=timezone.now())

    assert services.expire() == 1
    job.refresh_from_db()
    assert job.state == JobState.EXPIRED
    found = verification.find(CODE)
    assert (found.is_expired, found.compare("b" * 64)) == (True, "same")


WAYS = [(old, new) for old in ("single", "batch") for new in ("single", "batch")]


@pytest.mark.parametrize(("old", "new"), WAYS)
def test_newer_report_that_says_something_else_replaces_wherever_it_comes_from(world, frozen, make, old, new):
    make(old)
    make(new, ANOTHER, at=LATER, frozen=changed(frozen[new], world.unit))

    assert (verification.find(CODE).newer_at, verification.find(ANOTHER).newer_at) == (LATER, None)


@pytest.mark.parametrize(("old", "new"), WAYS)
def test_newer_report_that_says_the_same_replaces_nothing(frozen, make, old, new):
    again = copy.deepcopy(frozen[new])
    again["summary"]["taken_at"] = LATER.isoformat()
    make(old)
    make(new, ANOTHER, at=LATER, frozen=again)

    assert verification.find(CODE).newer_at is None


@pytest.mark.parametrize("old", ["single", "batch"])
def test_newer_zip_in_which_only_another_opd_says_something_else_replaces_nothing(world, frozen, make, old):
    make(old)
    make("batch", ANOTHER, at=LATER, frozen=changed(frozen["batch"], world.other_unit))

    assert verification.find(CODE).newer_at is None


def test_newer_report_of_another_opd_replaces_nothing(world, frozen, make):
    make("batch")
    make("single", ANOTHER, at=LATER, unit=world.other_unit, frozen=changed(frozen["single"], world.unit))

    assert verification.find(CODE).newer_at is None


def test_newer_zip_without_this_opd_or_of_another_assessment_replaces_nothing(world, frozen, make):
    make("single")
    without = make("batch", ANOTHER, at=LATER, frozen=changed(frozen["batch"], world.unit))
    without.enclosed.filter(unit=world.unit).delete()
    foreign = make("batch", ANOTHER, at=LATER, frozen=changed(frozen["batch"], world.unit))
    assert verification.find(CODE).newer_at == LATER

    ReportJob.objects.filter(pk=foreign.pk).update(assessment=factories.AssessmentFactory())
    assert verification.find(CODE).newer_at is None


@pytest.mark.parametrize("state", [JobState.RUNNING, JobState.FAILED])
def test_newer_zip_that_was_never_finished_replaces_nothing(world, frozen, make, state):
    make("batch")
    make("batch", ANOTHER, at=LATER, state=state, frozen=changed(frozen["batch"], world.unit))

    assert verification.find(CODE).newer_at is None


@pytest.mark.parametrize(("old", "new"), WAYS)
def test_draft_takes_no_final_reports_place_as_another_final_one_does(world, frozen, make, old, new):
    make(old, frozen=changed(frozen[old], is_final=True))
    make(new, ANOTHER, at=LATER, frozen=changed(frozen[new], world.unit))
    assert verification.find(CODE).newer_at is None

    make(new, ANOTHER, at=LATEST, frozen=changed(frozen[new], world.unit, is_final=True))
    assert verification.find(CODE).newer_at == LATEST


def test_report_that_is_made_again_after_another_is_the_newest_once_more(world, frozen, make):
    make("single")
    make("batch", ANOTHER, at=LATER, frozen=changed(frozen["batch"], world.unit))
    assert verification.find(CODE).newer_at == LATER

    make("batch", at=LATEST)
    assert (verification.find(CODE).newer_at, verification.find(ANOTHER).newer_at) == (None, LATEST)


def test_report_asked_for_last_counts_where_it_was_made_first(world, frozen, make):
    """A long ZIP that was asked for first may be finished last."""
    slow = make("batch")
    ReportJob.objects.filter(pk=slow.pk).update(finished_at=LATEST + datetime.timedelta(hours=1))
    make("single", ANOTHER, at=LATER, frozen=changed(frozen["single"], world.unit))
    make("single", at=LATEST, sha256="c" * 64)

    assert verification.find(CODE).newer_at is None


def test_zip_has_a_newer_one_of_its_own(world, frozen, make):
    make("batch")
    newest = make("batch", ANOTHER, at=LATER, frozen=changed(frozen["batch"], world.other_unit))
    ReportJob.objects.filter(pk=newest.pk).update(code="YYYYYYYYYYYY")
    found = verification.find(ZIP_CODE)

    assert (found.title, found.format, found.newer_at) == ("Laporan semua OPD", "ZIP", LATER)


@pytest.mark.parametrize("more", [0, 3])
def test_find_asks_as_many_queries_however_many_files_there_are(world, frozen, make, more, django_assert_num_queries):
    for number in range(1 + more):
        factories.SignedCopyFactory(job=make("single", sha256=f"{number}" * 64))
        make("batch", at=LATER, sha256=f"{number + 4}" * 64)
    make("batch", ANOTHER, at=LATEST, frozen=changed(frozen["batch"], world.unit))

    with django_assert_num_queries(5):  # jobs, reports in ZIPs, the frozen data of one, copies, what is newer
        found = verification.find(CODE)
    assert (len(found.files), found.newer_at) == (2 * (1 + more), LATEST)
