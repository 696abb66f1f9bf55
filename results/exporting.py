"""One assessment's numbers as a JSON file that anybody can recompute, and that tells when a byte of it was changed.

`tools/check_score.py` does both without this project. Numbers are text or integers, so no reader makes them floats.
"""

from __future__ import annotations

import hashlib
import json
from decimal import Decimal
from typing import Any

from assessments.scoring import Score, Value, shown
from results.tracks import UNIT_NOTE, UnitValue, unit_values
from results.values import TRACKS, Row, Summary

FORMAT = "spbe-portal-nilai/1"


def as_file(summary: Summary) -> bytes:
    return sealed(content_of(summary))


def sealed(content: dict[str, Any]) -> bytes:
    """A file of ours: its content, and the SHA-256 of the content's own text."""
    digest = hashlib.sha256(written(content).encode()).hexdigest()
    return f"{written({'content': content, 'sha256': digest})}\n".encode()


def content_of(summary: Summary) -> dict[str, Any]:
    heading, questionnaire = summary.heading, summary.questionnaire
    return {
        "format": FORMAT,
        "institution": heading.instansi,
        "year": heading.year,
        "stage": heading.stage,
        "is_final": heading.is_final,
        "headline": heading.track,
        "taken_at": summary.taken_at.isoformat(),
        "basis": heading.basis,
        "instrument": {
            "code": heading.instrument_code,
            "revision": heading.instrument_revision,
            "checksum": heading.instrument_checksum,
            "weight_total": questionnaire.weight_total,
            "unanswered_as": shown(questionnaire.unanswered_as),
            "bands": [{"name": band.name, "floor": shown(band.floor)} for band in questionnaire.bands],
        },
        "indicators": [_indicator(row, domain) for row, domain in _with_domains(summary)],
        "tracks": {track: _score(summary.scores[track]) for track in TRACKS},
        "units": [_unit(unit) for unit in unit_values(summary)],
        "units_note": UNIT_NOTE,
    }


def written(content: dict[str, Any]) -> str:
    """The one way to write it: sorted, without spaces, so that equal content has equal bytes."""
    return json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def _with_domains(summary: Summary) -> list[tuple[Row, str | None]]:
    domains = {group.code: group.domain for group in summary.aspects}
    return [(row, domains[row.aspect]) for row in summary.rows]


def _indicator(row: Row, domain: str | None) -> dict[str, Any]:
    levels = {track: _level(level) for track, level in row.levels.items()}
    return {"code": row.code, "aspect": row.aspect, "domain": domain, "weight": row.weight_units, "levels": levels}


def _score(score: Score) -> dict[str, Any]:
    return {
        "index": _value(score.indeks),
        "predikat": score.predikat.name,
        "predikat_of_other_basis": score.predikat_of_other_basis.name,
        "domains": {code: _value(value) for code, value in score.domains.items()},
        "aspects": {code: _value(value) for code, value in score.aspects.items()},
    }


def _unit(unit: UnitValue) -> dict[str, Any]:
    levels = {track: {code: _level(level) for code, level in given.items()} for track, given in unit.levels.items()}
    return {"name": unit.name, "levels": levels, "values": {track: _value(v) for track, v in unit.values.items()}}


def _value(value: Value) -> dict[str, Any]:
    return {
        "sum": shown(value.weighted_sum),
        "weight": value.weight_units,
        "answered": value.answered,
        "shown": str(value.shown),
    }


def _level(level: Decimal | None) -> str | None:
    return None if level is None else shown(level)
