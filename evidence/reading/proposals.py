"""What a person may take over into a document's metadata, because the document itself says so."""

from __future__ import annotations

from typing import Any

from evidence.models import Document, Reading, Standing


def proposals(document: Document) -> dict[str, Any]:
    """Values for those of `kind`, `number`, `date`, `title` and `standing` that are still empty. Nothing is written."""
    reading = Reading.objects.filter(document=document).first()
    if reading is None:
        return {}
    found = {name: getattr(reading, name) for name in ("kind", "number", "date", "title")}
    found["standing"] = Standing.DRAFT if reading.is_draft else ""
    return {name: value for name, value in found.items() if value and not getattr(document, name)}
