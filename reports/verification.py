"""What the portal tells everybody about a document whose code they hold, and nothing beside it.

A code is printed on the document and follows from what it says, so asking again for the same document gives the same
code: one code may have several files, which differ in the time of asking alone. Which they are, says `originals`.
"""

from __future__ import annotations

import datetime
import re
from dataclasses import dataclass
from decimal import Decimal

from reports.documents.base import Data, is_draft
from reports.documents.edition import CODE_LETTERS
from reports.models import JobState, ReportJob, SignedCopy
from reports.originals import KNOWN, Original, carrying, newer_than
from results.freezing import from_data

LOOK_ALIKES = str.maketrans("018", "OIB")  # a code has no such digits
BETWEEN = re.compile(r"[\s\-_/:\u00ad\u200b-\u200d\u2010-\u2015\u2060.]+")
BEFORE = re.compile(r".*(?:/v/|verifikasi\b)", re.IGNORECASE | re.DOTALL)  # copied with what stands before it on paper
CODE = re.compile(rf"[A-Z2-7]{{{CODE_LETTERS}}}")
HASH = re.compile(r"(?<![0-9a-f])([0-9a-f]{64})(?![0-9a-f])")
# Kinds that print the institution's index. What a document does not say, its page does not say either.
PRINTS_INDEX = frozenset({
    ReportJob.Kind.SELF_ASSESSMENT, ReportJob.Kind.PRIORITIES, ReportJob.Kind.EXECUTIVE, ReportJob.Kind.STATEMENT,
    ReportJob.Kind.PUBLICATION, ReportJob.Kind.WORKSHEET, ReportJob.Kind.OPEN_DATA,
})  # fmt: skip
SAME, SIGNED, REWRITTEN, UNSIGNED, DIFFERENT, UNREADABLE = (
    "same", "signed", "rewritten", "unsigned", "different", "unreadable",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Copy:
    """One file known to belong to the code; `result` says what a file with this hash is."""

    sha256: str
    size: int | None
    at: datetime.datetime
    result: str


@dataclass(frozen=True, slots=True)
class Verified:
    """What everybody may know of a document. No names of persons, and nothing that it does not print itself."""

    code: str
    title: str
    format: str
    instansi: str
    year: int
    is_final: bool
    is_draft: bool
    is_demo: bool
    is_expired: bool
    made_at: datetime.datetime
    taken_at: datetime.datetime | None
    indeks: Decimal | None
    exact: str
    predikat: str
    is_provisional: bool
    files: tuple[Copy, ...]
    signed: tuple[Copy, ...]
    newer_at: datetime.datetime | None

    def compare(self, typed: str) -> str:
        """What a file with this hash is, one of the words above; `typed` may be a line of a hashing command."""
        text = typed[:500].lower()
        found = HASH.search(text) or HASH.search("".join(text.split()))  # some commands print it byte by byte
        if not found:
            return UNREADABLE
        results = {copy.sha256: copy.result for copy in (*self.signed, *self.files)}
        return results.get(found[1], DIFFERENT)


def readable(typed: str) -> str:
    """The code as the portal writes it, from what somebody read off paper; "" when it can be none."""
    code = BETWEEN.sub("", BEFORE.sub("", typed[:300])).upper().translate(LOOK_ALIKES)
    return code if CODE.fullmatch(code) else ""


def find(code: str) -> Verified | None:
    """What belongs to this code. A job that never came to its end is as unknown as a code nobody has."""
    if not CODE.fullmatch(code):
        return None
    originals = carrying(code)
    return _told(code, originals) if originals else None


def _told(code: str, originals: list[Original]) -> Verified:
    newest = originals[0]
    job = newest.job
    frozen: Data = job.frozen or {}
    data: Data = frozen.get("summary", {})
    heading = data.get("heading", {})
    is_final = bool(heading.get("is_final"))
    index = from_data(data).headline if data and newest.kind in PRINTS_INDEX else None
    newer = newer_than(originals, is_final=is_final)
    return Verified(
        code=code,
        title=newest.title,
        format=str(newest.format.label),
        instansi=heading.get("instansi") or job.assessment.instansi.name,
        year=job.assessment.year,
        is_final=is_final,
        is_draft=is_draft(frozen) if data else True,
        is_demo=bool(heading.get("is_demo")),
        is_expired=all(original.job.state == JobState.EXPIRED for original in originals),
        made_at=newest.at,
        taken_at=datetime.datetime.fromisoformat(data["taken_at"]) if data.get("taken_at") else None,
        indeks=index.indeks.shown if index else None,
        exact=index.indeks.exact if index and index.bases_disagree else "",
        predikat=index.predikat.name if index else "",
        is_provisional=bool(index and index.is_provisional),
        files=_files(originals),
        signed=_signed(code),
        newer_at=newer.at if newer else None,
    )


def _files(originals: list[Original]) -> tuple[Copy, ...]:
    """Each different file once, the newest first."""
    files = {row.sha256: Copy(row.sha256, row.size, row.at, SAME) for row in originals[::-1]}
    return tuple(files.values())[::-1]


def _signed(code: str) -> tuple[Copy, ...]:
    rows = SignedCopy.objects.filter(job__code=code, job__state__in=KNOWN).order_by("-uploaded_at")
    return tuple(Copy(row.sha256, row.size, row.uploaded_at, _kind_of(row)) for row in rows)


def _kind_of(copy: SignedCopy) -> str:
    if not copy.is_signed:
        return UNSIGNED
    return SIGNED if copy.is_faithful else REWRITTEN
