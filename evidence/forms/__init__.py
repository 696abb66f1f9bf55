"""What evidence input is acceptable, and how the list of documents is narrowed."""

from evidence.forms.adding import EvidenceForm, PlaceForm, WhereForm
from evidence.forms.library import LibraryForm, MetadataForm, ReplaceForm, RevokeForm
from evidence.forms.lists import DocumentFilter
from evidence.forms.reviews import ReviewForm

__all__ = [
    "DocumentFilter",
    "EvidenceForm",
    "LibraryForm",
    "MetadataForm",
    "PlaceForm",
    "ReplaceForm",
    "ReviewForm",
    "RevokeForm",
    "WhereForm",
]
