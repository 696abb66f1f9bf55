"""Steps of one answer, from belum diisi to dinilai (Peraturan Menteri PANRB 59/2020, pelaksanaan)."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from decimal import Decimal

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from accounts.models import Role, User
from activity import services as activity
from assessments import checklist, permissions
from assessments.models import Answer, Stage, Status
from assessments.workflow.refusals import SENT_WITHOUT, MissingEvidence, Refused, Stale
from domains.services import check_scale


@dataclass(frozen=True, slots=True)
class Change:
    """What the person sent along: `level` on the instrument's scale, texts, a note or reason."""

    by: User
    note: str = ""
    level: Decimal | None = None
    facts: str | None = None
    analysis: str | None = None
    accept_missing: frozenset[str] = frozenset()
    remarks: list[str] = field(default_factory=list)  # what the event remembers besides the note


Guard = Callable[[Answer, Change], None]


@dataclass(frozen=True, slots=True)
class Step:
    """One row of the table: from which states, to which, by whom, under what condition, and what people read."""

    label: str
    sources: frozenset[Status]
    target: Status
    allowed: Callable[[User, Answer], bool]
    event: str
    is_open: Guard
    guard: Guard = field(default=lambda answer, change: None)
    apply: Guard = field(default=lambda answer, change: None)
    tells: Callable[[Answer], str] | None = None
    needs_note: bool = False


def filling_is_open(answer: Answer, change: Change | None = None) -> None:
    """Refuse writing outside the filling stage, unless returned or reopened for this OPD."""
    assessment, today = answer.assessment, timezone.localdate()
    extended = answer.assignment.extended_until
    if assessment.stage not in (Stage.FILLING, Stage.VERIFICATION):
        raise Refused(f"Penilaian berada pada tahap {assessment.get_stage_display()}; isian tidak dapat diubah.")
    if extended and today <= extended:
        return
    if answer.status == Status.RETURNED and today <= assessment.verification_until:
        return
    if assessment.stage != Stage.FILLING or today > assessment.filling_until:
        raise Refused("Masa pengisian sudah berakhir. Minta Admin Diskominfo membuka kembali untuk OPD Anda.")


def review_is_open(answer: Answer, change: Change | None = None) -> None:
    """Refuse reviewing once scoring has begun, or after the deadline, which moves with an OPD's own extension."""
    if answer.assessment.stage not in (Stage.FILLING, Stage.VERIFICATION):
        raise Refused(f"Penilaian berada pada tahap {answer.assessment.get_stage_display()}; verifikasi sudah ditutup.")
    last = max(filter(None, (answer.assessment.verification_until, answer.assignment.extended_until)))
    if timezone.localdate() > last:
        raise Refused("Batas verifikasi sudah lewat. Ubah batas waktunya pada pengaturan penilaian, lalu ulangi.")


def claim_is_complete(answer: Answer, change: Change) -> None:
    """A claim names a level, the facts and the analysis, and has its evidence."""
    values = {"tingkat": answer.claimed_level, "Fakta": answer.facts.strip(), "Analisis": answer.analysis.strip()}
    missing = [name for name, value in values.items() if value in (None, "")]
    if missing:
        raise Refused(f"Belum dapat diajukan. Lengkapi dulu: {', '.join(missing)}.")
    _check_evidence(answer, change)


def _check_evidence(answer: Answer, change: Change) -> None:
    """Above the lowest level: evidence at the level claimed, and what else is missing up to it named and accepted."""
    level, ladder = int(answer.claimed_level or 0), checklist.read(answer)
    missing = ladder.missing(answer.claimed_level)
    if level > 1 and not ladder.has_evidence_at(level):
        raise MissingEvidence(missing, unproven=level)
    if missing and change.accept_missing != ladder.codes(answer.claimed_level):
        raise MissingEvidence(missing)
    if missing:
        change.remarks.append(SENT_WITHOUT + "\n".join(map(str, missing)))


def _write_draft(answer: Answer, change: Change) -> None:
    answer.claimed_level = check_scale(answer.assessment.instrument, change.level)
    answer.facts, answer.analysis = change.facts or "", change.analysis or ""


def _submit(answer: Answer, change: Change) -> None:
    answer.submitted_at, answer.submitted_by = timezone.now(), change.by


def _verify(answer: Answer, change: Change) -> None:
    if change.level is None:
        raise Refused("Pilih tingkat hasil verifikasi.")
    answer.verified_level = check_scale(answer.assessment.instrument, change.level)
    answer.verified_at, answer.verified_by, answer.review_note = timezone.now(), change.by, change.note


def _unverify(answer: Answer, change: Change) -> None:
    answer.verified_level = answer.verified_at = answer.verified_by = None


def _return(answer: Answer, change: Change) -> None:
    _unverify(answer, change)
    answer.review_note = change.note


