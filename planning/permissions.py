"""Who may. Whether it is still possible now is the services' question."""

from __future__ import annotations

from accounts.models import User
from assessments.models import Assessment
from planning.models import Priority, Target


def can_read_targets(user: User) -> bool:
    """Whoever sees the institution's numbers: admin, assessor, coordinator."""
    return not user.is_operator and not user.is_technician and user.instansi_id is not None


def can_set_targets(user: User) -> bool:
    """The coordinator, and the admin: a target is copied from a document in force, which its row names."""
    return user.is_coordinator or user.is_admin


def can_change_target(user: User, target: Target) -> bool:
    return can_set_targets(user) and user.instansi_id == target.instansi_id


def can_pick_priorities(user: User, assessment: Assessment) -> bool:
    """What comes first is the leadership's to say: the coordinator alone."""
    return user.is_coordinator and user.instansi_id == assessment.instansi_id


def can_steer_priority(user: User, priority: Priority) -> bool:
    """Change it, insist on it, withdraw it."""
    return can_pick_priorities(user, priority.assessment)


def can_answer_priority(user: User, priority: Priority) -> bool:
    """Accept, or say why not: an operator of the OPD it was given to."""
    return user.is_operator and user.unit_id == priority.unit_id
