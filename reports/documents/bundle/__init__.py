"""Bundel Data Dukung: the evidence of an assessment as one ZIP, in official names and folders, for the national app.

With a size limit the file is an outer, uncompressed ZIP of parts, each a complete bundle of its own. One job of all
parts, and not one job per part, so that no two parts can come from different moments.
"""

from __future__ import annotations

from reports.documents.base import Document
from reports.documents.bundle.freezing import freeze
from reports.documents.bundle.making import STEM, make
from reports.models import Format

DOCUMENT = Document(stem=STEM, freeze=freeze, make=make, formats=(Format.ZIP,))
