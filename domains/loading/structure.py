"""Domains, aspects, indicators and criteria of an instrument file: codes, sums of weights, levels."""

from __future__ import annotations

import re
from collections.abc import Callable
from math import ceil, floor
from typing import Any

from django.db.models import Model

from domains.loading.draft import Draft, limit, optional
from domains.loading.places import MAX_WEIGHT, Place, quoted
from domains.models import Aspect, Domain, EvidenceItem, Indicator, LevelCriterion

OPTIONAL = re.compile(r"\s*\(opsional\)$", re.IGNORECASE)
KNOWN_KEYS = {
    "code", "number", "name", "short_name", "weight_units", "maturity", "question", "explanation", "assessed",
    "legal_basis", "typical_evidence", "notes", "levels",
}  # fmt: skip
NOTE_TITLES = {"external_source": "Sumber nilai dari luar"}


def structure(draft: Draft, root: Place) -> None:
    """Domains > aspects > indicators, or aspects at the top where the instrument has no domains."""
    if root.get("domains") and root.get("aspects"):
        root["aspects"].refuse("tidak boleh berdampingan dengan domains")
    if root.get("aspects"):
        units = _group(root, "aspects", lambda place: _aspect(draft, place, None))
    else:
        units = _group(root, "domains", lambda place: _domain(draft, place))
    _check_sum(root["weight_total"], units)


def _domain(draft: Draft, place: Place) -> int:
    row = Domain(instrument=draft.instrument, **_heading(draft, place, Domain, "D"))
    draft.domains.append(row)
    _check_sum(place["weight_units"], _group(place, "aspects", lambda member: _aspect(draft, member, row)))
    return row.weight_units


def _aspect(draft: Draft, place: Place, domain: Domain | None) -> int:
    row = Aspect(instrument=draft.instrument, domain=domain, **_heading(draft, place, Aspect, "A"))
    draft.aspects.append(row)
    _check_sum(place["weight_units"], _group(place, "indicators", lambda member: _indicator(draft, member, row)))
    return row.weight_units


def _group(place: Place, key: str, member: Callable[[Place], int]) -> int:
    """The weight units of all members together; at least one member."""
    units = [member(each) for each in place[key].each()]
    if not units:
        place[key].refuse("tidak boleh kosong")
    return sum(units)


def _check_sum(place: Place, units: int) -> None:
    if place.value != units:
        place.refuse(f"{place.value}, padahal jumlah bobot bagian-bagiannya {units}")


def _heading(draft: Draft, place: Place, model: type[Model], letter: str) -> dict[str, Any]:
    """What domains and aspects have in common; code and number agree and belong to one group alone."""
    code = place["code"].code(rf"{letter}[1-9][0-9]{{0,2}}", 10)
    if code != f"{letter}{place['number'].whole(1, 999)}":
        place["number"].refuse(f"{place['number'].value} tidak sesuai kode {code}")
    return {
        "code": draft.once(model.__name__, place["code"], code),
        "number": place["number"].value,
        "name": place["name"].text(limit(model, "name")),
        "weight_units": place["weight_units"].whole(1, MAX_WEIGHT),
    }


def _indicator(draft: Draft, place: Place, aspect: Aspect) -> int:
    code = place["code"].code(r"I[1-9][0-9]{0,2}(-[1-9][0-9]?)?", 10)
    number = place["number"].whole(1, 999)
    if code[1:].partition("-")[0] != str(number):
        place["number"].refuse(f"{number} tidak sesuai kode {code}")
    row = Indicator(
        instrument=draft.instrument,
        aspect=aspect,
        position=len(draft.indicators) + 1,
        code=draft.once("Indicator", place["code"], code),
        number=number,
        name=place["name"].text(limit(Indicator, "name")),
        short_name=place["short_name"].text(limit(Indicator, "short_name")),
        weight_units=place["weight_units"].whole(1, MAX_WEIGHT),
        maturity=place["maturity"].one_of(Indicator.Maturity.values),
        question=optional(place, "question"),
        explanation=optional(place, "explanation"),
        assessed=optional(place, "assessed"),
        legal_basis=_lines(place, "legal_basis"),
        typical_evidence=_lines(place, "typical_evidence"),
        notes=_notes(place),
    )
    draft.indicators.append(row)
    _criteria(draft, place["levels"], row)
    return row.weight_units


def _criteria(draft: Draft, places: Place, indicator: Indicator) -> None:
    """Every whole level of the scale once, from the lowest."""
    scale = draft.instrument
    wanted = list(range(ceil(scale.scale_min), floor(scale.scale_max) + 1))
    levels = [place["level"].whole(0, 9) for place in places.each()]
    if levels != wanted:
        places.refuse(f"tingkat {quoted(levels)}, seharusnya {quoted(wanted)}")
    for place, level in zip(places.each(), levels, strict=True):
        criterion = LevelCriterion(
            indicator=indicator,
            level=level,
            name=place["name"].text(limit(LevelCriterion, "name")),
            text=place["criterion"].text(),
        )
        draft.criteria.append(criterion)
        for position, item in enumerate(place["evidence"].each(), 1):
            text = OPTIONAL.sub("", item.text())
            if not text:
                item.refuse("tidak menyebut data dukung")
            draft.evidence_items.append(
                EvidenceItem(criterion=criterion, position=position, text=text, is_optional=text != item.text())
            )


def _notes(place: Place) -> str:
    """The file's notes, and whatever it says beyond the known: sources of levels, notes of the guideline."""
    lines = [_lines(place, "notes")]
    for key in sorted(place.value.keys() - KNOWN_KEYS):
        lines.append(f"{NOTE_TITLES.get(key, key)}: {place[key].text()}")
    for level in place["levels"].each():
        note = level.get("guideline_note")
        if note:
            lines.append(f"Tingkat {level['level'].value}: {note.text()}")
    return "\n".join(filter(None, lines))


def _lines(place: Place, key: str) -> str:
    """A list of texts, one per line."""
    texts = place.get(key)
    return "\n".join(" ".join(text.text().split()) for text in texts.each()) if texts else ""
