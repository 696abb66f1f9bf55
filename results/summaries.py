"""The one reader of the database into a `Summary`, in a constant number of queries.

How an indicator answered by several OPD gets one level on a track:

- mandiri: the lowest level claimed. Levels are cumulative, and partly met falls to the lower one, so the
  institution has reached only what all its OPD have reached. Drafts do not count: a claim counts from the
  moment it was submitted, also while it lies returned for mending.
- verifikasi: the lowest level the admin verified.
- final and eksternal: the verdict's own levels.

The headline is the final track once scoring has begun and a first verdict stands, the mandiri track before.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from decimal import Decimal
from typing import Any, NamedTuple

from django.utils import timezone

from assessments.models import CLAIMING, Answer, Assessment, Status, Verdict
from assessments.questionnaires import build
from assessments.scoring import Questionnaire
from domains.models import EvidenceItem, Indicator, LevelCriterion
from evidence.models import Evidence, Review
from results.instruments import LONG_TEXTS, Known
from results.levels import UNJUDGED, Levels, headline_of, levels_of
from results.values import Group, Heading, NextLevel, Proof, Row, Summary, Work

STATUS_LABELS: dict[str, str] = {code: str(label) for code, label in Status.choices}
REVIEW_LABELS: dict[str, str] = {code: str(label) for code, label in Review.choices}


def summarise(assessment: Assessment, known: Known | None = None) -> Summary:
    """Read one assessment whole. The caller has asked whether its reader may see it, and may know its instrument."""
    indicators = list(known.indicators if known else _indicators(assessment))
    answers = _answers(assessment)
    verdicts = {row.indicator_id: row for row in Verdict.objects.filter(assessment=assessment)}
    levels = {row.pk: _levels(answers[row.pk], verdicts.get(row.pk)) for row in indicators}
    track = headline_of(assessment, levels.values())
    criteria = {(row.indicator, row.level): row for row in _criteria(assessment)}
    proofs = _proofs(assessment)
    following = {row.pk: criteria.get((row.pk, int(levels[row.pk][track] or 0) + 1)) for row in indicators}
    wanted = _wanted(following.values())
    rows = tuple(
        Row(
            **_identity(indicator),
            level=levels[indicator.pk][track],
            level_name=_level_name(criteria, indicator, levels[indicator.pk][track]),
            levels=levels[indicator.pk],
            justification=verdicts[indicator.pk].justification if indicator.pk in verdicts else "",
            works=tuple(_work(said, proofs[said.pk]) for said in answers[indicator.pk]),
            next=_next_level(following[indicator.pk], wanted),
        )
        for indicator in indicators
    )
    asked = known.questionnaire if known else _questionnaire(assessment, indicators)
    return Summary(_heading(assessment, track), asked, *_groups(indicators), rows, timezone.now())


def _indicators(assessment: Assessment) -> Iterable[Indicator]:
    rows = Indicator.objects.filter(instrument_id=assessment.instrument_id).select_related("aspect__domain")
    return rows.defer(*LONG_TEXTS).order_by("position")


def _questionnaire(assessment: Assessment, indicators: Iterable[Indicator]) -> Questionnaire:
    return build(assessment.instrument, indicators, assessment.instrument.bands.order_by("floor"))


def _identity(indicator: Indicator) -> dict[str, Any]:
    return {
        "code": indicator.code,
        "label": indicator.label,
        "name": indicator.name,
        "short_name": indicator.short_name,
        "aspect": indicator.aspect.code,
        "weight_units": indicator.weight_units,
    }


class Said(NamedTuple):
    """One answer as far as a summary needs it. No model: forty OPD times forty-seven indicators are 1,900 of them."""

    pk: int
    indicator: int
    unit_id: int
    unit: str
    unit_short: str
    status: str
    claimed: Decimal | None
    verified: Decimal | None
    facts: str
    analysis: str
    review_note: str

    @property
    def levels(self) -> tuple[str, Decimal | None, Decimal | None]:
        return self.status, self.claimed, self.verified

    @property
    def is_claim(self) -> bool:
        return self.status in CLAIMING


def _answers(assessment: Assessment) -> dict[int, list[Said]]:
    rows = Answer.objects.filter(assignment__assessment=assessment).by_indicator()
    found: dict[int, list[Said]] = defaultdict(list)
    for row in rows.values_list(
        "pk", "assignment__indicator_id", "assignment__unit_id", "assignment__unit__name",
        "assignment__unit__short_name", "status", "claimed_level", "verified_level", "facts", "analysis", "review_note",
    ):  # fmt: skip
        said = Said(*row)
        found[said.indicator].append(said)
    return found


def _levels(answers: Iterable[Said], verdict: Verdict | None) -> Levels:
    judged = (verdict.final_level, verdict.external_level) if verdict else UNJUDGED
    return levels_of((said.levels for said in answers), judged)


class Criterion(NamedTuple):
    """What one level of an indicator demands."""

    pk: int
    indicator: int
    level: int
    name: str
    text: str


def _criteria(assessment: Assessment) -> Iterable[Criterion]:
    rows = LevelCriterion.objects.filter(indicator__instrument_id=assessment.instrument_id)
    return (Criterion(*row) for row in rows.values_list("pk", "indicator_id", "level", "name", "text"))


def _level_name(criteria: dict[tuple[int, int], Criterion], indicator: Indicator, level: Decimal | None) -> str:
    criterion = criteria.get((indicator.pk, int(level or 0)))
    return criterion.name if criterion else ""


def _wanted(criteria: Iterable[Criterion | None]) -> dict[int, list[str]]:
    ids = [row.pk for row in criteria if row]
    found: dict[int, list[str]] = defaultdict(list)
    items = EvidenceItem.objects.filter(criterion__in=ids).order_by("position")
    for criterion, text in items.values_list("criterion_id", "text"):
        found[criterion].append(text)
    return found


def _next_level(criterion: Criterion | None, wanted: dict[int, list[str]]) -> NextLevel | None:
    if criterion is None:
        return None
    return NextLevel(criterion.level, criterion.name, criterion.text, tuple(wanted[criterion.pk]))


def _proofs(assessment: Assessment) -> dict[int, list[Proof]]:
    rows = (
        Evidence.objects.linked()
        .filter(answer__assignment__assessment=assessment)
        .order_by("criterion__level", "pk")
        .values_list("answer_id", "document__name", "link", "criterion__level", "clause", "page", "note", "review")
    )
    found: dict[int, list[Proof]] = defaultdict(list)
    for answer, name, link, level, clause, page, note, review in rows:
        place = ", ".join(filter(None, [clause, f"halaman {page}" if page else ""]))
        found[answer].append(Proof(name or link, bool(link), level, place, note, review, REVIEW_LABELS[review]))
    return found


def _work(said: Said, proofs: list[Proof]) -> Work:
    """A draft's level and words stay its OPD's own until they are submitted."""
    return Work(
        answer=said.pk,
        unit=said.unit,
        unit_short=said.unit_short,
        status=said.status,
        status_label=STATUS_LABELS[said.status],
        claimed=said.claimed if said.is_claim else None,
        verified=said.verified,
        facts=said.facts if said.is_claim else "",
        analysis=said.analysis if said.is_claim else "",
        review_note=said.review_note,
        proofs=tuple(proofs),
        unit_id=said.unit_id,
    )


def _groups(indicators: list[Indicator]) -> tuple[tuple[Group, ...], tuple[Group, ...]]:
    """Domains and aspects in the order of their indicators."""
    aspects = {row.aspect.code: row.aspect for row in indicators}
    domains = {row.domain.code: row.domain for row in aspects.values() if row.domain}
    return (
        tuple(Group(row.code, row.name, row.weight_units) for row in domains.values()),
        tuple(
            Group(row.code, row.name, row.weight_units, row.domain.code if row.domain else None)
            for row in aspects.values()
        ),
    )


def _heading(assessment: Assessment, track: str) -> Heading:
    instansi, approver = assessment.instansi, assessment.finalised_by
    return Heading(
        pk=assessment.pk,
        instansi=instansi.name,
        instansi_short=instansi.short_name,
        province=instansi.province,
        year=assessment.year,
        stage=assessment.stage,
        stage_label=assessment.get_stage_display(),
        is_final=assessment.is_frozen,
        track=track,
        filling_until=assessment.filling_until,
        verification_until=assessment.verification_until,
        scoring_until=assessment.scoring_until,
        approval_until=assessment.approval_until,
        finalised_on=timezone.localdate(assessment.finalised_at) if assessment.finalised_at else None,
        finalised_by=str(approver or ""),
        finalised_by_position=approver.position if approver else "",
        source=assessment.source,
        is_demo=instansi.is_demo,
        basis=assessment.predikat_basis,
        basis_label=assessment.get_predikat_basis_display(),
        **_instrument(assessment),
    )


def _instrument(assessment: Assessment) -> dict[str, Any]:
    instrument = assessment.instrument
    return {
        "instrument": instrument.name,
        "instrument_code": instrument.code,
        "instrument_revision": instrument.revision,
        "instrument_checksum": instrument.checksum,
        "regulation": instrument.regulation,
        "guideline": instrument.guideline,
        "is_provisional": instrument.is_provisional,
        "is_outside_years": assessment.is_outside_years,
    }
