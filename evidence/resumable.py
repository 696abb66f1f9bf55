"""Uploads that survive cuts: begun, filled piece by piece, and turned into evidence when whole. Knows no HTTP.

The part file is locked while a piece is written. What counts is what was written and synced; a process killed in
between leaves bytes beyond `offset`, which the next piece writes over.
"""

from __future__ import annotations

import datetime
import fcntl
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from functools import partial
from pathlib import Path
from typing import Any, BinaryIO, Protocol

from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from accounts.models import User
from assessments.models import Answer
from assessments.workflow import Refused
from domains.models import EvidenceItem, LevelCriterion
from evidence import permissions, services
from evidence.inspection import CONTENT_TYPES, clean_name
from evidence.inspection.names import extension_of
from evidence.models import Upload
from evidence.obstacles import BadChecksum, Busy, Gone, NoRoom, TooLarge, TooLong, WrongOffset
from evidence.quota import check_room
from evidence.stores import StoreFailed
from evidence.storing import linked
from evidence.uploads import max_bytes

AT_ONCE = 100  # unfinished uploads of one person
LIFE = datetime.timedelta(days=7)  # from the last piece
BLOCK = 256 * 1024  # the web server copies what it holds for every block it hands out: large ones are cheaper
Read = Callable[[int], bytes]


class Hash(Protocol):
    def update(self, data: bytes, /) -> None: ...
    def digest(self) -> bytes: ...


def begin(
    *, answer: Answer, criterion: LevelCriterion, item: EvidenceItem | None = None, name: str, length: int,
    sha256: str = "", mark: str = "", clause: str = "", page: str = "", note: str = "", by: User,
) -> Upload:  # fmt: skip
    """Promise room for a file of `length` bytes before any of them is sent.

    With a `sha256` that the OPD's library knows, the upload ends at once and nothing needs to be sent. Raises
    PermissionDenied, Refused when the evidence may not change now, Unacceptable for a name or size that can never be
    taken, OverQuota.
    """
    _check_may_begin(answer, criterion, item, by)
    shown = clean_name(name)
    content_type = CONTENT_TYPES[extension_of(shown)]
    if length > max_bytes():
        raise TooLarge(f"Ukuran berkas ini melebihi batas {max_bytes() // 2**20} MiB. Kecilkan, atau bagi berkasnya.")
    upload = Upload(
        owner=by, answer=answer, criterion=criterion, item=item, name=shown, length=length, sha256=sha256, mark=mark,
        clause=clause.strip(), page=page.strip(), note=note.strip(), expires_at=timezone.now() + LIFE,
    )  # fmt: skip
    upload.full_clean(exclude=["owner", "answer", "criterion", "item"])
    _promise_room(upload, content_type)
    return upload


def _check_may_begin(answer: Answer, criterion: LevelCriterion, item: EvidenceItem | None, by: User) -> None:
    if not permissions.can_attach(by, answer):
        raise PermissionDenied
    services.check_open(answer)
    services.check_place(answer, criterion, item)
    if Upload.objects.unfinished().filter(owner=by).count() >= AT_ONCE:
        raise Refused(f"Anda mempunyai {AT_ONCE} unggahan yang belum selesai. Selesaikan atau batalkan dulu sebagian.")


def _promise_room(upload: Upload, content_type: str) -> None:
    """Row and part file, or neither; a file that the OPD has already needs no room."""
    with transaction.atomic():
        if not _spare(upload, content_type):
            check_room(upload.answer.assessment.instansi, upload.length)
        upload.save()
        if not upload.has_ended:
            _make_part(upload)


def _make_part(upload: Upload) -> None:
    try:
        part(upload).parent.mkdir(mode=0o750, parents=True, exist_ok=True)
        part(upload).touch(mode=0o640)
    except OSError as error:
        raise NoRoom from error


def append(upload: Upload, *, offset: int, count: int, read: Read, check: tuple[Hash, bytes] | None = None) -> Upload:
    """Write the piece of `count` bytes that begins at `offset`; what `read` gives before it dries up is kept.

    With `check`, a fresh hash and the digest that it must reach, a piece is kept whole or not at all.
    """
    if upload.has_ended:
        raise WrongOffset(upload.offset)
    with _locked(upload) as file:
        if upload.has_ended or offset != upload.offset:
            raise WrongOffset(upload.offset)
        if offset + count > upload.length:
            raise TooLong
        file.truncate(offset)
        file.seek(offset)
        try:
            received = _copy(read, file, count, check[0] if check else None)
            if check and (received < count or check[0].digest() != check[1]):
                raise BadChecksum
            os.fdatasync(file.fileno())
        except BaseException as error:
            file.truncate(offset)
            if isinstance(error, OSError):
                raise NoRoom from error
            raise
        upload.offset, upload.expires_at = offset + received, timezone.now() + LIFE
        moved = Upload.objects.filter(pk=upload.pk, offset=offset)
        if not moved.update(offset=upload.offset, expires_at=upload.expires_at):
            raise Gone  # swept in the meantime
        _settle(upload, file)
    return upload


