"""The letterhead of an institution and the people who sign its letters."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction

from accounts.models import Instansi, User
from accounts.refusals import Refused
from activity import services as activity
from directory import letterheads, logos, permissions, versions
from directory.models import Letterhead
from directory.services.changes import apply, lock


@transaction.atomic
def change_letterhead(instansi: Instansi, *, version: str, by: User, **texts: str) -> list[str]:
    """Write the texts that differ; returns the differences in words, none when nothing was changed.

    `version` is that of the letterhead the person saw; another one raises ChangedMeanwhile.
    """
    row = _own(instansi, by)
    stored = letterheads.texts(row)
    versions.check("Kop surat", version=version, stored=stored, wanted=stored | texts)
    if differences := apply(row, texts):
        _record("change", row, f"{by} mengubah kop surat dan penanda tangan {instansi}", by, differences)
    return differences


@transaction.atomic
def set_logo(instansi: Instansi, *, content: bytes, by: User) -> None:
    """Keep what `logos.prepared` makes of an uploaded file, in place of the logo before."""
    row = _own(instansi, by)
    logo = logos.prepared(content)
    _write(row, content=logo.content, content_type=logo.content_type)
    _record("set_logo", row, f"{by} memasang logo pada kop surat {instansi}", by)


@transaction.atomic
def remove_logo(instansi: Instansi, *, by: User) -> None:
    row = _own(instansi, by)
    if row.logo is None:
        raise Refused("Kop surat ini sudah tidak memakai logo.")
    _write(row, content=None, content_type="")
    _record("remove_logo", row, f"{by} menghapus logo dari kop surat {instansi}", by)


def _own(instansi: Instansi, by: User) -> Letterhead:
    """The institution's letterhead behind its lock, made empty when it is first wanted."""
    if not permissions.can_change_letterhead(by, instansi):
        raise PermissionDenied
    return Letterhead.objects.get_or_create(instansi=lock(instansi))[0]


def _write(row: Letterhead, *, content: bytes | None, content_type: str) -> None:
    row.logo, row.logo_type = content, content_type
    row.save(update_fields=["logo", "logo_type"])


def _record(verb: str, row: Letterhead, text: str, by: User, differences: list[Any] | None = None) -> None:
    activity.record(
        verb, subject=f"letterhead:{row.pk}", text=text, note="\n".join(differences or []), by=by,
        instansi=row.instansi,
    )  # fmt: skip
