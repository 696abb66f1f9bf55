"""What the pages about targets read."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby

from accounts.models import User
from assessments.models import Assessment
from assessments.scoring import Score
from domains.models import Indicator, Instrument
from planning.achievement import Achievement, of_level, of_value
from planning.decomposition import Decomposition, Part, decompose
from planning.headlines import headlines
from planning.models import Target

SHORT_LIST = 10


@dataclass(frozen=True, slots=True)
class YearLine:
    """One year on one instrument: the index's target, how many targets there are in all, and what came of it."""

    year: int
    instrument: Instrument
    target: Target | None
    count: int
    assessment: Assessment | None
    score: Score | None
    achievement: Achievement | None


@dataclass(frozen=True, slots=True)
class TargetLine:
    target: Target
    achievement: Achievement | None


@dataclass(frozen=True, slots=True)
class MissLine:
    """A part of the miss with its indicator; None for what no indicator explains."""

    part: Part
    indicator: Indicator | None


@dataclass(frozen=True, slots=True)
class Miss:
    """Why the index stayed below its target. `before` is the year its expected levels begin at, if there is one."""

    decomposition: Decomposition
    lines: list[MissLine]
    before: int | None
    has_wanted: bool

    @property
    def first(self) -> list[MissLine]:
        return self.lines[:SHORT_LIST]

    @property
    def rest(self) -> list[MissLine]:
        return self.lines[SHORT_LIST:]

    @property
    def rest_shown(self) -> Decimal:
        return sum((line.part.shown for line in self.rest), Decimal(0))

    @property
    def rest_size(self) -> Decimal:
        return abs(self.rest_shown)


@dataclass(frozen=True, slots=True)
class TargetYear:
    """The targets of one year on one instrument; `instruments` are those to choose from."""

    year: int
    instrument: Instrument
    instruments: list[Instrument]
    assessment: Assessment | None
    score: Score | None
    groups: list[tuple[str, list[TargetLine]]]
    miss: Miss | None


def years(user: User) -> list[YearLine]:
    """Every year with a target or an assessment, the newest first; six queries."""
    targets: dict[tuple[int, str], list[Target]] = {}
    for target in Target.objects.visible_to(user).select_related("instrument"):
        targets.setdefault((target.year, target.instrument.code), []).append(target)
    rows = Assessment.objects.visible_to(user).select_related("instrument")
    assessments = {(row.year, row.instrument.code): row for row in rows.order_by("instrument__revision")}
    scores = headlines(list(assessments.values()))
    keys = sorted({*targets, *assessments}, key=lambda key: (-key[0], key[1]))
    return [_year_line(key, targets.get(key, []), assessments.get(key), scores) for key in keys]


def target_year(user: User, year: int, code: str) -> TargetYear | None:
    """One year's targets on the instrument of that code, or on the first to choose from; None where there is none."""
    rows = Assessment.objects.visible_to(user).filter(year__in=(year - 1, year)).select_related("instrument")
    assessments = list(rows.order_by("instrument__is_provisional", "-instrument__revision"))
    targets = list(Target.objects.visible_to(user).filter(year=year).in_full())
    instruments = _instruments(year, assessments, targets)
    instrument = next((row for row in instruments if row.code == code), instruments[0] if instruments else None)
    if instrument is None:
        return None
    same = {row.year: row for row in reversed(assessments) if row.instrument.code == instrument.code}
    scores = headlines(list(same.values()))
    by_year = {when: scores[row.pk] for when, row in same.items()}
    mine = [row for row in targets if row.instrument.code == instrument.code]
    return TargetYear(
        year, instrument, instruments, same.get(year), by_year.get(year), _groups(mine, by_year.get(year)),
        _miss(year, mine, by_year),
    )  # fmt: skip


def achievement_of(target: Target, score: Score | None) -> Achievement | None:
    """What came of one target; None where nothing was reached yet. Places are found by their codes."""
    if score is None:
        return None
    if target.indicator:
        return of_level(target.value, score.levels.get(target.indicator.code))
    if target.domain:
        value = score.domains.get(target.domain.code)
    else:
        value = score.aspects.get(target.aspect.code) if target.aspect else score.indeks
    return of_value(target.value, value) if value else None


def _year_line(
    key: tuple[int, str], targets: list[Target], assessment: Assessment | None, scores: dict[int, Score]
) -> YearLine:
    score = scores[assessment.pk] if assessment else None
    target = next((row for row in targets if _is_of_index(row)), None)
    instrument = assessment.instrument if assessment else targets[0].instrument
    achievement = achievement_of(target, score) if target else None
    return YearLine(key[0], instrument, target, len(targets), assessment, score, achievement)


def _is_of_index(target: Target) -> bool:
    return target.domain_id is None and target.aspect_id is None and target.indicator_id is None


def _instruments(year: int, assessments: Iterable[Assessment], targets: Iterable[Target]) -> list[Instrument]:
    """Those in use that year before those that could be, the official before the provisional."""
    used = [row.instrument for row in assessments if row.year == year] + [row.instrument for row in targets]
    current = list(Instrument.objects.current().order_by("is_provisional", "-first_year"))
    made_for = [row for row in current if row.first_year <= year <= row.last_year]
    found: dict[str, Instrument] = {}
    for row in used + (made_for or current):
        found.setdefault(row.code, row)
    return list(found.values())


def _groups(targets: Sequence[Target], score: Score | None) -> list[tuple[str, list[TargetLine]]]:
    """Index, domains, aspects, indicators, each in the order of the questionnaire."""
    rows = sorted(targets, key=_order)
    lines = [TargetLine(row, achievement_of(row, score)) for row in rows]
    return [(heading, list(part)) for heading, part in groupby(lines, key=lambda line: _heading(line.target))]


def _order(target: Target) -> tuple[int, int]:
    if target.indicator:
        return 3, target.indicator.position
    if target.aspect:
        return 2, target.aspect.number
    return (1, target.domain.number) if target.domain else (0, 0)


def _heading(target: Target) -> str:
    return ("Indeks", "Domain", "Aspek", "Indikator")[_order(target)[0]]


def _miss(year: int, targets: Sequence[Target], scores: dict[int, Score]) -> Miss | None:
    """None where the index has no target, no value, or has reached it."""
    target = next((row for row in targets if _is_of_index(row)), None)
    achievement = achievement_of(target, scores.get(year)) if target else None
    if target is None or achievement is None or achievement.is_reached:
        return None
    wanted = {row.indicator.code: row.value for row in targets if row.indicator}
    earlier = scores.get(year - 1)
    before = None
    if earlier and not earlier.is_provisional:
        before = {code: level for code, level in earlier.levels.items() if level is not None}
    found = decompose(scores[year], target.value, wanted=wanted, before=before)
    indicators = {row.code: row for row in target.instrument.indicators.all()}
    lines = [MissLine(part, indicators.get(part.code)) for part in found.parts]
    return Miss(found, lines, year - 1 if before else None, bool(wanted))
