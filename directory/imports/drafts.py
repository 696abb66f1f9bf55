"""The way of an import: a file becomes a draft, the draft a plan to look at, the confirmed plan rows."""

from __future__ import annotations

import csv
import io
from types import ModuleType
from typing import BinaryIO

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from accounts.models import User
from accounts.refusals import Refused
from activity import services as activity
from directory import permissions
from directory.imports import people, units
from directory.imports.plans import Outcome, Plan
from directory.imports.reading import RawRow, read_table
from directory.models import ImportDraft
from directory.services.changes import lock
from directory.services.invitations import invite_later

KINDS: dict[str, ModuleType] = {ImportDraft.Kind.UNITS: units, ImportDraft.Kind.USERS: people}
CHANGED_MEANWHILE = "Data berubah sejak pratinjau dibuat. Belum ada yang disimpan; periksa pratinjau baru ini."
FORMULA = ("=", "+", "-", "@", "\t", "\r")


@transaction.atomic
def start(kind: str, file: BinaryIO, *, size: int, name: str, by: User) -> ImportDraft:
    """Keep the rows of a readable file for its preview; an earlier draft of the same kind gives way."""
    if not permissions.can_import(by):
        raise PermissionDenied
    columns = KINDS[kind].COLUMNS
    rows = read_table(
        file,
        size=size,
        name=name,
        columns=[column.name for column in columns],
        required=[column.name for column in columns if column.is_required],
    )
    ImportDraft.objects.visible_to(by).filter(kind=kind).delete()
    file_name = "".join(char for char in name if char.isprintable())[-150:]
    return ImportDraft.objects.create(kind=kind, file_name=file_name, rows=[r.as_json() for r in rows], created_by=by)


def plan(draft: ImportDraft, *, by: User) -> Plan:
    """What the draft would do to the admin's institution now."""
    if not permissions.can_import(by):
        raise PermissionDenied
    return KINDS[draft.kind].judge([RawRow(**row) for row in draft.rows], instansi=by.instansi, by=by)


@transaction.atomic
def confirm(draft: ImportDraft, *, fingerprint: str, skip_rejected: bool, by: User) -> Plan:
    """Judge the rows again and write what was previewed, all or nothing; rejected rows only stay out when told so."""
    if not permissions.can_import(by):
        raise PermissionDenied
    lock(by.instansi)
    present = plan(draft, by=by)
    if present.fingerprint != fingerprint:
        raise Refused(CHANGED_MEANWHILE)
    rejected = present.counts[Outcome.REJECT]
    if rejected and not skip_rejected:
        raise Refused(
            f"{rejected} baris ditolak, jadi belum ada yang disimpan. Perbaiki berkasnya, atau lewati baris itu."
        )
    try:
        with transaction.atomic():
            new_people = KINDS[draft.kind].write(present)
    except IntegrityError:  # another institution took a user name this very moment
        raise Refused(CHANGED_MEANWHILE) from None
    _record(draft, present, by)
    draft.delete()
    invite_later(new_people)
    return present


@transaction.atomic
def discard(draft: ImportDraft, *, by: User) -> None:
    """Forget an upload that was not confirmed; nothing happened, so nothing is recorded."""
    if draft.created_by_id != by.pk:
        raise PermissionDenied
    draft.delete()


def table(kind: str, *, is_filled: bool, by: User) -> bytes:
    """The empty table to fill in, or the present rows, as CSV that Indonesian spreadsheets open as columns."""
    if not permissions.can_import(by):
        raise PermissionDenied
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=";")
    writer.writerow([column.name for column in KINDS[kind].COLUMNS])
    for row in KINDS[kind].existing(by.instansi) if is_filled else []:
        writer.writerow([f"'{cell}" if cell.startswith(FORMULA) else cell for cell in row])
    return out.getvalue().encode("utf-8-sig")


def _record(draft: ImportDraft, done: Plan, by: User) -> None:
    counts = done.counts
    lines = [f"{row.outcome.label}: {row.title} ({row.key})" for row in done.rows if row.outcome != Outcome.SAME]
    activity.record(
        "import",
        subject=f"import:{draft.pk}",
        text=f"{by} mengimpor {draft.get_kind_display()} dari {draft.file_name}: {counts[Outcome.CREATE]} dibuat, "
        f"{counts[Outcome.CHANGE]} diubah, {counts[Outcome.REJECT]} dilewati",
        note="\n".join(lines),
        by=by,
        instansi=by.instansi,
    )
