"""An instrument as people read it: domains, their aspects, their indicators."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby

from django.db.models import Q

from domains.models import Aspect, Domain, Indicator, Instrument


@dataclass(frozen=True, slots=True)
class AspectPart:
    aspect: Aspect
    indicators: list[Indicator]


@dataclass(frozen=True, slots=True)
class DomainPart:
    """A domain with its aspects; `domain` is None throughout an instrument without domains."""

    domain: Domain | None
    aspects: list[AspectPart]


def outline(instrument: Instrument, search: str = "") -> list[DomainPart]:
    """Every part that holds an indicator matching the search, in the order of the questionnaire; one query."""
    rows = instrument.indicators.filter(_matching(search)).select_related("aspect__domain").order_by("position")
    aspects = [AspectPart(aspect, list(members)) for aspect, members in groupby(rows, key=lambda row: row.aspect)]
    return [DomainPart(domain, list(parts)) for domain, parts in groupby(aspects, key=lambda part: part.aspect.domain)]


def _matching(search: str) -> Q:
    """Words in any text of the indicator, or its number as people write it: 12, I12."""
    wanted = Q()
    for word in search.replace("\x00", "").split():
        found = Q(code__iexact=word) | Q(code__iexact=f"I{word}")
        for name in ("name", "question", "explanation", "assessed", "aspect__name"):
            found |= Q(**{f"{name}__icontains": word})
        wanted &= found
    return wanted
