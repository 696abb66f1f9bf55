"""Items made from levels that were chosen elsewhere: a path to a target, a scenario."""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.urls import reverse

from accounts.models import User
from activity import services as activity
from assessments.models import Assessment, Assignment
from assessments.questionnaires import build
from assessments.workflow import Refused
from directory.services.changes import lock
from domains.models import Indicator, LevelCriterion, label_of
from domains.services import check_scale
from planning import permissions
from planning.action_texts import first_text, in_words
from planning.models import ActionItem
from planning.services.prerequisites import prerequisites_of
from planning.services.telling import doers, named, record
from planning.services.waiting import order_new

Step = tuple[str, Decimal, Decimal]  # indicator's code, from level, to level
Rise = tuple[Indicator, Decimal, Decimal]


@transaction.atomic
def create_from_steps(
    *,
    assessment: Assessment,
    steps: Iterable[Step],
    by: User,
    source: str = ActionItem.Source.PATH,
    deadline: datetime.date | None = None,
) -> list[ActionItem]:
    """One item for each indicator that is to rise: (code, from level, to level); returns those made.

    An indicator with an item that is still open gets no second one: the step is passed over, and when that is so
    for all of them nothing happens and Refused says why. `words_for` says what was made and what was passed over.
    OPD and person are the first assignment's of the assessment; without one the item waits for an OPD. Items that
    the institution's prerequisites connect wait for each other, the open ones too.
    """
    if not permissions.can_plan(by, assessment.instansi):
        raise PermissionDenied
    lock(assessment.instansi)  # two admins at once make no two items of one indicator
    indicators = _indicators(assessment)
    wanted = _read(assessment, indicators, steps)
    present = _open_items(assessment)
    busy = {row.indicator.code: row for row in present if row.indicator.code in wanted}
    rows = [step for step in wanted.values() if step[0].code not in busy]
    if not rows:
        raise Refused(_all_there(busy))
    items = _make(assessment, rows, {"source": source, "deadline": deadline, "created_by": by})
    questionnaire = build(assessment.instrument, indicators.values(), ())  # prerequisites ask for no predikat
    waits = order_new(items, present, prerequisites_of(assessment.instansi, questionnaire))
    _record(items, waits, by)
    _tell_units(items, by)
    return items


def words_for(steps: Iterable[Step], made: Iterable[ActionItem]) -> str:
    """What came of `create_from_steps`, for the person who asked for it."""
    items = list(made)
    codes = {item.indicator.code for item in items}
    passed = [label_of(code) for code, *_ in steps if code not in codes]
    words = f"{len(items)} kegiatan masuk ke rencana."
    return f"{words} Tidak digandakan karena masih ada kegiatan terbuka: {named(passed)}." if passed else words


def _indicators(assessment: Assessment) -> dict[str, Indicator]:
    """By code, in the order of the questionnaire."""
    rows = assessment.instrument.indicators.select_related("aspect__domain")  # type: ignore[attr-defined]
    return {row.code: row for row in rows.order_by("position")}


def _read(assessment: Assessment, indicators: dict[str, Indicator], steps: Iterable[Step]) -> dict[str, Rise]:
    """The steps by code, each checked against the instrument."""
    found = {}
    for code, low, high in steps:
        if code not in indicators or code in found:
            raise Refused(f"{code} bukan indikator penilaian ini, atau disebut dua kali.")
        for level in filter(None, (low, high)):  # 0: nothing was answered yet
            check_scale(assessment.instrument, level)
        if low < 0 or high <= low:
            raise Refused(f"{indicators[code].label}: tingkat {in_words(high)} tidak di atas {in_words(low)}.")
        found[code] = (indicators[code], low, high)
    if not found:
        raise Refused("Belum ada indikator yang dinaikkan.")
    return found


def _open_items(assessment: Assessment) -> list[ActionItem]:
    """The institution's open items by this instrument, in whatever revision."""
    rows = ActionItem.objects.open().filter(
        instansi=assessment.instansi_id, indicator__instrument__code=assessment.instrument.code
    )
    return list(rows.select_related("indicator", "instansi").order_by("pk"))


