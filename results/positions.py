"""What the comparison page reads: an institution's published row, and its present values put in that row's place."""

from __future__ import annotations

from dataclasses import dataclass

from accounts.models import Instansi, User
from assessments.models import Assessment, AssessmentQuerySet
from results import comparison, national
from results.comparison import Comparison
from results.matching import KINDS, suggestions
from results.models import NationalMatch
from results.national import Published
from results.summaries import summarise
from results.values import Summary


@dataclass(frozen=True, slots=True)
class Supposition:
    """An own assessment whose values stand in for the published ones; never a result of that year."""

    assessment: Assessment
    summary: Summary


def published_row(user: User) -> Published | None:
    """The row somebody chose for the user's institution; None before, or when it is no longer shipped."""
    match = NationalMatch.objects.visible_to(user).filter(instansi=user.instansi_id).first()
    return next((row for row in national.published(comparison.YEAR) if match and row.name == match.name), None)


def supposable(user: User) -> AssessmentQuerySet:
    """Own assessments by the questionnaire of the published year; others are not comparable."""
    return Assessment.objects.visible_to(user).filter(instrument__code=comparison.INSTRUMENT).order_by("-year")


def suppose(user: User, pk: int | None) -> Supposition | None:
    """None for what is not the user's own, and where a domain is missing that the published rows have."""
    found = supposable(user).in_full().filter(pk=pk).first() if pk else None
    summary = summarise(found) if found else None
    if not found or not summary or {group.code for group in summary.domains} != {*national.DOMAINS}:
        return None
    return Supposition(found, summary)


def position(row: Published, supposed: Supposition | None, *, measure: str, scope: str) -> Comparison:
    """The published row among all others, or with the supposed values in its place."""
    own = row
    if supposed:
        summary = supposed.summary
        domains = {line.group.code: line.value.shown for line in summary.domain_lines}
        own = comparison.imagined(row, indeks=summary.headline.indeks.shown, domains=domains)
    return comparison.compare(own, national.published(comparison.YEAR), measure=measure, scope=scope)


def suggested_rows(instansi: Instansi, words: str = "") -> list[Published]:
    """Rows that may be the institution's: by its own name, or by the words somebody typed."""
    return suggestions(words or instansi.name, KINDS[instansi.kind], national.published(comparison.YEAR), limit=8)
