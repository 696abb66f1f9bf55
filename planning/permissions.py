"""Who may. Each predicate looks at one user and one object already fetched; whether it is time is the services' say."""

from __future__ import annotations

from accounts.models import Instansi, User
from assessments.models import Assessment
from assessments.permissions import can_see_results
from planning.models import ActionItem, Priority, Scenario, Target


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


def can_change_prerequisites(user: User) -> bool:
    """Add, switch off and restore: the institution's admin."""
    return user.is_admin and user.instansi_id is not None


def can_keep_scenario(user: User, assessment: Assessment) -> bool:
    """Keep imagined levels: whoever sees the numbers."""
    return can_see_results(user, assessment)


def can_change_scenario(user: User, scenario: Scenario) -> bool:
    """Rename, delete and bring back: its author, the institution's admin and its coordinator."""
    is_author = scenario.made_by_id == user.pk
    return can_see_results(user, scenario.assessment) and (is_author or user.is_admin or user.is_coordinator)


def can_see_plan(user: User) -> bool:
    """Read a plan at all: everybody of an institution, an operator his own OPD's part."""
    return not user.is_technician and user.instansi_id is not None


def can_see_plan_results(user: User) -> bool:
    """What the plan achieved: the institution's numbers, which are not an operator's."""
    return can_see_plan(user) and not user.is_operator


def can_plan(user: User, instansi: Instansi | None) -> bool:
    """Add, change, order and drop items: the institution's admin."""
    return user.is_admin and instansi is not None and user.instansi_id == instansi.pk


def can_change_action(user: User, item: ActionItem) -> bool:
    return user.is_admin and user.instansi_id == item.instansi_id


def can_report_action(user: User, item: ActionItem) -> bool:
    """Report progress and propose as done: an operator of the OPD that does it."""
    return user.is_operator and user.instansi_id == item.instansi_id and user.unit_id == item.unit_id


def can_confirm_action(user: User, item: ActionItem) -> bool:
    """Confirm as done, or send back: the institution's admin or coordinator."""
    return (user.is_admin or user.is_coordinator) and user.instansi_id == item.instansi_id


def can_see_work(user: User, item: ActionItem) -> bool:
    """Read notes and history: not those of another OPD, of whose item an operator only knows that his own waits."""
    return not user.is_operator or user.unit_id == item.unit_id
