"""What the pages of the library read, each in a constant number of queries."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Prefetch, Q

from accounts.models import User
from activity.models import Event, EventQuerySet
from assessments.models import Answer
from assessments.workflow import Refused
from evidence.models import Document, DocumentQuerySet, Evidence
from evidence.services import check_open


@dataclass(frozen=True, slots=True)
class Use:
    """One link of a document to an answer. `closed` says why it may not be changed now; empty where it may."""

    evidence: Evidence
    closed: str

    @property
    def answer(self) -> Answer:
        return self.evidence.answer

    def __str__(self) -> str:
        row = self.evidence
        where = [row.clause, f"halaman {row.page}" if row.page else ""]
        level = f"{row.answer.indicator.label} ({row.answer.assessment.year}), tingkat {row.criterion.level}"
        return ", ".join([level, *filter(None, where)])


def with_answers(documents: DocumentQuerySet, user: User) -> DocumentQuerySet:
    """With `links`: what links each document now, of the answers this person may see."""
    links = Evidence.objects.visible_to(user).linked()
    used = links.select_related("answer__assignment__indicator", "answer__assignment__assessment").order_by("pk")
    return documents.prefetch_related(Prefetch("evidence", queryset=used, to_attr="links"))


def uses(document: Document, user: User) -> list[Use]:
    """Every answer this person may see that cites the document: the newest year first, then as on the form."""
    rows = Evidence.objects.visible_to(user).linked().in_full().filter(document=document)
    rows = rows.select_related(
        "answer__assignment__assessment", "answer__assignment__unit", "answer__assignment__indicator"
    )
    ordered = rows.order_by(
        "-answer__assignment__assessment__year", "answer__assignment__indicator__position", "criterion__level", "pk"
    )
    return [Use(row, _why_closed(row.answer)) for row in ordered]


def versions(document: Document) -> list[Document]:
    """All versions of a document, the newest first; a document without others stands alone.

    The chain is walked in memory over the versioned documents of the OPD, which are few, and so in one query.
    """
    chained = Q(replaces__isnull=False) | Q(successor__isnull=False)
    rows = Document.objects.filter(chained, unit_id=document.unit_id).select_related("uploaded_by", "unit")
    by_id = {row.pk: row for row in rows}
    newer = {row.replaces_id: row for row in by_id.values() if row.replaces_id}
    top = by_id.get(document.pk, document)
    while top.pk in newer:
        top = newer[top.pk]
    chain = [top]
    while chain[-1].replaces_id:
        chain.append(by_id[chain[-1].replaces_id])
    return chain


def newest(document: Document, chain: list[Document]) -> Document | None:
    """The version to use instead of this one: the newest that was not deleted; None when this is it."""
    above = chain[: chain.index(document)]
    return next((row for row in above if row.deleted_at is None), None)


def history(document: Document, user: User) -> EventQuerySet:
    """What happened to a document, the last first. Who took it is for those who watch over the institution."""
    events = Event.objects.about(document.subject).exclude(verb="document_add")  # told from the document's own row
    events = events.exclude(verb="download") if user.is_operator else events
    return events.select_related("actor").order_by("-pk")


def _why_closed(answer: Answer) -> str:
    try:
        check_open(answer)
    except Refused as refusal:
        return str(refusal)
    return ""
