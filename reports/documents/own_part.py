"""What one OPD may read of an assessment: its own answers, and what the assessor decided once the cycle is final.

A report about an OPD is read by its operators whoever asked for it, so it is cut to what their screens show them:
nothing of another OPD, not even where a level hides it (the institution's level is the lowest of all its OPD), and no
verdict before the cycle is final, as `Verdict.visible_to` says.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal

from assessments.models import Assessment
from domains.models import EvidenceItem, LevelCriterion
from reports.documents.base import Data
from results.values import NextLevel, Row, Summary, Work

Criteria = Mapping[str, Mapping[str, Data]]


def criteria_of(assessment: Assessment) -> dict[str, dict[str, Data]]:
    """What each level of each indicator demands, by the indicator's code and the level as text; two queries."""
    rows = LevelCriterion.objects.filter(indicator__instrument=assessment.instrument_id)
    items = EvidenceItem.objects.filter(criterion__in=rows).order_by("position")
    wanted: dict[int, list[str]] = defaultdict(list)
    for criterion, text in items.values_list("criterion_id", "text"):
        wanted[criterion].append(text)
    found: dict[str, dict[str, Data]] = defaultdict(dict)
    for pk, code, level, name, text in rows.order_by("level").values_list(
        "pk", "indicator__code", "level", "name", "text"
    ):
        found[code][str(level)] = {"level": level, "name": name, "criterion": text, "wanted": wanted[pk]}
    return dict(found)


def own_part(summary: Summary, unit: int, criteria: Criteria) -> Summary:
    """The summary as far as it is this OPD's. Its index is the OPD's value, and never the institution's."""
    is_final = summary.heading.is_final
    rows = tuple(
        _own(row, work, criteria.get(row.code, {}), is_final)
        for row in summary.rows
        for work in row.works
        if work.unit_id == unit
    )
    codes, aspects = {row.code for row in rows}, {row.aspect for row in rows}
    kept = tuple(group for group in summary.aspects if group.code in aspects)
    domains = {group.domain for group in kept}
    return replace(
        summary,
        heading=replace(summary.heading, track="final" if is_final else "claimed"),
        questionnaire=replace(
            summary.questionnaire,
            items=tuple(item for item in summary.questionnaire.items if item.code in codes),
            weight_total=sum(row.weight_units for row in rows),
        ),
        domains=tuple(group for group in summary.domains if group.code in domains),
        aspects=kept,
        rows=rows,
    )


def _own(row: Row, work: Work, criteria: Mapping[str, Data], is_final: bool) -> Row:
    levels = {
        "claimed": work.claimed,
        "verified": work.verified,
        "final": row.levels["final"] if is_final else None,
        "external": row.levels["external"] if is_final else None,
    }
    level = levels["final" if is_final else "claimed"]
    known = next((levels[track] for track in ("final", "verified", "claimed") if levels[track] is not None), None)
    return replace(
        row,
        level=level,
        level_name=_name(level, criteria),
        levels=levels,
        justification=row.justification if is_final else "",
        works=(work,),
        next=_next(known, criteria),
    )


def _name(level: Decimal | None, criteria: Mapping[str, Data]) -> str:
    name: str = criteria.get(str(int(level or 0)), {}).get("name", "") if level is not None else ""
    return name


def _next(level: Decimal | None, criteria: Mapping[str, Data]) -> NextLevel | None:
    found = criteria.get(str(int(level or 0) + 1))
    return NextLevel(**(found | {"wanted": tuple(found["wanted"])})) if found else None
