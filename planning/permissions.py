"""Who may. Each predicate looks at one user and one object already fetched, and asks the database nothing."""

from __future__ import annotations

from accounts.models import User


def can_read_prerequisites(user: User) -> bool:
    """Whoever sees the institution's numbers: admin, assessor, coordinator."""
    return not user.is_operator and not user.is_technician and user.instansi_id is not None


def can_change_prerequisites(user: User) -> bool:
    """Add, switch off and restore: the institution's admin."""
    return user.is_admin and user.instansi_id is not None
from assessments.models import Assessment
from assessments.permissions import can_see_results
from planning.models import Scenario


def can_keep_scenario(user: User, assessment: Assessment) -> bool:
    """Keep imagined levels: whoever sees the numbers."""
    return can_see_results(user, assessment)


def can_change_scenario(user: User, scenario: Scenario) -> bool:
    """Rename, delete and bring back: its author, the institution's admin and its coordinator."""
    is_author = scenario.made_by_id == user.pk
    return can_see_results(user, scenario.assessment) and (is_author or user.is_admin or user.is_coordinator)
