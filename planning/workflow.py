"""Steps of one item of the plan, from planned to done."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from accounts.models import User
from activity import services as activity
from assessments.workflow import Refused, Stale
from planning import permissions
from planning.models import ActionItem, ActionNote, ActionState
from planning.services.actions import held
from planning.services.telling import doers, judges, record


@dataclass(frozen=True, slots=True)
class Change:
    """What the person sent along: a note, a reason, or how far the work is."""

    by: User
    note: str = ""
    percent: int | None = None


Guard = Callable[[ActionItem, Change], None]


@dataclass(frozen=True, slots=True)
class Step:
    """One row of the table: from which states, to which, by whom, and what people read."""

    label: str
    sources: frozenset[ActionState]
    target: ActionState
    allowed: Callable[[User, ActionItem], bool]
    event: str
    audience: Callable[[ActionItem], list[User]]
    asks: str  # what the note is called on the form
    needs_note: bool = False
    apply: Guard = field(default=lambda item, change: None)


def _report(item: ActionItem, change: Change) -> None:
    if change.percent is None or not 0 <= change.percent <= 100:
        raise Refused("Tulis kemajuannya dalam persen, dari 0 sampai 100.")
    item.percent = change.percent


def _confirm(item: ActionItem, change: Change) -> None:
    item.percent, item.finished_at, item.finished_by = 100, timezone.now(), change.by


def _drop(item: ActionItem, change: Change) -> None:
    item.drop_reason = change.note


def _reopen(item: ActionItem, change: Change) -> None:
    item.finished_at, item.finished_by, item.drop_reason = None, None, ""


STEPS: dict[str, Step] = {
    "report": Step(
        "Laporkan kemajuan",
        frozenset({ActionState.PLANNED, ActionState.RUNNING}),
        ActionState.RUNNING,
        permissions.can_report_action,
        "melaporkan kemajuan",
        judges,
        asks="Apa yang sudah dikerjakan",
        needs_note=True,
        apply=_report,
    ),
    "propose": Step(
        "Usulkan selesai",
        frozenset({ActionState.PLANNED, ActionState.RUNNING}),
        ActionState.PROPOSED,
        permissions.can_report_action,
        "mengusulkan selesai",
        judges,
        asks="Catatan",
    ),
    "confirm": Step(
        "Nyatakan selesai",
        frozenset({ActionState.PROPOSED}),
        ActionState.DONE,
        permissions.can_confirm_action,
        "menyatakan selesai",
        doers,
        asks="Catatan",
        apply=_confirm,
    ),
    "return": Step(
        "Kembalikan ke OPD",
        frozenset({ActionState.PROPOSED}),
        ActionState.RUNNING,
        permissions.can_confirm_action,
        "mengembalikan",
        doers,
        asks="Apa yang masih kurang",
        needs_note=True,
    ),
    "drop": Step(
        "Batalkan kegiatan",
        frozenset({ActionState.PLANNED, ActionState.RUNNING, ActionState.PROPOSED}),
        ActionState.DROPPED,
        permissions.can_change_action,
        "membatalkan",
        doers,
        asks="Alasan dibatalkan",
        needs_note=True,
        apply=_drop,
    ),
    "reopen": Step(
        "Buka kembali",
        frozenset({ActionState.DONE, ActionState.DROPPED}),
        ActionState.RUNNING,
        permissions.can_change_action,
        "membuka kembali",
        doers,
        asks="Alasan dibuka kembali",
        needs_note=True,
        apply=_reopen,
    ),
}


@transaction.atomic
def take(
    step: str, item: ActionItem, *, by: User, version: int | None = None, note: str = "", percent: int | None = None
) -> ActionItem:
    """Take one step with an item and return the item as it is now.

    `version` is the one the person saw; another one in the database raises Stale. Not allowed raises
    PermissionDenied, not possible now raises Refused. A note is kept with the item, `percent` with a report.
    """
    rule, change = STEPS[step], Change(by, note.strip(), percent)
    item = held(item)
    if not rule.allowed(by, item):
        raise PermissionDenied
    if version is not None and version != item.version:
        raise Stale(item)
    if item.state not in rule.sources:
        raise Refused(f"{rule.label}: tidak dapat, kegiatan ini {item.get_state_display().lower()}.")
    if rule.needs_note and not change.note:
        raise Refused(f"{rule.asks}: tulis dulu, agar yang lain tahu.")
    rule.apply(item, change)
    item.state, item.version = rule.target, item.version + 1
    item.save()
    if change.note:
        ActionNote.objects.create(item=item, text=change.note, percent=percent if step == "report" else None, by=by)
    _announce(step, rule, item, change)
    return item


def available(item: ActionItem, user: User) -> list[str]:
    """The steps this user can take now, for buttons and tests."""
    return [name for name, rule in STEPS.items() if item.state in rule.sources and rule.allowed(user, item)]


def _announce(step: str, rule: Step, item: ActionItem, change: Change) -> None:
    what = f"kegiatan {item.indicator.label}"
    how_far = f" ({item.percent}%)" if step == "report" else ""
    record(f"action_{step}", item, f"{change.by} {rule.event} {what}{how_far}", change.by, note=change.note)
    text = f"{change.by} {rule.event} {what}{how_far}: {change.note or item.text}"
    activity.notify(rule.audience(item), text, url=item.get_absolute_url(), except_for=change.by)
