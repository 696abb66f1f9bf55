"""What a worker does with a file after it arrived. Each look is safe to repeat; what was lost is looked for again."""

from __future__ import annotations

import datetime
import logging
from collections.abc import Callable
from functools import partial

from django.db import transaction
from django.utils import timezone
from kombu.exceptions import OperationalError

from evidence import findings
from evidence.active_content import find_active
from evidence.models import Document, Scan
from evidence.previews import picture
from evidence.reading import read
from evidence.scanning import scan
from evidence.stores import StoreFailed

logger = logging.getLogger(__name__)

FORGOTTEN = datetime.timedelta(minutes=2)  # a new document that nobody has looked into for so long lost its message
AT_ONCE = 200  # of them per round of the clock


def warn(document: Document) -> None:
    """Tell what is worth a second look about the evidence that rests on this document."""
    findings.check_document(document.pk)


# In this order. Each takes the document, writes what it found, and raises only what nobody foresaw.
LOOKS: tuple[Callable[[Document], None], ...] = (scan, find_active, read, picture, warn)


def queue(document_id: int) -> None:
    """Send the message. A broker that cannot be reached loses nothing: `recover` finds the row."""
    from evidence.tasks import examine  # noqa: PLC0415 - the task module imports this one

    try:
        examine.delay(document_id)
    except (OperationalError, OSError):
        logger.exception("document %s: no message could be sent", document_id)


def queue_findings(document_id: int) -> None:
    """Have the warnings made anew after the commit: of all evidence that rests on a document that changed.

    Safe to call often. A message that is lost is made up for by the nightly round.
    """
    transaction.on_commit(partial(_send_check, document_id))


def _send_check(document_id: int) -> None:
    from evidence.tasks import check_findings_of  # noqa: PLC0415 - the task module imports this one

    try:
        check_findings_of.delay(document_id)
    except (OperationalError, OSError):
        logger.exception("document %s: no message could be sent", document_id)


def examine(document_id: int) -> None:
    """Take every look at one document. One that fails is logged and does not keep the others from theirs."""
    document = Document.objects.select_related("unit__instansi").filter(pk=document_id).first()
    if document is None:
        return
    for look in LOOKS:
        if document.scan == Scan.INFECTED:  # nothing else of ours opens it
            break
        try:
            look(document)
        except StoreFailed:
            return  # nobody has seen the file yet; `recover` comes back to it
        except Exception:
            logger.exception("document %s: %s failed", document.pk, look.__name__)
    Document.objects.filter(pk=document.pk).update(examined_at=timezone.now())


def recover() -> int:
    """Queue again the documents whose message was lost; returns how many."""
    lost = Document.objects.filter(examined_at=None, uploaded_at__lt=timezone.now() - FORGOTTEN).order_by("pk")
    found = list(lost.values_list("pk", flat=True)[:AT_ONCE])
    for document_id in found:
        queue(document_id)
    return len(found)
