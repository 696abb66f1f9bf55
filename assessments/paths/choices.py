"""The levels each indicator may end at, as whole numbers, and what prerequisites make of them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from graphlib import CycleError, TopologicalSorter
from math import ceil
from typing import NamedTuple

from assessments.paths.values import Effort, Prerequisite
from assessments.scoring import Level, Questionnaire, ScoringError, score


class Choice(NamedTuple):
    """An indicator ends at `level`, None being unanswered as today; `gain` is in hundredths x weight units.

    `cost` is the effort and then one if changed. `rank` adds up to the order among equal costs: first indicators
    first, then lowest levels.
    """

    level: Decimal | None
    steps: int
    gain: int
    cost: int
    rank: int


class Edge(NamedTuple):
    """A prerequisite by positions in the questionnaire."""

    code: int
    needs: int
    level: int
    needs_level: int

    def asked_by(self, choice: Choice) -> bool:
        """Only an indicator that rises asks: what it stands at today is not taken away."""
        return choice.steps > 0 and choice.level is not None and choice.level >= self.level

    def met_by(self, choice: Choice) -> bool:
        return choice.level is not None and choice.level >= self.needs_level


Domains = tuple[tuple[Choice, ...], ...]
"""For every indicator in order what it may end at, the lowest first."""


@dataclass(frozen=True)
class Problem:
    """`needed` is the gain up to the target; `places` is how many decimals of the effort went into the costs."""

    questionnaire: Questionnaire
    start: int
    needed: int
    domains: Domains
    edges: tuple[Edge, ...]
    places: int

    def index_at(self, gain: int) -> Fraction:
        return Fraction(self.start + gain, 100 * self.questionnaire.weight_total)

    def effort_of(self, cost: int) -> Decimal:
        """The effort inside a cost, exact whatever the precision of the moment."""
        digits = tuple(map(int, str(cost // (len(self.domains) + 1))))
        return Decimal((0, digits, -self.places))


def problem(
    questionnaire: Questionnaire,
    levels: Mapping[str, Level | None],
    target: Fraction,
    *,
    effort: Effort,
    locked: Collection[str],
    max_step: int | None,
    prerequisites: Iterable[Prerequisite],
) -> Problem:
    """The question in whole numbers; ScoringError for levels, efforts or codes that make no sense."""
    if questionnaire.unanswered_as > questionnaire.scale_min:
        raise ScoringError("isian kosong bernilai lebih dari tingkat terendah; jalur tidak dapat dihitung")
    if max_step is not None and max_step < 0:
        raise ScoringError(f"batas kenaikan harus nol atau lebih, bukan {max_step}")
    pairs = tuple(prerequisites)
    named = {*effort, *locked, *(pair.code for pair in pairs), *(pair.needs for pair in pairs)}
    if unknown := named - questionnaire.item_codes:
        raise ScoringError(f"indikator tidak dikenal: {', '.join(sorted(unknown))}")
    if cycle := cycle_in(pairs):
        raise ScoringError(f"prasyarat melingkar: {' > '.join(cycle)}")
    today = score(questionnaire, levels)
    start = today.indeks.hundredths
    stands = list(today.levels.values())
    efforts, places = _whole_efforts(questionnaire, effort)
    ladders = [
        [] if item.code in locked else _ladder(questionnaire, level)[:max_step]
        for item, level in zip(questionnaire.items, stands, strict=True)
    ]
    return Problem(
        questionnaire=questionnaire,
        start=start,
        needed=ceil(target * 100 * questionnaire.weight_total) - start,
        domains=_domains(questionnaire, stands, ladders, efforts),
        edges=_edges(questionnaire, pairs),
        places=places,
    )


def cycle_in(prerequisites: Iterable[Prerequisite]) -> tuple[str, ...]:
    """Indicators that wait for each other in a circle, the first named again at the end; empty when there are none."""
    graph: dict[str, list[str]] = {}
    for pair in prerequisites:
        graph.setdefault(pair.code, []).append(pair.needs)
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        return tuple(reversed(error.args[1]))
    return ()


def _whole_efforts(questionnaire: Questionnaire, effort: Effort) -> tuple[list[int], int]:
    """The effort of every indicator without decimals, and how many decimals that took."""
    given = [Decimal(effort.get(item.code, 1)) for item in questionnaire.items]
    for item, value in zip(questionnaire.items, given, strict=True):
        if not value.is_finite() or value <= 0:
            raise ScoringError(f"{item.code}: upaya harus lebih dari nol, bukan {value}")
    ratios = [value.as_integer_ratio() for value in given]
    places = 0
    while any(10**places % under for _, under in ratios):
        places += 1
    return [over * 10**places // under for over, under in ratios], places


def _ladder(questionnaire: Questionnaire, level: Decimal | None) -> list[Decimal]:
    """The levels above, step by step: an unanswered indicator first gets the lowest, then whole levels follow."""
    above = questionnaire.scale_min if level is None else level
    whole = [Decimal(int(each)) for each in questionnaire.hundredths if each > above and each == int(each)]
    return [above, *whole] if level is None else whole


def _domains(
    questionnaire: Questionnaire, levels: list[Decimal | None], ladders: list[list[Decimal]], efforts: list[int]
) -> Domains:
    count = len(levels)
    base = max(map(len, ladders), default=0) + 1
    domains = []
    for place, (item, level, ladder) in enumerate(zip(questionnaire.items, levels, ladders, strict=True)):
        counted = questionnaire.unanswered_as if level is None else level
        behind = count - 1 - place
        choices = [Choice(level, 0, 0, 0, 0)]
        for steps, each in enumerate(ladder, 1):
            gain = int((each - counted) * 100) * item.weight_units
            cost = steps * efforts[place] * (count + 1) + 1
            choices.append(Choice(each, steps, gain, cost, steps * base**behind - 2**behind * base**count))
        domains.append(tuple(choices))
    return tuple(domains)


def _edges(questionnaire: Questionnaire, pairs: tuple[Prerequisite, ...]) -> tuple[Edge, ...]:
    position = {item.code: place for place, item in enumerate(questionnaire.items)}
    edges = (Edge(position[pair.code], position[pair.needs], pair.level, pair.needs_level) for pair in pairs)
    return tuple(dict.fromkeys(edges))


def consistent(domains: Domains, edges: Iterable[Edge]) -> Domains:
    """Without the choices that some prerequisite rules out whatever the others do; empty when nothing fits.

    What remains on top of every domain goes together, because meeting more never breaks a prerequisite.
    """
    left, edges = list(domains), tuple(edges)
    changed = True
    while changed:
        changed = False
        for edge in edges:
            code, needs = left[edge.code], left[edge.needs]
            if not any(map(edge.met_by, needs)):
                left[edge.code] = tuple(choice for choice in code if not edge.asked_by(choice))
            if all(map(edge.asked_by, code)):
                left[edge.needs] = tuple(choice for choice in needs if edge.met_by(choice))
            if not left[edge.code] or not left[edge.needs]:
                return ()
            changed |= len(left[edge.code]) < len(code) or len(left[edge.needs]) < len(needs)
    return tuple(left)


def highest_gain(domains: Domains) -> int:
    """The gain when every indicator of consistent domains ends as high as it may."""
    return sum(choices[-1].gain for choices in domains)
