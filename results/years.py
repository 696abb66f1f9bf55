"""The one reader of all years of an institution into a `Trend`, in a constant number of queries."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from fractions import Fraction

from accounts.models import User
from assessments.models import Assessment
from assessments.scoring import Score, score
from results.instruments import Known, known_of
from results.levels import Levels, headline_of, levels_over
from results.models import PastResult
from results.trends import Place, Point, Section, Trend
from results.values import TRACKS

BESIDE = ("claimed", "external")  # shown beside the headline, as the gap between them is what people learn from


def trend_of(user: User, results: Sequence[PastResult]) -> Trend:
    """Own assessments beside these imported results. The caller has asked whether the user may see them."""
    cycles = list(Assessment.objects.visible_to(user).in_full().order_by("year", "pk"))
    known = known_of([row.instrument for row in cycles] + [row.instrument for row in results])
    return trend_among(cycles, results, known, levels_over(cycles))


def trend_among(
    cycles: Iterable[Assessment],
    results: Iterable[PastResult],
    known: Mapping[int, Known],
    levels: Mapping[int, Mapping[str, Levels]],
) -> Trend:
    """The same from what was read already: cycles with their levels, and every instrument there is among them."""
    points = [*_own(cycles, known, levels), *(_imported(row, known[row.instrument_id]) for row in results)]
    return Trend(tuple(_sections(points, known.values())))


def _sections(points: Sequence[Point], known: Iterable[Known]) -> Iterator[Section]:
    """By the code of the instrument: revisions correct it and stay comparable."""
    newest = {row.instrument.code: row for row in sorted(known, key=lambda row: row.instrument.revision)}
    found = defaultdict(list)
    for point in points:
        found[point.instrument].append(point)
    for code in sorted(found, key=lambda code: min(point.year for point in found[code])):
        row = newest[code]
        places = tuple(Place(domain.code, domain.name.removesuffix(" SPBE")) for domain in row.domains)
        yield Section(
            code=code,
            name=row.instrument.name,
            places=places,
            is_provisional=row.instrument.is_provisional,
            points=tuple(found[code]),
            first_year=row.instrument.first_year,
            last_year=row.instrument.last_year,
        )


def _own(
    cycles: Iterable[Assessment], known: Mapping[int, Known], levels: Mapping[int, Mapping[str, Levels]]
) -> Iterator[Point]:
    for assessment in cycles:
        row, own = known[assessment.instrument_id], levels[assessment.pk]
        headline = headline_of(assessment, own.values())
        for track in dict.fromkeys((headline, *BESIDE)):
            reached = _score(row, own, track, assessment.predikat_basis)
            if reached.answered:
                yield _own_point(assessment, track, reached)


def _score(known: Known, levels: Mapping[str, Levels], track: str, basis: str) -> Score:
    return score(known.questionnaire, {code: row[track] for code, row in levels.items()}, basis=basis)


def _own_point(assessment: Assessment, track: str, reached: Score) -> Point:
    return Point(
        year=assessment.year,
        track=track,
        label=TRACKS[track],
        instrument=assessment.instrument.code,
        indeks=reached.indeks.fraction,
        predikat=reached.predikat.name,
        domains=_domains(reached),
        is_provisional=reached.is_provisional,
        address=assessment.get_absolute_url(),
    )


def _domains(reached: Score) -> dict[str, Fraction]:
    return {code: value.fraction for code, value in reached.domains.items() if value.answered}


def _imported(result: PastResult, known: Known) -> Point:
    """As published; levels that give the published index give the exact one behind it."""
    levels = result.level_map
    reached = score(known.questionnaire, levels, basis=known.instrument.basis_for(result.year)) if levels else None
    exact = reached if reached and result.indeks in (None, reached.indeks.shown) else None
    return Point(
        year=result.year,
        track=result.track,
        label=result.get_track_display(),
        instrument=result.instrument.code,
        indeks=exact.indeks.fraction if exact else Fraction(result.indeks or 0),
        predikat=result.predikat or (exact.predikat.name if exact else ""),
        domains=_domains(reached) if reached else {code: Fraction(value) for code, value in result.value_map.items()},
        is_provisional=bool(exact and exact.is_provisional),
        is_published=exact is None,
        address=result.get_absolute_url(),
        pk=result.pk,
        notes=tuple(result.notes),
    )
