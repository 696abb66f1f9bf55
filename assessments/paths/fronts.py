"""The exact least cost of a gain over all layers, with numpy; among equal costs the lowest rank."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import numpy as np

from assessments.paths.choices import Choice
from assessments.paths.frontier import Layer, Move, State

LARGEST = 2**62  # below it two costs may be added in 64 bits
EMPTY: State = frozenset()
NONE_MISSING = np.zeros(0, dtype=np.int64)


class Front(NamedTuple):
    """Pairs that no other beats, gains and costs both rising."""

    gains: np.ndarray
    costs: np.ndarray

    def cost_of(self, needs: np.ndarray, nothing: int) -> np.ndarray:
        """The least cost of at least each gain; `nothing` where there is none."""
        return np.append(self.costs, nothing)[np.searchsorted(self.gains, needs)]


class Best(NamedTuple):
    """What was chosen in each layer, and the least cost and rank that add up."""

    cost: int
    rank: int
    choices: tuple[Choice, ...]


@dataclass
class Fronts:
    """The cheapest way through layers to a gain of `needed`, above zero; `nothing` is a cost above all others."""

    layers: list[Layer]
    needed: int
    nothing: int

    def best(self) -> Best:
        """There must be a way."""
        wanted = np.array([self.needed])
        cost = self.fronts[0][EMPTY].cost_of(wanted, self.nothing)[0]
        tracks = self._tracks()
        ranks = self._ranks(tracks)
        return Best(int(cost), ranks[0][EMPTY][0], tuple(self._trace(tracks, ranks)))

    @cached_property
    def fronts(self) -> list[dict[State, Front]]:
        """For every layer and state what the indicators from there on can gain, and at what cost."""
        fronts = [{EMPTY: self._front([0], [0])}]
        for layer in reversed(self.layers):
            behind = fronts[-1]
            fronts.append({state: self._merged(moves, behind) for state, moves in layer.items()})
        return fronts[::-1]

    def _front(self, gains: list[int], costs: list[int]) -> Front:
        kind = np.int64 if self.nothing < LARGEST else object
        return Front(np.array(gains, dtype=np.int64), np.array(costs, dtype=kind))

    def _merged(self, moves: list[Move], behind: dict[State, Front]) -> Front:
        """All moves with all that may follow, without the pairs that another beats or that gain more than is needed."""
        if not moves:
            return self._front([], [])
        gains = np.concatenate([behind[move.then].gains + move.choice.gain for move in moves])
        costs = np.concatenate([behind[move.then].costs + move.choice.cost for move in moves])
        rising = np.argsort(gains, kind="stable")
        gains, costs = gains[rising], costs[rising]
        unbeaten = np.ones(gains.size, dtype=bool)
        unbeaten[:-1] = costs[:-1] < np.minimum.accumulate(costs[::-1])[::-1][1:]
        gains, costs = gains[unbeaten], costs[unbeaten]
        cheapest = np.ones(gains.size, dtype=bool)
        cheapest[1:] = gains[1:] > gains[:-1]
        gains, costs = gains[cheapest], costs[cheapest]
        enough = int(np.searchsorted(gains, self.needed)) + 1
        return Front(gains[:enough], costs[:enough])

    def _cheapest(self, at: int, state: State, missing: np.ndarray) -> Iterator[tuple[Move, np.ndarray, np.ndarray]]:
        """Every move of a layer, what is still missing after it, and for which of `missing` it keeps the cost least."""
        least = self.fronts[at][state].cost_of(missing, self.nothing)
        for move in self.layers[at][state]:
            rest = np.maximum(missing - move.choice.gain, 0)
            cost = self.fronts[at + 1][move.then].cost_of(rest, self.nothing) + move.choice.cost
            yield move, rest, (cost == least).astype(bool)

    def _tracks(self) -> list[dict[State, np.ndarray]]:
        """For every layer and state the gains still missing there on any of the cheapest ways, rising."""
        tracks = [{EMPTY: np.array([self.needed])}]
        for at in range(len(self.layers)):
            found: dict[State, list[np.ndarray]] = {}
            for state, missing in tracks[-1].items():
                for move, rest, cheapest in self._cheapest(at, state, missing):
                    found.setdefault(move.then, []).append(rest[cheapest])
            joined = {state: np.unique(np.concatenate(parts)) for state, parts in found.items()}
            tracks.append({state: missing for state, missing in joined.items() if missing.size})
        return tracks

    def _ranks(self, tracks: list[dict[State, np.ndarray]]) -> list[dict[State, list[int]]]:
        """The lowest rank from each place of `tracks` to the end; too long for 64 bits, so plain Python."""
        ranks: list[dict[State, list[int]]] = [{EMPTY: [0]}]
        for at in reversed(range(len(self.layers))):
            here = {}
            for state, missing in tracks[at].items():
                ways: list[list[int]] = [[] for _ in missing]
                for move, rest, cheapest in self._cheapest(at, state, missing):
                    behind = ranks[-1].get(move.then, [])
                    places = np.searchsorted(tracks[at + 1].get(move.then, NONE_MISSING), rest)
                    for place in np.flatnonzero(cheapest):
                        ways[place].append(behind[places[place]] + move.choice.rank)
                here[state] = [min(each) for each in ways]
            ranks.append(here)
        return ranks[::-1]

    def _trace(self, tracks: list[dict[State, np.ndarray]], ranks: list[dict[State, list[int]]]) -> Iterator[Choice]:
        """Follow the lowest rank from the start to the end."""
        state, missing = EMPTY, np.array([self.needed])
        for at in range(len(self.layers)):
            wanted = ranks[at][state][int(np.searchsorted(tracks[at][state], missing[0]))]
            for move, rest, cheapest in self._cheapest(at, state, missing):
                if cheapest[0]:
                    place = int(np.searchsorted(tracks[at + 1][move.then], rest[0]))
                    if ranks[at + 1][move.then][place] + move.choice.rank == wanted:
                        break
            yield move.choice
            state, missing = move.then, rest
