"""Laporan semua OPD: the report of every OPD that was given indicators, in one ZIP."""

from __future__ import annotations

import hashlib
from collections import Counter
from functools import partial
from pathlib import Path
from zipfile import ZIP_STORED, ZipFile, ZipInfo

from django.conf import settings

from assessments.workflow import Refused
from reports.documents import unit
from reports.documents.actions import actions_of
from reports.documents.base import Ask, Data, Document, Enclosed, Order, Report, file_name
from reports.documents.edition import code_of, fingerprint, request_key
from reports.documents.letterhead import letterhead_of
from reports.documents.own_part import criteria_of, own_part
from reports.models import Format, ReportJob
from results.freezing import from_data, to_data
from results.summaries import summarise

LONG_AGO = (1980, 1, 1, 0, 0, 0)  # the earliest a ZIP can say: the same PDFs make the same file
FIRST, LAST = 10, 88  # percent between which the OPD are made


def freeze(ask: Ask) -> Data:
    summary = summarise(ask.assessment)
    found = {work.unit_id: work for row in summary.rows for work in row.works}
    if not found:
        raise Refused("Belum ada indikator yang ditugaskan kepada OPD, jadi belum ada laporan yang dapat dibuat.")
    actions = actions_of(ask.assessment)
    ordered = sorted(found.values(), key=lambda work: (work.unit.casefold(), work.unit_id))
    units = [
        {
            "key": work.unit_id,
            "unit": work.unit,
            "unit_short": work.unit_short,
            "actions": [row for row in actions if row["unit_key"] == work.unit_id],
        }
        for work in ordered
    ]
    return {
        "summary": to_data(summary),
        "criteria": criteria_of(ask.assessment),
        "units": units,
        "letterhead": letterhead_of(ask.assessment.instansi),
    }


def data_inside(data: Data, key: int) -> Data:
    """What this OPD's own report would be made from, asked for in the same moment; empty for an OPD without one."""
    return next((_own_data(data, row) for row in data.get("units", ()) if row["key"] == key), {})


def make(order: Order, target: Path, report: Report) -> list[Enclosed]:
    """One OPD at a time: its PDF is on the disk and out of memory before the next one begins.

    The file beside the target is called after it, so that what a dead worker left is found and removed with it.
    """
    named = sorted(zip(_names(order.data), order.data["units"], strict=True), key=lambda pair: pair[0])
    draft, enclosed = target.with_name(f"{target.name}.opd"), []
    try:
        with ZipFile(target, "w", ZIP_STORED) as archive:
            for place, (name, row) in enumerate(named):
                code = _make_one(row, order.data, draft, partial(_tell, report, place, len(named)))
                digest = _put(archive, draft, name)
                enclosed.append(Enclosed(row["key"], code, digest, draft.stat().st_size))
    finally:
        draft.unlink(missing_ok=True)
    return enclosed


def _tell(report: Report, place: int, total: int, *_: object) -> None:
    """The OPD at work, also while its pages are laid out: each word is a sign of life."""
    report(f"OPD {place + 1} dari {total}", FIRST + (LAST - FIRST) * place // total)


def _make_one(row: Data, data: Data, draft: Path, report: Report) -> str:
    """The OPD's own report with the code it would have if it were asked for alone, which is returned."""
    own = _own_data(data, row)
    code = code_of(fingerprint(request_key(ReportJob.Kind.UNIT, row["key"], Format.PDF, {}), own))
    unit.make(Order(own, code=code), draft, report)
    return code


def _own_data(data: Data, row: Data) -> Data:
    part = own_part(from_data(_said_by(row["key"], data["summary"])), row["key"], data["criteria"])
    said = {name: row[name] for name in ("unit", "unit_short", "actions")}
    return unit.data_of(part, **said, letterhead=data.get("letterhead"))


def _said_by(key: int, summary: Data) -> Data:
    """The frozen summary without what the other OPD said: thawing thousands of answers for each OPD would take long."""
    rows = [row | {"works": [work for work in row["works"] if work["unit_id"] == key]} for row in summary["rows"]]
    return summary | {"rows": rows}


def _put(archive: ZipFile, draft: Path, name: str) -> str:
    """PDFs are compressed already. The entry says nothing of this machine and of now. Returns the PDF's SHA-256."""
    digest = hashlib.sha256()
    entry = ZipInfo(name, LONG_AGO)
    entry.create_system, entry.external_attr = 3, 0o644 << 16
    entry.file_size = draft.stat().st_size
    with draft.open("rb") as source, archive.open(entry, "w") as sink:
        while block := source.read(1 << 20):
            sink.write(block)
            digest.update(block)
    return digest.hexdigest()


def _names(data: Data) -> list[str]:
    """One for each OPD, told apart by a number where short names are alike."""
    plain = [file_name(unit.STEM, data | {"unit_short": row["unit_short"]}, Format.PDF) for row in data["units"]]
    seen: Counter[str] = Counter()
    names = []
    for name in plain:
        seen[name.casefold()] += 1
        again = seen[name.casefold()]
        names.append(name if again == 1 else f"{name.removesuffix('.pdf')}-{again}.pdf")
    return names


TOO_SLOW = (
    "Minta laporan tiap OPD sendiri-sendiri, atau coba lagi saat server tidak sibuk. "
    "Pengelola sistem dapat menaikkan LARGE_DOCUMENT_MINUTES."
)
DOCUMENT = Document(
    stem="Laporan-Semua-OPD", freeze=freeze, make=make, formats=(Format.ZIP,),
    minutes=settings.LARGE_DOCUMENT_MINUTES, too_slow=TOO_SLOW,
)  # fmt: skip
