"""People of an institution: made, changed, shut out and let in again. Nobody is deleted: their work stays."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.urls import reverse

from accounts.models import Instansi, Role, Unit, User
from accounts.refusals import Refused
from activity import services as activity
from directory import permissions
from directory.services.changes import apply, lock
from directory.services.invitations import invite_later


@transaction.atomic
def create_person(
    *,
    instansi: Instansi,
    username: str,
    full_name: str,
    email: str,
    role: str,
    unit: Unit | None = None,
    phone: str = "",
    position: str = "",
    by: User,
) -> User:
    """A new account without a password; the person gets a mail with a link to choose one."""
    if not permissions.can_add_person(by, instansi):
        raise PermissionDenied
    lock(instansi)
    check_place(instansi, role, unit)
    person = User(
        instansi=instansi,
        username=username,
        full_name=full_name,
        email=email.lower(),
        role=role,
        unit=unit,
        phone=phone,
        position=position,
    )
    person.set_unusable_password()
    person.full_clean()
    person.save()
    _record("create", f"{by} menambah pengguna {person} ({person.get_role_display()})", person, by=by)
    invite_later([person.pk])
    return person


@transaction.atomic
def change_person(
    person: User,
    *,
    username: str,
    full_name: str,
    email: str,
    role: str,
    unit: Unit | None = None,
    phone: str = "",
    position: str = "",
    by: User,
) -> list[str]:
    """Write what differs; returns the differences in words, none when nothing was changed."""
    if not permissions.can_change_person(by, person):
        raise PermissionDenied
    lock(person.instansi)
    person = User.objects.get(pk=person.pk)
    check_place(person.instansi, role, unit)
    if role != person.role:
        _check_role_may_change(person, by)
    wanted = {"username": username, "full_name": full_name, "email": email.lower(), "role": role}
    differences = apply(person, {**wanted, "unit": unit, "phone": phone, "position": position})
    if differences:
        _record("change", f"{by} mengubah pengguna {person}", person, by=by, note="\n".join(differences))
    return differences


@transaction.atomic
def set_person_active(person: User, is_active: bool, *, by: User) -> User:
    """Shut somebody out, or let him in again. His sessions and API keys stop at once; his work stays."""
    if not permissions.can_set_active(by, person):
        raise PermissionDenied
    if person.instansi:
        lock(person.instansi)
    person = User.objects.get(pk=person.pk)
    if person.is_active != is_active:
        if not is_active:
            _check_not_last_admin(person)
        person.is_active = is_active
        person.save(update_fields=["is_active"])
        word = "mengaktifkan" if is_active else "menonaktifkan"
        _record("activate" if is_active else "deactivate", f"{by} {word} pengguna {person}", person, by=by)
    return person


@transaction.atomic
def invite_again(person: User, *, by: User) -> None:
    """Send a new link to choose a password, to somebody who is active and has an address."""
    if not permissions.can_change_person(by, person):
        raise PermissionDenied
    if not person.is_active:
        raise Refused("Pengguna ini tidak aktif. Aktifkan dulu, lalu kirim tautan.")
    if not person.email:
        raise Refused("Pengguna ini belum punya alamat surel. Lengkapi dulu, lalu kirim tautan.")
    _record("invite", f"{by} mengirim tautan kata sandi kepada {person}", person, by=by)
    invite_later([person.pk])


def check_place(instansi: Instansi, role: str, unit: Unit | None) -> None:
    """A role an institution may give, and an OPD of that institution where the role needs one."""
    if role == Role.TECHNICIAN or role not in Role.values:
        raise Refused("Peran ini tidak dapat diberikan di sini.")
    if unit is not None and unit.instansi_id != instansi.pk:
        raise Refused("OPD harus dari instansi yang sama dengan penggunanya.")
    if role == Role.OPERATOR and unit is None:
        raise Refused("Operator harus punya OPD.")


def _check_role_may_change(person: User, by: User) -> None:
    if person.pk == by.pk:
        raise Refused("Peran Anda sendiri hanya dapat diubah oleh admin lain.")
    _check_not_last_admin(person)


def _check_not_last_admin(person: User) -> None:
    """An institution that has an active admin keeps one, so that somebody can always manage it."""
    admins = User.objects.active().with_role(Role.ADMIN).filter(instansi=person.instansi_id)
    if person.is_admin and person.is_active and not admins.exclude(pk=person.pk).exists():
        raise Refused("Ini admin aktif terakhir di instansi ini. Tunjuk admin lain dulu.")


def _record(verb: str, text: str, person: User, *, by: User, note: str = "") -> None:
    activity.record(
        verb,
        subject=f"user:{person.pk}",
        text=text,
        note=note,
        by=by,
        instansi=person.instansi,
        url=reverse("user-change", args=[person.pk]),
    )
