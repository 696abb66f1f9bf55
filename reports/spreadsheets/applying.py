"""Taking the rows of a confirmed worksheet through their doors: few at once, many in a worker.

The draft's row is the truth, a message only a hint: a worker that died leaves a draft whose sign of life is old, and
the next one goes on. A row that was applied already then reads as the same in portal and file, and is left alone.
After MAX_ATTEMPTS the draft has failed, and its owner may begin another round.
"""

from __future__ import annotations

import datetime
import logging
from collections.abc import Collection

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone
from kombu.exceptions import OperationalError

from accounts.models import User
from accounts.refusals import Refused
from activity import services as activity
from reports import permissions
from reports.models import WorksheetDraft, WorksheetDraftQuerySet
from reports.spreadsheets.differences import Outcome, Plan, Row, judge
from reports.spreadsheets.doors import DOORS
from reports.spreadsheets.reading import from_json

logger = logging.getLogger(__name__)

AT_ONCE = 25  # about a second, for which a person may wait
ROWS_BETWEEN_SIGNS = 25  # of life, which is also what the progress page counts
MAX_ATTEMPTS = 3
STOPPED = f"Penerapan sudah dicoba {MAX_ATTEMPTS} kali dan selalu terhenti sebelum selesai."
SILENT = datetime.timedelta(seconds=60)  # without a sign of life for so long, the worker is dead or the message lost


def begin(draft: WorksheetDraft, plan: Plan) -> None:
    """Apply the plan of a draft that was just claimed, or have it applied."""
    if len(plan.rows) <= AT_ONCE:
        WorksheetDraft.objects.filter(pk=draft.pk).update(touched_at=timezone.now(), attempts=1)
        _apply_all(draft, plan)
    else:
        _enqueue(draft.pk)


def apply(draft_id: int, *, now: datetime.datetime | None = None) -> None:
    """The worker's part. A draft that is finished, forgotten or in other hands is left alone."""
    now = now or timezone.now()
    unheld = Q(touched_at=None) | Q(touched_at__lt=now - SILENT)
    waiting = WorksheetDraft.objects.being_applied().filter(unheld, pk=draft_id)
    if not waiting.filter(attempts__lt=MAX_ATTEMPTS).update(touched_at=now, attempts=F("attempts") + 1, applied=0):
        return
    draft = WorksheetDraft.objects.select_related("assessment__instansi", "created_by__unit").get(pk=draft_id)
    _apply_all(draft, judge(from_json(draft.content).edits, assessment=draft.assessment, by=draft.created_by))


def recover(*, now: datetime.datetime | None = None) -> int:
    """Send for every draft that lost its message or its worker again, and end those that lost too many; how many
    were sent."""
    long_ago = (now or timezone.now()) - SILENT
    silent = Q(touched_at__lt=long_ago) | Q(touched_at=None, confirmed_at__lt=long_ago)
    rows = WorksheetDraft.objects.being_applied().filter(silent)
    for draft in rows.filter(attempts__gte=MAX_ATTEMPTS).select_related("assessment__instansi", "created_by"):
        _fail(draft, rows)
    keys = list(rows.filter(attempts__lt=MAX_ATTEMPTS).values_list("pk", flat=True))
    for key in keys:
        _enqueue(key)
    return len(keys)


@transaction.atomic
def retry(draft: WorksheetDraft, *, by: User) -> None:
    """Another round for a draft that failed: what its workers had applied already stays so."""
    if draft.created_by_id != by.pk or not permissions.can_import_worksheet(by, draft.assessment):
        raise PermissionDenied
    failed = WorksheetDraft.objects.filter(pk=draft.pk).exclude(failure="")
    if not failed.update(failure="", attempts=0, applied=0, touched_at=None):
        raise Refused("Penerapan berkas ini tidak gagal, jadi tidak perlu diulang.")
    _record(draft, "retry_worksheet", f"{by} mengulang penerapan LKE dari {draft.file_name}", by)
    transaction.on_commit(lambda: _enqueue(draft.pk))


@transaction.atomic
def _fail(draft: WorksheetDraft, silent: WorksheetDraftQuerySet) -> None:
    """Its worker may give a sign of life just now, and then it has not failed."""
    if not silent.filter(pk=draft.pk).update(failure=STOPPED):
        return
    text = f"Penerapan LKE dari {draft.file_name} gagal"
    _record(draft, "worksheet_failed", text, None, note=STOPPED)
    activity.notify([draft.created_by], text, url=draft.get_absolute_url())


def _enqueue(draft_id: int) -> None:
    """Without a broker nothing is lost: `recover` finds the draft."""
    from reports.tasks import apply_worksheet  # noqa: PLC0415 - the task module imports this one

    try:
        apply_worksheet.delay(draft_id)
    except (OperationalError, OSError):
        logger.exception("worksheet %s: no message could be sent", draft_id)


def _apply_all(draft: WorksheetDraft, plan: Plan) -> None:
    by, results = draft.created_by, []
    row_of_draft = WorksheetDraft.objects.filter(pk=draft.pk)
    for number, row in enumerate(plan.rows, 1):
        results.append(_apply(row, draft.chosen, by))
        if number % ROWS_BETWEEN_SIGNS == 0:
            row_of_draft.update(applied=number, touched_at=timezone.now())
    with transaction.atomic():
        draft.refresh_from_db()
        draft.outcome, draft.applied, draft.failure = results, len(results), ""  # slow, and not dead after all
        draft.save(update_fields=["outcome", "applied", "failure"])
        _record_import(draft, results, by)


def _apply(row: Row, take_file: Collection[str], by: User) -> dict[str, str]:
    """Take one row through its door; what became of it, for the page and the record."""
    result, text = _untouched(row, take_file) or _entered(row, by)
    place = {"line": str(row.line), "sheet": row.sheet, "title": row.title, "unit": row.unit}
    return place | {"result": result, "text": text}


def _untouched(row: Row, take_file: Collection[str]) -> tuple[str, str] | None:
    """Why the row is not to be written at all; None when it is."""
    if row.outcome == Outcome.CONFLICT and row.key not in take_file:
        return "kept", "Isi portal dipertahankan."
    return {
        Outcome.REJECT: ("refused", " ".join(row.problems)),
        Outcome.IGNORE: ("ignored", ""),
        Outcome.SAME: ("same", ""),
    }.get(row.outcome)


def _entered(row: Row, by: User) -> tuple[str, str]:
    try:
        DOORS[by.role].enter(row.target, by=by, **row.values)
    except PermissionDenied:
        return "refused", "Anda tidak berhak mengubah baris ini."
    except ValidationError as error:
        return "refused", " ".join(error.messages)
    except Refused as refusal:
        return "refused", str(refusal)
    return "applied", ", ".join(change.label for change in row.changes)


def _record_import(draft: WorksheetDraft, results: list[dict[str, str]], by: User) -> None:
    """The import itself; each applied row has its own event, as any step has."""
    lines = [f"{row['title']} {row['unit']}: {row['text']}" for row in results if row["result"] in ("refused", "kept")]
    text = f"{by} mengimpor LKE dari {draft.file_name}: {draft.result_text or 'tidak ada perubahan'}"
    _record(draft, "import_worksheet", text, by, note="\n".join(lines))


def _record(draft: WorksheetDraft, verb: str, text: str, by: User | None, *, note: str = "") -> None:
    assessment = draft.assessment
    activity.record(
        verb, subject=assessment.subject, text=text, note=note, by=by, instansi=assessment.instansi,
        url=assessment.get_absolute_url(),
    )  # fmt: skip
