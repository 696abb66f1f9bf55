"""An instrument as people read it: domains, their aspects, their indicators."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import groupby

from django.db.models import Q

from domains.models import Aspect, Domain, Indicator, Instrument

NUMBER = re.compile(r"[Ii]?([1-9][0-9]{0,2}(?:-[0-9]{1,2})?)")


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
    """Every word somewhere in the texts of the indicator; a number means the indicator of that number (12, I35-2)."""
    wanted = Q()
    for word in search.replace("\x00", "").split():
        number = NUMBER.fullmatch(word)
        if number:
            wanted &= Q(code=f"I{number[1]}") | Q(code__startswith=f"I{number[1]}-")
            continue
        found = Q()
        for name in ("name", "question", "explanation", "assessed", "aspect__name"):
            found |= Q(**{f"{name}__icontains": word})
        wanted &= found
    return wanted
