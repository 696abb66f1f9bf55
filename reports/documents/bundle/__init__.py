"""Bundel Data Dukung: the evidence of an assessment as one ZIP, in official names and folders, for the national app.

With a size limit the file is an outer, uncompressed ZIP of parts, each a complete bundle of its own. One job of all
parts, and not one job per part, so that no two parts can come from different moments.
"""

from __future__ import annotations

from django.conf import settings

from reports.documents.base import Document
from reports.documents.bundle.freezing import freeze
from reports.documents.bundle.making import STEM, make
from reports.models import Format

TOO_SLOW = (
    "Buat bundel yang lebih kecil, misalnya hanya dengan bukti yang diterima, atau coba lagi saat server tidak sibuk. "
    "Pengelola sistem dapat menaikkan LARGE_DOCUMENT_MINUTES."
)
DOCUMENT = Document(
    stem=STEM, freeze=freeze, make=make, formats=(Format.ZIP,),
    minutes=settings.LARGE_DOCUMENT_MINUTES, too_slow=TOO_SLOW,
)  # fmt: skip
