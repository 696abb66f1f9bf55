"""What happens to documents and evidence. Each step is one transaction and one event."""

from evidence.services.carrying import decide, take_all, undo
from evidence.services.documents import add_evidence, link_known, record_download, store_document
from evidence.services.library import (
    METADATA,
    bring_back,
    delete,
    describe,
    final_years,
    revoke,
    unrevoke,
    why_not_deleted,
)
from evidence.services.links import attach, check_open, check_place, remove, restore, say_where
from evidence.services.reviews import review
from evidence.services.versions import Replacement, replace

__all__ = [
    "METADATA",
    "Replacement",
    "add_evidence",
    "attach",
    "bring_back",
    "check_open",
    "check_place",
    "decide",
    "delete",
    "describe",
    "final_years",
    "link_known",
    "record_download",
    "remove",
    "replace",
    "restore",
    "review",
    "revoke",
    "say_where",
    "store_document",
    "take_all",
    "undo",
    "unrevoke",
    "why_not_deleted",
]
