"""Store checked instruments: all of them or none, each new content as a new revision."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from django.db import transaction
from django.db.models import Max

from domains.loading.draft import Draft
from domains.loading.places import LoadingError
from domains.loading.reading import read
from domains.models import Aspect, Band, BasisYear, Domain, EvidenceItem, Indicator, Instrument, LevelCriterion

FOLDER = Path(__file__).resolve().parent.parent / "instruments"


@dataclass(frozen=True, slots=True)
class Loaded:
    """What became of one file: a new revision, or one that was there already."""

    instrument: Instrument
    is_new: bool


def shipped() -> list[Path]:
    """The instruments that come with the portal."""
    return sorted(FOLDER.glob("*.json"))


def shipped_file(code: str) -> Path:
    """Where the shipped instrument of that code lies; LoadingError when there is none."""
    files = {path.stem: path for path in shipped()}
    if code not in files:
        raise LoadingError(f"instrumen {code!r} tidak ada; yang ada: {', '.join(files)}")
    return files[code]


def load(paths: Iterable[Path]) -> list[Loaded]:
    """Read every file first, so that a wrong one leaves the database as it was; then store what is new."""
    drafts = [read(path) for path in paths]
    codes = [draft.instrument.code for draft in drafts]
    for code in codes:
        if codes.count(code) > 1:
            raise LoadingError(f"instrumen {code} ada di {codes.count(code)} berkas; pilih satu")
    with transaction.atomic():
        return [_store(draft) for draft in drafts]


def _store(draft: Draft) -> Loaded:
    revisions = Instrument.objects.filter(code=draft.instrument.code)
    present = revisions.filter(checksum=draft.instrument.checksum).first()
    if present:
        return Loaded(present, is_new=False)
    draft.instrument.revision = (revisions.aggregate(last=Max("revision"))["last"] or 0) + 1
    draft.instrument.save()
    BasisYear.objects.bulk_create(draft.basis_years)
    Band.objects.bulk_create(draft.bands)
    Domain.objects.bulk_create(draft.domains)
    Aspect.objects.bulk_create(draft.aspects)
    Indicator.objects.bulk_create(draft.indicators)
    LevelCriterion.objects.bulk_create(draft.criteria)
    EvidenceItem.objects.bulk_create(draft.evidence_items)
    return Loaded(draft.instrument, is_new=True)
