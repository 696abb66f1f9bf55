"""Who may look at results and take some in. Predicates look at rows already fetched and ask the database nothing."""

from __future__ import annotations

from accounts.models import Instansi, User
from results.models import PastResult


def can_see_years(user: User) -> bool:
    """The institution's numbers over the years: its admins, assessors and coordinators."""
    return bool(user.instansi_id) and not user.is_operator and not user.is_technician


def can_import_some(user: User) -> bool:
    """Is there an institution whose results this person may take in?"""
    return user.is_technician or (bool(user.instansi_id) and (user.is_admin or user.is_coordinator))


def can_import(user: User, instansi: Instansi) -> bool:
    """An institution's own admin and coordinator; the technician for everybody."""
    return can_import_some(user) and (user.is_technician or user.instansi_id == instansi.pk)


def can_remove(user: User, result: PastResult) -> bool:
    return (user.is_admin or user.is_coordinator) and user.instansi_id == result.instansi_id
