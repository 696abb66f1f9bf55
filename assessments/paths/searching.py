"""The search: the relaxed answer first, split where it breaks a prerequisite, the cheaper half next."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from decimal import Decimal
from fractions import Fraction
from heapq import heappop, heappush
from itertools import count
from typing import cast

from assessments.paths.choices import Choice, Domains, Edge, Problem, consistent, highest_gain, problem
from assessments.paths.frontier import layers
from assessments.paths.fronts import Fronts
from assessments.paths.values import Effort, Path, Prerequisite, Step, Unreachable
from assessments.scoring import Level, Questionnaire

NO_EFFORT: Effort = {}


def cheapest_path(
    questionnaire: Questionnaire,
    levels: Mapping[str, Level | None],
    target: Fraction,
    *,
    effort: Effort = NO_EFFORT,
    locked: Collection[str] = (),
    max_step: int | None = None,
    prerequisites: Iterable[Prerequisite] = (),
) -> Path:
    """The least total effort with which the exact index reaches `target`; empty when it has been reached.

    Levels rise by whole levels, at most `max_step` of them for one indicator; `locked` ones stay as they are. Among
    equal efforts the fewest indicators change, then the first of the questionnaire, then by the lowest levels.
    Unreachable tells the highest index there is; ScoringError refuses levels, efforts and codes that make no sense.
    """
    asked = problem(
        questionnaire,
        levels,
        target,
        effort=effort,
        locked=locked,
        max_step=max_step,
        prerequisites=prerequisites,
    )
    if asked.needed <= 0:
        return Path((), Decimal(0), asked.index_at(0))
    domains = consistent(asked.domains, asked.edges)
    if (highest := highest_gain(domains)) < asked.needed:
        raise Unreachable(asked.index_at(highest))
    return _path(asked, _cheapest(asked, domains))


def _cheapest(asked: Problem, domains: Domains) -> tuple[Choice, ...]:
    """Best first: splitting a part only makes it dearer, so the first answer that breaks nothing is the cheapest."""
    turn = count()
    parts = [(*_relaxed(asked, domains), next(turn), domains)]
    while True:
        *_, chosen, _, domains = heappop(parts)
        broken = next((edge for edge in asked.edges if _breaks(chosen, edge)), None)
        if broken is None:
            return chosen
        for half in _halves(domains, broken):
            part = consistent(half, asked.edges)
            if part and highest_gain(part) >= asked.needed:
                heappush(parts, (*_relaxed(asked, part), next(turn), part))


def _relaxed(asked: Problem, domains: Domains) -> tuple[int, int, tuple[Choice, ...]]:
    """The least cost and rank in these domains, perhaps breaking prerequisites, and the choices by position."""
    order, front = layers(domains, asked.edges)
    nothing = sum(choices[-1].cost for choices in domains) + 1
    found = Fronts(front, asked.needed, nothing).best()
    chosen = dict(zip(order, found.choices, strict=True))
    return found.cost, found.rank, tuple(chosen[place] for place in range(len(domains)))


def _breaks(chosen: tuple[Choice, ...], edge: Edge) -> bool:
    return edge.asked_by(chosen[edge.code]) and not edge.met_by(chosen[edge.needs])


def _halves(domains: Domains, edge: Edge) -> Iterator[Domains]:
    """Either nothing is asked, or it is asked and met: every answer that keeps the prerequisite is in just one."""
    quiet = [choice for choice in domains[edge.code] if not edge.asked_by(choice)]
    asking = [choice for choice in domains[edge.code] if edge.asked_by(choice)]
    meeting = [choice for choice in domains[edge.needs] if edge.met_by(choice)]
    for change in ({edge.code: quiet}, {edge.code: asking, edge.needs: meeting}):
        if all(change.values()):
            yield tuple(tuple(change.get(place, choices)) for place, choices in enumerate(domains))


def _path(asked: Problem, chosen: tuple[Choice, ...]) -> Path:
    steps = {place: _step(asked, place, choice) for place, choice in enumerate(chosen) if choice.steps}
    return Path(
        steps=tuple(steps[place] for place in _prerequisites_first(asked, chosen, list(steps))),
        effort=asked.effort_of(sum(choice.cost for choice in chosen)),
        indeks=asked.index_at(sum(choice.gain for choice in chosen)),
    )


def _step(asked: Problem, place: int, choice: Choice) -> Step:
    questionnaire, today = asked.questionnaire, asked.domains[place][0].level
    return Step(
        code=questionnaire.items[place].code,
        from_level=questionnaire.unanswered_as if today is None else today,
        to_level=cast(Decimal, choice.level),
        gain=Fraction(choice.gain, 100 * questionnaire.weight_total),
        effort=asked.effort_of(choice.cost),
    )


def _prerequisites_first(asked: Problem, chosen: tuple[Choice, ...], changed: list[int]) -> Iterator[int]:
    """Again and again the first indicator of the questionnaire that waits for none of those left."""
    waits = {(edge.code, edge.needs) for edge in asked.edges if edge.asked_by(chosen[edge.code])}
    left = list(changed)
    while left:
        place = next(place for place in left if not any((place, other) in waits for other in left))
        left.remove(place)
        yield place
