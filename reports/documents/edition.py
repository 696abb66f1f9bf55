"""Which edition of the documents this installation prints, and what follows from an edition and a frozen summary."""

from __future__ import annotations

import base64
import functools
import hashlib
import json
from importlib.metadata import version
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils.crypto import salted_hmac

from reports.documents.base import Data

# Whole folders: only by following every import and template could it be told what of them one file depends on, and a
# set that is too large costs a file made anew, while one that is too small gives out an old one as if it were new.
SOURCES = (
    "reports", "results", "planning", "assessments/scoring.py", "spbe_portal/templatetags", "templates/reports/pdf",
    "templates/results", "static/report", "static/vendor",
)  # fmt: skip
ENDINGS = (".html", ".css", ".py", ".woff2", ".svg", ".json")
MADE_BY = ("weasyprint", "pydyf", "python-docx", "lxml", "openpyxl", "segno")
CODE_LETTERS = 12  # 60 bits: nobody finds one by trying


@functools.cache
def edition() -> str:
    """The SHA-256 of all that decides how a document looks: templates, styles, fonts, code and libraries."""
    made_by = "".join(f"{name}{version(name)}" for name in MADE_BY)
    printed = f"{settings.BASE_URL}{settings.TIME_ZONE}"  # the address beside the code, and the hours of the place
    digest = hashlib.sha256(f"{made_by}{printed}".encode())
    for path in sources():
        digest.update(path.name.encode() + _content(path))
    return digest.hexdigest()


def sources() -> list[Path]:
    places = [settings.BASE_DIR / place for place in SOURCES]
    found = [path for place in places for path in ([place] if place.is_file() else sorted(place.rglob("*")))]
    return [path for path in found if path.suffix in ENDINGS]


def request_key(kind: str, unit: int | None, format: str, options: Data) -> str:
    """The same for two people who ask for the same document, whatever its data may have become in between."""
    return _digest([kind, unit, format, options])


def fingerprint(request: str, data: Data) -> str:
    """The same for two requests whose files would be the same but for the time of asking."""
    return _digest([edition(), request, data | {"summary": data["summary"] | {"taken_at": ""}}])


def code_of(fingerprint: str) -> str:
    """The short code printed on a document: follows from what it says, and only this installation can tell it."""
    letters = base64.b32encode(salted_hmac("reports.code", fingerprint, algorithm="sha256").digest()).decode()
    return letters[:CODE_LETTERS]


def _digest(value: Any) -> str:
    return hashlib.sha256(json.dumps(value, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def _content(path: Path) -> bytes:
    return hashlib.sha256(path.read_bytes()).digest()
