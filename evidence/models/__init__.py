"""Documents an OPD keeps, their links to answers as evidence, and files on their way in."""

from evidence.models.documents import (
    Document,
    DocumentQuerySet,
    Kind,
    Scan,
    Standing,
    private_name,
    private_storage,
)
from evidence.models.links import CarryOver, Evidence, Finding, Review, Rule
from evidence.models.readings import Reading
from evidence.models.uploads import Upload

__all__ = [
    "CarryOver",
    "Document",
    "DocumentQuerySet",
    "Evidence",
    "Finding",
    "Kind",
    "Reading",
    "Review",
    "Rule",
    "Scan",
    "Standing",
    "Upload",
    "private_name",
    "private_storage",
]
