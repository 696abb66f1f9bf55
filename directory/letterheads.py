"""What a letterhead says once its empty fields are left out: the lines above a letter, and who signs below."""

from __future__ import annotations

from dataclasses import dataclass

from accounts.models import Instansi
from directory.models import Letterhead
from directory.versions import version_of

TEXTS = (
    "government", "office", "address", "phone", "email", "website", "city",
    "coordinator_name", "coordinator_nip", "coordinator_position",
    "assessor_name", "assessor_nip", "assessor_position",
    "head_name", "head_nip", "head_position",
)  # fmt: skip
CONTACTS = {"phone": "Telepon", "email": "Surel", "website": "Laman"}
SIGNATORIES = {  # by the beginning of the field names: what stands above the line where no position was given
    "head": "Kepala Dinas",
    "assessor": "Ketua Tim Asesor Internal SPBE",
    "coordinator": "Koordinator SPBE",
}


@dataclass(frozen=True, slots=True)
class Signatory:
    position: str
    name: str
    nip: str


def of_instansi(instansi: Instansi) -> Letterhead:
    """The institution's letterhead; until somebody fills it in, an empty one that is not saved."""
    return Letterhead.objects.filter(instansi=instansi).first() or Letterhead(instansi=instansi)


def texts(row: Letterhead) -> dict[str, str]:
    return {name: getattr(row, name) for name in TEXTS}


def version(row: Letterhead) -> str:
    """Of its texts; the logo has a form of its own."""
    return version_of(texts(row))


def government(row: Letterhead) -> str:
    """The line on top: the institution's own name where nothing else was given."""
    return row.government or row.instansi.name


def address(row: Letterhead) -> str:
    return row.address or row.instansi.address


def contacts(row: Letterhead) -> list[str]:
    """Such as "Telepon (0361) 811234"; only what there is."""
    return [f"{label} {getattr(row, field)}" for field, label in CONTACTS.items() if getattr(row, field)]


def signatory(row: Letterhead, who: str) -> Signatory:
    """Who signs as one of SIGNATORIES; name and NIP are empty until they are known."""
    position, name, nip = (getattr(row, f"{who}_{part}") for part in ("position", "name", "nip"))
    return Signatory(position or SIGNATORIES[who], name, spaced(nip))


def spaced(nip: str) -> str:
    """The 18 digits as civil servants write them: born, appointed, sex, serial number."""
    return f"{nip[:8]} {nip[8:14]} {nip[14]} {nip[15:]}" if nip else ""
