"""In which order indicators are gone through, and which prerequisites are open between two of them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from assessments.paths.choices import Choice, Domains, Edge

MOST_STATES = 24  # lists kept side by side; more is slower than leaving a prerequisite to the search

State = frozenset[Edge]
"""Of the prerequisites with one indicator behind and one ahead, those asked for or met by the one behind."""


class Move(NamedTuple):
    choice: Choice
    then: State


Layer = dict[State, list[Move]]


class Crowded(Exception):
    """Too many prerequisites are open at once; the one to leave out."""

    def __init__(self, edge: Edge) -> None:
        self.edge = edge


def layers(domains: Domains, edges: Iterable[Edge]) -> tuple[list[int], list[Layer]]:
    """The indicators in their order with a layer for each; prerequisites that would open too much are left out."""
    kept = [edge for edge in edges if _matters(domains, edge)]
    while True:
        order = _order(len(domains), kept)
        try:
            return order, _layers(domains, order, kept)
        except Crowded as crowded:
            kept.remove(crowded.edge)


def _matters(domains: Domains, edge: Edge) -> bool:
    return any(map(edge.asked_by, domains[edge.code])) and not all(map(edge.met_by, domains[edge.needs]))


def _order(count: int, edges: list[Edge]) -> list[int]:
    """Indicators without prerequisites first; then always the one that leaves the fewest prerequisites open."""
    touching: dict[int, list[Edge]] = {}
    for edge in edges:
        touching.setdefault(edge.code, []).append(edge)
        touching.setdefault(edge.needs, []).append(edge)
    order = [place for place in range(count) if place not in touching]
    ahead, opened = set(touching), set[Edge]()

    def left_open(place: int) -> tuple[int, int]:
        return len(opened.symmetric_difference(touching[place])), place

    while ahead:
        place = min(ahead, key=left_open)
        opened ^= set(touching[place])
        ahead.remove(place)
        order.append(place)
    return order


def _layers(domains: Domains, order: list[int], edges: list[Edge]) -> list[Layer]:
    """From every combination of open prerequisites the choices that are allowed, and the combination behind them."""
    layers: list[Layer] = []
    states: set[State] = {frozenset()}
    opened: dict[Edge, int] = {}
    for step, place in enumerate(order):
        touching = [edge for edge in edges if place in (edge.code, edge.needs)]
        layer = {state: _moves(domains[place], place, state, touching, opened) for state in states}
        for edge in touching:
            if opened.pop(edge, None) is None:
                opened[edge] = step
        layers.append(layer)
        states = {move.then for moves in layer.values() for move in moves}
        if len(states) > MOST_STATES:
            raise Crowded(min(opened, key=lambda edge: (opened[edge], edge)))
    return layers


def _moves(
    choices: tuple[Choice, ...], place: int, state: State, touching: list[Edge], opened: dict[Edge, int]
) -> list[Move]:
    found = []
    behind = state.difference(touching)
    for choice in choices:
        allowed, opening = True, []
        for edge in touching:
            holds = edge.asked_by(choice) if place == edge.code else edge.met_by(choice)
            if edge not in opened:
                opening += [edge] * holds
            elif place == edge.code:
                allowed &= edge in state or not holds
            else:
                allowed &= holds or edge not in state
        if allowed:
            found.append(Move(choice, behind.union(opening)))
    return found
