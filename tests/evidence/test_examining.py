"""A worker looks into each new document; no look hinders another, and no document is forgotten."""

from __future__ import annotations

import datetime
import io

from django.utils import timezone

from evidence import examining, services
from evidence.models import Document
from tests import factories
from tests.evidence import corpus


def test_new_document_is_examined_after_the_commit(world, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        document, _ = services.store_document(
            unit=world.unit, file=io.BytesIO(corpus.pdf()), name="Perbup 4.pdf", by=world.operator
        )
    document.refresh_from_db()
    assert document.examined_at is not None


def test_same_bytes_again_are_not_examined_again(world, django_capture_on_commit_callbacks):
    for expected in (1, 0):
        with django_capture_on_commit_callbacks() as callbacks:
            services.store_document(unit=world.unit, file=io.BytesIO(corpus.pdf()), name="P.pdf", by=world.operator)
        assert len(callbacks) == expected


def test_a_look_that_fails_leaves_the_others_theirs(db, monkeypatch):
    seen = []

    def breaks(document: Document) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(examining, "LOOKS", (breaks, seen.append))
    document = factories.DocumentFactory()
    examining.examine(document.pk)
    assert seen == [document]


def test_document_that_is_gone_is_nobodys_business(db):
    examining.examine(0)


def test_forgotten_documents_are_queued_again_and_recent_ones_left_alone(db):
    factories.DocumentFactory()
    forgotten = factories.DocumentFactory()
    long_ago = timezone.now() - datetime.timedelta(minutes=5)
    Document.objects.filter(pk=forgotten.pk).update(uploaded_at=long_ago)
    assert examining.recover() == 1
    forgotten.refresh_from_db()
    assert forgotten.examined_at is not None
    assert examining.recover() == 0
