"""What a code tells, and what it keeps to itself."""

import copy
import datetime
from decimal import Decimal

import pytest
from django.utils import timezone

from reports import verification
from reports.models import JobState, ReportJob, SignedCopy
from results.freezing import to_data
from results.summaries import summarise
from tests import factories

LATER = timezone.now() + datetime.timedelta(hours=1)
DONE = {"file": "a.pdf", "sha256": "a" * 64, "size": 4711}


@pytest.fixture
def done(scored, make_job):
    return make_job(JobState.DONE, code="ABCDEFGHJKLM", **DONE)


@pytest.fixture
def newer(make_job):
    """`newer(**changes)`: another finished document, asked for an hour later."""

    def make(**changes):
        made = {"finished_at": LATER, "code": "NNNNNNNNNNNN"} | DONE | changes
        job = make_job(made.pop("state", JobState.DONE), **made)
        ReportJob.objects.filter(pk=job.pk).update(requested_at=LATER)
        return job

    return make


def changed(job, **heading):
    """What the job froze, with another word in its heading."""
    data = copy.deepcopy(job.frozen)
    data["summary"]["heading"] |= {"stage_label": "Lain"} | heading
    return data


@pytest.mark.parametrize(
    "typed",
    [
        "ABCDEFGOIKLB", "abcdefgoiklb", "ABCD-EFGO-IKLB", " abcd efgo iklb ", "ABCD\u2013EFG0\u20111KL8",
        "ABCD\u00a0EFGO\u200bIKLB", "https://spbe.contoh.go.id/v/ABCDEFGOIKLB/", "spbe.contoh.go.id/v/ABCD-EFGO-IKLB",
        "Kode verifikasi: ABCD-EFGO-IKLB",
    ],
)  # fmt: skip
def test_readable_forgives_case_spaces_hyphens_and_look_alikes(typed):
    assert verification.readable(typed) == "ABCDEFGOIKLB"


@pytest.mark.parametrize(
    "typed", ["", "ABCDEFGHJKL", "ABCDEFGHJKLMN", "ABCDEFGHJKL9", "ABCDEFGHJKL?", "ÀBCDEFGHJKLM", "A" * 10_000]
)
def test_readable_of_what_can_be_no_code_is_empty(typed):
    assert verification.readable(typed) == ""


def test_find_tells_what_the_document_says(world, done):
    found = verification.find(done.code)

    assert (found.title, found.instansi, found.year, found.format) == (
        "Laporan Hasil Penilaian Mandiri", world.instansi.name, world.assessment.year, "PDF",
    )  # fmt: skip
    assert (found.indeks, found.predikat, found.is_provisional) == (Decimal("3.00"), "Baik", False)
    assert (found.is_final, found.is_expired, found.made_at) == (False, False, done.finished_at)
    assert [(copy.sha256, copy.size) for copy in found.files] == [("a" * 64, 4711)]
    assert (found.signed, found.newer_at) == ((), None)


def test_find_names_no_person(world, done):
    factories.SignedCopyFactory(job=done, uploaded_by=world.admin)
    told = repr(verification.find(done.code))

    names = [person.full_name for person in (world.admin, world.coordinator, world.operator)] + ["Ni Made Contoh"]
    assert [name for name in names if name in told] == []


@pytest.mark.parametrize("code", ["", "ABCDEFGHJKLN", "'; drop"])
def test_find_of_an_unknown_code_is_nothing(done, code):
    assert verification.find(code) is None


@pytest.mark.parametrize("state", [JobState.QUEUED, JobState.RUNNING, JobState.FAILED, JobState.CANCELLED])
def test_find_of_a_job_that_never_finished_is_nothing(make_job, state):
    ended = {"finished_at": timezone.now()} if state == JobState.CANCELLED else {}
    assert verification.find(make_job(state, **ended).code) is None


def test_find_of_a_unit_report_keeps_the_institutions_index(world, scored, make_job):
    job = make_job(JobState.DONE, kind="unit", unit=world.unit, **DONE)
    found = verification.find(job.code)

    assert (found.title, found.indeks, found.predikat) == (f"Laporan OPD {world.unit.name}", None, "")


