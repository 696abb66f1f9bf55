"""`manage.py measure_warnings`: how often the warnings about evidence are right, over invented documents."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from evidence.measuring import Tally, measure
from evidence.measuring.samples import samples


class Command(BaseCommand):
    help = "Makes documents with known faults, lets the portal read and judge them, and prints how often it was right."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--count", type=int, default=200, help="how many documents (200)")
        parser.add_argument("--seed", type=int, default=1, help="another seed makes other documents (1)")
        parser.add_argument("--format", choices=["table", "json"], default="table")

    def handle(self, *args: Any, count: int, seed: int, format: str, **options: Any) -> None:
        tallies = measure(samples(count, seed))
        if format == "json":
            rules = {rule: _row(tally) | {"errors": tally.errors} for rule, tally in tallies.items()}
            self.stdout.write(json.dumps({"count": count, "seed": seed, "rules": rules}, indent=2))
            return
        self.stdout.write(f"{count} documents, seed {seed}. Revoked and replaced rest on metadata alone.\n")
        self.stdout.write(f"{'rule':<12}{'precision':>10}{'recall':>8}{'TP':>6}{'FP':>6}{'FN':>6}{'TN':>6}")
        for rule, tally in tallies.items():
            numbers = (tally.hits, tally.false_alarms, tally.misses, tally.rightly_silent)
            shares = f"{_share(tally.precision):>10}{_share(tally.recall):>8}"
            self.stdout.write(f"{rule:<12}{shares}" + "".join(f"{number:>6}" for number in numbers))
        for rule, tally in tallies.items():
            for error in tally.errors:
                self.stdout.write(f"{rule}, {error}")


def _row(tally: Tally) -> dict[str, Any]:
    return {
        "precision": tally.precision, "recall": tally.recall, "true_positives": tally.hits,
        "false_positives": tally.false_alarms, "false_negatives": tally.misses, "true_negatives": tally.rightly_silent,
    }  # fmt: skip


def _share(value: float | None) -> str:
    return "-" if value is None else f"{value:.2f}"
