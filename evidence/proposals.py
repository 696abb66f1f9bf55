"""Last year's evidence proposed for this year's answer: what a page of it reads, in a constant number of queries."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.utils import timezone

from assessments.models import Answer
from domains.models import EvidenceItem, LevelCriterion
from evidence.models import CarryOver, Document, Evidence, Review, Scan

Place = tuple[LevelCriterion, EvidenceItem | None]


@dataclass(frozen=True, slots=True)
class Proposal:
    """One piece of earlier evidence: what would be linked now, where, and what to know before deciding.

    `document` is the newest version, in the present OPD's library where it is there already. `obstacle` says why it
    cannot be taken over; `remarks` are for people to weigh and hinder nothing. A foreign document is still in the
    library of an OPD that this one continues.
    """

    earlier: Evidence
    place: Place | None
    document: Document | None
    decided: CarryOver | None
    obstacle: str = ""
    remarks: list[str] = field(default_factory=list)
    is_foreign: bool = False

    @property
    def is_waiting(self) -> bool:
        return self.decided is None

    @property
    def is_plain(self) -> bool:
        """Nothing speaks against it, so that it may be taken together with others."""
        return self.is_waiting and not self.obstacle and not self.remarks

    @property
    def is_linked(self) -> bool:
        """The decision led to evidence that is still linked."""
        return bool(self.decided and self.decided.result and self.decided.result.removed_at is None)

    @property
    def title(self) -> str:
        return self.document.label if self.document else self.earlier.link


@dataclass(frozen=True, slots=True)
class Proposals:
    """All of one answer; `refused` were turned down in that year and are not proposed."""

    year: int | None
    rows: list[Proposal]
    refused: int

    @property
    def waiting(self) -> list[Proposal]:
        return [row for row in self.rows if row.is_waiting]

    @property
    def plain(self) -> list[Proposal]:
        return [row for row in self.rows if row.is_plain]

    @property
    def decided(self) -> int:
        return len(self.rows) - len(self.waiting)


def read(answer: Answer) -> Proposals:
    """What earlier evidence there is for this answer, by level, with what was decided about each."""
    earlier = Evidence.objects.earlier_than(answer).select_related(
        "document__unit", "criterion", "item", "answer__assignment__assessment", "answer__assignment__unit"
    )
    found = list(earlier.order_by("criterion__level", "pk"))
    offered = [row for row in found if row.review != Review.REFUSED]
    if not offered:
        return Proposals(found[0].answer.assessment.year if found else None, [], len(found))
    criteria = list(answer.indicator.criteria.in_full())
    decisions = {row.earlier_id: row for row in answer.carry_overs.select_related("result__criterion", "decided_by")}
    newest = _newest({row.document for row in offered if row.document}, answer)
    rows = [_proposal(row, answer, criteria, newest, decisions.get(row.pk)) for row in offered]
    return Proposals(offered[0].answer.assessment.year, rows, len(found) - len(offered))


def place_for(earlier: Evidence, criteria: Iterable[LevelCriterion]) -> Place | None:
    """The same level of this year's indicator, and there the item of equal text, else of equal position, else none."""
    criterion = next((row for row in criteria if row.level == earlier.criterion.level), None)
    if criterion is None:
        return None
    item = earlier.item
    if item is None:
        return criterion, None
    items = list(criterion.evidence_items.all())
    same = [row for row in items if row.text == item.text] or [row for row in items if row.position == item.position]
    return criterion, same[0] if same else None


def _newest(documents: set[Document], answer: Answer) -> dict[int, Document]:
    """For each document the one to link now: its newest version, which the present OPD may have by its content."""
    units = {row.unit_id for row in documents} | {answer.assignment.unit_id}
    rows = Document.objects.select_related("unit")
    successors = {row.replaces_id: row for row in rows.filter(unit__in=units).exclude(replaces=None)}
    found = {row.pk: _last_version(row, successors) for row in documents}
    own = rows.filter(unit=answer.assignment.unit_id, sha256__in={row.sha256 for row in found.values()})
    by_content = {row.sha256: row for row in own}
    return {pk: _last_version(by_content.get(row.sha256, row), successors) for pk, row in found.items()}


def _last_version(document: Document, successors: dict[int | None, Document]) -> Document:
    """Along the versions to the newest that was not taken out of the library; the document itself when none is left."""
    best = here = document
    while here := successors.get(here.pk):  # type: ignore[assignment]  # ends with the newest, which has none
        if here.deleted_at is None:
            best = here
    return best


def _proposal(
    earlier: Evidence, answer: Answer, criteria: list[LevelCriterion], newest: dict[int, Document],
    decided: CarryOver | None,
) -> Proposal:  # fmt: skip
    document = newest[earlier.document_id] if earlier.document_id else None
    place = place_for(earlier, criteria)
    return Proposal(
        earlier, place, document, decided, _obstacle(document, place), _remarks(earlier, document),
        is_foreign=document is not None and document.unit_id != answer.assignment.unit_id,
    )  # fmt: skip


def _obstacle(document: Document | None, place: Place | None) -> str:
    if place is None:
        return "Tingkat ini tidak ada lagi pada instrumen tahun ini."
    if document and document.deleted_at:
        return "Dokumen ini sudah dihapus dari daftar bukti dukung."
    if document and document.scan == Scan.INFECTED:
        return "Berkas ini terinfeksi virus."
    return ""


def _remarks(earlier: Evidence, document: Document | None) -> list[str]:
    found = []
    if earlier.review == Review.NEEDS_WORK:
        found.append("Tahun itu Diskominfo meminta perbaikan.")
    if document is None:
        return found
    if document.pk != earlier.document_id and document.sha256 != earlier.document.sha256:  # type: ignore[union-attr]
        found.append("Ada versi yang lebih baru; versi itu yang akan ditautkan.")
    if document.revoked_by:
        found.append(f"Sudah dicabut dengan {document.revoked_by}.")
    if document.valid_until and document.valid_until < timezone.localdate():
        found.append("Masa berlakunya sudah habis.")
    return found
