"""Laporan OPD: what one OPD answered, how that was judged, and what comes next for it."""

from __future__ import annotations

from pathlib import Path
from types import ModuleType

from accounts.models import Unit, User
from assessments.models import Assessment, Stage
from assessments.workflow import Refused
from reports import permissions
from reports.documents import actions
from reports.documents.base import Ask, Data, Document, Order, Report
from reports.documents.letterhead import images_of, letterhead_of
from reports.documents.own_part import criteria_of, own_part
from reports.documents.pages import page_of
from reports.documents.pdf import renderer
from results.freezing import from_data, to_data
from results.summaries import summarise
from results.tracks import UNIT_NOTE, unit_values
from results.values import Summary

STEM = "Laporan-OPD"


def may_ask(user: User, assessment: Assessment, unit: Unit | None) -> bool:
    """Whoever sees the institution's numbers, and an operator for his own OPD once the cycle has opened."""
    if unit is None or unit.instansi_id != assessment.instansi_id:
        return False
    is_own = user.is_operator and user.unit_id == unit.pk
    return permissions.can_request_report(user, assessment) or (is_own and assessment.stage != Stage.PREPARATION)


def freeze(ask: Ask) -> Data:
    """The same for everybody who may ask: operators read what the admin had made, too."""
    unit = ask.unit
    if unit is None:
        raise Refused("Pilih OPD yang laporannya akan dibuat.")
    part = own_part(summarise(ask.assessment), unit.pk, criteria_of(ask.assessment))
    if not part.rows:
        raise Refused(f"{unit.name} belum mendapat indikator pada penilaian ini, jadi belum ada yang dapat dicetak.")
    plan, letterhead = actions.actions_of(ask.assessment, unit), letterhead_of(ask.assessment.instansi)
    return data_of(part, unit=unit.name, unit_short=unit.short_name, actions=plan, letterhead=letterhead)


def data_of(part: Summary, *, unit: str, unit_short: str, actions: list[Data], letterhead: Data | None) -> Data:
    """All that the report of one OPD is made from, asked for alone or with those of the others: one code for both."""
    return {
        "summary": to_data(part),
        "unit": unit,
        "unit_short": unit_short,
        "actions": actions,
        "letterhead": letterhead,
    }


def html_of(rendering: ModuleType, part: Summary, data: Data, *, code: str = "") -> str:
    """The report of one OPD, from its own part of the summary."""
    return page_of(
        rendering,
        "unit.html",
        part,
        unit=data["unit"],
        unit_note=UNIT_NOTE,
        value=unit_values(part)[0],
        actions=[actions.read(row) for row in data["actions"]],
        code=code,
        letterhead=data.get("letterhead"),
    )


def make(order: Order, target: Path, report: Report) -> None:
    rendering = renderer()
    report("Menata halaman", 30)
    html = html_of(rendering, from_data(order.data["summary"]), order.data, code=order.code)
    rendering.write_pdf(html, target, report=report, images=images_of(order.data.get("letterhead")))


DOCUMENT = Document(stem=STEM, freeze=freeze, make=make, is_short=True, may_ask=may_ask)
