"""What can never be false about documents and evidence, and who may know of them."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from assessments.models import Stage
from evidence.models import Document, Evidence, private_storage
from tests import factories
from tests.evidence.scenes import set_stage


@pytest.mark.parametrize(
    ("constraint", "change"),
    [
        ("document_not_empty", {"size": 0}),
        ("document_sha256_is_sha256", {"sha256": "A" * 64}),
        ("document_named", {"name": ""}),
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
