"""OPD of an institution, kept by its admin. An OPD is never deleted: its answers stay."""

from __future__ import annotations

from collections.abc import Iterable

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.urls import reverse

from accounts.lineage import reached
from accounts.models import Instansi, Succession, Unit, User
from accounts.refusals import Refused
from activity import services as activity
from directory import permissions
from directory.services.changes import apply, label, listed, lock


@transaction.atomic
def create_unit(
    *, instansi: Instansi, code: str, name: str, short_name: str, predecessors: Iterable[Unit] = (), by: User
) -> Unit:
    """A new OPD, with those it continues: several when they were merged into it."""
    _check(by, instansi)
    lock(instansi)
    unit, old = Unit(instansi=instansi, code=code, name=name, short_name=short_name), list(predecessors)
    _check_predecessors(unit, old)
    unit.full_clean()
    unit.save()
    unit.predecessors.set(old)
    note = f"{label(Unit, 'predecessors')}: {listed(old)}" if old else ""
    _record("create", f"{by} menambah OPD {unit}", unit, by=by, note=note)
    return unit


@transaction.atomic
def change_unit(
    unit: Unit, *, code: str, name: str, short_name: str, predecessors: Iterable[Unit] = (), by: User
) -> list[str]:
    """Write what differs; returns the differences in words, none when nothing was changed."""
    _check(by, unit.instansi)
    lock(unit.instansi)
    unit, wanted = Unit.objects.select_related("instansi").get(pk=unit.pk), list(predecessors)
    _check_predecessors(unit, wanted)
    differences = apply(unit, {"code": code, "name": name, "short_name": short_name})
    old = list(unit.predecessors.all())
    if set(old) != set(wanted):
        unit.predecessors.set(wanted)
        differences.append(f"{label(unit, 'predecessors')}: {listed(old)} → {listed(wanted)}")
    if differences:
        _record("change", f"{by} mengubah OPD {unit}", unit, by=by, note="\n".join(differences))
    return differences


@transaction.atomic
def set_unit_active(unit: Unit, is_active: bool, *, by: User) -> Unit:
    """Close or reopen an OPD. Its people, answers and documents stay as they are."""
    _check(by, unit.instansi)
    lock(unit.instansi)
    unit = Unit.objects.select_related("instansi").get(pk=unit.pk)
    if unit.is_active != is_active:
        unit.is_active = is_active
        unit.save(update_fields=["is_active"])
        word = "mengaktifkan" if is_active else "menonaktifkan"
        _record("activate" if is_active else "deactivate", f"{by} {word} OPD {unit}", unit, by=by)
    return unit


def _check(by: User, instansi: Instansi) -> None:
    if not permissions.can_manage_units(by) or by.instansi_id != instansi.pk:
        raise PermissionDenied


def _check_predecessors(unit: Unit, predecessors: list[Unit]) -> None:
    """Predecessors are older OPD of the same institution; following them never leads back, whichever way."""
    if any(old.instansi_id != unit.instansi_id for old in predecessors):
        raise Refused("OPD yang dilanjutkan harus dari instansi yang sama.")
    known = Succession.objects.within(unit.instansi_id)
    if unit.pk in reached([old.pk for old in predecessors], known):
        raise Refused("OPD tidak dapat menjadi kelanjutan dirinya sendiri, juga tidak lewat OPD lain.")


def _record(verb: str, text: str, unit: Unit, *, by: User, note: str = "") -> None:
    activity.record(
        verb,
        subject=f"unit:{unit.pk}",
        text=text,
        note=note,
        by=by,
        instansi=unit.instansi,
        url=reverse("unit-change", args=[unit.pk]),
    )
