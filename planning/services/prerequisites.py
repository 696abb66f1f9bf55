"""The prerequisites of an institution: those that come with the portal, changed by its admin."""

from __future__ import annotations

from dataclasses import dataclass

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.urls import reverse

from accounts.models import Instansi, User
from accounts.refusals import Refused
from activity.services import record
from assessments.models import Assessment
from assessments.paths import Prerequisite, cycle_in
from assessments.prerequisites import shipped_prerequisites
from assessments.questionnaires import questionnaire_of
from assessments.scoring import Questionnaire
from directory.services.changes import lock
from domains.models import Instrument, label_of
from planning.models import InstansiPrerequisite
from planning.permissions import can_change_prerequisites


@dataclass(frozen=True, slots=True)
class Entry:
    """One prerequisite on the page: `row` is what the institution said, None for a shipped one left as it is.

    `holds` is False for one switched off, and for an own one that no longer fits the instrument or closes a circle.
    """

    rule: Prerequisite
    row: InstansiPrerequisite | None
    holds: bool

    @property
    def is_switched_off(self) -> bool:
        return self.row is not None and self.row.is_off


def prerequisites_of(instansi: Instansi, questionnaire: Questionnaire) -> list[Prerequisite]:
    """The list to use for paths; never one with a circle or an unknown indicator. One query."""
    return [entry.rule for entry in entries_of(instansi, questionnaire) if entry.holds]


def entries_of(instansi: Instansi, questionnaire: Questionnaire) -> list[Entry]:
    """Everything there is to say, in the order of the questionnaire."""
    rows = list(
        InstansiPrerequisite.objects.filter(instansi=instansi, instrument_code=questionnaire.code).order_by("pk")
    )
    off = {row.place: row for row in rows if row.is_off}
    found = []
    for rule in shipped_prerequisites(questionnaire):
        row = off.get((rule.code, rule.level, rule.needs))
        found.append(Entry(rule, row, holds=row is None))
    for row in rows:
        if not row.is_off:
            found.append(Entry(row.rule, row, holds=_problem(row.rule, questionnaire, found) == ""))
    position = {item.code: place for place, item in enumerate(questionnaire.items)}
    return sorted(found, key=lambda entry: (position.get(entry.rule.code, len(position)), entry.rule.level))


def _problem(rule: Prerequisite, questionnaire: Questionnaire, entries: list[Entry]) -> str:
    """Why the rule cannot be used beside these; empty when it can."""
    for code in (rule.code, rule.needs):
        if code not in questionnaire.item_codes:
            return f"{label_of(code)} tidak ada pada instrumen {questionnaire.code}."
    held = [entry.rule for entry in entries if entry.holds]
    place = (rule.code, rule.level, rule.needs)
    if place in {(other.code, other.level, other.needs) for other in held}:
        return f"Prasyarat {label_of(rule.needs)} untuk {label_of(rule.code)} tingkat {rule.level} sudah ada."
    if cycle := cycle_in([*held, rule]):
        return f"Prasyarat ini membuat indikator saling menunggu: {' → '.join(map(label_of, cycle))}."
    return ""


def instrument_in_use(instansi: Instansi) -> Instrument | None:
    """That of the newest cycle; before the first cycle the newest there is."""
    newest = Assessment.objects.filter(instansi=instansi).select_related("instrument").order_by("-year", "-pk").first()
    return newest.instrument if newest else Instrument.objects.current().order_by("-is_provisional", "last_year").last()


@transaction.atomic
def add_prerequisite(
    instrument: Instrument, *, code: str, level: int, needs: str, needs_level: int, reason: str, by: User
) -> InstansiPrerequisite:
    """One of the institution's own."""
    instansi = _locked(by)
    questionnaire = questionnaire_of(instrument)
    rule = Prerequisite(code, level, needs, needs_level, reason)
    if problem := _problem(rule, questionnaire, entries_of(instansi, questionnaire)):
        raise Refused(problem)
    return _write(rule, instansi, instrument, by=by, is_off=False)


@transaction.atomic
def switch_off(instrument: Instrument, *, code: str, level: int, needs: str, reason: str, by: User) -> None:
    """A shipped one that does not hold here."""
    instansi = _locked(by)
    for entry in entries_of(instansi, questionnaire_of(instrument)):
        if entry.row is None and (entry.rule.code, entry.rule.level, entry.rule.needs) == (code, level, needs):
            rule = Prerequisite(code, level, needs, entry.rule.needs_level, reason or "tidak berlaku di sini")
            _write(rule, instansi, instrument, by=by, is_off=True)
            return
    raise Refused("Prasyarat ini tidak ada, atau sudah dimatikan. Muat ulang halaman.")


@transaction.atomic
def take_back(row: InstansiPrerequisite, instrument: Instrument, *, by: User) -> None:
    """Remove an own one, or let a shipped one hold again."""
    instansi = _locked(by)
    found = InstansiPrerequisite.objects.filter(pk=row.pk, instansi=instansi, instrument_code=instrument.code).first()
    if found is None:
        raise Refused("Prasyarat ini sudah diubah orang lain. Muat ulang halaman.")
    questionnaire = questionnaire_of(instrument)
    others = [entry for entry in entries_of(instansi, questionnaire) if entry.row != found]
    if found.is_off and (problem := _problem(found.rule, questionnaire, others)):
        raise Refused(f"Belum dapat dipulihkan. {problem} Hapus dulu prasyarat tambahan yang bertentangan.")
    found.delete()
    word = "memulihkan prasyarat" if found.is_off else "menghapus prasyarat"
    _record("restore" if found.is_off else "remove", word, found, by=by)


def _locked(by: User) -> Instansi:
    """The user's institution, with one writer at a time, so that two additions cannot close a circle together."""
    if not can_change_prerequisites(by) or by.instansi is None:
        raise PermissionDenied
    return lock(by.instansi)


def _write(
    rule: Prerequisite, instansi: Instansi, instrument: Instrument, *, by: User, is_off: bool
) -> InstansiPrerequisite:
    row = InstansiPrerequisite(
        instansi=instansi, instrument_code=instrument.code, code=rule.code, level=rule.level, needs=rule.needs,
        needs_level=rule.needs_level, reason=rule.reason, is_off=is_off, set_by=by,
    )  # fmt: skip
    row.full_clean()
    row.save()
    _record("switch_off" if is_off else "add", "mematikan prasyarat" if is_off else "menambah prasyarat", row, by=by)
    return row


def _record(verb: str, words: str, row: InstansiPrerequisite, *, by: User) -> None:
    record(
        verb, subject=f"instansi:{row.instansi_id}", text=f"{by} {words} {row}", note=row.reason, by=by,
        instansi=row.instansi, url=reverse("prerequisites"),
    )  # fmt: skip
