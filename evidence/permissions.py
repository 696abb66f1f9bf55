"""Who may. Whether it is still possible now is the services' question."""

from __future__ import annotations

from accounts.models import Unit, User
from assessments import permissions
from assessments.models import Answer
from evidence.models import Document, Scan


def can_store(user: User, unit: Unit) -> bool:
    """Put a file into the library of an OPD: its own operators."""
    return user.is_operator and user.unit_id == unit.pk


def can_attach(user: User, answer: Answer) -> bool:
    """Link evidence, take it off, put it back: who may fill the answer."""
    return permissions.can_fill(user, answer)


def can_review(user: User, answer: Answer) -> bool:
    """Accept or refuse a piece of evidence: who reviews the answer."""
    return permissions.can_review(user, answer)


def can_open(user: User, document: Document) -> bool:
    """Look into a file that one may know of: nobody when it is infected, its own OPD while a scan is awaited."""
    if document.scan == Scan.WAITING:
        return can_store(user, document.unit)
    return document.scan != Scan.INFECTED
