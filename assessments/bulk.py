"""The arithmetic of `scoring` for many assessments at once: whole numbers in numpy arrays, equal to `score` row by row.

A table of levels has a row per assessment and a column per indicator of the questionnaire: 64-bit whole numbers of
hundredths, and UNANSWERED where there is no level. Sums stay below 2**63 by far: a level is at most 999 hundredths and
all weights together at most a million.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property, reduce
from math import ceil
from typing import NamedTuple, NoReturn

import numpy as np

from assessments.scoring import HUNDREDTH, Band, Level, Questionnaire, ScoringError, check_level

UNANSWERED = -1
BLOCK = 2048  # rows that fit into the cache of a processor


@dataclass(frozen=True)
class Means:
    """Weighted means of all rows, exact: `hundredths / 100 / weight_units`."""

    hundredths: np.ndarray
    weight_units: int

    def fraction(self, row: int) -> Fraction:
        return Fraction(int(self.hundredths[row]), 100 * self.weight_units)

    @cached_property
    def shown(self) -> np.ndarray:
        """Rounded half up to two decimals, as whole hundredths; for display only."""
        return (2 * self.hundredths + self.weight_units) // (2 * self.weight_units)


@dataclass(frozen=True)
class Scores:
    """The indices of all rows; bands are told by their place in `bands`, the lowest first."""

    indeks: Means
    domains: Mapping[str, Means]
    aspects: Mapping[str, Means]
    answered: np.ndarray
    bands: tuple[Band, ...]

    @cached_property
    def banded_exact(self) -> np.ndarray:
        floors = [ceil(Fraction(band.floor) * 100 * self.indeks.weight_units) for band in self.bands]
        return self._banded(floors, self.indeks.hundredths)

    @cached_property
    def banded_rounded(self) -> np.ndarray:
        return self._banded([ceil(Fraction(band.floor) * 100) for band in self.bands], self.indeks.shown)

    @staticmethod
    def _banded(floors: list[int], values: np.ndarray) -> np.ndarray:
        return np.add.reduce([values >= floor for floor in floors], axis=0, dtype=np.int8) - 1

    def predikat(self, row: int, basis: str = "exact") -> Band:
        places = {"exact": self.banded_exact, "rounded": self.banded_rounded}[basis]
        return self.bands[int(places[row])]


def level_table(questionnaire: Questionnaire, rows: Iterable[Mapping[str, Level | None]]) -> np.ndarray:
    """Levels by code as a table; unknown codes and levels off the scale raise ScoringError."""
    return np.array([_hundredths(questionnaire, row) for row in rows], dtype=np.int64).reshape(
        -1, len(questionnaire.items)
    )


def _hundredths(questionnaire: Questionnaire, row: Mapping[str, Level | None]) -> list[int]:
    if unknown := row.keys() - questionnaire.item_codes:
        raise ScoringError(f"indikator tidak dikenal: {', '.join(sorted(unknown))}")
    levels = (row.get(item.code) for item in questionnaire.items)
    given = questionnaire.hundredths
    return [UNANSWERED if level is None else given[check_level(level, questionnaire)] for level in levels]


def score_many(questionnaire: Questionnaire, levels: np.ndarray) -> Scores:
    """The score of every row of a table; ScoringError names the first row and indicator off the scale."""
    count = len(questionnaire.items)
    if levels.ndim != 2 or levels.shape[1] != count or levels.dtype != np.int64:
        raise ScoringError(f"tabel tingkat harus bilangan bulat 64 bit dengan {count} kolom")
    sums, answered = _sums(questionnaire, levels)

    def means(part: str, code: str, weight_units: int) -> Means:
        return Means(reduce(np.add, [sums[cell] for cell in sums if getattr(cell, part) == code]), weight_units)

    return Scores(
        indeks=Means(reduce(np.add, sums.values()), questionnaire.weight_total),
        domains={code: means("domain", code, group.weight_units) for code, group in questionnaire.domains.items()},
        aspects={code: means("aspect", code, group.weight_units) for code, group in questionnaire.aspects.items()},
        answered=answered,
        bands=tuple(sorted(questionnaire.bands, key=lambda band: band.floor)),
    )


class Cell(NamedTuple):
    """Indicators that weigh the same in the same groups: they are added first and weighed once."""

    aspect: str
    domain: str | None
    weight_units: int


Places = slice | list[int]


def _cells(questionnaire: Questionnaire) -> dict[Cell, Places]:
    """Where the indicators of each cell stand; every sum that is wanted is one of cells."""
    cells: dict[Cell, list[int]] = {}
    for place, item in enumerate(questionnaire.items):
        cells.setdefault(Cell(item.aspect, item.domain, item.weight_units), []).append(place)
    return {cell: _slice(places) for cell, places in cells.items()}


def _slice(places: list[int]) -> Places:
    """Neighbours are looked at where they stand; scattered ones have to be copied."""
    first, last = places[0], places[-1]
    return slice(first, last + 1) if last - first == len(places) - 1 else places


def _sums(questionnaire: Questionnaire, levels: np.ndarray) -> tuple[dict[Cell, np.ndarray], np.ndarray]:
    """Level x weight of every cell and row, and how many levels a row has."""
    highest = max(questionnaire.hundredths.values())
    kind = np.int16 if highest * len(questionnaire.items) < 2**15 else np.int64
    cells = _cells(questionnaire)
    sums = {cell: np.empty(len(levels), dtype=np.int64) for cell in cells}
    answered = np.empty(len(levels), dtype=np.int64)
    for start in range(0, len(levels), BLOCK):
        rows = slice(start, start + BLOCK)
        columns = _columns(questionnaire, levels, rows)
        answered[rows] = np.add.reduce(columns != UNANSWERED, axis=0, dtype=np.int16)
        counted = _counted(questionnaire, columns)
        for cell, places in cells.items():
            sums[cell][rows] = np.add.reduce(counted[places], axis=0, dtype=kind)
    return {cell: total * cell.weight_units for cell, total in sums.items()}, answered


def _counted(questionnaire: Questionnaire, columns: np.ndarray) -> np.ndarray:
    """The unanswered as what they count as; that is the greater number unless an instrument rewards no answer."""
    unanswered = np.int16(questionnaire.unanswered_as * 100)
    if questionnaire.unanswered_as <= questionnaire.scale_min:
        return np.maximum(columns, unanswered)
    return np.where(columns == UNANSWERED, unanswered, columns)


def _columns(questionnaire: Questionnaire, levels: np.ndarray, rows: slice) -> np.ndarray:
    """Some rows turned on their side, so that sums run along memory; small numbers once none is off the scale."""
    low, high, step = (int(part * 100) for part in (
        questionnaire.scale_min, questionnaire.scale_max, questionnaire.scale_step,
    ))  # fmt: skip
    block = levels[rows]
    if block.min(initial=UNANSWERED) < UNANSWERED or block.max(initial=UNANSWERED) > high:
        _refuse(questionnaire, levels)
    columns = np.ascontiguousarray(block.astype(np.int16).T)
    above = columns - np.int16(low)
    if (((above // step * step != above) | (above < 0)) & (columns != UNANSWERED)).any():
        _refuse(questionnaire, levels)
    return columns


def _refuse(questionnaire: Questionnaire, levels: np.ndarray) -> NoReturn:
    allowed = [UNANSWERED, *questionnaire.hundredths.values()]
    row, column = np.argwhere(~np.isin(levels, allowed))[0]
    code = questionnaire.items[column].code
    try:
        check_level(int(levels[row, column]) * HUNDREDTH, questionnaire)
    except ScoringError as error:
        raise ScoringError(f"baris {row + 1}, {code}: {error}") from None
    raise AssertionError(f"{code} is on the scale")
