"""From rows to the facts that the rules look at."""

from __future__ import annotations

from django.db.models import QuerySet

from assessments.models import Stage
from evidence.findings.rules import Facts
from evidence.models import Document, Evidence, Reading

FLAT = ("image/", "video/")


def checked() -> QuerySet[Evidence]:
    """Evidence that is checked: documents linked to answers that are not frozen, with all that the rules look at."""
    rows = Evidence.objects.linked().exclude(document=None)
    rows = rows.exclude(answer__assignment__assessment__stage=Stage.FINAL)
    return rows.select_related(
        "document__reading", "document__successor", "criterion", "item", "answer__assignment__assessment__instansi",
        "answer__assignment__assessment__instrument", "answer__assignment__indicator", "answer__assignment__unit",
    ).prefetch_related("findings").order_by("pk")  # fmt: skip


def facts_of(evidence: Evidence) -> Facts:
    """Of a row of `checked()`."""
    document: Document = evidence.document  # type: ignore[assignment]  # checked() leaves out what has none
    assessment = evidence.answer.assessment
    reading = getattr(document, "reading", None) or Reading()
    filling_until = assessment.filling_until
    return Facts(
        level=evidence.criterion.level,
        wanted=evidence.item.text if evidence.item else "",
        has_place=bool(evidence.clause or evidence.page),
        year=assessment.year,
        filling_until=filling_until,
        open_until=max(filling_until, evidence.answer.assignment.extended_until or filling_until),
        name=document.name.rpartition(".")[0],
        title=document.title or reading.title,
        kind=document.kind or reading.kind,
        date=document.date or reading.date,
        standing=document.standing,
        reads_as_draft=reading.is_draft,
        has_text=reading.has_text,
        length=document.pages or reading.length,
        is_paged=not document.content_type.startswith(FLAT),
        valid_until=document.valid_until,
        revoked_by=document.revoked_by,
        revoked_on=document.revoked_on,
        newer=_newer(document),
    )


def _newer(document: Document) -> str:
    successor = getattr(document, "successor", None)
    return successor.label if successor and successor.deleted_at is None else ""
