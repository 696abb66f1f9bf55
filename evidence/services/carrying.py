"""Deciding about an earlier year's evidence. Verdicts and reviews are never carried over: whoever links it answers."""

from __future__ import annotations

from collections.abc import Collection
from functools import partial

from django.db import transaction

from accounts.models import Unit, User
from activity import services as activity
from assessments.models import Answer
from assessments.workflow import Refused
from evidence import examining, proposals
from evidence.models import CarryOver, Document, Evidence, Review
from evidence.proposals import Proposal
from evidence.services.links import link_once, open_answer, remove

Decision = CarryOver.Decision
GONE = "Bukti ini tidak lagi ditawarkan untuk isian ini. Muat ulang halaman, lalu periksa lagi."
COPIED = (
    "name", "sha256", "size", "content_type", "pages", "kind", "number", "date", "title", "signer", "standing",
    "valid_until", "revoked_by", "revoked_on", "scan", "scan_note", "scanned_at",
)  # fmt: skip


@transaction.atomic
def decide(*, answer: Answer, earlier: Evidence, decision: str, by: User) -> CarryOver:
    """Say whether earlier evidence is still valid for this answer; may be said anew while the answer is open.

    "yes" links its newest version, waiting for a review of its own; a document of an OPD that this one continues is
    taken into the library first. "replace" waits for what is linked next at its place. "no" links nothing.
    """
    answer = open_answer(answer, by)
    (proposal,) = _offered(answer, [earlier.pk])
    return _decide(answer, proposal, decision, by)


@transaction.atomic
def take_all(*, answer: Answer, earlier: Collection[int], by: User) -> list[CarryOver]:
    """Say yes to all of these, or to none when one of them is no longer offered or needs a decision of its own."""
    answer = open_answer(answer, by)
    chosen = _offered(answer, earlier)
    if not all(proposal.is_plain for proposal in chosen):
        raise Refused("Daftar bukti berubah sejak halaman ini dibuka. Belum ada yang ditautkan; periksa lagi.")
    return [_decide(answer, proposal, Decision.YES, by) for proposal in chosen]


@transaction.atomic
def undo(*, answer: Answer, earlier: Evidence, by: User) -> None:
    """Forget the decision. What "yes" linked is taken off again, unless somebody reviewed it: then it stays linked.

    What was added as a replacement stays; it was somebody's own work.
    """
    answer = open_answer(answer, by)
    row = answer.carry_overs.select_related("earlier__criterion", "earlier__document", "result").filter(earlier=earlier)
    for decided in row:
        _take_off(decided, by)
        decided.delete()
        _record(answer, decided.earlier, "membatalkan keputusan atas", by, verb="carry_over_undo")


def adopt(document: Document, *, unit: Unit, by: User) -> Document:
    """The same document in the library of an OPD that continues its owner's: a row of its own, the file shared.

    What the document says of itself and what the virus scanner said is copied; a worker looks into it as into any
    other new one. Bytes that the OPD already has are not kept twice.
    """
    if document.unit_id == unit.pk:
        return document
    copied = {name: getattr(document, name) for name in COPIED} | {"file": document.file.name, "uploaded_by": by}
    sha256 = copied.pop("sha256")
    own, is_new = Document.objects.get_or_create(unit=unit, sha256=sha256, defaults=copied)
    if is_new:
        activity.record(
            "adopt",
            subject=own.subject,
            text=f"{by} mengambil {own} dari {document.unit} untuk {unit}",
            by=by,
            instansi=unit.instansi,
            url=own.get_absolute_url(),
        )
        transaction.on_commit(partial(examining.queue, own.pk))
    return own


def _offered(answer: Answer, earlier: Collection[int]) -> list[Proposal]:
    """The proposals of these keys, which come from outside: each must be among those of this answer."""
    chosen = [row for row in proposals.read(answer).rows if row.earlier.pk in earlier]
    if len(chosen) != len(set(earlier)) or not chosen:
        raise Refused(GONE)
    return chosen


def _decide(answer: Answer, proposal: Proposal, decision: str, by: User) -> CarryOver:
    if decision not in Decision.values:
        raise Refused("Pilih: masih berlaku, ganti, atau tidak dipakai lagi.")
    before = proposal.decided
    if before and before.decision == decision and (proposal.is_linked or decision != Decision.YES):
        return before
    if decision == Decision.YES and proposal.obstacle:
        raise Refused(f"{proposal.obstacle} Pilih Ganti untuk menautkan bukti yang baru, atau Tidak.")
    if before:
        _check_unreviewed(before)
        _take_off(before, by)
    result = _link(answer, proposal, by) if decision == Decision.YES else None
    row, _ = CarryOver.objects.update_or_create(
        answer=answer, earlier=proposal.earlier,
        defaults={"decision": decision, "result": result, "decided_by": by},
    )  # fmt: skip
    _record(answer, proposal.earlier, f"memutuskan “{Decision(decision).label}” atas", by)
    return row


def _link(answer: Answer, proposal: Proposal, by: User) -> Evidence | None:
    """Link it at its place. None when the very same was linked there by hand: then it is not ours to take off."""
    earlier, document = proposal.earlier, proposal.document
    assert proposal.place is not None  # noqa: S101 - without one there is an obstacle
    criterion, item = proposal.place
    own = adopt(document, unit=answer.unit, by=by) if document else None
    new = Evidence(criterion=criterion, item=item, document=own, link=earlier.link, added_by=by)
    new.clause, new.page, new.note = earlier.clause, earlier.page, earlier.note
    linked, is_new = link_once(new, answer, by)
    return linked if is_new else None


def _take_off(decided: CarryOver, by: User) -> None:
    """Take off what "yes" linked, while nobody has looked at it."""
    result = decided.result
    if decided.decision == Decision.YES and result and not result.removed_at and result.review == Review.WAITING:
        result.answer = decided.answer
        remove(result, by=by)


def _check_unreviewed(decided: CarryOver) -> None:
    result = decided.result
    if decided.decision == Decision.YES and result and not result.removed_at and result.review != Review.WAITING:
        raise Refused("Bukti ini sudah diperiksa Diskominfo. Lepas dulu dari isian, lalu putuskan lagi.")


def _record(answer: Answer, earlier: Evidence, what: str, by: User, verb: str = "carry_over") -> None:
    year = earlier.answer.assessment.year
    title = earlier.document.label if earlier.document else earlier.link
    activity.record(
        verb,
        subject=answer.subject,
        text=f"{by} {what} bukti tahun {year}: {title} ({answer.indicator.label}, tingkat {earlier.criterion.level})",
        by=by,
        instansi=answer.assessment.instansi,
        url=answer.get_absolute_url(),
    )
