"""The portal proposes what looks finished, once; people decide."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.utils import timezone

from activity.models import Event, Notification
from assessments.models import Answer
from domains.models import EvidenceItem
from evidence.models import Evidence, Review
from planning.finishing import reasons
from planning.models import ActionItem
from planning.services.finishing import propose_finished
from planning.tasks import propose_finished_actions
from planning.workflow import take
from tests import factories

pytestmark = pytest.mark.django_db
PROVEN = "Semua bukti yang diharapkan sudah diterima (Penilaian 2026)."


@pytest.fixture
def item(world):
    """Rising to 3, expecting one piece of evidence of each of the levels 2 and 3."""
    item = factories.ActionItemFactory(
        instansi=world.instansi, indicator=world.indicator, unit=world.unit, created_by=world.admin
    )
    item.expected.set(EvidenceItem.objects.filter(criterion__indicator=world.indicator, criterion__level__in=(2, 3)))
    return item


def accept(answer: Answer, level: int, **said) -> Evidence:
    criterion = answer.indicator.criteria.get(level=level)
    given = {"review": Review.ACCEPTED, "item": criterion.evidence_items.get()} | said
    if given["review"] != Review.WAITING:
        given |= {"reviewed_at": timezone.now(), "reviewed_by": factories.UserFactory()}
    return factories.EvidenceFactory(answer=answer, criterion=criterion, **given)


def verdict(world, level: str, **said):
    return factories.VerdictFactory(
        assessment=world.assessment, indicator=world.indicator, final_level=Decimal(level), justification="Alasan",
        decided_by=world.assessor, decided_at=timezone.now(), **said,
    )  # fmt: skip


def reason(item: ActionItem) -> str:
    return reasons([ActionItem.objects.in_full().get(pk=item.pk)]).get(item.pk, "")


def test_item_is_finished_when_all_its_evidence_is_accepted(world, item):
    accept(world.answer, 2)
    assert reason(item) == ""
    accept(world.answer, 3)
    assert reason(item) == PROVEN


@pytest.mark.parametrize(
    "said", [{"review": Review.WAITING}, {"review": Review.NEEDS_WORK}, {"item": None}, {"removed_at": timezone.now()}]
)
def test_evidence_that_does_not_count_finishes_nothing(world, item, said):
    accept(world.answer, 2)
    if "removed_at" in said:
        said = said | {"removed_by": world.operator}
    if said.get("review") == Review.NEEDS_WORK:
        said = said | {"review_note": "Kurang"}
    accept(world.answer, 3, **said)
    assert reason(item) == ""


def test_infected_evidence_finishes_nothing(world, item):
    accept(world.answer, 2)
    document = factories.DocumentFactory(unit=world.unit)
    type(document).objects.filter(pk=document.pk).update(scan="infected", scanned_at=timezone.now())
    accept(world.answer, 3, document=document)
    assert reason(item) == ""


def test_evidence_of_another_opd_finishes_only_an_item_whose_opd_has_no_answer(world, item):
    assignment = factories.AssignmentFactory(
        assessment=world.assessment, indicator=world.indicator, unit=world.other_unit
    )
    theirs = factories.AnswerFactory(assignment=assignment)
    accept(theirs, 2)
    accept(theirs, 3)
    assert reason(item) == ""
    ActionItem.objects.update(unit=factories.UnitFactory(instansi=world.instansi))
    assert reason(item) == PROVEN


def test_item_without_expected_evidence_is_not_finished_by_having_none(world):
    item = factories.ActionItemFactory(instansi=world.instansi, indicator=world.indicator, unit=world.unit)
    assert reason(item) == ""


def test_final_level_finishes_an_item(world, item):
    row = verdict(world, "2")
    assert reason(item) == ""
    row.final_level = Decimal(3)
    row.save()
    assert reason(item) == "Indikatornya dinilai asesor pada tingkat 3 (Penilaian 2026)."


def test_verified_level_finishes_an_item_only_when_every_opd_has_one(world, item):
    Answer.objects.update(verified_level=3, verified_at=timezone.now(), verified_by=world.admin)
    assert reason(item) == "Indikatornya terverifikasi pada tingkat 3 (Penilaian 2026)."
    assignment = factories.AssignmentFactory(
        assessment=world.assessment, indicator=world.indicator, unit=world.other_unit
    )
    factories.AnswerFactory(assignment=assignment)
    assert reason(item) == ""


@pytest.mark.parametrize("change", [{"year": 2025}, {"stage": "preparation"}])
def test_cycle_before_the_plan_or_not_begun_finishes_nothing(world, item, change):
    verdict(world, "5")
    type(world.assessment).objects.filter(pk=world.assessment.pk).update(**change)
    assert reason(item) == ""


def test_newer_cycle_is_the_one_looked_at(world, item):
    verdict(world, "5")
    factories.AssessmentFactory(instansi=world.instansi, instrument=world.instrument, year=2027)
    assert reason(item) == ""


def test_what_looks_finished_is_proposed_recorded_and_told(world, item):
    verdict(world, "3")
    assert propose_finished(world.instansi) == [item]
    stored = ActionItem.objects.get()
    assert (stored.state, stored.version, stored.noticed_at is not None) == ("proposed", 2, True)
    event = Event.objects.get(subject=item.subject)
    assert (event.verb, event.actor, event.note) == (
        "action_notice", None, "Indikatornya dinilai asesor pada tingkat 3 (Penilaian 2026).",
    )  # fmt: skip
    told = set(Notification.objects.values_list("user", flat=True))
    assert told == {world.operator.pk, world.admin.pk, world.coordinator.pk}


def test_proposing_again_does_nothing(world, item):
    verdict(world, "3")
    assert propose_finished_actions() == 1
    assert propose_finished_actions() == 0
    assert Event.objects.filter(verb="action_notice").count() == 1


def test_item_sent_back_is_not_proposed_again(world, item):
    verdict(world, "3")
    propose_finished(world.instansi)
    take("return", item, by=world.admin, note="Belum.")
    assert propose_finished(world.instansi) == []
    assert ActionItem.objects.get().state == "running"
    assert reason(item) != ""


def test_other_institutions_and_finished_items_are_left_alone(world, item):
    verdict(world, "3")
    ActionItem.objects.update(state="dropped", drop_reason="Alasan")
    assert propose_finished(world.instansi) == []
    ActionItem.objects.update(state="planned", drop_reason="")
    assert propose_finished(factories.InstansiFactory()) == []


def test_many_items_ask_no_more_queries(world, item, django_assert_max_num_queries):
    extra = [
        factories.ActionItemFactory(instansi=world.instansi, indicator=indicator)
        for indicator in world.instrument.indicators.all()
    ]
    rows = list(ActionItem.objects.in_full())
    assert len(rows) == len(extra) + 1
    with django_assert_max_num_queries(7):
        reasons(rows)
