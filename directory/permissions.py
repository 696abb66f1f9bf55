"""Who may manage the directory. Each predicate looks at users already fetched, and asks the database nothing."""

from __future__ import annotations

from accounts.models import Instansi, User


def can_manage_units(user: User) -> bool:
    """An institution's OPD, one by one or by a table: its admin."""
    return user.is_admin


def can_manage_instansi(user: User) -> bool:
    return user.is_technician


def can_change_letterhead(user: User, instansi: Instansi) -> bool:
    """The institution's admin, and a technician for any."""
    return user.is_technician or (user.is_admin and user.instansi_id == instansi.pk)


def can_manage_people(user: User) -> bool:
    """See the list of people: an admin his institution's, a technician everybody's."""
    return user.is_admin or user.is_technician


def can_add_person(user: User, instansi: Instansi) -> bool:
    return user.is_technician or (user.is_admin and user.instansi_id == instansi.pk)


def can_change_person(user: User, person: User) -> bool:
    """Technicians are made on the server's command line only, never on a screen."""
    return person.instansi is not None and can_add_person(user, person.instansi)


def can_set_active(user: User, person: User) -> bool:
    """Anybody but oneself; a technician may also shut out another technician."""
    if user.pk == person.pk:
        return False
    return can_change_person(user, person) or (user.is_technician and person.is_technician)


def can_import(user: User) -> bool:
    """Tables of OPD and people go into one's own institution."""
    return user.is_admin
