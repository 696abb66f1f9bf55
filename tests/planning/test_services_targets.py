"""Targets are set, changed and removed by those who may, and each step is remembered."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from activity.models import Event
from assessments.workflow import Refused
from planning.models import Target
from planning.services.targets import change_target, remove_target, set_target
from tests import factories


@pytest.fixture
def put(world):
    """`put(value=...)`: the coordinator sets the index's target of 2026."""
    world.instrument.refresh_from_db()

    def make(**changes):
        values = {
            "instansi": world.instansi, "year": 2026, "instrument": world.instrument, "place": None,
            "value": Decimal("2.60"), "source": "rpjmd", "source_text": " RPJMD, halaman 214 ",
            "by": world.coordinator,
        }  # fmt: skip
        return set_target(**(values | changes))

    return make


def values(target):
    return Target.objects.values_list("value", "source", "source_text", "version", "set_by").get(pk=target.pk)


@pytest.mark.parametrize("role", ["coordinator", "admin"])
def test_set_target_keeps_value_source_and_who(put, world, role):
    by = getattr(world, role)
    target = put(by=by)
    assert values(target) == (Decimal("2.60"), "rpjmd", "RPJMD, halaman 214", 1, by.pk)
    event = Event.objects.about(target.subject).get()
    assert (event.verb, event.actor, event.instansi, event.url) == (
        "set_target", by, world.instansi, f"/target/2026/?instrumen={world.instrument.code}",
    )  # fmt: skip
    assert event.text == f"{by} menetapkan target Indeks SPBE 2026: 2,60 (RPJMD)"


@pytest.mark.parametrize("role", ["operator", "assessor", "technician", "stranger"])
def test_set_target_by_others_is_denied(put, world, role):
    with pytest.raises(PermissionDenied):
        put(by=getattr(world, role))
    assert not Target.objects.exists()


def test_set_target_of_each_kind_of_place(put, world):
    aspect = world.indicator.aspect
    for place in (None, aspect.domain, aspect, world.indicator):
        put(place=place, value=Decimal(3))
    places = ["Indeks SPBE", str(aspect.domain), str(aspect), str(world.indicator)]
    assert [str(row) for row in Target.objects.in_full().order_by("pk")] == [f"{place} 2026: 3.00" for place in places]


def test_set_target_that_stands_is_refused(put):
    put()
    with pytest.raises(Refused, match="Target Indeks SPBE tahun 2026 sudah ada"):
        put(value=Decimal(4))
    assert Target.objects.get().value == Decimal("2.60")
    put(year=2027)


def test_set_target_that_stands_under_another_revision_is_refused(put, world):
    put(place=world.indicator, value=Decimal(3))
    later = factories.small_instrument(code=world.instrument.code, revision=2)
    with pytest.raises(Refused, match="sudah ada"):
        put(place=later.indicators.get(code=world.indicator.code), instrument=later, value=Decimal(3))


@pytest.mark.parametrize("value", ["0", "0.99", "5.01", "NaN", "Infinity"])
def test_set_target_off_the_scale_is_refused(put, value):
    with pytest.raises(ValidationError):
        put(value=Decimal(value))
    assert not Target.objects.exists()


@pytest.mark.parametrize("value", ["2.50", "0", "6"])
def test_set_target_of_an_indicator_between_two_levels_is_refused(put, world, value):
    with pytest.raises(ValidationError, match="Tingkat harus antara 1 dan 5"):
        put(place=world.indicator, value=Decimal(value))


def test_set_target_of_nought_is_refused_where_the_scale_begins_there(put):
    with pytest.raises(ValidationError, match="lebih dari 0"):
        put(instrument=factories.small_instrument(scale_min=0), value=Decimal(0))


def test_set_target_with_more_than_two_decimals_is_refused(put):
    with pytest.raises(ValidationError):
        put(value=Decimal("2.605"))


def test_set_target_of_another_instruments_place_is_refused(put):
    other = factories.small_instrument()
    with pytest.raises(Refused, match="bukan bagian dari instrumen"):
        put(place=other.indicators.first(), value=Decimal(3))


def test_set_target_from_an_unnamed_other_document_is_refused(put):
    with pytest.raises(ValidationError, match="Sebutkan judul dokumen sumbernya"):
        put(source="other", source_text="  ")


def test_change_target_keeps_the_old_value_in_the_event(put, world):
    target = put()
    change_target(target, value=Decimal("2.70"), source="iku", source_text="IKU 2026", version=1, by=world.admin)
    assert values(target) == (Decimal("2.70"), "iku", "IKU 2026", 2, world.admin.pk)
    event = Event.objects.about(target.subject).filter(verb="change_target").get()
    assert event.text == (
        f"{world.admin} mengubah target Indeks SPBE 2026: 2,70 (Indikator Kinerja Utama (IKU)), sebelumnya 2,60"
    )


def test_change_target_that_somebody_changed_meanwhile_is_refused(put, world):
    target = put()
    given = {"source": "iku", "source_text": "", "version": 1}
    change_target(target, value=Decimal("2.70"), by=world.admin, **given)
    with pytest.raises(Refused, match=f"diubah {world.admin} sejak Anda membukanya: sekarang 2,70"):
        change_target(target, value=Decimal("2.80"), by=world.coordinator, **given)
    with pytest.raises(Refused, match="sekarang 2,70"):
        remove_target(target, version=1, by=world.coordinator)
    assert Target.objects.get().value == Decimal("2.70")


def test_remove_target_leaves_an_event_of_what_it_was(put, world):
    target = put()
    subject = target.subject
    remove_target(target, version=1, by=world.coordinator)
    assert not Target.objects.exists()
    event = Event.objects.about(subject).filter(verb="remove_target").get()
    assert (event.text, event.note) == (
        f"{world.coordinator} menghapus target Indeks SPBE 2026: 2,60 (RPJMD)", "RPJMD, halaman 214",
    )  # fmt: skip


@pytest.mark.parametrize("role", ["operator", "assessor", "stranger"])
def test_changing_and_removing_by_others_is_denied(put, world, role):
    target, by = put(), getattr(world, role)
    with pytest.raises(PermissionDenied):
        change_target(target, value=Decimal(3), source="iku", source_text="", version=1, by=by)
    with pytest.raises(PermissionDenied):
        remove_target(target, version=1, by=by)
    assert values(target)[0] == Decimal("2.60")


def test_removed_target_can_be_neither_changed_nor_removed(put, world):
    target = put()
    again = Target.objects.get()
    remove_target(target, version=1, by=world.coordinator)
    with pytest.raises(Refused, match="sudah dihapus"):
        remove_target(again, version=1, by=world.coordinator)
