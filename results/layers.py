"""What this year's values are held against: an earlier year, the target, the nation. Plain values, as shown."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction

from assessments.scoring import HUNDREDTH, Value
from results.national import NationalMean
from results.values import Group


@dataclass(frozen=True, slots=True)
class Layer:
    """One set of values by the codes of domains and aspects; some may be missing. `code` decides how it is drawn.

    Values carry two decimals, as published or as shown: enough to place a mark, never to compute an index.
    """

    code: str
    label: str
    indeks: Decimal | None
    domains: Mapping[str, Decimal] = field(default_factory=dict)
    aspects: Mapping[str, Decimal] = field(default_factory=dict)
    note: str = ""

    def value_of(self, group: Group) -> Decimal | None:
        """The value of a domain or an aspect."""
        return self.aspects.get(group.code) if group.code in self.aspects else self.domains.get(group.code)


def of_year(year: int, indeks: Value, domains: Mapping[str, Value], aspects: Mapping[str, Value]) -> Layer:
    return Layer("before", str(year), indeks.shown, _shown(domains), _shown(aspects))


def of_target(
    year: int, indeks: Decimal | None, domains: Mapping[str, Decimal], aspects: Mapping[str, Decimal]
) -> Layer | None:
    """None where no target was set at all."""
    if indeks is None and not domains and not aspects:
        return None
    return Layer("target", f"Target {year}", indeks, domains, aspects)


def of_nation(mean: NationalMean | None, aspects: Iterable[Group]) -> Layer | None:
    """No aspects were published: each aspect carries the value of its domain, and the layer says so."""
    if mean is None:
        return None
    spread = {row.code: mean.domains[row.domain] for row in aspects if row.domain in mean.domains}
    return Layer("national", f"Nasional {mean.year}", mean.indeks, mean.domains, spread, "nilai domain")


def shortfall(value: Value, wanted: Decimal) -> Decimal:
    """How much a value lacks, rounded up so that reaching it is enough; 0 where it is reached."""
    lacking = Fraction(wanted) - value.fraction
    return max(Decimal(0), -(-lacking * 100 // 1) * HUNDREDTH)


def _shown(values: Mapping[str, Value]) -> dict[str, Decimal]:
    return {code: value.shown for code, value in values.items()}