def _all_there(busy: dict[str, ActionItem]) -> str:
    rows = [f"{row.indicator.label} (sampai tingkat {in_words(row.to_level)})" for row in busy.values()]
    return f"Semua indikator ini sudah punya kegiatan yang masih terbuka: {named(rows)}. Ubah kegiatan itu di Rencana."


def first_assignments(assessment: Assessment, steps: list[Rise]) -> dict[int, Assignment]:
    """By indicator; the one with a person in charge before those without."""
    rows = assessment.assignments.filter(indicator__in=[step[0] for step in steps], unit__is_active=True)  # type: ignore[attr-defined]
    found: dict[int, Assignment] = {}
    for row in sorted(rows.select_related("unit", "person"), key=lambda row: (row.person_id is None, row.pk)):
        found.setdefault(row.indicator_id, row)
    return found


def _make(assessment: Assessment, rows: list[Rise], said: dict[str, Any]) -> list[ActionItem]:
    """The items with the evidence that the levels above the present ones want and that is not optional."""
    assignments, criteria = first_assignments(assessment, rows), criteria_of(rows)
    items = []
    for indicator, low, high in rows:
        assignment = assignments.get(indicator.pk)
        names = {row.level: row.name for row in criteria[indicator.pk]}
        text = first_text(indicator, low, high, name=names.get(int(high), ""))
        items.append(
            ActionItem(
                instansi=assessment.instansi, year=assessment.year, assessment=assessment, indicator=indicator,
                from_level=low, to_level=high, text=text, unit=assignment.unit if assignment else None,
                person=person_of(assignment), **said,
            )
        )  # fmt: skip
    ActionItem.objects.bulk_create(items)
    link = ActionItem.expected.through
    link.objects.bulk_create(
        link(actionitem=item, evidenceitem=piece)
        for item in items
        for row in criteria[item.indicator_id]
        if item.from_level < row.level <= item.to_level
        for piece in row.evidence_items.all()
        if not piece.is_optional
    )
    return items


def criteria_of(rows: list[Rise]) -> dict[int, list[Any]]:
    """The criteria of the indicators with the evidence they want, by indicator; two queries."""
    found: dict[int, list[Any]] = defaultdict(list)
    for row in LevelCriterion.objects.filter(indicator__in=[indicator for indicator, *_ in rows]).in_full():
        found[row.indicator_id].append(row)
    return found


def person_of(assignment: Assignment | None) -> User | None:
    person = assignment.person if assignment else None
    return person if assignment and person and person.is_active and person.unit_id == assignment.unit_id else None


def _record(items: list[ActionItem], waits: dict[ActionItem, list[ActionItem]], by: User) -> None:
    """One event for each item made, and one for each that was there and now waits for a new one."""
    first = {item: "Kerjakan dulu: " + named([row.indicator.label for row in rows]) for item, rows in waits.items()}
    for item in items:
        note = "\n".join(filter(None, [item.text, first.pop(item, "")]))
        record("action_create", item, f"{by} memasukkan {item.indicator.label} ke rencana", by, note=note)
    for item, note in first.items():
        record("action_order", item, f"{by} menambah urutan kegiatan {item.indicator.label}", by, note=note)


def _tell_units(items: list[ActionItem], by: User) -> None:
    """Each person once, however many items became his."""
    mine: dict[User, list[ActionItem]] = {}
    for item in items:
        for person in doers(item):
            mine.setdefault(person, []).append(item)
    for person, rows in mine.items():
        if len(rows) == 1:
            activity.notify([person], f"Kegiatan baru: {rows[0]}", url=rows[0].get_absolute_url(), except_for=by)
        else:
            what = named([row.indicator.label for row in rows])
            activity.notify(
                [person], f"{len(rows)} kegiatan baru untuk Anda: {what}", url=reverse("plan"), except_for=by
            )
