"""What goes into a path and what comes out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from assessments.scoring import exact_text

Effort = Mapping[str, Decimal]
"""The effort of ONE level step of an indicator; 1 where nothing is said, always above zero."""


@dataclass(frozen=True)
class Prerequisite:
    """Before indicator `code` goes to `level` or higher, indicator `needs` must stand at `needs_level`."""

    code: str
    level: int
    needs: str
    needs_level: int
    reason: str


@dataclass(frozen=True)
class Step:
    """One indicator that changes: what the index gains by it, and the effort of all its levels together.

    An unanswered indicator starts from what it counts as.
    """

    code: str
    from_level: Decimal
    to_level: Decimal
    gain: Fraction
    effort: Decimal


@dataclass(frozen=True)
class Path:
    """Steps with prerequisites first, otherwise in the order of the questionnaire, and the index they lead to."""

    steps: tuple[Step, ...]
    effort: Decimal
    indeks: Fraction


class Unreachable(Exception):
    """No path leads to the target; `highest` is the best index under the same locks, caps and prerequisites."""

    def __init__(self, highest: Fraction) -> None:
        super().__init__(f"target tidak terjangkau; indeks tertinggi yang dapat dicapai {exact_text(highest)}")
        self.highest = highest
