"""What everybody sees first of an assessment."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_GET

from assessments.models import Assessment, Stage
from assessments.permissions import can_manage, can_see_results
from assessments.summaries import progress, tasks
from assessments.workflow import STAGE_STEPS, available_moves
from results import charts
from results import progress as advance
from results.analysis import highlights
from results.summaries import summarise
from results.values import TRACKS

SHORT_LIST = 5


@require_GET
def assessment(request: HttpRequest, pk: int) -> HttpResponse:
    """The dashboard; for an operator, who sees no institution's numbers, the way to his own work."""
    found = get_object_or_404(Assessment.objects.visible_to(request.user).in_full(), pk=pk)
    common = {"assessment": found, "stages": _stages(found), "days_left": _days_left(found)}
    if request.user.is_operator:
        own = progress(tasks(request.user, found))
        return render(request, "reports/assessment_operator.html", {**common, "progress": own})
    if not can_see_results(request.user, found):
        raise PermissionDenied
    moves = [(name, STAGE_STEPS[name]) for name in available_moves(found, request.user)]
    is_manager = can_manage(request.user, found)
    return render(
        request, "reports/assessment.html", {**common, **_numbers(found), "moves": moves, "can_manage": is_manager}
    )


def _numbers(found: Assessment) -> dict[str, Any]:
    summary = summarise(found)
    other = charts.compared_track(summary)
    return {
        "summary": summary,
        "heading": summary.heading,
        "highlights": highlights(summary),
        "scale": charts.band_scale(summary),
        "scale_compact": charts.band_scale(summary, compact=True),
        "radar": charts.radar(summary),
        "radar_compact": charts.radar(summary, compact=True),
        "domain_bars": charts.bars(summary, summary.domain_lines),
        "aspect_bars": charts.bars(summary, summary.aspect_lines),
        "other_track": TRACKS[other] if other else "",
        "units": advance.by_unit(summary),
        "statuses": advance.by_status(summary),
        "strongest": summary.strongest[:SHORT_LIST],
        "weakest": summary.weakest[:SHORT_LIST],
    }


def _stages(found: Assessment) -> list[tuple[str, str]]:
    """Every stage with "done", "now" or "later"."""
    order = list(Stage)
    present = order.index(Stage(found.stage))
    states = ["done"] * present + ["now"] + ["later"] * (len(order) - present - 1)
    return [(stage.label, state) for stage, state in zip(order, states, strict=True)]


def _days_left(found: Assessment) -> int | None:
    """Whole days until the present stage ends, negative when it is over, None when nothing ends any more."""
    return (found.deadline - timezone.localdate()).days if found.deadline else None
