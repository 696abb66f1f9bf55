"""The cheapest way from the imagined levels to a wanted index, as the page shows it."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from accounts.models import Instansi
from assessments.paths import Path, Step, Unreachable, cheapest_path
from assessments.scoring import HUNDREDTH, Band, band_of, round_half_up
from planning.imagining import Imagined, search_params
from planning.services.prerequisites import prerequisites_of
from planning.whatif import Search, WhatIf, exact_decimal
from results.values import Row


@dataclass(frozen=True, slots=True)
class WayStep:
    """One indicator that rises, and what the index gains by it, exactly."""

    row: Row
    step: Step
    gain: Decimal


@dataclass(frozen=True, slots=True)
class Way:
    """What was asked, and the answer; `steps` is empty when the target is reached already or cannot be reached.

    `address` and `keep_address` lead to these levels on the page and to the page that keeps them.
    """

    search: Search
    is_reachable: bool
    steps: list[WayStep]
    effort: Decimal
    indeks: Fraction
    predikat: Band
    address: str
    keep_address: str

    @property
    def exact(self) -> Decimal:
        return exact_decimal(self.indeks)

    @property
    def shown(self) -> Decimal:
        """Rounded half up; for display only."""
        return round_half_up(self.indeks, HUNDREDTH)


def find_way(imagined: Imagined, instansi: Instansi) -> Way | None:
    """The path that was asked for; None where none was asked for, or the question could not be read."""
    search = imagined.search
    if search is None:
        return None
    whatif, query = imagined.whatif, imagined.query
    try:
        path = cheapest_path(
            whatif.questionnaire, whatif.levels, search.target, effort=query.efforts, locked=query.locked,
            max_step=search.max_step,
            prerequisites=prerequisites_of(instansi, whatif.questionnaire) if search.has_prerequisites else (),
        )  # fmt: skip
    except Unreachable as refusal:
        return _way(imagined, search, Path((), Decimal(0), refusal.highest), is_reachable=False)
    return _way(imagined, search, path, is_reachable=True)


def _way(imagined: Imagined, search: Search, path: Path, *, is_reachable: bool) -> Way:
    rows = {row.code: row for row in imagined.summary.rows}
    levels = {**imagined.whatif.levels, **{step.code: step.to_level for step in path.steps}}
    return Way(
        search=search,
        is_reachable=is_reachable,
        steps=[WayStep(rows[step.code], step, exact_decimal(step.gain)) for step in path.steps],
        effort=path.effort,
        indeks=path.indeks,
        predikat=_predikat(imagined.whatif, path.indeks),
        address=imagined.query.address(levels),
        keep_address=imagined.query.address(levels, **search_params(search)),
    )


def _predikat(whatif: WhatIf, indeks: Fraction) -> Band:
    counted = Fraction(round_half_up(indeks, HUNDREDTH)) if whatif.basis == "rounded" else indeks
    return band_of(counted, whatif.questionnaire.bands)
