"""The virus scanner's word on each document: before it the owners alone may open the file, after a bad one nobody.

Whether the scanner is away, restarts, or finds a file too large, a document stays waiting and is offered again.
"""

from __future__ import annotations

import logging
import time

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from accounts.models import Role, User
from activity import services as activity
from evidence import clamd
from evidence.models import Document, Scan
from evidence.stores import StoreFailed
from evidence.storing import opened, quarantine, release

logger = logging.getLogger(__name__)

OPEN = (Scan.UNSCANNED, Scan.WAITING)
AT_ONCE = 500  # of them per round
ROUND_SECONDS = 60  # so that reports and mails get their turn between two rounds of a long queue


def is_on() -> bool:
    return bool(settings.CLAMD_SOCKET)


def first_state() -> Scan:
    """In which state a new document begins."""
    return Scan.WAITING if is_on() else Scan.UNSCANNED


def scan(document: Document) -> None:
    """Ask the scanner about a document that it has not judged. Without an answer the document stays as it is."""
    if not is_on():
        return
    document.refresh_from_db(fields=["scan", "file"])  # another worker may have judged and moved it meanwhile
    if document.scan not in OPEN:
        return
    try:
        with opened(document) as file:
            found = clamd.signature(file, settings.CLAMD_SOCKET)
    except clamd.Unreachable as error:
        logger.warning("document %s waits: no scanner at %s", document.pk, error)
    except clamd.Unscannable as error:
        logger.error("document %s cannot be scanned: %s", document.pk, error)
        Document.objects.filter(pk=document.pk, scan__in=OPEN).update(scan_note=str(error)[:200])
    else:
        _judge(document, found)
        _keep_apart(document)


def retry(*, difficult: bool = False) -> int:
    """Scan what no scanner has judged yet, documents from before there was one included; returns how many it judged.

    What a scanner could not judge is `difficult` and has rounds of its own, lest it is sent every two minutes.
    Documents that no worker has examined at all are `examining.recover`'s.
    """
    if not is_on():
        return 0
    if not clamd.answers(settings.CLAMD_SOCKET):
        logger.warning("no scanner answers at %s", settings.CLAMD_SOCKET)
        return 0
    rows = Document.objects.filter(scan__in=OPEN, examined_at__isnull=False).select_related("unit__instansi")
    rows = rows.exclude(scan_note="") if difficult else rows.filter(scan_note="")
    end, judged = time.monotonic() + ROUND_SECONDS, 0
    for document in rows.order_by("-scan", "pk")[:AT_ONCE]:  # "waiting" first
        try:
            scan(document)
        except Exception:  # one file that cannot be read must not keep the others waiting
            logger.exception("document %s: scanning failed", document.pk)
        judged += document.scan not in OPEN
        if time.monotonic() > end:
            break
    return judged


def scan_again(document: Document, *, by: User | None) -> Document:
    """Forget the scanner's word on one document and ask anew, for instance when new signatures take it back.

    A worker then takes every other look as well, since an infected file is spared them.
    """
    with transaction.atomic():
        document.scan, document.scan_note, document.scanned_at, document.examined_at = Scan.WAITING, "", None, None
        document.save(update_fields=["scan", "scan_note", "scanned_at", "examined_at"])
        _record("document_scan_again", document, "memindai ulang", by)
    scan(document)
    return document


def why_withheld(document: Document) -> str:
    """Why a document that one may see cannot be opened, and what to do."""
    if document.scan == Scan.INFECTED:
        return (
            f"Pemindai virus menemukan {document.scan_note} di dalam berkas ini, maka tidak seorang pun dapat "
            "membukanya. OPD perlu membersihkan komputernya, lalu mengunggah salinan yang bersih."
        )
    what = "Berkas ini menunggu pemindaian virus. Sampai selesai, hanya OPD pemiliknya yang dapat membukanya. "
    if document.scan_note:
        return what + "Pemindai tidak dapat memeriksanya, mungkin karena terlalu besar; hubungi pengelola sistem."
    return what + "Biasanya pemindaian selesai dalam beberapa menit; coba lagi sebentar lagi."


def _keep_apart(document: Document) -> None:
    """The bytes of an infected file lie apart from all others. Where they could not be moved they stay closed."""
    try:
        if document.scan == Scan.INFECTED:
            quarantine(document)
        elif document.scan == Scan.CLEAN:
            release(document)
    except (StoreFailed, OSError):
        logger.exception("document %s: its file could not be moved", document.pk)


@transaction.atomic
def _judge(document: Document, found: str) -> None:
    """Write the scanner's word down once, however many workers heard it."""
    state, note, now = (Scan.INFECTED, found[:200], timezone.now()) if found else (Scan.CLEAN, "", timezone.now())
    unjudged = Document.objects.filter(pk=document.pk, scan__in=OPEN)
    if unjudged.update(scan=state, scan_note=note, scanned_at=now):
        document.scan, document.scan_note, document.scanned_at = state, note, now
        if found:
            _tell(document)


def _tell(document: Document) -> None:
    """Those who can do something about it: who brought the file, and the admins."""
    _record("document_infected", document, f"menahan karena {document.scan_note}:", None)
    admins = User.objects.active().with_role(Role.ADMIN).filter(instansi=document.unit.instansi)
    activity.notify(
        [*admins, document.uploaded_by],
        f"{document} ({document.unit.short_name}) terinfeksi {document.scan_note} dan tidak dapat dibuka siapa pun. "
        "Unggah salinan yang bersih.",
        url=document.get_absolute_url(),
    )


def _record(verb: str, document: Document, did: str, by: User | None) -> None:
    activity.record(
        verb,
        subject=document.subject,
        text=f"{by or 'Pemindai virus'} {did} {document} ({document.unit.short_name})",
        by=by,
        instansi=document.unit.instansi,
        url=document.get_absolute_url(),
    )
