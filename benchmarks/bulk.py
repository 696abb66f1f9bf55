"""The arithmetic alone: `make bench-scores`. Times of the processor, so that neighbours on the machine count less.

`score_many` is set beside numpy's own integer products on the same table, and beside grouping with pandas. Paths are
searched from random levels to random targets, with and without prerequisites; the slowest is what matters.
"""

# ruff: noqa: S311  questions are rolled, not secrets
from __future__ import annotations

import os
import random
import time
from collections.abc import Callable, Iterator
from decimal import Decimal
from fractions import Fraction

import django
import numpy as np
import pandas as pd

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "spbe_portal.settings")
django.setup()

from assessments.bulk import UNANSWERED, score_many  # noqa: E402  Django first
from assessments.paths import Prerequisite, Unreachable, cheapest_path  # noqa: E402
from assessments.prerequisites import shipped_prerequisites  # noqa: E402
from assessments.questionnaires import shipped_questionnaire  # noqa: E402
from assessments.scoring import Questionnaire, score  # noqa: E402

ASSESSMENTS = 100_000
PANDAS_ROWS = 2_000  # grouping is too slow for all of them; its time is scaled up
PATHS = 150


def main() -> None:
    random.seed(1)
    questionnaire = shipped_questionnaire("spbe-2020")
    _scores(questionnaire)
    _paths(questionnaire)


def _best(what: Callable[[], object], times: int = 9) -> float:
    """The least milliseconds of a few runs."""
    found = []
    for _ in range(times):
        start = time.process_time()
        what()
        found.append((time.process_time() - start) * 1000)
    return min(found)


def _scores(questionnaire: Questionnaire) -> None:
    table = 100 * np.random.default_rng(1).integers(0, 6, (ASSESSMENTS, len(questionnaire.items)))
    table[table == 0] = UNANSWERED
    groups = [questionnaire.whole, *questionnaire.domains.values(), *questionnaire.aspects.values()]
    weights = np.array([item.weight_units for item in questionnaire.items])
    matrix = np.zeros((len(weights), len(groups)), dtype=np.int64)
    for column, group in enumerate(groups):
        matrix[list(group.positions), column] = weights[list(group.positions)]

    def whole() -> None:
        scores = score_many(questionnaire, table)
        assert scores.banded_exact.size == scores.banded_rounded.size  # noqa: S101  bands are read, so worked out

    ours = _best(whole)
    print(f"score_many, {ASSESSMENTS} x {len(weights)}, bands of both bases {ours:10.1f} ms")
    rivals = {
        "one integer product, the index alone": _best(lambda: table @ weights),
        "one integer product, index, domains, aspects": _best(lambda: table @ matrix),
        f"pandas groupby-apply, scaled from {PANDAS_ROWS} rows": _grouped(questionnaire, table),
        "score, row by row, scaled from 500 rows": _one_by_one(questionnaire, table),
    }
    for name, milliseconds in rivals.items():
        print(f"  {name:<48}{milliseconds:10.1f} ms, ours takes {ours / milliseconds:.3f} of it")


def _grouped(questionnaire: Questionnaire, table: np.ndarray) -> float:
    """The index by assessment as a table of answers gives it plainly."""
    items = questionnaire.items
    answers = pd.DataFrame(
        {
            "assessment": np.repeat(np.arange(PANDAS_ROWS), len(items)),
            "level": np.maximum(table[:PANDAS_ROWS], 0).ravel(),
            "weight": np.tile([item.weight_units for item in items], PANDAS_ROWS),
        }
    )

    def index(rows: pd.DataFrame) -> int:
        return (rows["level"] * rows["weight"]).sum()

    milliseconds = _best(lambda: answers.groupby("assessment")[["level", "weight"]].apply(index), times=2)
    return milliseconds * ASSESSMENTS / PANDAS_ROWS


def _one_by_one(questionnaire: Questionnaire, table: np.ndarray) -> float:
    codes = [item.code for item in questionnaire.items]
    rows = [
        {
            code: None if level == UNANSWERED else Decimal(int(level)) / 100
            for code, level in zip(codes, row, strict=True)
        }
        for row in table[:500]
    ]
    return _best(lambda: [score(questionnaire, row) for row in rows], times=2) * ASSESSMENTS / 500


def _paths(questionnaire: Questionnaire) -> None:
    print(f"\n{'cheapest_path, ' + str(PATHS) + ' questions each':<44}{'median ms':>10}{'slowest ms':>12}")
    codes = [item.code for item in questionnaire.items]
    kinds: dict[str, Callable[[], tuple[Prerequisite, ...]]] = {
        "no prerequisites": lambda: (),
        "the shipped prerequisites": lambda: shipped_prerequisites(questionnaire),
        "15 random prerequisites": lambda: _random_prerequisites(codes, 15),
        "30 random prerequisites": lambda: _random_prerequisites(codes, 30),
    }
    for name, prerequisites in kinds.items():
        times = sorted(_searched(questionnaire, prerequisites))
        print(f"  {name:<42}{times[len(times) // 2]:10.0f}{times[-1]:12.0f}")


def _searched(questionnaire: Questionnaire, prerequisites: Callable[[], tuple[Prerequisite, ...]]) -> Iterator[float]:
    done = 0
    while done < PATHS:
        levels = random.choice([
            {item.code: random.choice([None, 1, 2, 3, 4, 5]) for item in questionnaire.items},
            dict.fromkeys(questionnaire.item_codes, random.choice([None, 1])),
        ])  # fmt: skip
        effort = random.choice([
            {},
            {item.code: Decimal(random.randint(1, 100_000)) / 1000 for item in questionnaire.items},
            {item.code: item.weight_units + Decimal(random.randint(0, 100)) / 100 for item in questionnaire.items},
        ])  # fmt: skip
        target, pairs = Fraction(random.randint(150, 480), 100), prerequisites()
        start = time.process_time()
        try:
            cheapest_path(questionnaire, levels, target, effort=effort, prerequisites=pairs)
        except Unreachable:
            continue
        yield (time.process_time() - start) * 1000
        done += 1


def _random_prerequisites(codes: list[str], count: int) -> tuple[Prerequisite, ...]:
    """Without circles: each points backward in a random row."""
    row = random.sample(codes, len(codes))
    pairs = (sorted(random.sample(range(len(row)), 2)) for _ in range(count))
    return tuple(
        Prerequisite(row[later], random.randint(2, 5), row[earlier], random.randint(2, 5), "")
        for earlier, later in pairs
    )


if __name__ == "__main__":
    main()
