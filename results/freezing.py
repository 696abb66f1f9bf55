"""A `Summary` as JSON and back again: what a report job is made from, whatever happens to the data meanwhile.

Decimals and dates travel as text, so nothing passes through a binary float.
"""

from __future__ import annotations

import datetime
from dataclasses import asdict
from decimal import Decimal
from typing import Any

from assessments.scoring import Band, Item, Questionnaire
from results.values import Group, Heading, NextLevel, Proof, Row, Summary, Work

Data = dict[str, Any]
DATES = ("filling_until", "verification_until", "scoring_until", "approval_until", "finalised_on")


def to_data(summary: Summary) -> Data:
    """Only what JSON knows: dicts, lists, text, whole numbers, booleans and null."""
    data: Data = _plain(asdict(summary))
    return data


def from_data(data: Data) -> Summary:
    """The summary that `to_data` was given."""
    heading = data["heading"]
    dates = {name: datetime.date.fromisoformat(heading[name]) if heading[name] else None for name in DATES}
    return Summary(
        heading=Heading(**(heading | dates)),
        questionnaire=_questionnaire(data["questionnaire"]),
        domains=tuple(Group(**row) for row in data["domains"]),
        aspects=tuple(Group(**row) for row in data["aspects"]),
        rows=tuple(_row(row) for row in data["rows"]),
        taken_at=datetime.datetime.fromisoformat(data["taken_at"]),
    )


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _plain(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(inner) for inner in value]
    if isinstance(value, Decimal):
        return f"{value:f}"
    if isinstance(value, datetime.date):
        return value.isoformat()
    return value


def _questionnaire(data: Data) -> Questionnaire:
    numbers = ("scale_min", "scale_max", "scale_step", "unanswered_as")
    return Questionnaire(
        code=data["code"],
        items=tuple(Item(**row) for row in data["items"]),
        bands=tuple(Band(row["code"], row["name"], Decimal(row["floor"])) for row in data["bands"]),
        weight_total=data["weight_total"],
        **{name: Decimal(data[name]) for name in numbers},
    )


def _row(data: Data) -> Row:
    following = data["next"]
    changed = {
        "level": _level(data["level"]),
        "levels": {track: _level(level) for track, level in data["levels"].items()},
        "works": tuple(_work(work) for work in data["works"]),
        "next": NextLevel(**(following | {"wanted": tuple(following["wanted"])})) if following else None,
    }
    return Row(**(data | changed))


def _work(data: Data) -> Work:
    changed = {
        "claimed": _level(data["claimed"]),
        "verified": _level(data["verified"]),
        "proofs": tuple(Proof(**proof) for proof in data["proofs"]),
    }
    return Work(**(data | changed))


def _level(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)
