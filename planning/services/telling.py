"""Writing down what happened to an item of the plan, and telling the people whom it concerns."""

from __future__ import annotations

from accounts.models import Role, User
from activity import services as activity
from planning.models import ActionItem

NAMED = 5  # in a sentence; the plan itself lists all of them


def record(verb: str, item: ActionItem, text: str, by: User | None, *, note: str = "") -> None:
    activity.record(
        verb, subject=item.subject, text=text, note=note, by=by, instansi=item.instansi, url=item.get_absolute_url()
    )  # fmt: skip


def tell_unit(item: ActionItem, text: str, by: User | None) -> None:
    activity.notify(doers(item), text, url=item.get_absolute_url(), except_for=by)


def doers(item: ActionItem) -> list[User]:
    """Who does it: the person in charge while he works in the OPD, or else all of its operators."""
    person = item.person
    if person and person.is_active and person.is_operator and person.unit_id == item.unit_id:
        return [person]
    return list(User.objects.operators_of([item.unit_id])) if item.unit_id else []


def judges(item: ActionItem) -> list[User]:
    """Who confirms it: the institution's admins and coordinators."""
    people = User.objects.active().with_role(Role.ADMIN, Role.COORDINATOR)
    return list(people.filter(instansi_id=item.instansi_id))


def named(things: list[str]) -> str:
    more = len(things) - NAMED
    return ", ".join(things[:NAMED]) + (f", dan {more} lagi" if more > 0 else "")
