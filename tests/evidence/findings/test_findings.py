"""Warnings are made anew when their causes change, written only then, and never in a frozen assessment."""

import datetime
import io
import threading

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from kombu.exceptions import OperationalError

from assessments.models import Assessment, Assignment, Stage
from evidence import examining, findings, services
from evidence.findings.facts import checked
from evidence.measuring.paper import Paper, pdf
from evidence.models import Document, Evidence, Finding
from evidence.tasks import check_findings
from tests import factories
from tests.evidence.scenes import criterion_of, set_stage


@pytest.fixture
def evidence(world):
    """A document of several pages, linked at level 2 without a place."""
    document = factories.DocumentFactory(unit=world.unit, uploaded_by=world.operator, pages=9)
    return factories.EvidenceFactory(answer=world.answer, document=document, criterion=criterion_of(world.answer))


def change(evidence, **values) -> None:
    Document.objects.filter(pk=evidence.document_id).update(**values)


def rules_of(evidence) -> list[str]:
    return list(Finding.objects.filter(evidence=evidence).order_by("pk").values_list("rule", flat=True))


def test_warnings_follow_their_causes(evidence):
    assert findings.check_document(evidence.document_id) == 1
    assert rules_of(evidence) == ["no_place"]
    change(evidence, standing="draft")
    factories.ReadingFactory(document=evidence.document, has_text=False)
    assert findings.check_document(evidence.document_id) == 1
    assert rules_of(evidence) == ["draft", "no_place", "no_text"]
    change(evidence, standing="enacted", pages=1)
    evidence.document.reading.delete()
    assert findings.check_document(evidence.document_id) == 1
    assert rules_of(evidence) == []


def test_unchanged_warnings_are_not_written_again(evidence):
    findings.check_document(evidence.document_id)
    before = list(Finding.objects.values_list("pk", flat=True))
    with CaptureQueriesContext(connection) as asked:
        assert findings.check_document(evidence.document_id) == 0
    assert list(Finding.objects.values_list("pk", flat=True)) == before
    assert [query["sql"][:6] for query in asked] == ["SELECT"] * len(asked)


def test_same_rule_with_another_text_is_written_anew(evidence):
    change(evidence, revoked_by="Perwali 1/2025", revoked_on=datetime.date(2025, 1, 1), pages=1)
    findings.check_document(evidence.document_id)
    change(evidence, revoked_by="Perwali 2/2025")
    assert findings.check_document(evidence.document_id) == 1
    assert "Perwali 2/2025" in Finding.objects.get().text


def test_frozen_assessment_is_left_alone(world, evidence):
    set_stage(world.assessment, Stage.FINAL)
    assert (findings.check_document(evidence.document_id), findings.check_all()) == (0, 0)
    assert rules_of(evidence) == []


def test_assessment_frozen_in_between_is_left_alone(world, evidence):
    rows = list(checked())
    set_stage(world.assessment, Stage.FINAL)
    assert findings.check(rows) == 0
    assert rules_of(evidence) == []


def test_removed_evidence_is_not_checked(world, evidence):
    services.remove(evidence, by=world.operator)
    assert findings.check_document(evidence.document_id) == 0


def test_link_is_not_checked(world):
    row = factories.EvidenceFactory(
        answer=world.answer, document=None, link="https://jdih.contoh.go.id/1", added_by=world.operator
    )
    assert findings.check_all() == 0
    assert rules_of(row) == []


def test_older_version_is_warned_about_once_the_newer_comes_and_not_when_it_is_deleted(world, evidence):
    change(evidence, pages=1)
    newer = factories.DocumentFactory(unit=world.unit, replaces=evidence.document, name="SK baru.pdf")
    assert findings.check_document(newer.pk) == 1
    assert "SK baru.pdf" in Finding.objects.get(rule="replaced").text
    Document.objects.filter(pk=newer.pk).update(deleted_at=newer.uploaded_at, deleted_by=world.operator)
    assert findings.check_document(newer.pk) == 1
    assert rules_of(evidence) == []


