"""Linking evidence, taking it off and back: what is possible when, and for whom."""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from activity.models import Event
from assessments.models import Answer, Assessment, Stage, Status
from assessments.workflow import Refused
from evidence import services
from evidence.models import Document, Evidence
from tests import factories
from tests.evidence import corpus
from tests.evidence.scenes import criterion_of, file, on_disk, set_stage, set_status


@pytest.mark.parametrize("status", [Status.EMPTY, Status.DRAFT, Status.RETURNED])
def test_add_while_writing_links_and_leaves_the_status(world, status):
    answer = set_status(world.answer, status)
    criterion = criterion_of(answer)
    evidence = services.add_evidence(
        answer=answer,
        criterion=criterion,
        item=criterion.evidence_items.get(),
        file=file(),
        name="Perbup 4.pdf",
        clause=" Pasal 5 ",
        page="12",
        note="Ayat 2",
        by=world.operator,
    )
    answer.refresh_from_db()
    assert answer.status == status
    assert (evidence.answer, evidence.clause, evidence.page, evidence.note, evidence.review, evidence.added_by) == (
        answer,
        "Pasal 5",
        "12",
        "Ayat 2",
        "waiting",
        world.operator,
    )
    event = Event.objects.about(answer.subject).get()
    assert (event.verb, event.actor, event.instansi) == ("evidence_add", world.operator, world.instansi)
    assert event.text == f"{world.operator} menautkan Perbup 4.pdf ({answer.indicator.label}, tingkat 2)"


@pytest.mark.parametrize("status", [Status.SUBMITTED, Status.VERIFIED, Status.ASSESSED])
def test_evidence_of_a_submitted_answer_is_not_changed(world, linked, status, settings):
    set_status(world.answer, status)
    before = on_disk(settings)
    for attempt in (
        lambda: services.add_evidence(
            answer=Answer.objects.get(),
            criterion=linked.criterion,
            file=file(corpus.pdf(2)),
            name="b.pdf",
            by=world.operator,
        ),
        lambda: services.attach(
            answer=world.answer, criterion=linked.criterion, link="https://a.go.id", by=world.operator
        ),
        lambda: services.remove(linked, by=world.operator),
        lambda: services.restore(linked, by=world.operator),
    ):
        with pytest.raises(Refused, match=f"berstatus {Status(status).label.lower()}"):
            attempt()
    assert (Evidence.objects.linked().count(), on_disk(settings)) == (1, before)


@pytest.mark.parametrize("stage", [Stage.SCORING, Stage.APPROVAL, Stage.FINAL])
def test_evidence_after_filling_or_frozen_is_not_changed(world, linked, stage):
    set_stage(world.assessment, stage)
    for attempt in (
        lambda: services.attach(
            answer=world.answer, criterion=linked.criterion, link="https://a.go.id", by=world.operator
        ),
        lambda: services.remove(linked, by=world.operator),
        lambda: services.review(linked, verdict="accepted", by=world.admin),
    ):
        with pytest.raises(Refused, match=f"tahap {Stage(stage).label}"):
            attempt()
    linked.refresh_from_db()
    assert (linked.removed_at, linked.review, Evidence.objects.count()) == (None, "waiting", 1)


def test_add_after_the_deadline_is_refused(world):
    yesterday = timezone.localdate() - datetime.timedelta(days=1)
    Assessment.objects.update(filling_until=yesterday)
    with pytest.raises(Refused, match="Masa pengisian sudah berakhir"):
        services.attach(
            answer=world.answer, criterion=criterion_of(world.answer), link="https://a.go.id", by=world.operator
        )


@pytest.mark.parametrize("who", ["other_operator", "admin", "assessor", "coordinator", "technician", "stranger"])
def test_change_by_anyone_but_the_units_operator_is_denied(world, linked, who):
    user = getattr(world, who)
    for attempt in (
        lambda: services.attach(answer=world.answer, criterion=linked.criterion, link="https://a.go.id", by=user),
        lambda: services.add_evidence(
            answer=world.answer, criterion=linked.criterion, file=file(), name="a.pdf", by=user
        ),
        lambda: services.remove(linked, by=user),
        lambda: services.restore(linked, by=user),
    ):
        with pytest.raises(PermissionDenied):
            attempt()


def test_attach_forged_parts_is_refused(world, linked):
    others = world.instrument.indicators.exclude(pk=world.indicator.pk).first()
    criterion = criterion_of(world.answer)
    foreign = factories.DocumentFactory(unit=world.other_unit)
    for parts in (
        {"criterion": others.criteria.get(level=2), "link": "https://a.go.id"},
        {"criterion": criterion, "item": criterion_of(world.answer, 3).evidence_items.get(), "link": "https://a.go.id"},
        {"criterion": criterion, "document": foreign},
        {"criterion": criterion, "document": factories.DocumentFactory()},
        {"criterion": criterion},
        {"criterion": criterion, "document": linked.document, "link": "https://a.go.id"},
    ):
        with pytest.raises(Refused):
            services.attach(answer=world.answer, **parts, by=world.operator)
    assert Evidence.objects.count() == 1


