"""The letterhead inside an order: everything a worker needs to print it, the picture too.

The logo travels as base64, at most a hundred kilobytes by a rule of the database: whatever becomes of the
institution's logo after a document was asked for, the document is made again byte for byte from its order alone.
"""

from __future__ import annotations

import base64
from dataclasses import asdict
from typing import TYPE_CHECKING

from accounts.models import Instansi
from directory import letterheads
from reports.documents.base import Data

if TYPE_CHECKING:
    from reports.rendering import Images

LOGO = "app:logo"


def letterhead_of(instansi: Instansi) -> Data:
    """Plain JSON: government, office, address, contacts, city, logo (or None) and signatories by their part."""
    row = letterheads.of_instansi(instansi)
    logo = {"type": row.logo_type, "base64": base64.b64encode(row.logo).decode()} if row.logo is not None else None
    return {
        "government": letterheads.government(row),
        "office": row.office,
        "address": letterheads.address(row),
        "contacts": letterheads.contacts(row),
        "city": row.city,
        "logo": logo,
        "signatories": {who: asdict(letterheads.signatory(row, who)) for who in letterheads.SIGNATORIES},
    }


def logo_of(data: Data) -> bytes | None:
    """The picture of what `letterhead_of` gave."""
    return base64.b64decode(data["logo"]["base64"]) if data["logo"] else None


def images_of(data: Data | None) -> Images:
    """For `rendering.write_pdf`: what templates/reports/pdf/_letterhead.html shows under the address LOGO."""
    if data is None:  # of an order older than letterheads
        return {}
    content = logo_of(data)
    return {} if content is None else {LOGO: (content, data["logo"]["type"])}
