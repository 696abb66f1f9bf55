"""OPD of an institution, kept by its admin. An OPD is never deleted: its answers stay."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.urls import reverse

from accounts.models import Instansi, Unit, User
from accounts.refusals import Refused
from activity import services as activity
from directory import permissions
from directory.services.changes import apply, lock


@transaction.atomic
def create_unit(
    *, instansi: Instansi, code: str, name: str, short_name: str, predecessor: Unit | None = None, by: User
) -> Unit:
    _check(by, instansi)
    lock(instansi)
    unit = Unit(instansi=instansi, code=code, name=name, short_name=short_name, predecessor=predecessor)
    _check_predecessor(unit, predecessor)
    unit.full_clean()
    unit.save()
    _record("create", f"{by} menambah OPD {unit}", unit, by=by)
    return unit


@transaction.atomic
def change_unit(
    unit: Unit, *, code: str, name: str, short_name: str, predecessor: Unit | None = None, by: User
) -> list[str]:
    """Write what differs; returns the differences in words, none when nothing was changed."""
    _check(by, unit.instansi)
    lock(unit.instansi)
    unit = Unit.objects.select_related("instansi", "predecessor").get(pk=unit.pk)
    _check_predecessor(unit, predecessor)
    differences = apply(unit, {"code": code, "name": name, "short_name": short_name, "predecessor": predecessor})
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


def _check_predecessor(unit: Unit, predecessor: Unit | None) -> None:
    """A predecessor is an older OPD of the same institution; following predecessors never leads back."""
    if predecessor is None:
        return
    if predecessor.instansi_id != unit.instansi_id:
        raise Refused("OPD yang dilanjutkan harus dari instansi yang sama.")
    parents = dict(Unit.objects.filter(instansi=unit.instansi_id).values_list("pk", "predecessor_id"))
    here: int | None = predecessor.pk
    while here is not None:
        if here == unit.pk:
            raise Refused("OPD tidak dapat menjadi kelanjutan dirinya sendiri, juga tidak lewat OPD lain.")
        here = parents[here]


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
