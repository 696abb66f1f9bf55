"""What can never be false about documents and evidence, and who may know of them."""

from __future__ import annotations

import datetime

import pytest
from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone

from assessments.models import Stage
from evidence.models import CarryOver, Document, Evidence, Finding, private_storage
from tests import factories
from tests.evidence.scenes import set_stage

NOW, TODAY = timezone.now(), timezone.localdate()


@pytest.mark.parametrize(
    ("constraint", "change"),
    [
        ("document_not_empty", {"size": 0}),
        ("document_sha256_is_sha256", {"sha256": "A" * 64}),
        ("document_named", {"name": ""}),
        ("document_kind_known", {"kind": "letter"}),
        ("document_standing_known", {"standing": "almost"}),
        ("document_version_positive", {"version": 0}),
        ("document_revoked_by_what", {"revoked_by": "Perwali 5/2026"}),
        ("document_revoked_by_what", {"revoked_on": TODAY}),
        ("document_valid_after_its_date", {"date": TODAY, "valid_until": TODAY - datetime.timedelta(days=1)}),
        ("document_not_its_own_version", {"replaces": F("pk")}),
        ("document_scan_known", {"scan": "perhaps"}),
        ("document_scanned_when", {"scan": "clean"}),
        ("document_scanned_when", {"scan": "waiting", "scanned_at": NOW}),
        ("document_deleted_by_whom", {"deleted_at": NOW}),
    ],
)
def test_document_constraint_holds(db, constraint, change):
    document = factories.DocumentFactory()
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        Document.objects.filter(pk=document.pk).update(**change)


def test_document_is_stored_once_per_unit(db):
    document = factories.DocumentFactory()
    with pytest.raises(IntegrityError), transaction.atomic():
        factories.DocumentFactory(unit=document.unit, sha256=document.sha256)
    factories.DocumentFactory(sha256=document.sha256)
    names = {constraint.name for constraint in Document._meta.constraints}
    assert "document_stored_once" in names


@pytest.mark.parametrize(
    ("constraint", "change"),
    [
        ("evidence_document_or_link", {"link": "https://a.go.id"}),
        ("evidence_document_or_link", {"document": None}),
        ("evidence_review_known", {"review": "perfect", "reviewed": True}),
        ("evidence_reviewed_by_whom", {"review": "accepted"}),
        ("evidence_reviewed_by_whom", {"reviewed": True}),
        ("evidence_refusal_has_note", {"review": "refused", "reviewed": True}),
        ("evidence_refusal_has_note", {"review": "needs_work", "reviewed": True}),
        ("evidence_removed_by_whom", {"removed_at": timezone.now()}),
    ],
)
def test_evidence_constraint_holds(db, constraint, change):
    evidence = factories.EvidenceFactory()
    if change.get("reviewed"):
        change = {name: value for name, value in change.items() if name != "reviewed"}
        change |= {"reviewed_at": timezone.now(), "reviewed_by": evidence.added_by}
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        Evidence.objects.filter(pk=evidence.pk).update(**change)


@pytest.mark.parametrize(
    ("constraint", "change"), [("finding_rule_known", {"rule": "mood"}), ("finding_says_something", {"text": ""})]
)
def test_finding_constraint_holds(db, constraint, change):
    finding = factories.FindingFactory()
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        Finding.objects.filter(pk=finding.pk).update(**change)


def test_finding_of_a_rule_is_there_once(db):
    finding = factories.FindingFactory()
    with pytest.raises(IntegrityError), transaction.atomic():
        factories.FindingFactory(evidence=finding.evidence)
    assert "finding_once_per_rule" in {constraint.name for constraint in Finding._meta.constraints}


@pytest.mark.parametrize(
    ("constraint", "change"),
    [("carry_over_known", {"decision": "maybe"}), ("carry_over_no_has_no_result", {"result": F("earlier")})],
)
def test_carry_over_constraint_holds(db, constraint, change):
    row = factories.CarryOverFactory()
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        CarryOver.objects.filter(pk=row.pk).update(**change)


def test_earlier_evidence_is_decided_once_per_answer(db):
    row = factories.CarryOverFactory()
    with pytest.raises(IntegrityError), transaction.atomic():
        factories.CarryOverFactory(answer=row.answer, earlier=row.earlier)
    assert "carry_over_decided_once" in {constraint.name for constraint in CarryOver._meta.constraints}


@pytest.mark.parametrize(
    ("said", "label"),
    [
        ({}, "berkas.pdf"),
        ({"title": "Tim Koordinasi"}, "Tim Koordinasi"),
        ({"kind": "decree", "number": "12", "title": "Tim"}, "Tim"),
        ({"kind": "decree", "number": "12", "date": datetime.date(2023, 5, 1), "title": "Tim"}, "SK 12/2023"),
        ({"kind": "mayor_rule", "number": "4", "date": datetime.date(2022, 5, 1)}, "Perwali 4/2022"),
        ({"kind": "video", "number": "4", "date": datetime.date(2022, 5, 1)}, "berkas.pdf"),
    ],
)
def test_document_is_called_as_people_cite_it(said, label):
    assert Document(name="berkas.pdf", **said).label == label


def test_visible_evidence_per_role(world):
    mine = factories.EvidenceFactory(answer=world.answer)
    factories.EvidenceFactory()
    seen = {
        who: list(Evidence.objects.visible_to(getattr(world, who)))
        for who in ("operator", "other_operator", "admin", "assessor", "coordinator", "technician", "stranger")
    }
    assert seen == {
        "operator": [mine],
        "other_operator": [],
        "admin": [mine],
        "assessor": [mine],
        "coordinator": [mine],
        "technician": [],
        "stranger": [],
    }


def test_evidence_before_the_cycle_opens_is_not_visible_to_the_operator(world):
    factories.EvidenceFactory(answer=world.answer)
    set_stage(world.assessment, Stage.PREPARATION)
    assert Evidence.objects.visible_to(world.operator).count() == 0
    assert Evidence.objects.visible_to(world.admin).count() == 1


def test_stored_file_has_no_address_and_a_name_that_says_nothing(world, settings):
    document = factories.DocumentFactory(unit=world.unit, name="rahasia.pdf")
    assert document.file.path.startswith(str(settings.EVIDENCE_ROOT))
    assert "rahasia" not in document.file.name
    with pytest.raises(ValueError, match="no address"):
        private_storage().url(document.file.name)
