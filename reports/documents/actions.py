"""The plan's items as plain values, for every document that prints them."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence
from decimal import Decimal

from django.db.models import F, Prefetch

from accounts.models import Unit
from assessments.models import Assessment
from domains.models import EvidenceItem
from planning.models import OPEN, ActionItem, ActionOrder, ActionState
from reports.documents.base import Data


def actions_of(assessment: Assessment, unit: Unit | None = None) -> list[Data]:
    """The items of the plan of the assessment's year, by OPD and then by deadline; three queries.

    Those without an OPD stand last. `needs` are keys of items that have to come first.
    """
    rows = ActionItem.objects.filter(instansi=assessment.instansi_id, year=assessment.year)
    if unit:
        rows = rows.filter(unit=unit)
    expected = Prefetch("expected", queryset=EvidenceItem.objects.order_by("criterion__level", "position"))
    by_unit = (F("unit__name").asc(nulls_last=True), "unit", F("deadline").asc(nulls_last=True))
    found = rows.in_full().prefetch_related(expected).order_by(*by_unit, "indicator__position", "pk")
    needs = ActionOrder.objects.within(assessment.instansi_id)
    return [_plain(item, needs.get(item.pk, ())) for item in found]


def read(row: Data) -> Data:
    """One item with its levels and its day as the templates show them."""
    return row | {
        "from_level": Decimal(row["from_level"]),
        "to_level": Decimal(row["to_level"]),
        "deadline": datetime.date.fromisoformat(row["deadline"]) if row["deadline"] else None,
    }


def counts(rows: Sequence[Data]) -> Data:
    """How the plan stands: what is open, late, proposed, done and dropped, and what it costs without the dropped."""
    alive = [row for row in rows if row["state"] != ActionState.DROPPED]
    return {
        "total": len(alive),
        "open": sum(row["state"] in OPEN for row in rows),
        "late": sum(row["is_late"] for row in rows),
        "done": sum(row["state"] == ActionState.DONE for row in rows),
        "dropped": len(rows) - len(alive),
        "budget": sum(row["budget"] or 0 for row in alive),
        "unbudgeted": sum(row["budget"] is None for row in alive),
        "unplaced": sum(row["unit"] == "" for row in alive),
        "late_units": sorted({row["unit_short"] for row in rows if row["is_late"] and row["unit"]}, key=str.casefold),
    }


def _plain(item: ActionItem, needs: Iterable[int]) -> Data:
    return {
        "key": item.pk,
        "code": item.indicator.code,
        "label": item.indicator.label,
        "name": item.indicator.short_name,
        "instrument": item.indicator.instrument.code,
        "from_level": f"{item.from_level:f}",
        "to_level": f"{item.to_level:f}",
        "text": item.text,
        "unit": item.unit.name if item.unit else "",
        "unit_short": item.unit.short_name if item.unit else "",
        "unit_key": item.unit_id,
        "person": str(item.person or ""),
        "deadline": item.deadline.isoformat() if item.deadline else "",
        "budget": item.budget,
        "expected": [piece.text for piece in item.expected.all()],
        "expected_text": item.expected_text,
        "state": item.state,
        "state_label": item.get_state_display(),
        "percent": item.percent,
        "is_late": item.is_late,
        "needs": sorted(needs),
    }
