"""Who may. Each predicate looks at objects already fetched, and asks the database nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from accounts.models import Instansi, User

if TYPE_CHECKING:  # the consent's own queryset asks here
    from results.models import PastResult


def can_read_results(user: User) -> bool:
    """The institution's numbers over the years and among others: its admins, assessors and coordinators."""
    return user.instansi_id is not None and not user.is_operator and not user.is_technician


def can_match(user: User, instansi: Instansi) -> bool:
    """Say which published row is the institution's: its admin or coordinator, or a technician."""
    return user.is_technician or ((user.is_admin or user.is_coordinator) and user.instansi_id == instansi.pk)


def can_consent(user: User) -> bool:
    """Agree for one's institution to be compared with others here, and withdraw it: the coordinator."""
    return user.is_coordinator and user.instansi_id is not None


def can_import_some(user: User) -> bool:
    """Is there an institution whose results this person may take in?"""
    return user.is_technician or (bool(user.instansi_id) and (user.is_admin or user.is_coordinator))


def can_import(user: User, instansi: Instansi) -> bool:
    """An institution's own admin and coordinator; the technician for everybody."""
    return can_import_some(user) and (user.is_technician or user.instansi_id == instansi.pk)


def can_remove(user: User, result: PastResult) -> bool:
    return (user.is_admin or user.is_coordinator) and user.instansi_id == result.instansi_id
