"""The level of each indicator on every track, and which track speaks for an assessment.

`results.summaries` reads one assessment with all its texts; this reads the levels of several, and nothing else.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from decimal import Decimal

from assessments.models import CLAIMING, Answer, Assessment, Stage, Verdict

SCORED_STAGES = (Stage.SCORING, Stage.APPROVAL, Stage.FINAL)

Levels = dict[str, Decimal | None]
Said = tuple[str, Decimal | None, Decimal | None]  # an OPD's status, claimed and verified level
Judged = tuple[Decimal | None, Decimal | None]  # the final and the external level
UNJUDGED: Judged = (None, None)


def levels_of(said: Iterable[Said], judged: Judged) -> Levels:
    """One indicator's level on every track; of several OPD the lowest, as the institution reaches what all do."""
    said = list(said)
    return {
        "claimed": _lowest(claimed for status, claimed, _ in said if status in CLAIMING),
        "verified": _lowest(verified for _, _, verified in said),
        "final": judged[0],
        "external": judged[1],
    }


def headline_of(assessment: Assessment, levels: Iterable[Levels]) -> str:
    """The track that speaks for the assessment, given the levels of all its indicators."""
    judged = any(row["final"] is not None for row in levels)
    return "final" if assessment.stage in SCORED_STAGES and judged else "claimed"


def levels_over(assessments: Sequence[Assessment]) -> dict[int, dict[str, Levels]]:
    """By assessment and code of the indicator, those that were assigned or judged; two queries."""
    said: dict[tuple[int, str], list[Said]] = defaultdict(list)
    answers = Answer.objects.filter(assignment__assessment__in=assessments)
    for assessment, code, status, claimed, verified in answers.values_list(
        "assignment__assessment", "assignment__indicator__code", "status", "claimed_level", "verified_level"
    ):
        said[assessment, code].append((status, claimed, verified))
    verdicts = Verdict.objects.filter(assessment__in=assessments)
    judged = {
        (assessment, code): (final, external)
        for assessment, code, final, external in verdicts.values_list(
            "assessment", "indicator__code", "final_level", "external_level"
        )
    }
    found: dict[int, dict[str, Levels]] = {row.pk: {} for row in assessments}
    for assessment, code in said.keys() | judged.keys():
        place = assessment, code
        found[assessment][code] = levels_of(said.get(place, ()), judged.get(place, UNJUDGED))
    return found


def _lowest(levels: Iterable[Decimal | None]) -> Decimal | None:
    return min((level for level in levels if level is not None), default=None)
