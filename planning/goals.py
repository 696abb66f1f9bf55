"""What the leadership wants to reach, and what picking indicators does to the index. Plain Python, exact numbers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from assessments.scoring import Band, Score, band_of, round_half_up, score


@dataclass(frozen=True, slots=True)
class Goal:
    """A predikat or an index. A predikat is met by the index the cycle bands: the exact one, or the rounded."""

    label: str
    floor: Decimal
    is_rounded: bool = False

    def is_met(self, index: Fraction) -> bool:
        return (Fraction(round_half_up(index)) if self.is_rounded else index) >= Fraction(self.floor)


def of_band(band: Band, basis: str) -> Goal:
    return Goal(f"predikat {band.name}", band.floor, is_rounded=basis == "rounded")


def of_index(index: Decimal) -> Goal:
    return Goal(f"indeks {index:.2f}".replace(".", ","), index)


def raised(present: Score, wanted: Mapping[str, int]) -> Score:
    """The score when every indicator stands at the level wanted of it; nobody falls."""
    levels = {
        code: max(level or Decimal(0), Decimal(wanted[code])) if code in wanted else level
        for code, level in present.levels.items()
    }
    return score(present.questionnaire, levels, basis=present.basis)


def band_at(present: Score, index: Fraction) -> Band:
    """The predikat of another index under the same basis."""
    counted = Fraction(round_half_up(index)) if present.basis == "rounded" else index
    return band_of(counted, present.questionnaire.bands)