@pytest.mark.parametrize("kind", ["meeting", "bundle", "plan", "units"])
def test_find_of_a_kind_without_index_keeps_it(scored, make_job, kind):
    assert verification.find(make_job(JobState.DONE, kind=kind, **DONE).code).indeks is None


def test_find_names_a_unit_as_its_document_does(world, scored, make_job):
    frozen = {"summary": to_data(summarise(world.assessment)), "unit": "Dinas Lama"}
    job = make_job(JobState.DONE, kind="unit", unit=world.unit, frozen=frozen, **DONE)

    assert verification.find(job.code).title == "Laporan OPD Dinas Lama"


@pytest.mark.parametrize("own_word", [{}, {"is_draft": False}])
def test_find_calls_a_draft_what_calls_itself_one(world, scored, make_job, own_word):
    frozen = {"summary": to_data(summarise(world.assessment))} | own_word
    found = verification.find(make_job(JobState.DONE, frozen=frozen, **DONE).code)

    assert (found.is_draft, found.is_final) == (not own_word, False)


def test_find_tells_the_exact_index_where_rounding_would_mislead(scored, make_job):
    job = make_job(JobState.DONE, **DONE)
    assert verification.find(job.code).exact == ""

    questionnaire = job.frozen["summary"]["questionnaire"]
    questionnaire["scale_step"] = "0.01"
    level = job.frozen["summary"]["rows"][0]
    level["levels"]["final"] = level["level"] = "2.99"
    next(band for band in questionnaire["bands"] if band["name"] == "Baik")["floor"] = "3.00"
    ReportJob.objects.filter(pk=job.pk).update(frozen=job.frozen)
    found = verification.find(job.code)
    assert (found.indeks, found.predikat, found.exact) == (Decimal("3.00"), "Cukup", "2.9975")


def test_find_of_an_expired_draft_keeps_its_hash(scored, make_job):
    job = make_job(
        JobState.EXPIRED, file="", sha256="b" * 64, size=9, finished_at=timezone.now(), expires_at=timezone.now()
    )
    found = verification.find(job.code)

    assert (found.is_expired, found.files[0].sha256, found.compare("b" * 64)) == (True, "b" * 64, "same")


def test_find_without_frozen_data_still_names_the_institution(world, make_job):
    found = verification.find(make_job(JobState.DONE, frozen=None, **DONE).code)

    assert (found.instansi, found.indeks, found.taken_at) == (world.instansi.name, None, None)


def test_find_of_a_code_made_twice_knows_both_files(done, newer):
    newer(code=done.code, sha256="c" * 64)
    found = verification.find(done.code)

    assert [copy.sha256 for copy in found.files] == ["c" * 64, "a" * 64]
    assert (found.made_at, found.newer_at) == (LATER, None)


def test_newer_document_of_the_same_kind_replaces(done, newer):
    newer(frozen=changed(done))
    assert verification.find(done.code).newer_at == LATER
    assert verification.find("NNNNNNNNNNNN").newer_at is None


@pytest.mark.parametrize("changes", [{"kind": "executive"}, {"format": "docx"}, {"state": JobState.FAILED}])
def test_other_document_does_not_replace(done, newer, changes):
    newer(frozen=changed(done), **changes)
    assert verification.find(done.code).newer_at is None


def test_newer_document_that_says_the_same_does_not_replace(done, newer):
    again = copy.deepcopy(done.frozen)
    again["summary"]["taken_at"] = LATER.isoformat()
    newer(frozen=again, options={"without": ["preface"]})

    assert verification.find(done.code).newer_at is None


@pytest.mark.parametrize("kind", ["statement", "publication"])
def test_letter_with_another_number_replaces(scored, make_job, newer, kind):
    first = make_job(JobState.DONE, kind=kind, options={"number": ""}, **DONE)
    newer(kind=kind, frozen=first.frozen, options={"number": "045/321"})

    assert verification.find(first.code).newer_at == LATER


def test_document_of_another_assessment_does_not_replace(done, newer):
    job = newer(frozen=changed(done))
    ReportJob.objects.filter(pk=job.pk).update(assessment=factories.AssessmentFactory())

    assert verification.find(done.code).newer_at is None


