"""All that the complete report says, read in the moment of asking, in a constant number of queries."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from django.db.models import F

from accounts.models import Role, User
from assessments.models import Assessment, Verdict
from planning.models import ActionItem, ActionState, Target
from planning.reading import Targets, targets_of
from reports.documents.base import Ask, Data
from reports.documents.letterhead import letterhead_of
from reports.documents.self_assessment.texts import own_texts
from reports.documents.self_assessment.worksheets import questions_of
from results import layers
from results.comparing import PastYear, nation_before, year_before, years_before
from results.freezing import layers_to_data, to_data, trend_to_data
from results.layers import Layer
from results.models import PastResult
from results.summaries import summarise
from results.trends import Trend
from results.values import Summary
from results.years import trend_of

TEAM = (Role.COORDINATOR, Role.ASSESSOR, Role.ADMIN)


def freeze(ask: Ask) -> Data:
    assessment, summary = ask.assessment, summarise(ask.assessment)
    past = year_before(years_before(assessment)).comparable
    results = list(PastResult.objects.visible_to(ask.by).in_full().order_by("year", "pk"))
    targets = targets_of(assessment)
    return {
        "summary": to_data(summary),
        "layers": layers_to_data(_layers(summary, past, targets, assessment)),
        "trend": trend_to_data(_until(assessment.year, trend_of(ask.by, results))),
        "before": _levels_before(assessment, past, results),
        "wanted": _wanted(assessment),
        "plan": _plan(assessment),
        "team": _team(assessment),
        "texts": own_texts(assessment),
        "letterhead": letterhead_of(assessment.instansi),
        "questions": questions_of(assessment) if "worksheets" not in ask.options.get("without", ()) else {},
    }


def _layers(summary: Summary, past: PastYear | None, targets: Targets, assessment: Assessment) -> list[Layer]:
    found = (
        layers.of_year(past.year, past.indeks, past.domains, past.aspects) if past else None,
        layers.of_target(assessment.year, targets.indeks, targets.domains, targets.aspects),
        layers.of_nation(nation_before(assessment), summary.aspects),
    )
    return [layer for layer in found if layer]


def _until(year: int, trend: Trend) -> Trend:
    """This year and what was settled before it; an unfinished earlier year is no result."""
    sections = [
        replace(section, points=tuple(p for p in section.points if p.year == year or (p.year < year and _settled(p))))
        for section in trend.sections
    ]
    return Trend(tuple(section for section in sections if section.points))


def _settled(point: Any) -> bool:
    return not point.is_provisional


def _levels_before(assessment: Assessment, past: PastYear | None, results: Sequence[PastResult]) -> Data:
    """Each indicator's level in the newest comparable year: the portal's own, or an imported one that tells levels."""
    if past:
        rows = Verdict.objects.filter(assessment=past.pk, final_level__isnull=False)
        levels = dict(rows.values_list("indicator__code", "final_level"))
        return {"year": past.year, "levels": _texts(levels)}
    fitting = [
        row
        for row in results
        if row.year < assessment.year and row.instrument.code == assessment.instrument.code and row.level_map
    ]
    newest = max(fitting, key=lambda row: (row.year, row.track == "external"), default=None)
    return {"year": newest.year, "levels": _texts(newest.level_map)} if newest else {"year": None, "levels": {}}


def _wanted(assessment: Assessment) -> dict[str, str]:
    """The targets of single indicators."""
    rows = Target.objects.filter(
        instansi=assessment.instansi_id, year=assessment.year, instrument=assessment.instrument_id,
        indicator__isnull=False,
    )  # fmt: skip
    return _texts(dict(rows.order_by("indicator__position").values_list("indicator__code", "value")))


def _texts(levels: dict[str, Any]) -> dict[str, str]:
    return {code: f"{level:f}" for code, level in levels.items()}


def _plan(assessment: Assessment) -> list[Data]:
    """What is planned so that this assessment's indicators rise, the nearest deadline first."""
    rows = (
        ActionItem.objects.filter(instansi=assessment.instansi_id, year=assessment.year)
        .filter(indicator__instrument=assessment.instrument_id)
        .exclude(state=ActionState.DROPPED)
        .select_related("indicator", "unit", "person")
        .prefetch_related("expected")
        .order_by(F("deadline").asc(nulls_last=True), "indicator__position", "pk")
    )
    return [
        {
            "code": row.indicator.code,
            "name": row.indicator.short_name,
            "from": f"{row.from_level:f}",
            "to": f"{row.to_level:f}",
            "text": row.text,
            "unit": row.unit.short_name if row.unit else "",
            "person": str(row.person or ""),
            "deadline": row.deadline.isoformat() if row.deadline else None,
            "expected": [
                *(item.text for item in sorted(row.expected.all(), key=lambda item: (item.position, item.pk))),
                *filter(None, [row.expected_text]),
            ],
            "state": row.get_state_display(),
            "percent": row.percent,
        }
        for row in rows
    ]


def _team(assessment: Assessment) -> list[Data]:
    rows = User.objects.filter(instansi=assessment.instansi_id, role__in=TEAM, is_active=True)
    people = sorted(rows, key=lambda user: (TEAM.index(Role(user.role)), user.full_name, user.pk))
    return [{"role": user.get_role_display(), "name": str(user), "position": user.position} for user in people]
