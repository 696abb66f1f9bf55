"""Results that were not made here, and who agrees to be compared."""

from results.models.past import (
    PastLevel,
    PastResult,
    PastResultQuerySet,
    PastTrack,
    PastValue,
    ResultDraft,
    ResultDraftQuerySet,
    Shape,
)
from results.models.peers import ComparisonConsent, ComparisonConsentQuerySet, NationalMatch, NationalMatchQuerySet

__all__ = [
    "ComparisonConsent",
    "ComparisonConsentQuerySet",
    "NationalMatch",
    "NationalMatchQuerySet",
    "PastLevel",
    "PastResult",
    "PastResultQuerySet",
    "PastTrack",
    "PastValue",
    "ResultDraft",
    "ResultDraftQuerySet",
    "Shape",
]
