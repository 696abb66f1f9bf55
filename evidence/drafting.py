"""From rows to the plain values of a sentence."""

from __future__ import annotations

from collections.abc import Iterable

from assessments.models import Answer
from assessments.wording import form_of
from domains.models import LevelCriterion
from evidence import sentences
from evidence.models import Document, Evidence


def facts_for(answer: Answer, row: Evidence) -> sentences.Sentence:
    """The Fakta that this piece of evidence allows."""
    indicator = answer.indicator
    source = source_of(row, getattr(answer, "linked_evidence", None))
    return sentences.facts(form_of(indicator), subject=indicator.short_name, unit=answer.unit.name, source=source)


def analysis_for(answer: Answer, criterion: LevelCriterion) -> str:
    """The Analisis of one level of the answer's indicator."""
    form = form_of(answer.indicator)
    return sentences.analysis(form, level=criterion.level, name=criterion.name, criterion=criterion.text)


def source_of(row: Evidence, linked: Iterable[Evidence] | None = None) -> sentences.Source:
    """What a sentence says of it, under the name that its file gets in the national form."""
    document: Document | None = row.document
    if document is None:
        return sentences.Source(row.link, clause=row.clause, page=row.page, is_link=True)
    return sentences.Source(
        row.official_name(linked),
        kind=document.kind,
        number=document.number,
        date=document.date,
        title=document.title,
        clause=row.clause,
        page=row.page,
        has_pages=not document.content_type.startswith(("image/", "video/")),
    )


def drafted(answer: Answer, wanted: str, *, level: str) -> tuple[str, str]:
    """The field and the sentence a button asks for: "analisis" of a level, or the key of a piece of evidence.

    The sentence is empty when there is no such level or evidence.
    """
    if wanted == "analisis":
        whole = level.replace(",", ".").partition(".")[0]
        criterion = answer.indicator.criteria.filter(level=int(whole)).first() if fits(whole) else None
        return "analysis", analysis_for(answer, criterion) if criterion else ""
    row = answer.evidence.linked().select_related("document").filter(pk=int(wanted)).first() if fits(wanted) else None
    return "facts", facts_for(answer, row).text if row else ""


def fits(number: str) -> bool:
    """Is it a whole number that a column of numbers can be compared with?"""
    return number.isascii() and number.isdecimal() and len(number) < 10
