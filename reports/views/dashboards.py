"""What everybody sees first of an assessment."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_GET

from assessments.models import Assessment, Stage
from assessments.permissions import can_manage, can_see_results
from assessments.workflow import STAGE_STEPS, available_moves
from reports import dashboard


@require_GET
def assessment(request: HttpRequest, pk: int) -> HttpResponse:
    """The dashboard of the role; for an operator, who sees no institution's numbers, the way to his own work."""
    found = get_object_or_404(Assessment.objects.visible_to(request.user).in_full(), pk=pk)
    context = {"assessment": found, "stages": _stages(found), "days_left": _days_left(found)}
    if request.user.is_operator:
        context["own"] = dashboard.own_work(found, request.user)
        return render(request, "reports/assessment_operator.html", context)
    if not can_see_results(request.user, found):
        raise PermissionDenied
    board = dashboard.read(found)
    context |= {"board": board, "summary": board.summary, "heading": board.summary.heading}
    context["moves"] = [(name, STAGE_STEPS[name]) for name in available_moves(found, request.user)]
    context["can_manage"] = can_manage(request.user, found)
    return render(request, f"reports/assessment_{request.user.role}.html", context)


def _stages(found: Assessment) -> list[tuple[str, str]]:
    """Every stage with "done", "now" or "later"."""
    order = list(Stage)
    present = order.index(Stage(found.stage))
    states = ["done"] * present + ["now"] + ["later"] * (len(order) - present - 1)
    return [(stage.label, state) for stage, state in zip(order, states, strict=True)]


def _days_left(found: Assessment) -> int | None:
    """Whole days until the present stage ends, negative when it is over, None when nothing ends any more."""
    return (found.deadline - timezone.localdate()).days if found.deadline else None
