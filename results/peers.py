"""Final results of the institutions of this portal that agreed to be compared, in a constant number of queries.

Everything begins at `ComparisonConsent.visible_to`: who did not agree sees nobody, and nobody sees him.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Max

from accounts.models import User
from assessments.models import Assessment, AssessmentQuerySet, Stage, Verdict
from assessments.questionnaires import questionnaire_of
from assessments.scoring import Score, score
from domains.models import Domain
from results.comparison import place
from results.models import ComparisonConsent


@dataclass(frozen=True, slots=True)
class Cycle:
    """A year and the questionnaire it was rated by; only results of the same one are comparable."""

    year: int
    code: str
    name: str

    @property
    def slug(self) -> str:
        return f"{self.year}.{self.code}"

    def __str__(self) -> str:
        return f"{self.year}, {self.name}"


@dataclass(frozen=True, slots=True)
class Peer:
    """One participant's final result as others may see it: index, domains, predikat, and nothing beneath."""

    rank: int
    equal: int
    instansi: str
    is_own: bool
    indeks: Decimal
    domains: tuple[Decimal | None, ...]
    predikat: str


@dataclass(frozen=True, slots=True)
class Peers:
    """The participants of one cycle, best first. `domains` are its column heads."""

    cycles: tuple[Cycle, ...]
    cycle: Cycle | None
    domains: tuple[str, ...]
    rows: tuple[Peer, ...]


def finals(user: User) -> AssessmentQuerySet:
    """Finished assessments of the institutions whose consent this user sees."""
    agreed = ComparisonConsent.objects.visible_to(user).values("instansi")
    return Assessment.objects.filter(stage=Stage.FINAL, instansi__in=agreed)


def peers_of(user: User, slug: str = "") -> Peers:
    """The cycle asked for, or the newest one there is."""
    pairs = finals(user).values_list("year", "instrument__code").annotate(name=Max("instrument__name"))
    cycles = tuple(Cycle(*pair) for pair in pairs.order_by("-year", "instrument__code"))
    cycle = next((cycle for cycle in cycles if cycle.slug == slug), cycles[0] if cycles else None)
    if cycle is None:
        return Peers(cycles, None, (), ())
    rows = list(finals(user).filter(year=cycle.year, instrument__code=cycle.code).in_full().order_by("instansi__name"))
    codes = tuple(
        Domain.objects.filter(instrument=rows[0].instrument_id).order_by("number").values_list("code", "name")
    )
    return Peers(cycles, cycle, tuple(name for _, name in codes), _ranked(user, rows, [code for code, _ in codes]))


def _ranked(user: User, rows: Sequence[Assessment], codes: Sequence[str]) -> tuple[Peer, ...]:
    """Compared as shown; a result with an indicator missing is not a final one and stays out."""
    scores = [(row, found) for row, found in zip(rows, _scores(rows), strict=True) if not found.is_provisional]
    shown = [found.indeks.shown for _, found in scores]
    peers = []
    for position, (row, found) in enumerate(scores):
        there = place(shown[position], shown[:position] + shown[position + 1 :])
        values = tuple(found.domains[code].shown if code in found.domains else None for code in codes)
        is_own = row.instansi_id == user.instansi_id
        peers.append(
            Peer(there.rank, there.equal, str(row.instansi), is_own, shown[position], values, found.predikat.name)
        )
    return tuple(sorted(peers, key=lambda peer: (peer.rank, peer.instansi)))


def _scores(rows: Iterable[Assessment]) -> list[Score]:
    """Each with its own revision of the instrument and its own basis."""
    found = list(rows)
    instruments = {row.instrument_id: row.instrument for row in found}
    questionnaires = {pk: questionnaire_of(instrument) for pk, instrument in instruments.items()}
    levels: dict[int, dict[str, Decimal | None]] = defaultdict(dict)
    verdicts = Verdict.objects.filter(assessment__in=[row.pk for row in found])
    for pk, code, level in verdicts.values_list("assessment_id", "indicator__code", "final_level"):
        levels[pk][code] = level
    return [score(questionnaires[row.instrument_id], levels[row.pk], basis=row.predikat_basis) for row in found]
