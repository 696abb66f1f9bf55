"""Who may. Whether it is still possible now is the services' question."""

from __future__ import annotations

from accounts.models import Unit, User
from assessments import permissions
from assessments.models import Answer
from evidence.models import Document, Scan


def can_store(user: User, unit: Unit | None) -> bool:
    """Put a file into the library of an OPD: its own operators."""
    return unit is not None and user.is_operator and user.unit_id == unit.pk


def can_describe(user: User, document: Document) -> bool:
    """Say what a document is, and that it was revoked: the operators of its OPD, and the institution's admin."""
    return can_store(user, document.unit) or (user.is_admin and user.instansi_id == document.unit.instansi_id)


def can_delete(user: User, document: Document) -> bool:
    """Take a document out of the library and bring it back: who may describe it."""
    return can_describe(user, document)


def can_replace(user: User, document: Document) -> bool:
    """Put a newer version in its place: who may store files there."""
    return can_store(user, document.unit)


def can_attach(user: User, answer: Answer) -> bool:
    """Link evidence, take it off, put it back: who may fill the answer."""
    return permissions.can_fill(user, answer)


def can_review(user: User, answer: Answer) -> bool:
    """Accept or refuse a piece of evidence: who reviews the answer."""
    return permissions.can_review(user, answer)


def can_open(user: User, document: Document) -> bool:
    """Have the bytes of a document one may see, or a picture of them: an infected one nobody, one that waits for the
    virus scanner only the operators of its own OPD.
    """
    if document.scan == Scan.INFECTED:
        return False
    return document.scan != Scan.WAITING or (user.is_operator and user.unit_id == document.unit_id)
