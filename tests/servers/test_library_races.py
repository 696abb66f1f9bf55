"""Two people and one document at the same moment: it is linked or deleted, replaced once, described once."""

from __future__ import annotations

import pytest

from assessments.workflow import Refused, Stale
from evidence import services
from evidence.models import Document, Evidence
from tests import factories
from tests.evidence import corpus
from tests.evidence.scenes import criterion_of, file
from tests.evidence.test_library import SAID
from tests.servers.test_races import names, together, while_uncommitted

pytestmark = [pytest.mark.servers, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def document(world):
    return factories.DocumentFactory(unit=world.unit, uploaded_by=world.operator)


def attached(world, document):
    return lambda: services.attach(
        answer=world.answer, criterion=criterion_of(world.answer), document=document, by=world.operator
    )


def replaced(world, document, pages: int, evidence=()):
    return lambda: services.replace(
        document, file=file(corpus.pdf(pages)), name="baru.pdf", evidence=evidence, by=world.operator
    )


def test_deletion_while_a_link_is_made_waits_and_is_refused(world, document):
    outcome = while_uncommitted(attached(world, document), lambda: services.delete(document, by=world.admin))
    assert isinstance(outcome, Refused)
    assert Evidence.objects.linked().get().document.deleted_at is None


def test_link_during_the_deletion_waits_and_is_refused(world, document):
    outcome = while_uncommitted(lambda: services.delete(document, by=world.admin), attached(world, document))
    assert isinstance(outcome, Refused)
    assert Evidence.objects.count() == 0


def test_restored_link_during_the_deletion_waits_and_is_refused(world, document):
    evidence = attached(world, document)()
    services.remove(evidence, by=world.operator)
    outcome = while_uncommitted(
        lambda: services.delete(document, by=world.admin), lambda: services.restore(evidence, by=world.operator)
    )
    assert isinstance(outcome, Refused)
    assert Evidence.objects.linked().count() == 0


@pytest.mark.parametrize("attempt", range(5))
def test_linking_deleting_and_replacing_at_once_never_lock_each_other_out(world, document, attempt):
    evidence = attached(world, factories.DocumentFactory(unit=world.unit))()
    other = evidence.document
    outcomes = together(
        attached(world, other), replaced(world, other, 2, [evidence.pk]), lambda: services.delete(other, by=world.admin)
    )
    assert set(names(outcomes)) <= {"Evidence", "Replacement", "Refused", "Document"}
    deleted = Evidence.objects.linked().exclude(document__deleted_at=None)
    assert (list(deleted), Evidence.objects.linked().exists()) == ([], True)


@pytest.mark.parametrize("attempt", range(5))
def test_two_newer_versions_leave_one_and_no_second_file(world, document, attempt, settings):
    outcomes = together(replaced(world, document, 2), replaced(world, document, 3))
    assert names(outcomes) == ["Refused", "Replacement"]
    assert Document.objects.filter(replaces=document).count() == 1
    assert Document.objects.count() == 2


@pytest.mark.parametrize("attempt", range(5))
def test_two_descriptions_of_one_version_leave_one_and_one_stale(world, document, attempt):
    describe = lambda number, by: lambda: services.describe(  # noqa: E731
        Document.objects.select_related("unit__instansi").get(pk=document.pk),
        version=1, **SAID | {"number": number}, by=by,
    )  # fmt: skip
    outcomes = together(describe("1", world.operator), describe("2", world.admin))
    assert names(outcomes) == ["Stale", "list"]
    stale = next(outcome for outcome in outcomes if isinstance(outcome, Stale))
    now = Document.objects.get(pk=document.pk)
    assert (now.version, stale.current.number) == (2, now.number)
