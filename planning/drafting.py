"""A new item of the plan as the portal would propose it, nothing saved yet."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from accounts.models import Instansi, User
from assessments.models import Assessment, Stage
from domains.models import EvidenceItem
from planning.action_texts import plain_text, templates_for
from planning.models import ActionItem
from planning.services.from_steps import criteria_of, first_assignments, person_of
from results.summaries import summarise
from results.values import Row, Summary

SHORT_LIST = 10


@dataclass(frozen=True, slots=True)
class Draft:
    """An unsaved item with the evidence its levels want, and the items that are open for the same indicator."""

    item: ActionItem
    expected: list[EvidenceItem]
    open_items: list[ActionItem]


def present_cycle(instansi: Instansi | None) -> Assessment | None:
    """The newest cycle that has begun, or else the newest that is being prepared."""
    rows = Assessment.objects.filter(instansi=instansi).in_full().order_by("-year", "-pk")
    return rows.exclude(stage=Stage.PREPARATION).first() or rows.first()


def recommended(summary: Summary) -> list[tuple[Row, Decimal]]:
    """The answered indicators whose next level adds most to the index, with what each adds."""
    rows = [row for row in summary.worthwhile(len(summary.rows)) if row.level is not None][:SHORT_LIST]
    return [(row, _decimal(summary, row)) for row in rows]


def draft(assessment: Assessment, code: str, *, source: str, by: User) -> Draft | None:
    """From an indicator's present level to the next; None where there is no such indicator or no higher level."""
    row = next((row for row in summarise(assessment).rows if row.code == code), None)
    if row is None or row.next is None:
        return None
    indicator = assessment.instrument.indicators.select_related("instrument", "aspect").get(code=code)
    low, high = row.level or Decimal(0), Decimal(row.next.level)
    assignment = first_assignments(assessment, [(indicator, low, high)]).get(indicator.pk)
    text = "" if templates_for(indicator, low, high) else plain_text(high, row.next.name)
    item = ActionItem(
        instansi=assessment.instansi, year=assessment.year, assessment=assessment, indicator=indicator,
        from_level=low, to_level=high, text=text, unit=assignment.unit if assignment else None,
        person=person_of(assignment), source=source, created_by=by,
    )  # fmt: skip
    criteria = criteria_of([(indicator, low, high)])[indicator.pk]
    wanted = [piece for criterion in criteria if low < criterion.level <= high
              for piece in criterion.evidence_items.all() if not piece.is_optional]  # fmt: skip
    same = ActionItem.objects.open().filter(
        instansi=assessment.instansi, indicator__code=code, indicator__instrument__code=assessment.instrument.code
    )
    return Draft(item, wanted, list(same.select_related("indicator").order_by("pk")))


def _decimal(summary: Summary, row: Row) -> Decimal:
    """For display only."""
    gain = summary.gain(row)
    return Decimal(gain.numerator) / gain.denominator
