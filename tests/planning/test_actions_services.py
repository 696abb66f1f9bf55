"""Making, changing and ordering items: whole or not at all, told to the OPD, refused with a sentence."""

from __future__ import annotations

import datetime
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from activity.models import Event, Notification
from assessments.workflow import Refused, Stale
from domains.models import EvidenceItem, Instrument
from planning.models import ActionItem, ActionOrder
from planning.services.actions import change, create, set_needs
from tests import factories

pytestmark = pytest.mark.django_db
NOT_ADMIN = ["operator", "other_operator", "assessor", "coordinator", "technician", "stranger"]


@pytest.fixture
def said(world):
    """What an item says, as its form gives it; the instrument as the database has it."""
    world.indicator.instrument = Instrument.objects.get(pk=world.instrument.pk)
    return {
        "indicator": world.indicator, "assessment": world.assessment, "year": 2026, "from_level": Decimal(1),
        "to_level": Decimal(2), "text": "Tetapkan SK.", "unit": world.unit, "person": world.operator,
        "deadline": datetime.date(2026, 12, 1), "budget": 5_000_000, "expected_text": "",
    }  # fmt: skip


@pytest.fixture
def item(world, said):
    return create(instansi=world.instansi, by=world.admin, **said)


def piece(world, level: int) -> EvidenceItem:
    return EvidenceItem.objects.select_related("criterion").get(
        criterion__indicator=world.indicator, criterion__level=level
    )


def test_created_item_is_stored_recorded_and_told_to_its_person(world, said):
    wanted = piece(world, 2)
    item = create(instansi=world.instansi, by=world.admin, expected=[wanted], **said)
    stored = ActionItem.objects.get()
    assert {name: getattr(stored, name) for name in said} == said
    assert (stored.state, stored.source, stored.version, stored.percent) == ("planned", "hand", 1, 0)
    assert list(stored.expected.all()) == [wanted]
    event = Event.objects.get(subject=item.subject)
    assert (event.verb, event.actor, event.instansi, event.note) == (
        "action_create", world.admin, world.instansi, "Tetapkan SK.",
    )  # fmt: skip
    assert list(Notification.objects.values_list("user", flat=True)) == [world.operator.pk]


def test_item_without_person_is_told_to_all_operators_of_the_opd(world, said):
    colleague = factories.UserFactory(instansi=world.instansi, unit=world.unit)
    create(instansi=world.instansi, by=world.admin, **said | {"person": None})
    assert set(Notification.objects.values_list("user", flat=True)) == {world.operator.pk, colleague.pk}


@pytest.mark.parametrize("person", NOT_ADMIN)
def test_only_the_admin_plans(world, said, item, person):
    by = getattr(world, person)
    with pytest.raises(PermissionDenied):
        create(instansi=world.instansi, by=by, **said)
    with pytest.raises(PermissionDenied):
        change(item, version=1, by=by, expected=[], **said)
    with pytest.raises(PermissionDenied):
        set_needs(item, [], by=by)
    assert ActionItem.objects.count() == 1


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"to_level": Decimal(1)}, "harus di atas"),
        ({"to_level": Decimal("2.5")}, "langkah 1"),
        ({"text": ""}, "kosong|blank|wajib|tidak boleh"),
        ({"budget": 10**15 + 1}, "terlalu besar"),
    ],
)
def test_item_that_breaks_a_rule_is_refused_and_leaves_nothing(world, said, wrong, words):
    with pytest.raises(ValidationError, match=words):
        create(instansi=world.instansi, by=world.admin, **said | wrong)
    assert not ActionItem.objects.exists()
    assert not Event.objects.exists()


def test_item_takes_nothing_from_another_institution(world, said):
    other = factories.UnitFactory()
    abroad = factories.AssessmentFactory(instrument=world.instrument)
    foreign = factories.EvidenceItemFactory()
    for wrong in ({"unit": other}, {"person": world.other_operator}, {"assessment": abroad}):
        with pytest.raises(ValidationError):
            create(instansi=world.instansi, by=world.admin, **said | wrong)
    with pytest.raises(ValidationError, match="dari indikator kegiatan ini"):
        create(instansi=world.instansi, by=world.admin, expected=[foreign], **said)


