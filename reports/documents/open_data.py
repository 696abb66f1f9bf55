"""Data Terbuka: the final result of one assessment for publication, and nothing else of it.

The envelope is that of `results.exporting`, with the final track alone, so `tools/check_score.py` recomputes it. What
it holds is described by `open_data.schema.json` beside this file and in docs/open-data.md.
"""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path
from typing import Any

from accounts.refusals import Refused
from reports.documents.bare import without_texts
from reports.documents.base import Ask, Data, Document, Order, Report
from reports.models import Format
from results.exporting import content_of, sealed
from results.freezing import to_data
from results.summaries import summarise
from results.values import Group, Summary

FORMAT = "spbe-portal-data-terbuka/1"
NO_LICENCE = "belum ditetapkan"


def freeze(ask: Ask) -> Data:
    """The content word for word, and of the summary only what names the file: no person and no OPD's text."""
    summary = summarise(ask.assessment)
    if not summary.heading.is_final:
        raise Refused("Data terbuka hanya dibuat dari penilaian yang sudah final.")
    content = public_content(summary, licence=str(ask.options.get("licence") or NO_LICENCE))
    return {"summary": to_data(without_texts(summary)), "open_data": content}


def make(order: Order, target: Path, report: Report) -> None:
    report("Menulis data terbuka", 50)
    target.write_bytes(sealed(order.data["open_data"]))


def public_content(summary: Summary, *, licence: str) -> dict[str, Any]:
    """Numbers are text or integers, as in the exported score; `exact` is the value as a reduced fraction."""
    heading, score = summary.heading, content_of(summary)
    if score["headline"] != "final" or heading.finalised_on is None:
        raise Refused("Tingkat final belum ditetapkan, jadi belum ada yang dapat diterbitkan.")
    names = {row.code: (row.label, row.short_name, row.level_name) for row in summary.rows}
    return {
        "format": FORMAT,
        "title": f"Indeks SPBE {heading.instansi} {heading.year}",
        "institution": heading.instansi,
        "province": heading.province,
        "year": heading.year,
        "is_final": True,
        "is_sample": heading.is_demo,
        "finalised_on": heading.finalised_on.isoformat(),
        "licence": licence,
        "source": heading.source or f"Penilaian mandiri SPBE {heading.instansi} tahun {heading.year}",
        "basis": score["basis"],
        "instrument": score["instrument"] | {
            "name": heading.instrument, "regulation": heading.regulation, "is_provisional": heading.is_provisional,
        },
        "domains": _groups(summary.domains),
        "aspects": _groups(summary.aspects),
        "indicators": [_indicator(row, *names[row["code"]]) for row in score["indicators"]],
        "tracks": {"final": _track(score["tracks"]["final"])},
        "units": [],
    }  # fmt: skip


def _groups(groups: tuple[Group, ...]) -> list[dict[str, Any]]:
    """A domain, or an aspect without one, names no domain."""
    said = [{"code": row.code, "name": row.name, "weight": row.weight_units, "domain": row.domain} for row in groups]
    return [{name: value for name, value in row.items() if value is not None} for row in said]


def _indicator(row: dict[str, Any], label: str, name: str, level_name: str) -> dict[str, Any]:
    levels = {"final": row["levels"]["final"]}
    return row | {"label": label, "name": name, "level_name": level_name, "levels": levels}


def _track(score: dict[str, Any]) -> dict[str, Any]:
    values = {kind: {code: _exact(value) for code, value in score[kind].items()} for kind in ("domains", "aspects")}
    return score | values | {"index": _exact(score["index"])}


def _exact(value: dict[str, Any]) -> dict[str, Any]:
    exact = Fraction(value["sum"]) / value["weight"]
    return value | {"exact": f"{exact.numerator}/{exact.denominator}"}


DOCUMENT = Document(stem="Data-Terbuka-SPBE", freeze=freeze, make=make, formats=(Format.JSON,), is_short=True)