def test_add_file_for_a_forged_criterion_leaves_no_file_and_no_row(world, settings):
    others = world.instrument.indicators.exclude(pk=world.indicator.pk).first()
    with pytest.raises(Refused, match="bukan bagian dari indikator ini"):
        services.add_evidence(
            answer=world.answer, criterion=others.criteria.get(level=2), file=file(), name="a.pdf", by=world.operator
        )
    assert (Document.objects.count(), on_disk(settings)) == (0, [])


@pytest.mark.parametrize(
    "link",
    [
        "javascript:alert(1)",
        "ftp://a.go.id/x",
        "file:///etc/passwd",
        "data:text/html,x",
        "a.go.id",
        "https://" + "a" * 500,
    ],
)
def test_attach_link_that_is_no_web_address_is_refused(world, link):
    with pytest.raises(ValidationError) as error:
        services.attach(answer=world.answer, criterion=criterion_of(world.answer), link=link, by=world.operator)
    assert list(error.value.message_dict) == ["link"]


def test_attach_text_too_long_is_refused(world):
    with pytest.raises(ValidationError) as error:
        services.attach(
            answer=world.answer,
            criterion=criterion_of(world.answer),
            link="https://a.go.id",
            clause="x" * 101,
            by=world.operator,
        )
    assert list(error.value.message_dict) == ["clause"]


def test_attach_twice_is_one_evidence(world, linked):
    again = services.add_evidence(
        answer=world.answer, criterion=linked.criterion, file=file(), name="lain.pdf", by=world.operator
    )
    assert again == linked
    assert (Evidence.objects.count(), Document.objects.count(), Event.objects.count()) == (1, 1, 1)


def test_attach_same_document_for_another_clause_is_another_evidence(world, linked):
    services.attach(
        answer=world.answer,
        criterion=linked.criterion,
        document=linked.document,
        clause="Pasal 9",
        by=world.operator,
    )
    assert Evidence.objects.linked().count() == 2


# remove, restore


def test_remove_then_restore_is_as_before(world, linked):
    removed = services.remove(linked, by=world.operator)
    assert (removed.removed_by, Evidence.objects.linked().count()) == (world.operator, 0)
    assert services.remove(linked, by=world.operator).removed_at == removed.removed_at
    back = services.restore(linked, by=world.operator)
    assert (back.removed_at, back.removed_by, Evidence.objects.linked().count()) == (None, None, 1)
    assert list(Event.objects.order_by("pk").values_list("verb", flat=True)) == [
        "evidence_add",
        "evidence_remove",
        "evidence_restore",
    ]
    assert Path(linked.document.file.path).exists()


def test_say_where_changes_the_place_and_asks_for_review_again(world, linked):
    now = timezone.now()
    Evidence.objects.update(
        review="needs_work", review_note="Sebut pasalnya.", reviewed_at=now, reviewed_by=world.admin
    )
    services.say_where(linked, clause=" Pasal 5 ", page="7", note="", by=world.operator)
    linked.refresh_from_db()
    assert (linked.clause, linked.page, linked.review, linked.reviewed_by) == ("Pasal 5", "7", "waiting", None)
    event = Event.objects.order_by("pk").last()
    assert (event.verb, event.note) == ("evidence_change", "Pasal 5, 7")
    services.say_where(linked, clause="Pasal 5", page="7", note="", by=world.operator)
    assert Event.objects.count() == 2


def test_say_where_of_what_was_taken_off_or_handed_in_is_refused(world, linked):
    services.remove(linked, by=world.operator)
    with pytest.raises(Refused, match="sudah dilepas"):
        services.say_where(linked, clause="5", page="", note="", by=world.operator)
    services.restore(linked, by=world.operator)
    set_status(world.answer, "submitted")
    with pytest.raises(Refused, match="tidak dapat diubah"):
        services.say_where(linked, clause="5", page="", note="", by=world.operator)
    with pytest.raises(PermissionDenied):
        services.say_where(linked, clause="5", page="", note="", by=world.admin)
    linked.refresh_from_db()
    assert linked.clause == ""


def test_answers_carry_linked_evidence_and_findings_by_level_in_three_queries(world, linked, django_assert_num_queries):
    high = services.attach(
        answer=world.answer, criterion=criterion_of(world.answer, 4), link="https://a.go.id", by=world.operator
    )
    low = services.attach(
        answer=world.answer, criterion=criterion_of(world.answer, 1), link="https://b.go.id", by=world.operator
    )
    gone = services.attach(
        answer=world.answer, criterion=criterion_of(world.answer, 1), link="https://c.go.id", by=world.operator
    )
    services.remove(gone, by=world.operator)
    with django_assert_num_queries(3):
        answer = Answer.objects.with_evidence().get()
        assert answer.linked_evidence == [low, linked, high]
        assert [(str(row), row.criterion.level, row.item) for row in answer.linked_evidence] == [
            ("https://b.go.id", 1, None),
            ("Perbup 4.pdf", 2, None),
            ("https://a.go.id", 4, None),
        ]
