"""How often the warnings are right: the true way from file to warning, over documents whose faults are known."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any

from assessments.models import Answer, Assessment, Assignment
from domains.models import EvidenceItem, LevelCriterion
from evidence.findings import rules
from evidence.findings.facts import facts_of
from evidence.inspection import CONTENT_TYPES
from evidence.measuring.samples import FILLING_UNTIL, YEAR, Sample
from evidence.models import Document, Evidence, Reading, Rule
from evidence.reading import found_in

__all__ = ["Tally", "measure"]


@dataclass(slots=True)
class Tally:
    """How one rule did. Precision and recall are None where nothing was, or nothing had to be, warned about."""

    hits: int = 0
    false_alarms: int = 0
    misses: int = 0
    rightly_silent: int = 0
    errors: list[str] = field(default_factory=list)

    @property
    def precision(self) -> float | None:
        said = self.hits + self.false_alarms
        return self.hits / said if said else None

    @property
    def recall(self) -> float | None:
        due = self.hits + self.misses
        return self.hits / due if due else None

    def count(self, sample: Sample, said: bool, due: bool) -> None:
        name = {(True, True): "hits", (True, False): "false_alarms", (False, True): "misses"}.get((said, due))
        name = name or "rightly_silent"
        setattr(self, name, getattr(self, name) + 1)
        if said != due:
            kind = "false alarm" if said else "missed"
            self.errors.append(f"{kind}: {sample.name}" + (f" ({sample.trait})" if sample.trait else ""))


def measure(samples: Iterable[Sample]) -> dict[str, Tally]:
    """Read every file in a child process, ask every rule, compare with what is known. Nothing is stored."""
    tallies = {rule.value: Tally() for rule in Rule}
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        for sample, said in pool.map(_warned, samples):
            for rule, tally in tallies.items():
                tally.count(sample, rule in said, rule in sample.truth)
    return tallies


def _warned(sample: Sample) -> tuple[Sample, dict[str, str]]:
    extension = sample.name.rpartition(".")[2]
    with tempfile.TemporaryFile() as file:
        file.write(sample.content)
        file.flush()
        reading = Reading(**found_in(file, extension))
    return sample, rules.warnings(facts_of(_evidence(sample, extension, reading)))


def _evidence(sample: Sample, extension: str, reading: Reading) -> Evidence:
    """The rows as they would be in the database, kept out of it."""
    document = Document(
        name=sample.name, content_type=CONTENT_TYPES[extension], pages=sample.pages if extension == "pdf" else None,
        **sample.known,
    )  # fmt: skip
    document.reading = reading
    if sample.newer:
        document.successor = Document(name="versi baru.pdf")
    answer = Answer(assignment=Assignment(assessment=Assessment(year=YEAR, filling_until=FILLING_UNTIL)))
    level: dict[str, Any] = {"criterion": LevelCriterion(level=sample.level), "item": EvidenceItem(text=sample.wanted)}
    return Evidence(answer=answer, document=document, page="4" if sample.has_place else "", **level)
