"""OPD as services change them: recorded, within the institution, without circles."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from accounts.models import Unit
from accounts.refusals import Refused
from activity.models import Event
from directory.services.units import change_unit, create_unit, set_unit_active
from tests import factories

pytestmark = pytest.mark.django_db
NEW = {"code": "2.16", "name": "Dinas Kominfo", "short_name": "Kominfo"}


def as_it_is(unit, **other):
    return {
        "code": unit.code,
        "name": unit.name,
        "short_name": unit.short_name,
        "predecessors": list(unit.predecessors.all()),
        **other,
    }


def test_create_unit_writes_and_records(world):
    unit = create_unit(instansi=world.instansi, **NEW, predecessors=[world.unit], by=world.admin)
    assert Unit.objects.values_list("instansi", "code", "name", "short_name", "predecessors", "is_active").get(
        pk=unit.pk
    ) == (
        world.instansi.pk,
        *NEW.values(),
        world.unit.pk,
        True,
    )
    event = Event.objects.get()
    assert (event.verb, event.subject, event.text, event.note, event.instansi, event.actor, event.url) == (
        "create",
        f"unit:{unit.pk}",
        f"{world.admin} menambah OPD Dinas Kominfo",
        f"kelanjutan dari: {world.unit}",
        world.instansi,
        world.admin,
        f"/pengelolaan/opd/{unit.pk}/",
    )


def test_change_unit_records_what_was_and_what_is(world):
    assert change_unit(
        world.unit, **as_it_is(world.unit, short_name="DX", predecessors=[world.other_unit]), by=world.admin
    ) == [
        f"nama singkat: {world.unit.short_name} → DX",
        f"kelanjutan dari: – → {world.other_unit}",
    ]
    assert Event.objects.get().note == (
        f"nama singkat: {world.unit.short_name} → DX\nkelanjutan dari: – → {world.other_unit}"
    )


def test_change_unit_to_what_it_is_records_nothing(world):
    assert change_unit(world.unit, **as_it_is(world.unit), by=world.admin) == []
    assert not Event.objects.exists()


def test_set_unit_active_closes_and_reopens(world):
    assert set_unit_active(world.unit, False, by=world.admin).is_active is False
    assert set_unit_active(world.unit, False, by=world.admin).is_active is False
    assert set_unit_active(world.unit, True, by=world.admin).is_active is True
    assert list(Event.objects.order_by("pk").values_list("verb", flat=True)) == ["deactivate", "activate"]
    assert world.unit.users.filter(is_active=True).count() == 1


@pytest.mark.parametrize("role", ["operator", "assessor", "coordinator", "technician", "stranger"])
def test_unit_changed_by_somebody_else_is_denied(world, role):
    person = getattr(world, role)
    for step in (
        lambda: create_unit(instansi=world.instansi, **NEW, by=person),
        lambda: change_unit(world.unit, **as_it_is(world.unit, name="Lain"), by=person),
        lambda: set_unit_active(world.unit, False, by=person),
    ):
        with pytest.raises(PermissionDenied):
            step()
    assert not Event.objects.exists()


def test_predecessor_of_another_institution_is_refused(world):
    foreign = factories.UnitFactory()
    with pytest.raises(Refused, match="instansi yang sama"):
        create_unit(instansi=world.instansi, **NEW, predecessors=[world.other_unit, foreign], by=world.admin)
    with pytest.raises(Refused, match="instansi yang sama"):
        change_unit(world.unit, **as_it_is(world.unit, predecessors=[world.other_unit, foreign]), by=world.admin)


def test_predecessors_never_lead_back(world):
    middle = factories.UnitFactory(instansi=world.instansi, predecessors=[world.unit])
    last = factories.UnitFactory(instansi=world.instansi, predecessors=[world.other_unit, middle])
    for old in (world.unit, middle, last):
        with pytest.raises(Refused, match="kelanjutan dirinya sendiri"):
            change_unit(world.unit, **as_it_is(world.unit, predecessors=[world.other_unit, old]), by=world.admin)
    assert list(world.unit.predecessors.all()) == []


def test_merger_and_split_are_recorded_by_name(world):
    """Two become one, and one of them is continued by a second as well."""
    one, two = sorted([world.unit, world.other_unit], key=str)
    merged = create_unit(instansi=world.instansi, **NEW, predecessors=[two, one], by=world.admin)
    split = factories.UnitFactory(instansi=world.instansi, name="Pecahan")
    assert change_unit(split, **as_it_is(split, predecessors=[one]), by=world.admin) == [f"kelanjutan dari: – → {one}"]
    assert change_unit(merged, **as_it_is(merged, predecessors=[two]), by=world.admin) == [
        f"kelanjutan dari: {one} dan {two} → {two}"
    ]
    assert [set(unit.successors.all()) for unit in (one, two)] == [{split}, {merged}]
    assert Event.objects.first().note == f"kelanjutan dari: {one} dan {two}"


def test_code_that_is_taken_in_other_capitals_is_refused(world):
    with pytest.raises(ValidationError, match="Kode OPD ini sudah dipakai"):
        create_unit(instansi=world.instansi, **{**NEW, "code": world.unit.code.lower()}, by=world.admin)
    with pytest.raises(ValidationError, match="Nama OPD ini sudah ada"):
        change_unit(world.unit, **as_it_is(world.unit, name=world.other_unit.name.upper()), by=world.admin)
    assert not Event.objects.exists()
