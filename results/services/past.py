"""Imported results: a file becomes a draft, the draft a checked table, what was decided results; and they can go."""

from __future__ import annotations

import csv
import datetime
import io
from collections.abc import Mapping
from typing import BinaryIO

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from accounts.models import Instansi, User
from accounts.refusals import Refused
from activity import services as activity
from directory.imports.reading import read_table
from directory.services.changes import lock
from domains.models import Indicator, Instrument
from results import permissions
from results.imports import columns
from results.imports.checking import in_words, judge
from results.imports.plans import Checked, Choice, Decision, Plan
from results.models import PastLevel, PastResult, PastValue, ResultDraft, Shape

MAX_ROWS = 200
DRAFTS_STAY = datetime.timedelta(days=30)
CHANGED_MEANWHILE = "Data berubah sejak tabel ini diperiksa. Belum ada yang disimpan; periksa sekali lagi."


@transaction.atomic
def start(
    file: BinaryIO, *, size: int, name: str, instansi: Instansi, shape: str, track: str, source: str, by: User
) -> ResultDraft:
    """Keep the rows of a readable file for their check; an earlier draft of the same person gives way."""
    if not permissions.can_import(by, instansi):
        raise PermissionDenied
    known = columns.accepted(shape, _codes())
    rows = read_table(
        file,
        size=size,
        name=name,
        columns=[column.name for column in known],
        required=[column.name for column in known if column.is_required],
        aliases=columns.aliases(known),
    )
    if len(rows) > MAX_ROWS:
        raise Refused(f"Berkas berisi lebih dari {MAX_ROWS} hasil. Bagi menjadi beberapa berkas.")
    ResultDraft.objects.visible_to(by).delete()
    return ResultDraft.objects.create(
        instansi=instansi,
        shape=shape,
        track=track,
        source=source,
        file_name="".join(char for char in name if char.isprintable())[-150:],
        rows=[row.as_json() for row in rows],
        created_by=by,
    )


def plan(draft: ResultDraft, *, by: User) -> Plan:
    """The rows of the draft with what is found about each now."""
    if not permissions.can_import(by, draft.instansi):
        raise PermissionDenied
    return judge(draft)


@transaction.atomic
def confirm(draft: ResultDraft, *, decisions: Mapping[int, Decision], fingerprint: str, by: User) -> int:
    """Check the rows again and carry out the decisions, all or nothing; returns how many results were taken in."""
    if not permissions.can_import(by, draft.instansi):
        raise PermissionDenied
    lock(draft.instansi)
    present = judge(draft)
    if present.fingerprint != fingerprint:
        raise Refused(CHANGED_MEANWHILE)
    if problems := present.undecided(decisions):
        raise Refused(" ".join(problems))
    chosen = [row for row in present.rows if decisions[row.line].choice != Choice.LEAVE]
    if not chosen:
        raise Refused("Tidak ada baris yang diambil. Pilih sedikitnya satu, atau batalkan impor.")
    lines = [_replace_or_take(row, draft, by) for row in chosen]
    left = [f"Ditinggalkan: baris {row.line} ({row.title})" for row in present.rows if row not in chosen]
    activity.record(
        "import-results",
        subject=f"result_draft:{draft.pk}",
        text=f"{by} mengimpor {len(chosen)} hasil dari {draft.file_name}; {len(left)} baris ditinggalkan",
        note="\n".join(lines + left),
        by=by,
        instansi=draft.instansi,
    )
    draft.delete()
    return len(chosen)


@transaction.atomic
def forget_drafts(*, now: datetime.datetime | None = None) -> int:
    """Forget tables that were uploaded and never confirmed; returns how many."""
    rows = ResultDraft.objects.filter(created_at__lt=(now or timezone.now()) - DRAFTS_STAY)
    return rows.delete()[0]


def discard(draft: ResultDraft, *, by: User) -> None:
    """Forget an upload that was not confirmed; nothing happened, so nothing is recorded."""
    if draft.created_by_id != by.pk:
        raise PermissionDenied
    draft.delete()


@transaction.atomic
def remove(result: PastResult, *, by: User) -> None:
    """Delete an imported result; the event keeps what it said."""
    if not permissions.can_remove(by, result):
        raise PermissionDenied
    lock(result.instansi)
    activity.record(
        "remove-result",
        subject=result.subject,
        text=f"{by} menghapus {_named(result)}",
        note="\n".join([in_words(result), f"Sumber: {result.source}", *result.notes, *_levels_in_words(result)]),
        by=by,
        instansi=result.instansi,
    )
    result.delete()


def table(shape: str) -> bytes:
    """The empty table, as CSV that Indonesian spreadsheets open as columns."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=";")
    wanted = columns.columns_of(shape, _codes_now() if shape == Shape.LEVELS else ())
    writer.writerow([column.name for column in wanted])
    return out.getvalue().encode("utf-8-sig")


def _codes() -> list[str]:
    """Every indicator code of the instruments in use, for the columns that are read."""
    rows = Indicator.objects.filter(instrument__in=Instrument.objects.current())
    return list(dict.fromkeys(rows.order_by("instrument__first_year", "position").values_list("code", flat=True)))


def _codes_now() -> list[str]:
    """The indicator codes of the official instrument begun last, for the template."""
    newest = Instrument.objects.current().filter(is_provisional=False).order_by("-first_year", "code").first()
    return list(newest.indicators.order_by("position").values_list("code", flat=True)) if newest else []


def _replace_or_take(row: Checked, draft: ResultDraft, by: User) -> str:
    """Write one row; returns what is kept of it in the event."""
    replaced = _given_up(row.stored) if row.stored else ""
    result = PastResult.objects.create(
        instansi=draft.instansi,
        year=row.year,
        instrument=row.instrument,
        track=row.track,
        shape=draft.shape,
        indeks=row.indeks,
        predikat=row.predikat,
        source=row.source,
        note="\n".join(row.warnings),
        imported_by=by,
    )
    PastValue.objects.bulk_create(
        PastValue(result=result, domain=domain, value=value) for domain, value in row.values.items()
    )
    PastLevel.objects.bulk_create(
        PastLevel(result=result, indicator=indicator, level=level) for indicator, level in row.levels.items()
    )
    said = [*row.details, *filter(None, [row.predikat])]
    return " ".join([f"{_named(result)}: {', '.join(said)}{replaced}.", *row.warnings])


def _given_up(stored: PastResult) -> str:
    """Delete what is replaced; returns what it said, for the event."""
    said = f" (menggantikan {'; '.join([in_words(stored), f'sumber {stored.source}', *_levels_in_words(stored)])})"
    stored.delete()
    return said


def _named(result: PastResult) -> str:
    return f"hasil {result.get_track_display().lower()} {result.year} ({result.instrument.code})"


def _levels_in_words(result: PastResult) -> list[str]:
    levels = ", ".join(f"{code} {level:f}".removesuffix(".00") for code, level in result.level_map.items())
    return [f"Tingkat: {levels}"] if levels else []
