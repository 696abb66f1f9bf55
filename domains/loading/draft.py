"""The rows of one instrument before they are stored."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.db.models import Model

from domains.loading.places import Place, quoted
from domains.models import Aspect, Band, BasisYear, Domain, EvidenceItem, Indicator, Instrument, LevelCriterion


@dataclass(slots=True)
class Draft:
    """One instrument as unsaved rows that point at each other, in the order in which they can be stored."""

    instrument: Instrument
    basis_years: list[BasisYear] = field(default_factory=list)
    bands: list[Band] = field(default_factory=list)
    domains: list[Domain] = field(default_factory=list)
    aspects: list[Aspect] = field(default_factory=list)
    indicators: list[Indicator] = field(default_factory=list)
    criteria: list[LevelCriterion] = field(default_factory=list)
    evidence_items: list[EvidenceItem] = field(default_factory=list)
    seen: dict[tuple[str, Any], str] = field(default_factory=dict)

    def once(self, kind: str, place: Place, value: Any) -> Any:
        """The value itself, unless the same kind of thing has it already."""
        if (kind, value) in self.seen:
            place.refuse(f"{quoted(value)} sudah dipakai di {self.seen[kind, value]}")
        self.seen[kind, value] = place.path
        return value


def optional(place: Place, key: str, limit: int | None = None) -> str:
    member = place.get(key)
    return member.text(limit) if member else ""


def limit(model: type[Model], name: str) -> int | None:
    return model._meta.get_field(name).max_length  # type: ignore[union-attr]
