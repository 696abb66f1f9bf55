"""Which items of the plan look finished by what was accepted and decided since: one reading for page and service."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from decimal import Decimal
from typing import NamedTuple

from django.db.models import prefetch_related_objects

from assessments.models import Answer, Assessment, Stage, Verdict
from evidence.models import Evidence, Review, Scan
from planning.action_texts import in_words
from planning.models import LATE, ActionItem

Piece = tuple[int, str]  # level and text of a wanted item: the same in every revision of an instrument
Place = tuple[int, str]  # assessment and indicator's code


class Work(NamedTuple):
    """What one OPD has to show for one indicator."""

    unit: int
    verified: Decimal | None
    accepted: set[Piece]


def reasons(items: Iterable[ActionItem]) -> dict[int, str]:
    """Why each item that is still being done looks finished, by key; seven queries however many there are.

    Either all the evidence expected of it was accepted on the answer of its OPD (on any OPD's, where its own has no
    answer there), or its indicator has reached its level: by the assessor, or verified for all of its OPD. Looked
    at is the newest cycle with the same instrument that has begun, never one before the plan's year.
    """
    rows = [item for item in items if item.state in LATE]
    if not rows:
        return {}
    cycles = _cycles(rows)
    works, finals = _works(cycles.values()), _finals(cycles.values())
    prefetch_related_objects(rows, "expected__criterion")
    found = {}
    for item in rows:
        if item.pk in cycles:
            place = (cycles[item.pk].pk, item.indicator.code)
            reason = _reached(item, finals.get(place), works[place]) or _proven(item, works[place])
            if reason:
                found[item.pk] = f"{reason} ({cycles[item.pk]})."
    return found


def _cycles(rows: list[ActionItem]) -> dict[int, Assessment]:
    begun = Assessment.objects.filter(instansi__in={row.instansi_id for row in rows}).exclude(stage=Stage.PREPARATION)
    newest: dict[tuple[int, str], Assessment] = {}
    for cycle in begun.select_related("instrument").order_by("year", "pk"):
        newest[cycle.instansi_id, cycle.instrument.code] = cycle
    found = {row.pk: newest.get((row.instansi_id, row.indicator.instrument.code)) for row in rows}
    years = {row.pk: row.year for row in rows}
    return {key: cycle for key, cycle in found.items() if cycle and cycle.year >= years[key]}


def _works(cycles: Iterable[Assessment]) -> dict[Place, list[Work]]:
    ids = {cycle.pk for cycle in cycles}
    evidence = Evidence.objects.linked().filter(answer__assignment__assessment__in=ids, review=Review.ACCEPTED)
    clean = evidence.exclude(document__scan=Scan.INFECTED).exclude(item=None)
    accepted: dict[int, set[Piece]] = defaultdict(set)
    for answer, level, text in clean.values_list("answer", "criterion__level", "item__text"):
        accepted[answer].add((level, text))
    given = ("pk", "assignment__assessment", "assignment__indicator__code", "assignment__unit", "verified_level")
    found: dict[Place, list[Work]] = defaultdict(list)
    for pk, cycle, code, unit, level in Answer.objects.filter(assignment__assessment__in=ids).values_list(*given):
        found[cycle, code].append(Work(unit, level, accepted[pk]))
    return found


def _finals(cycles: Iterable[Assessment]) -> dict[Place, Decimal | None]:
    rows = Verdict.objects.filter(assessment__in={cycle.pk for cycle in cycles})
    given = rows.values_list("assessment", "indicator__code", "final_level")
    return {(cycle, code): level for cycle, code, level in given}


def _reached(item: ActionItem, final: Decimal | None, works: list[Work]) -> str:
    if final is not None and final >= item.to_level:
        return f"Indikatornya dinilai asesor pada tingkat {in_words(final)}"
    verified = [work.verified for work in works if work.verified is not None]
    if works and len(verified) == len(works) and min(verified) >= item.to_level:
        return f"Indikatornya terverifikasi pada tingkat {in_words(min(verified))}"
    return ""


def _proven(item: ActionItem, works: list[Work]) -> str:
    expected = {(piece.criterion.level, piece.text) for piece in item.expected.all()}
    own = [work for work in works if work.unit == item.unit_id] or works
    accepted = set().union(*(work.accepted for work in own))
    return "Semua bukti yang diharapkan sudah diterima" if expected and expected <= accepted else ""
