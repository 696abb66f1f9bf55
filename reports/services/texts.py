"""Writing the words that an institution's reports open and close with."""

from __future__ import annotations

from collections.abc import Mapping

from django.core.exceptions import PermissionDenied
from django.db import transaction

from accounts.models import Instansi, User
from activity import services as activity
from assessments.models import Assessment
from directory import versions
from directory.services.changes import lock
from reports import permissions
from reports.documents.self_assessment.texts import DEFAULTS
from reports.models import ReportText


def write_texts(*, assessment: Assessment, texts: Mapping[str, str], version: str, by: User) -> list[str]:
    """Keep what differs from before; a part left empty, or equal to the default, goes back to it.

    Returns the names of the parts that changed. The event of each keeps the earlier words. `version` is that of the
    texts the person saw; another one raises ChangedMeanwhile.
    """
    if not permissions.can_write_texts(by, assessment):
        raise PermissionDenied
    with transaction.atomic():
        instansi = lock(assessment.instansi)
        stored = dict(ReportText.objects.filter(instansi=instansi).values_list("part", "text"))
        wanted: dict[str, str] = {part: _own(part, texts.get(part, "")) for part in ReportText.Part}
        versions.check("Teks laporan", version=version, stored=stored, wanted=wanted)
        changed = [part for part in ReportText.Part if wanted[part] != stored.get(part, "")]
        for part in changed:
            _write(instansi, part, wanted[part], before=stored.get(part, ""), by=by)
    return [str(part.label) for part in changed]


def _own(part: ReportText.Part, text: str) -> str:
    """What is kept of a text; nothing where it says what the default says."""
    text = text.replace("\r\n", "\n").strip()
    return "" if text == DEFAULTS[part] else text


def _write(instansi: Instansi, part: ReportText.Part, text: str, *, before: str, by: User) -> None:
    if text:
        values = {"text": text, "changed_by": by}
        ReportText.objects.update_or_create(instansi=instansi, part=part, defaults=values)
    else:
        ReportText.objects.filter(instansi=instansi, part=part).delete()
    activity.record(
        "write_report_text", subject=f"instansi:{instansi.pk}", by=by, instansi=instansi, note=before,
        text=f"{by} mengubah {part.label.lower()} laporan {instansi}",
    )  # fmt: skip
