"""Who may compare. Each predicate looks at objects already fetched, and asks the database nothing."""

from __future__ import annotations

from accounts.models import Instansi, User


def can_compare(user: User) -> bool:
    """See how one's institution stands among others: whoever sees its numbers."""
    return user.instansi_id is not None and not user.is_operator and not user.is_technician


def can_match(user: User, instansi: Instansi) -> bool:
    """Say which published row is the institution's: its admin or coordinator, or a technician."""
    return user.is_technician or ((user.is_admin or user.is_coordinator) and user.instansi_id == instansi.pk)


def can_consent(user: User) -> bool:
    """Agree for one's institution to be compared with others here, and withdraw it: the coordinator."""
    return user.is_coordinator and user.instansi_id is not None
