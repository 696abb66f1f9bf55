"""Institutions, kept by the technician."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.db import transaction

from accounts.models import Instansi, User
from activity import services as activity
from directory import permissions
from directory.services.changes import apply

FIELDS = ("name", "short_name", "kind", "province", "address")


@transaction.atomic
def create_instansi(*, name: str, short_name: str, kind: str, province: str, address: str, by: User) -> Instansi:
    if not permissions.can_manage_instansi(by):
        raise PermissionDenied
    instansi = Instansi(name=name, short_name=short_name, kind=kind, province=province, address=address)
    instansi.full_clean()
    instansi.save()
    activity.record(
        "create", subject=f"instansi:{instansi.pk}", text=f"{by} menambah instansi {instansi}", by=by, instansi=None
    )
    return instansi


@transaction.atomic
def change_instansi(
    instansi: Instansi, *, name: str, short_name: str, kind: str, province: str, address: str, by: User
) -> list[str]:
    """Write what differs; returns the differences in words, none when nothing was changed."""
    if not permissions.can_manage_instansi(by):
        raise PermissionDenied
    row = Instansi.objects.select_for_update().get(pk=instansi.pk)
    wanted = {"name": name, "short_name": short_name, "kind": kind, "province": province, "address": address}
    differences = apply(row, wanted)
    if differences:
        activity.record(
            "change",
            subject=f"instansi:{row.pk}",
            text=f"{by} mengubah instansi {row}",
            note="\n".join(differences),
            by=by,
            instansi=None,
        )
    return differences