def test_change_keeps_old_and_new_values_in_the_event(world, item, said):
    differences = change(
        item, version=1, by=world.admin, expected=[piece(world, 2)],
        **said | {"text": "Tetapkan dan umumkan SK.", "unit": world.other_unit, "person": None},
    )  # fmt: skip
    assert differences == [
        "kegiatan: Tetapkan SK. → Tetapkan dan umumkan SK.",
        f"OPD pelaksana: {world.unit} → {world.other_unit}",
        f"penanggung jawab: {world.operator} → –",
        "data dukung yang diharapkan: 0 → 1 butir",
    ]
    stored = ActionItem.objects.get()
    assert (stored.version, stored.unit, stored.text) == (2, world.other_unit, "Tetapkan dan umumkan SK.")
    assert Event.objects.get(verb="action_change").note == "\n".join(differences)
    told = Notification.objects.order_by("-pk").first()
    assert (told.user, "diserahkan kepada OPD Anda" in told.text) == (world.other_operator, True)


def test_change_to_the_same_is_no_change(world, item, said):
    assert change(item, version=1, by=world.admin, expected=[], **said) == []
    assert ActionItem.objects.get().version == 1
    assert not Event.objects.filter(verb="action_change").exists()


def test_change_from_an_old_page_is_stale_and_loses_nothing(world, item, said):
    change(item, version=1, by=world.admin, expected=[], **said | {"text": "Satu"})
    with pytest.raises(Stale) as refusal:
        change(item, version=1, by=world.admin, expected=[], **said | {"text": "Dua"})
    assert refusal.value.current.text == ActionItem.objects.get().text == "Satu"


def test_change_that_breaks_a_rule_leaves_the_item_as_it_was(world, item, said):
    with pytest.raises(ValidationError):
        change(item, version=1, by=world.admin, expected=[], **said | {"person": world.other_operator})
    stored = ActionItem.objects.get()
    assert (stored.person, stored.version) == (world.operator, 1)


@pytest.mark.parametrize("state", ["done", "dropped"])
def test_finished_item_is_not_changed(world, item, said, state):
    done = {"state": "done", "finished_at": "2026-01-01T00:00Z", "finished_by": world.admin}
    ActionItem.objects.update(**done if state == "done" else {"state": state, "drop_reason": "Alasan"})
    with pytest.raises(Refused, match="tidak dapat diubah"):
        change(item, version=1, by=world.admin, expected=[], **said)


def test_change_lets_the_portal_notice_anew(world, item, said):
    ActionItem.objects.update(noticed_at="2026-01-01T00:00Z")
    change(item, version=1, by=world.admin, expected=[piece(world, 2)], **said)
    assert ActionItem.objects.get().noticed_at is None


def items(world, count: int) -> list[ActionItem]:
    return [factories.ActionItemFactory(instansi=world.instansi, text=f"Langkah {n}") for n in range(1, count + 1)]


def test_needs_become_exactly_those_wanted(world):
    one, two, three = items(world, 3)
    set_needs(one, [two], by=world.admin)
    set_needs(one, [three], by=world.admin)
    assert list(ActionOrder.objects.values_list("item", "needs")) == [(one.pk, three.pk)]
    assert Event.objects.filter(verb="action_order").count() == 2
    set_needs(one, [three], by=world.admin)
    assert Event.objects.filter(verb="action_order").count() == 2


def test_ring_is_refused_by_name_and_leaves_the_order_as_it_was(world):
    one, two, three = items(world, 3)
    set_needs(one, [two], by=world.admin)
    set_needs(two, [three], by=world.admin)
    with pytest.raises(Refused) as refusal:
        set_needs(three, [one], by=world.admin)
    names = [f"{row.indicator.label} ({row.text})" for row in (three, one, two, three)]
    assert " → ".join(names) in str(refusal.value)
    with pytest.raises(Refused, match="berputar"):
        set_needs(three, [three], by=world.admin)
    assert set(ActionOrder.objects.values_list("item", "needs")) == {(one.pk, two.pk), (two.pk, three.pk)}


def test_needs_come_from_the_same_institution(world):
    (one,) = items(world, 1)
    with pytest.raises(Refused, match="instansi yang sama"):
        set_needs(one, [factories.ActionItemFactory()], by=world.admin)