STEPS: dict[str, Step] = {
    "save": Step(
        "Simpan draf",
        frozenset({Status.EMPTY, Status.DRAFT}),
        Status.DRAFT,
        permissions.can_fill,
        "menyimpan draf",
        filling_is_open,
        apply=_write_draft,
    ),
    "revise": Step(
        "Simpan perbaikan",
        frozenset({Status.RETURNED}),
        Status.RETURNED,
        permissions.can_fill,
        "menyimpan perbaikan",
        filling_is_open,
        apply=_write_draft,
    ),
    "submit": Step(
        "Kirim ke Diskominfo",
        frozenset({Status.DRAFT, Status.RETURNED}),
        Status.SUBMITTED,
        permissions.can_fill,
        "mengajukan",
        filling_is_open,
        guard=claim_is_complete,
        apply=_submit,
        tells=lambda answer: f"{answer.unit.short_name} mengajukan {answer.indicator.label}",
    ),
    "withdraw": Step(
        "Tarik kembali",
        frozenset({Status.SUBMITTED}),
        Status.DRAFT,
        permissions.can_fill,
        "menarik kembali",
        filling_is_open,
    ),
    "return": Step(
        "Kembalikan ke OPD",
        frozenset({Status.SUBMITTED, Status.VERIFIED}),
        Status.RETURNED,
        permissions.can_review,
        "mengembalikan",
        review_is_open,
        apply=_return,
        tells=lambda answer: f"{answer.indicator.label} dikembalikan: {answer.review_note}",
        needs_note=True,
    ),
    "verify": Step(
        "Verifikasi",
        frozenset({Status.SUBMITTED}),
        Status.VERIFIED,
        permissions.can_review,
        "memverifikasi",
        review_is_open,
        apply=_verify,
        tells=lambda answer: f"{answer.indicator.label} sudah diverifikasi",
    ),
    "unverify": Step(
        "Batalkan verifikasi",
        frozenset({Status.VERIFIED}),
        Status.SUBMITTED,
        permissions.can_review,
        "membatalkan verifikasi",
        review_is_open,
        apply=_unverify,
    ),
}


def take(
    step: str,
    answer: Answer,
    *,
    by: User,
    version: int | None = None,
    note: str = "",
    level: Decimal | None = None,
    facts: str | None = None,
    analysis: str | None = None,
    accept_missing: Collection[str] = (),
) -> Answer:
    """Take one step with an answer and return the answer as it is now.

    `version` is the one the person saw; another one in the database raises Stale. Not allowed raises
    PermissionDenied, not possible now raises Refused, a level off the scale raises ValidationError. Handing in
    without all the evidence raises MissingEvidence unless `accept_missing` is exactly the codes of what is missing.
    """
    rule, change = STEPS[step], Change(by, note.strip(), level, facts, analysis, frozenset(accept_missing))
    with transaction.atomic():
        answer = lock(answer)
        if not rule.allowed(by, answer):
            raise PermissionDenied
        if version is not None and version != answer.version:
            raise Stale(answer)
        _check_possible(rule, answer, change)
        rule.apply(answer, change)
        answer.status, answer.version, answer.updated_by = rule.target, answer.version + 1, by
        answer.save()
        _announce(step, rule, answer, change)
    return answer


def available(answer: Answer, user: User) -> list[str]:
    """The steps this user can take now, for buttons, API and tests. Completeness of a claim is told on the attempt."""
    return [
        name
        for name, rule in STEPS.items()
        if answer.status in rule.sources and rule.allowed(user, answer) and _is_open(rule, answer)
    ]


def lock(answer: Answer) -> Answer:
    """The assessment and the answer, held until the transaction ends: no step slips past a freeze.

    The assessment first, as in every other step: two that meet then wait for each other in one order only. What
    never changes about them is taken from the answer given and not read again.
    """
    rows = Answer.objects.select_related("assignment__assessment", "assignment__person")
    locked = rows.select_for_update(of=("assignment__assessment", "self"), no_key=True).get(pk=answer.pk)
    locked.assignment.indicator, locked.assignment.unit = answer.indicator, answer.unit
    locked.assessment.instansi, locked.assessment.instrument = answer.assessment.instansi, answer.assessment.instrument
    return locked


def _is_open(rule: Step, answer: Answer) -> bool:
    try:
        rule.is_open(answer, Change(User()))
    except Refused:
        return False
    return True


def _check_possible(rule: Step, answer: Answer, change: Change) -> None:
    rule.is_open(answer, change)
    if answer.status not in rule.sources:
        raise Refused(f"{rule.label} tidak dapat dilakukan: isian ini berstatus {answer.get_status_display().lower()}.")
    if rule.needs_note and not change.note:
        raise Refused("Tulis alasannya agar OPD tahu apa yang harus diperbaiki.")
    rule.guard(answer, change)


def _announce(step: str, rule: Step, answer: Answer, change: Change) -> None:
    text = f"{change.by} {rule.event} {answer.indicator.label} ({answer.unit.short_name})"
    activity.record(
        step,
        subject=answer.subject,
        text=text,
        note="\n".join(filter(None, (change.note, *change.remarks))),
        by=change.by,
        instansi=answer.assessment.instansi,
        url=answer.get_absolute_url(),
    )
    if rule.tells:
        activity.notify(
            _audience(rule, answer), rule.tells(answer), url=answer.get_absolute_url(), except_for=change.by
        )


def _audience(rule: Step, answer: Answer) -> list[User]:
    """The other side: the admins for an operator's step, the OPD for an admin's."""
    if rule.allowed is permissions.can_fill:
        return list(User.objects.active().with_role(Role.ADMIN).filter(instansi_id=answer.assessment.instansi_id))
    return fillers(answer)


def fillers(answer: Answer) -> list[User]:
    """Who writes this answer: the person in charge while he works in the OPD, or else all of its operators."""
    person = answer.assignment.person
    if person and person.is_active and person.is_operator and person.unit_id == answer.assignment.unit_id:
        return [person]
    return list(User.objects.active().with_role(Role.OPERATOR).filter(unit_id=answer.assignment.unit_id))
