"""Results as JSON and back again: what a report job is made from, whatever happens to the data meanwhile.

Decimals, fractions and dates travel as text, so nothing passes through a binary float.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable, Mapping
from dataclasses import fields, replace
from decimal import Decimal
from fractions import Fraction
from functools import cache
from typing import Any

from assessments.scoring import Band, Item, Questionnaire
from results.layers import Layer
from results.trends import Place, Point, Section, Trend
from results.values import Group, Heading, NextLevel, Proof, Row, Summary, Work

Data = dict[str, Any]
DATES = ("filling_until", "verification_until", "scoring_until", "approval_until", "finalised_on")
AS_TEXT: dict[type, Callable[[Any], str]] = {
    Decimal: lambda number: f"{number:f}",
    Fraction: str,
    datetime.date: lambda day: day.isoformat(),
    datetime.datetime: lambda moment: moment.isoformat(),
}


def to_data(summary: Summary) -> Data:
    """Only what JSON knows: dicts, lists, text, whole numbers, booleans and null."""
    data: Data = _plain(summary)
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


def layers_to_data(layers: Iterable[Layer]) -> list[Data]:
    return [_plain(layer) for layer in layers]


def layers_from_data(data: Iterable[Data]) -> list[Layer]:
    return [
        Layer(
            code=row["code"],
            label=row["label"],
            indeks=decimal_of(row["indeks"]),
            domains=decimals_of(row["domains"]),
            aspects=decimals_of(row["aspects"]),
            note=row["note"],
        )
        for row in data
    ]


def trend_to_data(trend: Trend) -> Data:
    """Without the addresses of its points: paper leads nowhere."""
    sections = [
        replace(section, points=tuple(replace(point, address="", pk=None) for point in section.points))
        for section in trend.sections
    ]
    data: Data = _plain(Trend(tuple(sections)))
    return data


def trend_from_data(data: Data) -> Trend:
    return Trend(tuple(_section(section) for section in data["sections"]))


def decimals_of(data: Mapping[str, str]) -> dict[str, Decimal]:
    return {code: Decimal(text) for code, text in data.items()}


def decimal_of(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)


def _section(data: Data) -> Section:
    points = (
        Point(**(row | {
            "indeks": Fraction(row["indeks"]),
            "domains": {code: Fraction(text) for code, text in row["domains"].items()},
            "notes": tuple(row["notes"]),
        }))
        for row in data["points"]
    )  # fmt: skip
    return Section(**(data | {"places": tuple(Place(**row) for row in data["places"]), "points": tuple(points)}))


def _plain(value: Any) -> Any:
    """In one pass, as forty OPD have thousands of values."""
    if isinstance(value, str | int | None):
        return value
    if write := AS_TEXT.get(type(value)):
        return write(value)
    if isinstance(value, Mapping):
        return {key: _plain(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(inner) for inner in value]
    return {name: _plain(getattr(value, name)) for name in _names(type(value))}  # type: ignore[arg-type]


@cache
def _names(kind: type) -> tuple[str, ...]:
    return tuple(field.name for field in fields(kind))


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
        "level": decimal_of(data["level"]),
        "levels": {track: decimal_of(level) for track, level in data["levels"].items()},
        "works": tuple(_work(work) for work in data["works"]),
        "next": NextLevel(**(following | {"wanted": tuple(following["wanted"])})) if following else None,
    }
    return Row(**(data | changed))


def _work(data: Data) -> Work:
    changed = {
        "claimed": decimal_of(data["claimed"]),
        "verified": decimal_of(data["verified"]),
        "proofs": tuple(Proof(**proof) for proof in data["proofs"]),
    }
    return Work(**(data | changed))
