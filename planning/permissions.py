"""Who may. Each predicate looks at one user and one object already fetched, and asks the database nothing."""

from __future__ import annotations

from accounts.models import User


def can_read_prerequisites(user: User) -> bool:
    """Whoever sees the institution's numbers: admin, assessor, coordinator."""
    return not user.is_operator and not user.is_technician and user.instansi_id is not None


def can_change_prerequisites(user: User) -> bool:
    """Add, switch off and restore: the institution's admin."""
    return user.is_admin and user.instansi_id is not None
