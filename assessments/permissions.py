"""Who may. Each predicate looks at one user and one object already fetched, and asks the database nothing."""

from __future__ import annotations

from accounts.models import User
from assessments.models import Answer, Assessment


def _same_instansi(user: User, assessment: Assessment) -> bool:
    return user.instansi_id is not None and user.instansi_id == assessment.instansi_id


def can_fill(user: User, answer: Answer) -> bool:
    """Write and submit: an operator of the OPD the indicator was given to."""
    return user.is_operator and user.unit_id == answer.assignment.unit_id and _same_instansi(user, answer.assessment)


def can_review(user: User, answer: Answer) -> bool:
    """Return, verify, judge evidence: the institution's admin."""
    return can_manage(user, answer.assessment)


def can_manage(user: User, assessment: Assessment) -> bool:
    """Open the cycle, assign, move deadlines: the institution's admin."""
    return user.is_admin and _same_instansi(user, assessment)


def can_create_assessment(user: User) -> bool:
    return user.is_admin


def can_decide(user: User, assessment: Assessment) -> bool:
    """Set the institution's final level: an internal assessor."""
    return user.is_assessor and _same_instansi(user, assessment)


def can_ask_approval(user: User, assessment: Assessment) -> bool:
    return can_manage(user, assessment) or can_decide(user, assessment)


def can_finalise(user: User, assessment: Assessment) -> bool:
    """Approve and freeze, or send back: the coordinator."""
    return user.is_coordinator and _same_instansi(user, assessment)


def can_see_results(user: User, assessment: Assessment) -> bool:
    """The institution's numbers, beyond one's own answers."""
    return not user.is_operator and not user.is_technician and _same_instansi(user, assessment)