def settle(upload: Upload) -> Upload:
    """Where an upload stands now that no piece is on its way; a whole one becomes evidence, or says why it cannot.

    Safe to repeat. Busy while a piece is written: told an offset that still moves, clients send bytes in vain.
    """
    if upload.expires_at <= timezone.now():
        raise Gone
    if not upload.has_ended:
        with _locked(upload) as file:
            _settle(upload, file)
    return upload


def cancel(upload: Upload) -> None:
    """Forget an upload that has not become evidence; afterwards it never was."""
    if upload.evidence_id:
        raise Refused("Berkas ini sudah menjadi bukti. Lepas buktinya pada isian.")
    if upload.refusal:
        _forget(upload)
        return
    with _locked(upload):
        _forget(upload)


def sweep() -> tuple[int, int]:
    """Settle what is whole but was left behind, forget what has expired; returns how many of each."""
    settled = expired = 0
    for upload in Upload.objects.unfinished().filter(offset=F("length")):
        with suppress(Busy, Gone, StoreFailed):
            settled += settle(upload).has_ended
    for upload in Upload.objects.filter(expires_at__lte=timezone.now()):
        _forget(upload)
        expired += 1
    return settled, expired


def part(upload: Upload) -> Path:
    """Where the bytes lie until they are whole: on the disk of the store, so that keeping them copies nothing."""
    return settings.EVIDENCE_ROOT / "parts" / upload.pk.hex


def _spare(upload: Upload, content_type: str) -> bool:
    """End an upload before it begins when the OPD has these bytes already."""
    if not upload.sha256:
        return False
    upload.evidence = services.link_known(
        **_place(upload), sha256=upload.sha256, size=upload.length, content_type=content_type,
        tell=partial(_tell, upload),
    )  # fmt: skip
    if upload.evidence:
        upload.offset = upload.length
    return upload.has_ended


def _place(upload: Upload) -> dict[str, Any]:
    """Where its bytes become evidence, and by whom."""
    names = ("answer", "criterion", "item", "clause", "page", "note")
    return {name: getattr(upload, name) for name in names} | {"by": upload.owner}


@contextmanager
def _locked(upload: Upload) -> Iterator[BinaryIO]:
    """The part file, ours alone, and the row as it is now that nobody else can change it."""
    try:
        file = part(upload).open("r+b", buffering=0)
    except FileNotFoundError:
        raise Gone from None
    with file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise Busy from None
        _bring_up_to_date(upload, os.fstat(file.fileno()).st_size)
        if upload.expires_at <= timezone.now():
            raise Gone
        yield file


def _bring_up_to_date(upload: Upload, size: int) -> None:
    """Read the row again, unless `size`, the bytes in the locked part, says that nothing has moved since it was read.

    Every piece makes the part longer, so a part that is as long as the row says is what the row was read about.
    """
    if size != upload.offset or upload.is_whole:
        try:
            upload.refresh_from_db(fields=["offset", "refusal", "told", "evidence", "expires_at"])
        except Upload.DoesNotExist:
            raise Gone from None
    if size < upload.offset and not upload.has_ended:
        raise Gone  # the disk has lost bytes that were synced; going on would fill the gap with zeros


def _copy(read: Read, file: BinaryIO, count: int, digest: Hash | None) -> int:
    received = 0
    while received < count and (block := read(min(BLOCK, count - received))):
        file.write(block)
        received += len(block)
        if digest:
            digest.update(block)
    return received


def _settle(upload: Upload, file: BinaryIO) -> None:
    """The end of a whole upload, while its part file is locked."""
    if not upload.is_whole or upload.has_ended:
        return
    try:
        # Only now with all its tables: PostgreSQL plans each of them, and most requests bring one piece of many.
        whole = Upload.objects.in_full().get(pk=upload.pk)
        # Dying between these two does no harm: adding the same evidence again gives the first one back.
        upload.evidence = services.add_evidence(
            **_place(whole), file=file, name=whole.name, keep=linked, is_promised=True, sha256=whole.sha256,
            tell=partial(_tell, upload),
        )  # fmt: skip
        upload.save(update_fields=["evidence", "told"])
    except PermissionDenied:
        _refuse(upload, "Isian ini tidak lagi menjadi tugas Anda.")
    except Refused as refusal:
        _refuse(upload, str(refusal))
    except ValidationError as refusal:
        _refuse(upload, " ".join(refusal.messages))
    part(upload).unlink(missing_ok=True)


def _tell(upload: Upload, text: str) -> None:
    upload.told = text[:500]


def _forget(upload: Upload) -> None:
    path = part(upload)
    upload.delete()
    path.unlink(missing_ok=True)


def _refuse(upload: Upload, text: str) -> None:
    upload.evidence, upload.told, upload.refusal = None, "", text[:500]
    upload.save(update_fields=["evidence", "refusal"])