def test_deadline_of_the_opd_itself_counts_for_late(world, evidence):
    late = world.assessment.filling_until + datetime.timedelta(days=5)
    change(evidence, date=late, pages=1)
    findings.check_all()
    assert rules_of(evidence) == ["late"]
    Assignment.objects.update(extended_until=late, extension_reason="Bencana")
    findings.check_all()
    assert rules_of(evidence) == []


def test_nightly_round_follows_a_moved_deadline_in_batches(world, evidence, monkeypatch):
    monkeypatch.setattr(findings, "AT_ONCE", 1)
    other = factories.EvidenceFactory(answer=world.answer, criterion=criterion_of(world.answer), clause="Pasal 1")
    change(other, date=world.assessment.filling_until, name="SK.pdf")
    assert check_findings.delay().get() == 1
    day_before = world.assessment.filling_until - datetime.timedelta(days=1)
    Assessment.objects.update(filling_until=day_before)
    assert check_findings.delay().get() == 1
    assert (rules_of(evidence), rules_of(other)) == (["no_place"], ["late"])


def test_what_people_wrote_comes_before_what_was_read(world, evidence):
    factories.ReadingFactory(document=evidence.document, is_draft=True, date=datetime.date(2001, 1, 1))
    change(evidence, pages=1, standing="enacted", date=datetime.date(2026, 1, 1), name="SK 2026.pdf")
    findings.check_document(evidence.document_id)
    assert rules_of(evidence) == []


def test_office_file_is_as_long_as_it_reads(evidence):
    change(evidence, pages=None)
    factories.ReadingFactory(document=evidence.document, length=4, has_text=None)
    findings.check_document(evidence.document_id)
    assert rules_of(evidence) == ["no_place"]


def test_attaching_and_restoring_have_the_evidence_checked(world, django_capture_on_commit_callbacks):
    document = factories.DocumentFactory(unit=world.unit, pages=9)
    with django_capture_on_commit_callbacks(execute=True):
        row = services.attach(
            answer=world.answer, criterion=criterion_of(world.answer), document=document, by=world.operator
        )
    assert rules_of(row) == ["no_place"]
    services.remove(row, by=world.operator)
    Document.objects.update(standing="draft")
    with django_capture_on_commit_callbacks(execute=True):
        services.restore(row, by=world.operator)
    assert rules_of(row) == ["draft", "no_place"]


def test_new_file_is_read_then_judged(world, django_capture_on_commit_callbacks):
    paper = Paper()
    paper.middle("RANCANGAN", "PERATURAN BUPATI CONTOH", "NOMOR ... TAHUN 2026")
    with django_capture_on_commit_callbacks(execute=True):
        row = services.add_evidence(
            answer=world.answer, criterion=criterion_of(world.answer), file=io.BytesIO(pdf(paper)), name="Raperbup.pdf",
            by=world.operator,
        )  # fmt: skip
    assert rules_of(row) == ["draft"]


def test_broker_out_of_reach_hinders_nobody(world, evidence, monkeypatch, django_capture_on_commit_callbacks):
    def unreachable(*args):
        raise OperationalError

    monkeypatch.setattr("evidence.tasks.check_findings_of.delay", unreachable)
    with django_capture_on_commit_callbacks(execute=True) as sent:
        examining.queue_findings(evidence.document_id)
    assert len(sent) == 1


@pytest.mark.servers
@pytest.mark.django_db(transaction=True)
def test_two_workers_at_once_write_each_warning_once(world, evidence):
    """Both have seen the old state before either writes."""
    rows = [list(checked()), list(checked())]
    ready, results = threading.Barrier(2), []

    def work(mine):
        ready.wait()
        results.append(findings.check(mine))
        connection.close()

    threads = [threading.Thread(target=work, args=(mine,)) for mine in rows]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(results) == [0, 1]
    assert rules_of(Evidence.objects.get()) == ["no_place"]
