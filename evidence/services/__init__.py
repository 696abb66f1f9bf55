"""What happens to documents and evidence. Each step is one transaction and one event."""

from evidence.services.documents import add_evidence, link_known, record_download, store_document
from evidence.services.links import attach, check_open, check_place, remove, restore
from evidence.services.reviews import review

__all__ = [
    "add_evidence",
    "attach",
    "check_open",
    "check_place",
    "link_known",
    "record_download",
    "remove",
    "restore",
    "review",
    "store_document",
]
