"""The way of an import: a file becomes a draft, the draft a plan to look at, the confirmed plan steps to take."""

from __future__ import annotations

from collections.abc import Collection
from typing import BinaryIO

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from accounts.models import User
from accounts.refusals import Refused
from assessments.models import Assessment
from reports import permissions
from reports.models import WorksheetDraft
from reports.spreadsheets.applying import begin
from reports.spreadsheets.differences import Outcome, Plan, judge
from reports.spreadsheets.reading import MAX_BYTES, Reading, from_json, read
from reports.spreadsheets.values import Stamp

CHANGED_MEANWHILE = "Isi portal berubah sejak pratinjau dibuat. Belum ada yang diterapkan; periksa pratinjau baru ini."
ALREADY = "Berkas ini sudah diterapkan."


@transaction.atomic
def start(assessment: Assessment, file: BinaryIO, *, name: str, by: User) -> WorksheetDraft:
    """Keep what was edited in a file for its preview; this person's earlier draft of the assessment gives way."""
    if not permissions.can_import_worksheet(by, assessment):
        raise PermissionDenied
    reading = read(file.read(MAX_BYTES + 1), name=name)
    _check_origin(reading.stamp, assessment)
    WorksheetDraft.objects.visible_to(by).filter(assessment=assessment).delete()
    file_name = "".join(char for char in name if char.isprintable())[-150:]
    return WorksheetDraft.objects.create(
        assessment=assessment, file_name=file_name, content=reading.as_json(), created_by=by
    )


def reading_of(draft: WorksheetDraft) -> Reading:
    return from_json(draft.content)


def plan(draft: WorksheetDraft, *, by: User) -> Plan:
    """What the draft would do now."""
    if not permissions.can_import_worksheet(by, draft.assessment):
        raise PermissionDenied
    return judge(reading_of(draft).edits, assessment=draft.assessment, by=by)


def confirm(draft: WorksheetDraft, *, fingerprint: str, take_file: Collection[str], by: User) -> WorksheetDraft:
    """Apply what was looked at; of conflicting rows only those in `take_file` (their keys).

    Each row is a step of its own, as in the browser, with its own transaction: one that is refused stays as it was
    and says why, and hundreds of rows do not keep colleagues waiting behind one lock. The draft is claimed first, so
    that a second press of the button does nothing. Many rows are left to a worker.
    """
    present = plan(draft, by=by)
    if draft.confirmed_at is None and present.fingerprint != fingerprint:
        raise Refused(CHANGED_MEANWHILE)
    chosen = sorted(set(take_file) & {row.key for row in present.having(Outcome.CONFLICT)})
    fields = {"confirmed_at": timezone.now(), "chosen": chosen}
    if not WorksheetDraft.objects.filter(pk=draft.pk, confirmed_at=None).update(**fields):
        raise Refused(ALREADY)
    draft.refresh_from_db()
    begin(draft, present)
    return draft


@transaction.atomic
def discard(draft: WorksheetDraft, *, by: User) -> None:
    """Forget a file that was not applied; nothing happened, so nothing is recorded."""
    if draft.created_by_id != by.pk:
        raise PermissionDenied
    if draft.confirmed_at is not None:
        raise Refused(ALREADY)
    draft.delete()


def _check_origin(stamp: Stamp, assessment: Assessment) -> None:
    """A file of another assessment or institution has rows that mean something else; it is refused whole."""
    instrument = assessment.instrument
    if (stamp.assessment, stamp.instansi, stamp.year) != (assessment.pk, assessment.instansi.name, assessment.year):
        raise Refused(
            f"Berkas ini LKE {stamp.instansi[:150]} tahun {stamp.year}, bukan penilaian yang sedang Anda buka."
        )
    if (stamp.instrument, stamp.revision, stamp.checksum) != (
        instrument.code, instrument.revision, instrument.checksum,
    ):  # fmt: skip
        raise Refused("Berkas ini dibuat dengan instrumen yang lain. Unduh LKE sekali lagi.")
