"""All that the complete report says, read in the moment of asking, in a constant number of queries."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

from django.db.models import F

from accounts.models import Role, User
from assessments.models import Assessment
from planning.models import ActionItem, ActionState
from planning.reading import Targets, targets_of
from reports.documents.base import Ask, Data
from reports.documents.letterhead import letterhead_of
from reports.documents.self_assessment.texts import own_texts
from reports.documents.self_assessment.worksheets import questions_of
from results import layers
from results.comparing import PastYear, nation_before, year_before, years_among
from results.freezing import layers_to_data, to_data, trend_to_data
from results.instruments import LONG_TEXTS, known_of
from results.layers import Layer
from results.levels import Levels, levels_over
from results.models import PastResult
from results.summaries import summarise
from results.trends import Point, Trend
from results.values import Summary
from results.years import trend_among

ByCode = Mapping[str, Levels]
TEAM = (Role.COORDINATOR, Role.ASSESSOR, Role.ADMIN)


def freeze(ask: Ask) -> Data:
    assessment = ask.assessment
    cycles, results = _cycles(ask), _results(ask)
    known = known_of([row.instrument for row in cycles] + [row.instrument for row in results])
    summary = summarise(assessment, known[assessment.instrument_id])
    levels = levels_over([row for row in cycles if row.pk != assessment.pk])
    levels[assessment.pk] = {row.code: dict(row.levels) for row in summary.rows}
    past = year_before(years_among(assessment, cycles, known, levels)).comparable
    targets = targets_of(assessment)
    return {
        "summary": to_data(summary),
        "layers": layers_to_data(_layers(summary, past, targets, assessment)),
        "trend": trend_to_data(_settled(assessment.year, trend_among(cycles, results, known, levels))),
        "before": _before(assessment, past, levels, results),
        "wanted": _texts(targets.indicators),
        "plan": _plan(assessment),
        "team": _team(assessment),
        "texts": own_texts(assessment),
        "letterhead": letterhead_of(assessment.instansi),
        "questions": questions_of(assessment) if "worksheets" not in ask.options.get("without", ()) else {},
    }


def _cycles(ask: Ask) -> list[Assessment]:
    """This one and those of the years before it; later ones say nothing in its report."""
    rows = Assessment.objects.visible_to(ask.by).filter(instansi=ask.assessment.instansi_id)
    return list(rows.filter(year__lte=ask.assessment.year).in_full().order_by("year", "pk"))


def _results(ask: Ask) -> list[PastResult]:
    rows = PastResult.objects.visible_to(ask.by).filter(instansi=ask.assessment.instansi_id)
    return list(rows.filter(year__lte=ask.assessment.year).in_full().order_by("year", "pk"))


def _layers(summary: Summary, past: PastYear | None, targets: Targets, assessment: Assessment) -> list[Layer]:
    found = (
        layers.of_year(past.year, past.indeks, past.domains, past.aspects) if past else None,
        layers.of_target(assessment.year, targets.indeks, targets.domains, targets.aspects),
        layers.of_nation(nation_before(assessment), summary.aspects),
    )
    return [layer for layer in found if layer]


def _settled(year: int, trend: Trend) -> Trend:
    """An unfinished earlier year is no result; this one may be."""
    sections = [
        replace(section, points=tuple(point for point in section.points if point.year == year or _is_settled(point)))
        for section in trend.sections
    ]
    return Trend(tuple(section for section in sections if section.points))


def _is_settled(point: Point) -> bool:
    return not point.is_provisional


def _before(
    assessment: Assessment, past: PastYear | None, levels: Mapping[int, ByCode], results: Sequence[PastResult]
) -> Data:
    """Each indicator's level in the newest comparable year: the portal's own, or an imported one that tells levels."""
    if past:
        finals = {code: row["final"] for code, row in levels[past.pk].items()}
        return {"year": past.year, "levels": _texts(finals)}
    fitting = [
        row
        for row in results
        if row.year < assessment.year and row.instrument.code == assessment.instrument.code and row.level_map
    ]
    newest = max(fitting, key=lambda row: (row.year, row.track == "external"), default=None)
    return {"year": newest.year, "levels": _texts(newest.level_map)} if newest else {"year": None, "levels": {}}


def _texts(levels: Mapping[str, Decimal | None]) -> dict[str, str]:
    return {code: f"{level:f}" for code, level in levels.items() if level is not None}


def _plan(assessment: Assessment) -> list[Data]:
    """What is planned so that this assessment's indicators rise, the nearest deadline first."""
    rows = (
        ActionItem.objects.filter(instansi=assessment.instansi_id, year=assessment.year)
        .filter(indicator__instrument=assessment.instrument_id)
        .exclude(state=ActionState.DROPPED)
        .select_related("indicator", "unit", "person")
        .defer(*(f"indicator__{name}" for name in LONG_TEXTS))
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
    rows = rows.select_related(None).only("role", "full_name", "username", "position")
    people = sorted(rows, key=lambda user: (TEAM.index(Role(user.role)), user.full_name, user.pk))
    return [{"role": user.get_role_display(), "name": str(user), "position": user.position} for user in people]
