"""The files that carry a code: what a job made, or the report of one OPD inside the ZIP that a job made.

Whoever took his report out of the ZIP holds the same as whoever asked for it alone. So both are found by one code, and
either takes the place of an older one, wherever that came from.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from django.db.models import Q

from accounts.models import Unit
from reports.documents.base import Data
from reports.documents.units import data_inside
from reports.models import EnclosedReport, Format, JobState, ReportJob

Kind = ReportJob.Kind
KNOWN = (JobState.DONE, JobState.EXPIRED)
LETTERS = (Kind.STATEMENT, Kind.PUBLICATION, Kind.MEETING)


@dataclass(frozen=True, slots=True)
class Original:
    """The whole of what a job made."""

    job: ReportJob
    unit: Unit | None
    sha256: str
    size: int | None

    @property
    def kind(self) -> Kind:
        return Kind(self.job.kind)

    @property
    def format(self) -> Format:
        return Format(self.job.format)

    @property
    def at(self) -> datetime.datetime:
        return self.job.finished_at or self.job.requested_at

    @property
    def title(self) -> str:
        return f"{self.kind.label} {self.unit_name(self.unit)}" if self.unit else str(self.kind.label)

    def unit_name(self, unit: Unit) -> str:
        """As it is printed."""
        name: str = (self.job.frozen or {}).get("unit", unit.name)
        return name

    def data(self) -> Data:
        """All that the document was made from."""
        return self.job.frozen or {}

    def says(self) -> Data:
        """What the document says, but for the moment its data were read. Only letters print their options."""
        data = self.data()
        summary = data.get("summary", {}) | {"taken_at": ""}
        return data | {"summary": summary, "options": self.job.options if self.kind in LETTERS else {}}


@dataclass(frozen=True, slots=True)
class Inside(Original):
    """The report of one OPD inside the ZIP that the job made."""

    @property
    def kind(self) -> Kind:
        return Kind.UNIT

    @property
    def format(self) -> Format:
        return Format.PDF

    def unit_name(self, unit: Unit) -> str:
        rows = (self.job.frozen or {}).get("units", ())
        return next((row["unit"] for row in rows if row["key"] == unit.pk), unit.name)

    def data(self) -> Data:
        return data_inside(self.job.frozen or {}, self.unit.pk) if self.unit else {}


def carrying(code: str) -> list[Original]:
    """The newest first, without what they were made from; two queries. Jobs that never came to an end carry nothing."""
    jobs = ReportJob.objects.filter(code=code, state__in=KNOWN).select_related("assessment__instansi", "unit")
    rows = EnclosedReport.objects.filter(code=code, job__state__in=KNOWN)
    rows = rows.select_related("job__assessment__instansi", "unit").defer("job__frozen")
    found = [
        *(Original(job, job.unit, job.sha256, job.size) for job in jobs.defer("frozen")),
        *(Inside(row.job, row.unit, row.sha256, row.size) for row in rows),
    ]
    return sorted(found, key=lambda original: original.at, reverse=True)


def newer_than(originals: list[Original], *, is_final: bool) -> Original | None:
    """The newest that took the place of all that carry one code; a draft never takes the place of a final one.

    One that says the same takes nobody's place: it was printed by a newer edition of the portal, or left parts out.
    """
    head, since = originals[0], max(original.job.requested_at for original in originals)
    rows = ReportJob.objects.filter(
        _in_its_place(head), state__in=KNOWN, assessment=head.job.assessment_id, requested_at__gt=since
    )
    if is_final:
        rows = rows.filter(frozen__summary__heading__is_final=True)
    newest = rows.order_by("-requested_at").only("kind", "frozen", "options", "finished_at", "requested_at").first()
    if newest is None:
        return None
    other = (Original if newest.kind == head.kind else Inside)(newest, head.unit, "", None)
    return other if other.says() != head.says() else None


def _in_its_place(head: Original) -> Q:
    """Jobs of the same document: the notes of another meeting are another document, and accepted evidence alone is
    another bundle than all of it.
    """
    job, same = head.job, Q(kind=head.kind, unit=head.unit, format=head.format)
    if head.kind == Kind.UNIT:
        return same | Q(pk__in=EnclosedReport.objects.filter(unit=head.unit).values("job"))
    if head.kind == Kind.MEETING:
        return same & Q(options__title=job.options.get("title", ""), options__date=job.options.get("date", ""))
    if head.kind == Kind.BUNDLE:
        return same & Q(request_key=job.request_key)
    return same