MEETING = {"title": "Evaluasi", "date": "2026-11-12", "discussion": "Pembahasan"}


@pytest.mark.parametrize(
    ("options", "replaces"),
    [
        ({"title": "Persiapan"}, False),
        ({"date": "2026-11-19"}, False),
        ({"discussion": "Pembahasan, diperbaiki"}, True),
    ],
)
def test_corrected_notes_replace_those_of_the_same_meeting_alone(scored, make_job, newer, options, replaces):
    first = make_job(JobState.DONE, kind="meeting", options=MEETING, **DONE)
    newer(kind="meeting", frozen=first.frozen, options=MEETING | options)

    assert verification.find(first.code).newer_at == (LATER if replaces else None)


@pytest.mark.parametrize(("key", "replaces"), [("1" * 64, True), ("2" * 64, False)])
def test_bundle_replaces_one_of_the_same_choice_alone(scored, make_job, newer, key, replaces):
    first = make_job(JobState.DONE, kind="bundle", request_key="1" * 64, **DONE)
    newer(kind="bundle", request_key=key, frozen=changed(first))

    assert verification.find(first.code).newer_at == (LATER if replaces else None)


def test_draft_does_not_replace_a_final_document(done, newer):
    ReportJob.objects.filter(pk=done.pk).update(frozen=changed(done, is_final=True))
    job = newer(frozen=changed(done, is_final=False))
    assert verification.find(done.code).newer_at is None

    done.frozen["summary"]["questionnaire"]["code"] = "lain"
    ReportJob.objects.filter(pk=job.pk).update(frozen=changed(done, is_final=True))
    assert verification.find(done.code).newer_at == LATER


@pytest.mark.parametrize(
    "typed",
    ["a" * 64, "A" * 64, f" {'a' * 64} ", f"{'a' * 64}  berkas.pdf", f"SHA256: {'a' * 64}", " ".join(["aa"] * 32)],
)
def test_compare_reads_a_hash_as_commands_print_it(done, typed):
    assert verification.find(done.code).compare(typed) == "same"


@pytest.mark.parametrize(
    ("typed", "result"),
    [("b" * 64, "different"), ("a" * 63, "unreadable"), ("a" * 65, "unreadable"), ("halo", "unreadable")],
)
def test_compare_of_another_or_no_hash(done, typed, result):
    assert verification.find(done.code).compare(typed) == result


BROKEN = [factories.SIGNATURE | {"is_intact": False}]
UNKNOWN = [factories.SIGNATURE | {"is_intact": None}]
STAMPED = [factories.SIGNATURE, factories.SIGNATURE | {"is_stamp": True, "is_intact": None}]


@pytest.mark.parametrize(
    ("changes", "result"),
    [
        ({}, "signed"),
        ({"signatures": STAMPED}, "signed"),
        ({"begins_with_original": False}, "rewritten"),
        ({"is_covered": False}, "rewritten"),
        ({"signatures": BROKEN}, "rewritten"),
        ({"signatures": UNKNOWN}, "rewritten"),
        ({"is_signed": False, "is_covered": False, "signatures": []}, "unsigned"),
    ],
)
def test_compare_says_what_kind_of_copy_it_is(done, changes, result):
    copy = factories.SignedCopyFactory(job=done, **changes)
    assert verification.find(done.code).compare(copy.sha256) == result


def test_compare_of_the_original_uploaded_again_is_the_same(done):
    factories.SignedCopyFactory(job=done, sha256=done.sha256, is_signed=False, is_covered=False, signatures=[])
    assert verification.find(done.code).compare(done.sha256) == "same"


def test_find_asks_a_constant_number_of_queries(done, newer, django_assert_num_queries):
    for number in range(3):
        newer(code=done.code, sha256=str(number) * 64)
        factories.SignedCopyFactory(job=done)
    assert SignedCopy.objects.count() == 3

    with django_assert_num_queries(5):  # jobs, reports in ZIPs, the frozen data of one, copies, what is newer
        verification.find(done.code)
