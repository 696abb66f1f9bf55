"""Priority targets: the leadership picks, the OPD answers, the leadership decides what becomes of a refusal."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from dataclasses import dataclass

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.formats import date_format

from accounts.models import Role, Unit, User
from activity import services as activity
from assessments.models import Assessment, Stage
from assessments.workflow import Refused
from assessments.workflow.stages import lock
from domains.models import Indicator
from planning import permissions
from planning.headlines import headlines
from planning.models import Priority, PriorityState


@dataclass(frozen=True, slots=True)
class Step:
    """One row of the table: from which states, to which, by whom, and what is written and told."""

    label: str
    sources: frozenset[PriorityState]
    target: PriorityState
    allowed: Callable[[User, Priority], bool]
    event: str
    told: str
    needs_note: str = ""  # what to say when the note is missing; empty where it may be


STEPS: dict[str, Step] = {
    "accept": Step(
        "Sanggupi",
        frozenset({PriorityState.WAITING}),
        PriorityState.ACCEPTED,
        permissions.can_answer_priority,
        "menyanggupi",
        "disanggupi",
    ),
    "refuse": Step(
        "Tidak sanggup",
        frozenset({PriorityState.WAITING}),
        PriorityState.REFUSED,
        permissions.can_answer_priority,
        "tidak menyanggupi",
        "tidak disanggupi",
        "Tulis alasannya agar koordinator dapat mempertimbangkan.",
    ),
    "insist": Step(
        "Tetap tetapkan",
        frozenset({PriorityState.REFUSED}),
        PriorityState.INSISTED,
        permissions.can_steer_priority,
        "tetap menetapkan",
        "tetap ditetapkan koordinator",
        "Tulis pertimbangannya agar OPD tahu mengapa prioritas ini tetap berlaku.",
    ),
    "withdraw": Step(
        "Batalkan prioritas",
        frozenset({PriorityState.WAITING, PriorityState.ACCEPTED, PriorityState.REFUSED, PriorityState.INSISTED}),
        PriorityState.WITHDRAWN,
        permissions.can_steer_priority,
        "membatalkan",
        "dibatalkan koordinator",
        "Tulis alasan pembatalannya.",
    ),
}


@transaction.atomic
def pick_priority(
    *, assessment: Assessment, indicator: Indicator, level: int, unit: Unit, person: User | None,
    due_on: datetime.date, note: str, by: User,
) -> Priority:  # fmt: skip
    """Make the indicator's next level an OPD's priority. `level` is what the page showed; another one is Refused."""
    assessment = lock(assessment)
    if not permissions.can_pick_priorities(by, assessment):
        raise PermissionDenied
    if assessment.stage == Stage.PREPARATION:
        raise Refused("Penilaian masih persiapan, sehingga OPD belum dapat melihatnya. Buka pengisian dulu.")
    if indicator.instrument_id != assessment.instrument_id:
        raise Refused("Indikator bukan bagian dari instrumen penilaian ini.")
    _check_level(assessment, indicator, level)
    _check_charge(assessment, indicator, unit, person, due_on)
    priority = Priority(
        assessment=assessment, indicator=indicator, unit=unit, person=person, level=level, due_on=due_on,
        note=note.strip(), picked_by=by,
    )  # fmt: skip
    return _begin(priority, by)


@transaction.atomic
def change_priority(
    priority: Priority, *, unit: Unit, person: User | None, due_on: datetime.date, note: str, version: int, by: User
) -> Priority:
    """Another person or deadline: the OPD is asked anew, and what it answered before stays in the events.

    For another OPD this priority ends and a new one begins, so that neither reads what the other wrote.
    """
    priority = _locked(priority)
    if not permissions.can_steer_priority(by, priority):
        raise PermissionDenied
    _check_version(priority, version)
    if priority.state == PriorityState.WITHDRAWN:
        raise Refused("Prioritas ini sudah dibatalkan.")
    _check_charge(priority.assessment, priority.indicator, unit, person, due_on)
    if unit != priority.unit:
        return _hand_over(priority, unit=unit, person=person, due_on=due_on, note=note.strip(), by=by)
    priority.person, priority.due_on, priority.note = person, due_on, note.strip()
    priority.state, priority.reply, priority.answered_at, priority.answered_by = PriorityState.WAITING, "", None, None
    _save(priority)
    _record("change_priority", priority, f"{by} mengubah prioritas: {priority}, {_due(priority)}", priority.note, by)
    _tell_unit(priority, f"Prioritas berubah: {priority}, {_due(priority)}. Jawab sanggup atau tidak", by)
    return priority


@transaction.atomic
def take(step: str, priority: Priority, *, version: int, note: str = "", by: User) -> Priority:
    """Take one step of the table with a priority and return it as it is now."""
    rule, note = STEPS[step], note.strip()
    priority = _locked(priority)
    if not rule.allowed(by, priority):
        raise PermissionDenied
    _check_version(priority, version)
    if priority.state not in rule.sources:
        state = priority.get_state_display().lower()
        raise Refused(f"{rule.label} tidak dapat dilakukan: prioritas ini {state}.")
    if rule.needs_note and not note:
        raise Refused(rule.needs_note)
    is_answer = rule.allowed is permissions.can_answer_priority
    if is_answer:
        priority.reply, priority.answered_at, priority.answered_by = note, timezone.now(), by
    else:
        priority.note = note
    priority.state = rule.target
    _save(priority)
    _record(f"{step}_priority", priority, f"{by} {rule.event} prioritas: {priority}", note, by)
    told = f"Prioritas {rule.told}: {priority}" + (f". {note}" if note else "")
    (_tell_leaders if is_answer else _tell_unit)(priority, told, by)
    return priority


def available(priority: Priority, user: User) -> list[str]:
    """The steps this user can take now, for buttons and tests."""
    return [name for name, rule in STEPS.items() if priority.state in rule.sources and rule.allowed(user, priority)]


def units_for(assessment: Assessment, indicator: Indicator) -> list[Unit]:
    """The OPD that may be put in charge: those that answer the indicator, or any active one where nobody does."""
    mine = Unit.objects.filter(instansi=assessment.instansi_id)
    given = Q(assignments__assessment=assessment, assignments__indicator=indicator)
    found = list(mine.filter(given).distinct().order_by("name"))
    return found or list(mine.active().order_by("name"))


def _begin(priority: Priority, by: User) -> Priority:
    """Save a new one, unless the OPD has this indicator already, and tell the OPD."""
    same = {"assessment": priority.assessment, "indicator": priority.indicator, "unit": priority.unit}
    if Priority.objects.standing().filter(**same).exists():
        raise Refused(f"{priority.indicator.label} sudah menjadi prioritas {priority.unit.short_name}.")
    priority.full_clean(validate_constraints=False)
    priority.save()
    _record("pick_priority", priority, f"{by} menjadikan prioritas: {priority}, {_due(priority)}", priority.note, by)
    _tell_unit(priority, f"Prioritas baru: {priority}, {_due(priority)}. Jawab sanggup atau tidak", by)
    return priority


def _hand_over(
    old: Priority, *, unit: Unit, person: User | None, due_on: datetime.date, note: str, by: User
) -> Priority:
    old.state = PriorityState.WITHDRAWN
    _save(old)
    _record("withdraw_priority", old, f"{by} mengalihkan prioritas ke {unit.short_name}: {old}", "", by)
    _tell_unit(old, f"Prioritas dialihkan ke OPD lain: {old}", by)
    new = Priority(
        assessment=old.assessment, indicator=old.indicator, unit=unit, person=person, level=old.level, due_on=due_on,
        note=note, picked_by=by,
    )  # fmt: skip
    return _begin(new, by)


def free_units_for(assessment: Assessment, indicator: Indicator) -> list[Unit]:
    """Those of them that do not have this indicator as a priority yet."""
    standing = Priority.objects.standing().filter(assessment=assessment, indicator=indicator)
    taken = set(standing.values_list("unit", flat=True))
    return [unit for unit in units_for(assessment, indicator) if unit.pk not in taken]


def _check_level(assessment: Assessment, indicator: Indicator, level: int) -> None:
    present = headlines([assessment])[assessment.pk].levels[indicator.code]
    following = int(present or 0) + 1
    if following > assessment.instrument.scale_max:
        raise Refused(f"{indicator.label} sudah pada tingkat tertinggi.")
    if level != following:
        raise Refused(
            f"Tingkat {indicator.label} berubah sejak halaman ini dibuka: yang berikutnya sekarang {following}."
        )


def _check_charge(
    assessment: Assessment, indicator: Indicator, unit: Unit, person: User | None, due_on: datetime.date
) -> None:
    if unit not in units_for(assessment, indicator):
        raise Refused(f"{unit.short_name} tidak mengisi {indicator.label} pada penilaian ini.")
    if person and (person.unit_id != unit.pk or not person.is_operator or not person.is_active):
        raise Refused("Penanggung jawab harus operator aktif dari OPD itu.")
    if due_on < timezone.localdate():
        raise Refused("Tenggat itu sudah lewat. Pilih hari ini atau sesudahnya.")


def _locked(priority: Priority) -> Priority:
    """The assessment first, as in every other step, so that two that meet wait in one order only."""
    lock(priority.assessment)
    return Priority.objects.in_full().select_for_update(of=("self",), no_key=True).get(pk=priority.pk)


def _check_version(priority: Priority, version: int) -> None:
    if version != priority.version:
        raise Refused("Prioritas ini berubah sejak Anda membukanya. Periksa keadaannya sekarang, lalu ulangi.")


def _save(priority: Priority) -> None:
    priority.version += 1
    priority.full_clean(validate_constraints=False)
    priority.save()


def _due(priority: Priority) -> str:
    return f"tenggat {date_format(priority.due_on, 'j F Y')}"


def _record(verb: str, priority: Priority, text: str, note: str, by: User) -> None:
    activity.record(
        verb, subject=priority.subject, text=text, note=note, by=by, instansi=priority.assessment.instansi,
        url=priority.get_absolute_url(),
    )  # fmt: skip


def _tell_unit(priority: Priority, text: str, by: User) -> None:
    """The person in charge while he works in the OPD, or else all of its operators."""
    operators = User.objects.active().with_role(Role.OPERATOR).filter(unit=priority.unit_id)
    people = [person for person in operators if person.pk == priority.person_id] or list(operators)
    activity.notify(people, text, url=priority.get_absolute_url(), except_for=by)


def _tell_leaders(priority: Priority, text: str, by: User) -> None:
    leaders = User.objects.active().with_role(Role.COORDINATOR, Role.ADMIN)
    mine = leaders.filter(instansi=priority.assessment.instansi_id)
    activity.notify(mine, text, url=priority.get_absolute_url(), except_for=by)
